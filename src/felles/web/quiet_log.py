"""What does the log say of a fault: where it happened and of what kind, and nothing that a person wrote?

The message of an exception may quote a row or a form, so it stays out; the chain of functions is enough to find it.
"""

import logging
import traceback
from types import TracebackType


class QuietFormatter(logging.Formatter):
    """One line a record, then one line a function, outermost first."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatException(  # noqa: N802  the name is logging's
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        kind, _, trace = ei
        frames = traceback.extract_tb(trace)
        places = [f"  {frame.name} ({frame.filename.rsplit('/', 1)[-1]}:{frame.lineno})" for frame in frames]
        return "\n".join([f"{kind.__name__ if kind else 'fault'}, in", *places])
