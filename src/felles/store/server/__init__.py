"""Which PostgreSQL does this Felles use? An embedded one of its home, or a server that runs already."""

import atexit
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from felles.store.home import Home
from felles.store.server import embedded, external
from felles.store.server.addresses import Server
from felles.store.server.problem import OnWait, ServerProblem
from felles.store.server.roles import Role

__all__ = ["OnWait", "Role", "Server", "ServerProblem", "running", "start"]


def tell(sentence: str) -> None:
    """Say it on standard error."""
    print(sentence, file=sys.stderr, flush=True)


def start(home: Home, on_wait: OnWait = tell) -> Server:
    """The home's database server, ready; give it up with `stop`, at the latest when this process ends.

    Several processes may use one home at once: the first starts the embedded server, the last one out stops it.
    Raises ServerProblem with a sentence where there is none to be had.
    """
    server = external.enter(home) if home.database_url else embedded.enter(home, on_wait)
    owner = os.getpid()
    atexit.register(lambda: server.stop() if os.getpid() == owner else None)
    return server


@contextmanager
def running(home: Home, on_wait: OnWait = tell) -> Iterator[Server]:
    """The home's database server for as long as the block runs, also where it ends by Ctrl-C, SIGTERM or SIGHUP."""
    with _ended_by_signals():
        server = start(home, on_wait)
        try:
            yield server
        finally:
            server.stop()


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Let a request to end unwind the program as Ctrl-C does; a program that has its own answer keeps it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    ours = [number for number in (signal.SIGTERM, signal.SIGHUP) if signal.getsignal(number) is signal.SIG_DFL]
    for number in ours:
        signal.signal(number, _end)
    try:
        yield
    finally:
        for number in ours:
            signal.signal(number, signal.SIG_DFL)


def _end(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)
