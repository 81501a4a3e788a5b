"""Do two runs hold the same log? A sum over the events, so that order, chunks and workers do not matter.

Words count by what they say, not by their number. Two sums of 64 bits, each of a mix of every column (the finaliser of
SplitMix64: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014).
"""

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from felles.simulation.compiling import inlined, kernel_of
from felles.simulation.structs import Events, Words

_A, _B, _C = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB), np.uint64(0x9E3779B97F4A7C15)
_30, _27, _31 = np.uint64(30), np.uint64(27), np.uint64(31)
WORD_COLUMNS = ("type", "precision", "code", "unit", "place", "actor", "data")
NUMBER_COLUMNS = ("event", "person", "day", "until_day", "recorded", "episode", "replaces")
_STATE = "uint64[::1]"


@inlined
def _mixed(word: np.uint64) -> np.uint64:
    z = np.uint64(word)
    z = (z ^ (z >> _30)) * _A
    z = (z ^ (z >> _27)) * _B
    return z ^ (z >> _31)


@kernel_of(f"void({_STATE}, int64)")
def _stir_one(state: NDArray[np.uint64], number: int) -> None:
    for row in range(len(state)):
        state[row] = _mixed((state[row] ^ np.uint64(number)) + _C)


@kernel_of(*(f"void({_STATE}, int{bits}[::1])" for bits in (64, 32)))
def _stir_each(state: NDArray[np.uint64], column: NDArray[np.int64]) -> None:
    for row in range(len(state)):
        state[row] = _mixed((state[row] ^ np.uint64(np.int64(column[row]))) + _C)


@kernel_of(*(f"void({_STATE}, int{bits}[::1], int64[::1])" for bits in (8, 16, 32)))
def _stir_words(state: NDArray[np.uint64], column: NDArray[np.int32], hashes: NDArray[np.int64]) -> None:
    none = len(hashes) - 1
    for row in range(len(state)):
        number = column[row]
        state[row] = _mixed((state[row] ^ np.uint64(hashes[number if number >= 0 else none])) + _C)


def hashes_of(words: Words) -> dict[str, NDArray[np.int64]]:
    """A number for each word, and one for no word at the end, where -1 finds it."""
    return {name: np.array([*map(_number, getattr(words, name)), 0], dtype=np.int64) for name in WORD_COLUMNS}


def _number(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), signed=True)


def sums_of(events: Events, hashes: Mapping[str, NDArray[np.int64]]) -> tuple[int, int]:
    """The two sums of these events: add them up over chunks, modulo 2^64."""
    state = np.zeros(len(events.event), dtype=np.uint64)
    if not len(state):
        return 0, 0
    for name in NUMBER_COLUMNS:
        _stir(state, getattr(events, name))
    for name in WORD_COLUMNS:
        _stir(state, getattr(events, name), hashes[name])
    _stir(state, events.value.view(np.int64))
    first = int(state.sum(dtype=np.uint64))
    _stir_one(state, 0)
    return first, int(state.sum(dtype=np.uint64))


def _stir(state: NDArray[np.uint64], column: NDArray[Any], hashes: NDArray[np.int64] | None = None) -> None:
    """Mix a column in: its numbers, or the hashes of their words. Of one that says the same of all rows a single number."""
    if column.strides == (0,):
        _stir_one(state, int(column[0] if hashes is None else hashes[column[0]]))
    elif hashes is None:
        _stir_each(state, np.ascontiguousarray(column))
    else:
        _stir_words(state, np.ascontiguousarray(column), hashes)


def added(sums: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """The sums of many parts as those of the whole."""
    first = second = 0
    for one, other in sums:
        first, second = first + one, second + other
    return first % 2**64, second % 2**64


def log_hash(sums: tuple[int, int]) -> str:
    """32 hexadecimal digits."""
    return f"{sums[0] % 2**64:016x}{sums[1] % 2**64:016x}"
