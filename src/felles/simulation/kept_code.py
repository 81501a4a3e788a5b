"""Where is compiled code kept, and is it still that of the sources?

Numba itself looks at the file that a kernel stands in, not at the parts and numbers it takes from other files. So there is a
folder for each state of them all: a change anywhere finds nothing compiled, and what nobody uses any longer is removed.
"""

import os
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from typing import Any

import numba
from numba.core.caching import FunctionCache
from numba.misc.appdirs import AppDirs

CONFIG: Any = numba.config
SOURCES = Path(__file__).parent
COMPILING = b"felles.simulation.compiling"
UNUSED_SECONDS = 3600.0
"""Other folders are left alone for so long after their last use: a process that started before a change may go on in one."""
_IMPORTED = re.compile(rb"^from felles\.simulation\.([\w.]+) import", re.MULTILINE)
_WHOLE = "whole"


@contextmanager
def kept() -> Iterator[None]:
    """Numba keeps what is declared here in our folder."""
    before, place = CONFIG.CACHE_DIR, folder()
    try:
        if place is not None:
            CONFIG.CACHE_DIR = str(place)
        yield
    finally:
        CONFIG.CACHE_DIR = before


class Reader(FunctionCache):
    """Reads what is compiled as it is. Numba would load all that it compiles with first, which only compiling needs."""

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """What is compiled for these types, or None."""
        with self._guard_against_spurious_io_errors():
            return self._load_overload(sig, target_context)  # type: ignore[no-untyped-call]


def is_whole() -> bool:
    """Whether a process has compiled all that a run needs, so that others find it."""
    place = folder()
    return place is not None and (place / _WHOLE).exists()


def mark_whole() -> None:
    """Say so; without a folder there is nobody to tell."""
    place = folder()
    if place is not None:
        (place / _WHOLE).touch()


@cache
def folder() -> Path | None:
    """The folder of the sources as they are, made where it is not there; None where nothing can be written.

    In NUMBA_CACHE_DIR where that is set, else beside the sources, else in the user's own cache: as Numba chooses.
    """
    ours = f"felles-{sha256(bytes(SOURCES)).hexdigest()[:8]}-"
    name = ours + digest(SOURCES)
    users = Path(AppDirs("numba", appauthor=False).user_cache_dir)  # type: ignore[no-untyped-call]
    for root in [*filter(None, [CONFIG.CACHE_DIR]), SOURCES / "__pycache__", users]:
        place = Path(root) / name
        known = place.exists()
        if _writable(place):
            if not known:
                _tidy(place, ours)
            return place
    return None


def digest(sources: Path) -> str:
    """Of all files with kernels or parts, and of those they import from this package for their numbers."""
    texts = {path: path.read_bytes() for path in sorted(sources.rglob("*.py"))}
    compiled = [path for path, text in texts.items() if COMPILING in text]
    names = {match.decode() for path in compiled for match in _IMPORTED.findall(texts[path])}
    imported = {(sources / name.replace(".", "/")).with_suffix(".py") for name in names}
    made = sha256()
    for path, text in texts.items():
        if path in compiled or path in imported:
            made.update(f"{path.relative_to(sources)} {len(text)}\n".encode())
            made.update(text)
    return made.hexdigest()[:24]


def _writable(place: Path) -> bool:
    """Whether the folder is there to write in; marks when it was last used."""
    try:
        place.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=place).close()
        os.utime(place)
    except OSError:
        return False
    return True


def _tidy(place: Path, ours: str) -> None:
    """Remove the folders of this installation's earlier sources that nobody has used for a while."""
    named = re.compile(re.escape(ours) + "[0-9a-f]{24}")
    for other in place.parent.iterdir():
        mine = other != place and named.fullmatch(other.name) and other.is_dir() and not other.is_symlink()
        if mine and time.time() - other.stat().st_mtime > UNUSED_SECONDS:
            rmtree(other, ignore_errors=True)
