"""Where does this Felles keep what it keeps, and how is it set up? Settings come from the environment."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from felles.store.refused import Refused

_YES = ("1", "yes", "true", "on")
_NO = ("0", "no", "false", "off")


class SettingError(Refused):
    """A setting in the environment that cannot be used: what was got, what is allowed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Home:
    """The folder of one Felles, and its settings. Two homes never see each other.

    `database_url` is an administrator's address of a PostgreSQL server; without one the home has a server of its own.
    `demo`: only made-up people live here; real national numbers are refused.
    """

    folder: Path
    database_url: str | None = None
    port: int = 8000
    threads: int = 1
    demo: bool = True

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> "Home":
        """The home that FELLES_HOME, FELLES_DATABASE_URL, FELLES_PORT, FELLES_THREADS and FELLES_DEMO describe."""
        return cls(
            folder=_folder(environ),
            database_url=_database_url(environ),
            port=_whole_number(environ, "FELLES_PORT", default=8000, lowest=1, highest=65_535),
            threads=_whole_number(environ, "FELLES_THREADS", default=_cores(), lowest=1, highest=1024),
            demo=_yes_or_no(environ, "FELLES_DEMO", default=True),
        )

    @property
    def postgres(self) -> Path:
        """The embedded server's own folder."""
        return self.folder / "postgres"

    @property
    def keys(self) -> Path:
        """The keys of identities and the passwords of the database's roles; apart from what they open."""
        return self.folder / "keys"

    @property
    def lake(self) -> Path:
        """The columnar copy of the log."""
        return self.folder / "lake"

    @property
    def rejects(self) -> Path:
        """What imports set aside."""
        return self.folder / "rejects"

    def make_folders(self) -> None:
        """Make the folders that are missing, closed to everybody else (0700). Raises SettingError where it may not."""
        try:
            for folder in (self.folder, self.postgres, self.keys, self.lake, self.rejects):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise SettingError(
                f"Felles cannot make its folder {self.folder} ({error.strerror})."
                " Set FELLES_HOME to a folder that you may write in."
            ) from error


def _folder(environ: Mapping[str, str]) -> Path:
    chosen = environ.get("FELLES_HOME", "").strip()
    folder = Path(chosen).expanduser() if chosen else _platform_folder(environ) / "felles"
    return folder.resolve()


def _platform_folder(environ: Mapping[str, str]) -> Path:
    """Where this platform wants a user's data."""
    if sys.platform == "win32":
        return Path(environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return Path(environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")


def _database_url(environ: Mapping[str, str]) -> str | None:
    url = environ.get("FELLES_DATABASE_URL", "").strip()
    if url and not url.startswith(("postgresql://", "postgres://")):
        raise SettingError(
            "FELLES_DATABASE_URL does not begin with postgresql:// ."
            " Write it as postgresql://administrator@host:5432/database, or unset it to use the embedded server."
        )
    return url or None


def _whole_number(environ: Mapping[str, str], name: str, *, default: int, lowest: int, highest: int) -> int:
    text = environ.get(name, "").strip()
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and lowest <= int(text[:9]) <= highest and len(text) <= 9):
        raise SettingError(f'{name} is "{text}"; it must be a whole number from {lowest} to {highest}.')
    return int(text)


def _yes_or_no(environ: Mapping[str, str], name: str, *, default: bool) -> bool:
    text = environ.get(name, "").strip().lower()
    if text and text not in _YES + _NO:
        raise SettingError(f'{name} is "{text}"; it must be 1 (made-up people only) or 0 (real people).')
    return text in _YES if text else default


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
