"""As which user of the machine does the embedded server run? PostgreSQL refuses to run as root.

Started by root, it runs as the owner of its data, at first `nobody`. The folders above stay closed: instead of opening
them, as others do, the server is given the one capability that lets it walk through closed folders.
"""

import os
import pwd
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from felles.store.server.problem import ServerProblem

# Numbers of capabilities (linux/capability.h), the smaller right first; containers often keep back the first.
_WALK_THROUGH_CLOSED_FOLDERS = {"dac_read_search": 2, "dac_override": 1}

_SET_SECURE_BITS = 8  # CAP_SETPCAP


@dataclass(frozen=True, slots=True)
class Account:
    """A user of the machine, and the words that a command begins with to run as that user."""

    uid: int
    gid: int
    prefix: tuple[str, ...] = ()

    def owns(self, path: Path) -> None:
        """Hand a file or folder over to this user; only root can, and only root needs to."""
        if os.geteuid() == 0:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)


def account_for(folder: Path) -> Account:
    """Who runs the server whose files lie in this folder. Raises ServerProblem where root cannot step down."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    owner = folder.stat()
    uid, gid = (owner.st_uid, owner.st_gid) if owner.st_uid != 0 else _nobody()
    return Account(uid, gid, _step_down(uid, gid))


def _nobody() -> tuple[int, int]:
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError as error:
        raise _cannot_step_down("there is no user nobody") from error
    return entry.pw_uid, entry.pw_gid


def _step_down(uid: int, gid: int) -> tuple[str, ...]:
    setpriv = shutil.which("setpriv", path=os.environ.get("PATH", os.defpath) + ":/usr/bin:/bin")
    if sys.platform != "linux" or setpriv is None:
        raise _cannot_step_down("the program setpriv (Debian: apt-get install util-linux) is missing")
    held = _capabilities()
    right = next((name for name, number in _WALK_THROUGH_CLOSED_FOLDERS.items() if held >> number & 1), None)
    if right is None:
        raise _cannot_step_down("this container gives root no right to let another user read in closed folders")
    # PostgreSQL asks access(2) for its own programs, which may lie in closed folders too (a virtual environment of root's).
    # For a user that is not root access(2) forgets capabilities, unless this bit is set.
    asks = ("--securebits=+no_setuid_fixup",) if held >> _SET_SECURE_BITS & 1 else ()
    return (
        setpriv, f"--reuid={uid}", f"--regid={gid}", "--clear-groups", *asks,
        f"--inh-caps=-all,+{right}", f"--ambient-caps=-all,+{right}", "--",
    )  # fmt: skip


def _capabilities() -> int:
    """The capabilities that this process may pass on, as bits."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    fields = dict(line.split(":\t", 1) for line in lines if line.startswith("Cap"))
    return int(fields["CapPrm"], 16) & int(fields["CapBnd"], 16)


def _cannot_step_down(why: str) -> ServerProblem:
    return ServerProblem(
        f"PostgreSQL refuses to run as root, and Felles cannot start it as another user: {why}."
        " Run Felles as an ordinary user, or set FELLES_DATABASE_URL to a server that runs already."
    )
