"""Do two runs hold the same log? A sum over the events, so that order, chunks and workers do not matter.

Words count by what they say, not by their number. Two sums of 64 bits, each of a mix of every column (the finaliser of
SplitMix64: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014).
"""

from collections.abc import Mapping
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from felles.simulation.compiling import inlined, kernel
from felles.simulation.structs import Events, Words

_A, _B, _C = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB), np.uint64(0x9E3779B97F4A7C15)
_30, _27, _31 = np.uint64(30), np.uint64(27), np.uint64(31)
WORD_COLUMNS = ("type", "precision", "code", "unit", "place", "actor", "data")
NUMBER_COLUMNS = ("event", "person", "day", "until_day", "recorded", "episode", "replaces")
_EACH = 1 << 16


@inlined
def _mixed(word: np.uint64) -> np.uint64:
    z = np.uint64(word)
    z = (z ^ (z >> _30)) * _A
    z = (z ^ (z >> _27)) * _B
    return z ^ (z >> _31)


@kernel
def _stir(state: NDArray[np.uint64], column: NDArray[np.int64]) -> None:
    for row in range(len(state)):
        state[row] = _mixed((state[row] ^ np.uint64(column[row])) + _C)


def hashes_of(words: Words) -> dict[str, NDArray[np.int64]]:
    """A number for each word, and one for no word at the end, where -1 finds it."""
    return {name: np.array([*map(_number, getattr(words, name)), 0], dtype=np.int64) for name in WORD_COLUMNS}


def _number(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), signed=True)


def sums_of(events: Events, hashes: Mapping[str, NDArray[np.int64]]) -> tuple[int, int]:
    """The two sums of these events: add them up over chunks, modulo 2^64."""
    first = second = 0
    for start in range(0, len(events.event), _EACH):
        part = Events._make(column[start : start + _EACH] for column in events)
        state = np.zeros(len(part.event), dtype=np.uint64)
        for name in NUMBER_COLUMNS:
            _stir(state, getattr(part, name).astype(np.int64))
        for name in WORD_COLUMNS:
            _stir(state, hashes[name][getattr(part, name)])
        _stir(state, part.value.view(np.int64))
        first += int(state.sum(dtype=np.uint64))
        _stir(state, np.zeros(len(state), dtype=np.int64))
        second += int(state.sum(dtype=np.uint64))
    return first % 2**64, second % 2**64


def log_hash(sums: tuple[int, int]) -> str:
    """32 hexadecimal digits."""
    return f"{sums[0] % 2**64:016x}{sums[1] % 2**64:016x}"
