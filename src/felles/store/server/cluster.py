"""Where do the embedded server's files lie, and how is a new database made?

postgres/data      what PostgreSQL keeps
postgres/socket    how it is reached (or a folder in /tmp, where the path would be too long)
postgres/server.log
postgres/gate, postgres/users    who is starting or using it, see `sharing`
"""

import os
import shutil
import stat
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from felles.store.server import programs
from felles.store.server.account import Account, account_for
from felles.store.server.problem import ServerProblem
from felles.store.server.tuning import configuration

# A socket's path has 107 bytes (sockaddr_un); the lock beside it is called .s.PGSQL.5432.lock.
_LONGEST_FOLDER = 107 - len("/.s.PGSQL.5432.lock")
# Not the environment's TMPDIR, which may be long: the folder made here is closed, and refused where it is not ours.
SHORT_PLACE = Path("/tmp")  # noqa: S108


@dataclass(frozen=True, slots=True)
class Cluster:
    """The files of one embedded server, and the account that owns them."""

    folder: Path
    account: Account

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    @property
    def socket_folder(self) -> Path:
        inside = self.folder / "socket"
        if len(os.fsencode(inside)) <= _LONGEST_FOLDER:
            return inside
        return SHORT_PLACE / f"felles-{self.account.uid}-{sha256(os.fsencode(self.folder)).hexdigest()[:16]}"

    def make(self, admin: str, password: str) -> None:
        """Make the database unless it is there: in a folder beside, which takes its place when it is whole."""
        if self.data.exists():
            return
        for unfinished in self.folder.glob("beginning-*"):
            shutil.rmtree(unfinished)
        beginning = Path(tempfile.mkdtemp(dir=self.folder, prefix="beginning-"))
        self.account.owns(beginning)
        self._initialise(beginning, admin, password)
        (beginning / "data").rename(self.data)
        shutil.rmtree(beginning)

    def check_version(self) -> None:
        """Raises ServerProblem where the data were written by another PostgreSQL than the one at hand."""
        try:
            written_by = (self.data / "PG_VERSION").read_text(encoding="ascii").strip()
        except OSError as error:
            raise ServerProblem(
                f"The folder {self.data} holds no database that PostgreSQL can read ({error.strerror})."
                " Restore it from a backup, or choose another FELLES_HOME."
            ) from error
        if written_by != str(programs.MAJOR):
            raise ServerProblem(
                f"The database in {self.data} was written by PostgreSQL {written_by};"
                f" this Felles brings {programs.MAJOR}."
                " Export it with the Felles that wrote it and import it into a new FELLES_HOME, or use pg_upgrade."
            )

    def configure(self) -> None:
        """Write the settings anew and make the socket's folder: the machine may have changed since the last start."""
        make_private(self.socket_folder, self.account)
        self._write("postgresql.conf", configuration(self.socket_folder))
        self._write("pg_hba.conf", "local all all scram-sha-256\n")

    def log_tail(self, start: int) -> str:
        """The last lines that the server logged since `start` (bytes)."""
        with self.log.open("rb") as file:
            file.seek(start)
            lines = file.read().decode(errors="replace").split("\n")
        return last_lines("\n".join(lines))

    def _initialise(self, beginning: Path, admin: str, password: str) -> None:
        password_file = beginning / "password"
        password_file.touch(mode=0o600, exist_ok=False)
        password_file.write_text(password, encoding="ascii")
        self.account.owns(password_file)
        done = programs.run(
            self.account, "initdb",
            f"--pgdata={beginning / 'data'}", f"--username={admin}", f"--pwfile={password_file}",
            "--auth=scram-sha-256", "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
            "--locale=C", "--no-instructions",
        )  # fmt: skip
        if done.returncode != 0:
            shutil.rmtree(beginning)
            raise ServerProblem(
                f"A new database could not be made in {self.folder}. PostgreSQL said: {last_lines(done.stdout)}"
            )

    def _write(self, name: str, text: str) -> None:
        file = self.data / name
        file.write_text(text, encoding="utf-8")
        self.account.owns(file)


def cluster_in(folder: Path) -> Cluster:
    """The files of the embedded server in this folder, which is closed to all but the server's account."""
    cluster = Cluster(folder, account_for(folder))
    make_private(folder, cluster.account)
    return cluster


def make_private(folder: Path, account: Account) -> None:
    """Make a folder that the account alone may enter. Raises ServerProblem where somebody else put one there."""
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (account.uid, os.geteuid()):
        raise ServerProblem(f"The folder {folder} belongs to somebody else. Remove it, then start again.")
    account.owns(folder)
    folder.chmod(0o700)


def last_lines(text: str) -> str:
    """The end of what a program said, on one line; enough to see why."""
    return " / ".join([line.strip() for line in text.splitlines() if line.strip()][-4:])
