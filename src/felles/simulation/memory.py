"""How does a run keep the memory that each stretch of persons needs anew?

The C library gives large arrays back to the system as soon as they are dropped, and the next stretch asks for the same again:
the system empties every page of 4 KiB before it hands it over, and the processor has to look up where each of them lies. A
run keeps what it has instead, and asks for it in large pages. That is an eighth of its time.

glibc alone is told so (mallopt(3), madvise(2)); with another C library, or where the system refuses, nothing is changed.
"""

import ctypes
import sys
from functools import cache
from pathlib import Path

RESERVED = (2 << 30) - (1 << 20)
"""Bytes that are asked for in large pages: more than a stretch needs. Those that are never used take no memory."""
_TRIM_THRESHOLD, _TOP_PAD, _MMAP_THRESHOLD, _ARENAS = -1, -2, -3, -8
_NEVER, _LARGEST_KEPT, _AT_A_TIME = (1 << 31) - 1, 32 << 20, 64 << 20
_LARGE_PAGES = 14
_MAPS = Path("/proc/self/maps")


@cache
def keep_memory() -> bool:
    """Whether memory is kept from now on in this process. Done once; calling it again changes nothing."""
    library = ctypes.CDLL(None) if sys.platform == "linux" else None
    if library is None or not hasattr(library, "gnu_get_libc_version") or not _MAPS.exists():
        return False
    settings = {_ARENAS: 1, _TRIM_THRESHOLD: _NEVER, _MMAP_THRESHOLD: _LARGEST_KEPT, _TOP_PAD: RESERVED}
    kept = all(library.mallopt(setting, value) for setting, value in settings.items())
    _extend(library)
    library.mallopt(_TOP_PAD, _AT_A_TIME)
    for begin, end in _heaps():
        library.madvise(ctypes.c_void_p(begin), ctypes.c_size_t(end - begin), _LARGE_PAGES)
    return kept


def _extend(library: ctypes.CDLL) -> None:
    """Have the heap grow by what is reserved: something larger than what is free in it does."""
    library.malloc.restype = ctypes.c_void_p
    library.free(ctypes.c_void_p(library.malloc(ctypes.c_size_t(_LARGEST_KEPT - (64 << 10)))))


def _heaps() -> list[tuple[int, int]]:
    """From where to where the heap lies."""
    lines = _MAPS.read_text().splitlines()
    spans = [line.split(maxsplit=1)[0] for line in lines if line.endswith("[heap]")]
    return [(int(begin, 16), int(end, 16)) for begin, end in (span.split("-") for span in spans)]
