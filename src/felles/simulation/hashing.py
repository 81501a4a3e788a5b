"""Do two runs hold the same log? A sum over the events, so that order, chunks and workers do not matter.

Words count by what they say, not by their number. Two sums of 64 bits over mixes of the columns (the finaliser of
SplitMix64: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014).
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from felles.simulation.compiling import inlined, kernel_of
from felles.simulation.structs import Events, Words

_A, _B, _C = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB), np.uint64(0x9E3779B97F4A7C15)
_30, _27, _31 = np.uint64(30), np.uint64(27), np.uint64(31)
WORD_COLUMNS = ("type", "precision", "code", "unit", "place", "actor", "data")
NUMBER_COLUMNS = ("event", "person", "day", "until_day", "recorded", "episode", "replaces")
_STATE = "uint64[::1]"
_SALT = 0x1E3779B97F4A7C15 // 32
"""Times its place: so that the same number in another column counts otherwise."""


@inlined
def _mixed(word: np.uint64) -> np.uint64:
    z = np.uint64(word)
    z = (z ^ (z >> _30)) * _A
    z = (z ^ (z >> _27)) * _B
    return z ^ (z >> _31)


@kernel_of(*(f"void({_STATE}, int{bits}[::1], int64)" for bits in (64, 32)))
def _stir_each(state: NDArray[np.uint64], column: NDArray[np.int64], salt: int) -> None:
    for row in range(len(state)):
        state[row] += _mixed(np.uint64(np.int64(column[row])) + np.uint64(salt))


@kernel_of(*(f"void({_STATE}, int{bits}[::1], int64[::1])" for bits in (8, 16, 32)))
def _stir_words(state: NDArray[np.uint64], column: NDArray[np.int32], hashes: NDArray[np.int64]) -> None:
    none = len(hashes) - 1
    for row in range(len(state)):
        number = column[row]
        state[row] += np.uint64(hashes[number if number >= 0 else none])


@kernel_of(f"UniTuple(uint64, 2)({_STATE})")
def _summed(state: NDArray[np.uint64]) -> tuple[np.uint64, np.uint64]:
    first = second = np.uint64(0)
    for row in range(len(state)):
        mixed = _mixed(state[row])
        first += mixed
        second += _mixed(mixed + _C)
    return first, second


@lru_cache(maxsize=1)
def hashes_of(words: Words) -> dict[str, NDArray[np.int64]]:
    """A number for each word of a column, and one for no word at the end, where -1 finds it."""
    return {
        name: np.array([*(_number(name, word) for word in getattr(words, name)), 0], dtype=np.int64)
        for name in WORD_COLUMNS
    }


def _number(name: str, word: str) -> int:
    return int.from_bytes(blake2b(word.encode(), digest_size=8, person=name.encode()).digest(), signed=True)


def sums_of(events: Events, hashes: Mapping[str, NDArray[np.int64]]) -> tuple[int, int]:
    """The two sums of these events: add them up over chunks, modulo 2^64.

    An event's columns are mixed each with its own salt and added up, and the sum is mixed again: what all events say alike
    is reckoned once.
    """
    if not len(events.event):
        return 0, 0
    alike = np.zeros(1, np.uint64)
    state = np.zeros(len(events.event), np.uint64)
    for salt, name in enumerate((*NUMBER_COLUMNS, "value", *WORD_COLUMNS), start=1):
        column = getattr(events, name)
        same = column.strides == (0,)
        rows = column[:1].copy() if same else np.ascontiguousarray(column)
        if name in hashes:
            _stir_words(alike if same else state, rows, hashes[name])
        else:
            _stir_each(alike if same else state, rows.view(np.int64) if name == "value" else rows, salt * _SALT)
    state += alike
    first, second = _summed(state)
    return int(first), int(second)


def added(sums: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """The sums of many parts as those of the whole."""
    first = second = 0
    for one, other in sums:
        first, second = first + one, second + other
    return first % 2**64, second % 2**64


def log_hash(sums: tuple[int, int]) -> str:
    """32 hexadecimal digits."""
    return f"{sums[0] % 2**64:016x}{sums[1] % 2**64:016x}"
