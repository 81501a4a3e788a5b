"""How is the site served, and how does it stop?"""

import signal
from collections.abc import Callable
from types import FrameType
from typing import Any, NoReturn

from waitress.server import create_server

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def serve(application: Callable[..., Any], *, port: int, threads: int, host: str = "127.0.0.1") -> None:
    """Answer until Ctrl-C or SIGTERM, then return within a few seconds. Call it from the main thread.

    Raises OSError when the port is taken, before anything is answered.
    """
    server = create_server(application, host=host, port=port, threads=threads, ident="Felles")
    before = {number: signal.signal(number, _stop_once) for number in _SIGNALS}
    try:
        server.run()  # ends on KeyboardInterrupt, with five seconds for the answers under way
    finally:
        server.close()
        for number, handler in before.items():
            signal.signal(number, handler)


def _stop_once(_number: int, _frame: FrameType | None) -> NoReturn:
    """A second signal does not cut the stopping short: the database is still to be closed."""
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt
