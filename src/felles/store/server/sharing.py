"""Who uses the embedded server just now, and who is the last one out?

Two locks of the operating system (flock), which end with their process however it ends: a killed user is forgotten at
once, and no reused process id can fool anybody. `gate` is held alone while the server is started or stopped; `users` is
held together with others for as long as the server is used.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from felles.store.server.account import Account
from felles.store.server.problem import OnWait


@contextmanager
def gate(folder: Path, account: Account, on_wait: OnWait) -> Iterator[None]:
    """Be the only one who starts or stops the server."""
    descriptor = _open(folder / "gate", account)
    try:
        _wait_for(descriptor, on_wait)
        yield
    finally:
        os.close(descriptor)


class Use:
    """One use of the server. Begun and ended within the gate."""

    def __init__(self, folder: Path, account: Account) -> None:
        self._descriptor = _open(folder / "users", account)
        fcntl.flock(self._descriptor, fcntl.LOCK_SH)

    def end(self) -> bool:
        """End this use; true where it was the last one."""
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            return False
        finally:
            os.close(self._descriptor)


def _open(file: Path, account: Account) -> int:
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)  # not inherited by programs we start
    account.owns(file)
    return descriptor


def _wait_for(descriptor: int, on_wait: OnWait) -> None:
    speak_at = time.monotonic() + 2.0
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > speak_at:
                on_wait("Another Felles is just starting or stopping the database of this home; waiting for it.")
                speak_at = time.monotonic() + 10.0
            time.sleep(0.02)
