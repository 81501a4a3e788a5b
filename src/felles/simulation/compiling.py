"""How are the kernels compiled? The first run on a machine waits for it, so nothing is made that nobody uses.

Half of what Numba would make of a small function is how Python and C may call it, and every array that Python hands over
takes some milliseconds more. Division by zero gives infinity, as in NumPy: the check would be in every division.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from numba import njit
from numba.extending import register_jitable

Answer = TypeVar("Answer")
_OPTIONS: Any = {"nogil": True, "error_model": "numpy", "no_cfunc_wrapper": True}


def kernel(function: Callable[..., Answer]) -> Callable[..., Answer]:
    """A function that Python calls; the next process reads it from the disk."""
    made: Any = njit(cache=True, **_OPTIONS)(function)
    return made  # type: ignore[no-any-return]


def kernel_of(signature: str) -> Callable[[Callable[..., Answer]], Callable[..., Answer]]:
    """A kernel for these types alone, whatever kinds of whole numbers it is called with."""

    def made_of(function: Callable[..., Answer]) -> Callable[..., Answer]:
        made: Any = njit(signature, cache=True, **_OPTIONS)(function)
        return made  # type: ignore[no-any-return]

    return made_of


def part(function: Callable[..., Answer]) -> Callable[..., Answer]:
    """A function that kernels call, compiled into them. Where Python calls it, it is as it is written."""
    made: Any = register_jitable(**_OPTIONS)(function)
    return made  # type: ignore[no-any-return]


def inlined(function: Callable[..., Answer]) -> Callable[..., Answer]:
    """A part that is compiled as if it stood in its caller: for a few lines that are asked for in one place."""
    made: Any = njit(inline="always", **_OPTIONS)(function)
    return made  # type: ignore[no-any-return]


def narrow(fields: Any, columns: tuple[Any, ...]) -> Any:
    """Those of the columns that a kernel reads or writes. fields: a named tuple of some of the same names."""
    return fields(*(getattr(columns, name) for name in fields._fields))
