"""How are the kernels compiled? The first run on a machine waits for it, so nothing is made that nobody uses.

Half of what Numba would make of a small function is how Python and C may call it, and every array that Python hands over
takes some milliseconds more. Division by zero gives infinity, as in NumPy: the check would be in every division. Whoever calls
holds the arrays, so nobody counts who else does (`_nrt`): that was nearly half the time of some kernels. A kernel that would
make an array itself does not compile.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from numba import njit
from numba.extending import register_jitable

from felles.simulation.kept_code import Reader, kept

Answer = TypeVar("Answer")
_OPTIONS: Any = {"nogil": True, "error_model": "numpy", "no_cfunc_wrapper": True, "_nrt": False}


def kernel(function: Callable[..., Answer]) -> Callable[..., Answer]:
    """A function that Python calls; the next process reads it from the disk."""
    return _read_or_compiled(function, ())


def kernel_of(*signatures: str) -> Callable[[Callable[..., Answer]], Callable[..., Answer]]:
    """A kernel for these types alone, whatever kinds of whole numbers it is called with."""

    def made_of(function: Callable[..., Answer]) -> Callable[..., Answer]:
        return _read_or_compiled(function, signatures)

    return made_of


def _read_or_compiled(function: Callable[..., Answer], signatures: tuple[str, ...]) -> Callable[..., Answer]:
    """signatures: the types that it is for, none where calls say them."""
    made: Any = njit(**_OPTIONS)(function)
    with kept():
        made._cache = Reader(function)  # type: ignore[no-untyped-call]  # what `cache=True` does, with its own kind of reader
        for signature in signatures:
            made.compile(signature)
    if signatures:
        made.disable_compile()
    return made  # type: ignore[no-any-return]


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
