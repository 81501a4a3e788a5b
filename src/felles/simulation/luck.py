"""Which number does chance give this person for this question?

A counter-based generator: the number is a function of (seed, person, purpose, index) and of nothing else. So a person can
be redone alone, the order and the number of threads do not matter, and two policies share luck: the same question to the
same person has the same answer under both. A purpose is one question (`purposes`), never a running stream.

Philox4x32-10: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC'11. The words of the counter are
(person, purpose, index, 0) and those of the key the two halves of the seed. One call gives 128 bits: two numbers.
"""

import math

import numpy as np
from numpy.typing import NDArray

from felles.simulation.compiling import inlined, kernel, kernel_of, part

_M0, _M1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_W0, _W1 = np.uint32(0x9E3779B9), np.uint32(0xBB67AE85)
_LOW, _HALF = np.uint64(0xFFFFFFFF), np.uint64(32)
_STEP = 2.0**-53
_BEFORE_THE_LAST = np.uint64(11)
# Said once: else each kind of whole number that a kernel asks with would be compiled for, some fifty times in all.
_ONE = "float64(int64, int64, int64, int64)"
_TWO = "UniTuple(float64, 2)(int64, int64, int64, int64)"


@inlined
def bits(seed: int, person: int, purpose: int, index: int) -> tuple[np.uint64, np.uint64]:
    """128 random bits as two words of 64. seed: 64 bits; person, purpose, index: 32 bits each."""
    c0, c1, c2, c3 = np.uint32(person), np.uint32(purpose), np.uint32(index), np.uint32(0)
    k0, k1 = np.uint32(np.uint64(seed) & _LOW), np.uint32(np.uint64(seed) >> _HALF)
    for _ in range(10):
        left, right = _M0 * np.uint64(c0), _M1 * np.uint64(c2)
        c0, c1, c2, c3 = (
            np.uint32(np.uint32(right >> _HALF) ^ c1 ^ k0),
            np.uint32(right & _LOW),
            np.uint32(np.uint32(left >> _HALF) ^ c3 ^ k1),
            np.uint32(left & _LOW),
        )
        k0, k1 = np.uint32(k0 + _W0), np.uint32(k1 + _W1)
    return (np.uint64(c1) << _HALF) | np.uint64(c0), (np.uint64(c3) << _HALF) | np.uint64(c2)


@inlined
def between(word: np.uint64) -> float:
    """64 bits -> a number strictly between 0 and 1."""
    return (float(np.uint64(word) >> _BEFORE_THE_LAST) + 0.5) * _STEP


@kernel_of(_ONE)
def uniform(seed: int, person: int, purpose: int, index: int) -> float:
    """Strictly between 0 and 1."""
    return between(bits(seed, person, purpose, index)[0])


@kernel_of(_TWO)
def uniforms(seed: int, person: int, purpose: int, index: int) -> tuple[float, float]:
    """Two independent numbers of one call."""
    first, second = bits(seed, person, purpose, index)
    return between(first), between(second)


@kernel_of(_ONE)
def exponential(seed: int, person: int, purpose: int, index: int) -> float:
    """With mean one: how much cumulative hazard a clock may spend."""
    return -math.log(uniform(seed, person, purpose, index))


@kernel_of(_ONE)
def normal(seed: int, person: int, purpose: int, index: int) -> float:
    """Standard normal, by Box and Muller."""
    first, second = uniforms(seed, person, purpose, index)
    return math.sqrt(-2.0 * math.log(first)) * math.cos(2.0 * math.pi * second)


@part
def chosen(sums: NDArray[np.float64], share: float) -> int:
    """The first place whose cumulative share is above `share`; the last where rounding leaves none."""
    low, high = 0, len(sums) - 1
    while low < high:
        middle = (low + high) // 2
        if sums[middle] > share:
            high = middle
        else:
            low = middle + 1
    return low


def uniforms_of(seed: int, persons: NDArray[np.uint32], purpose: int, index: NDArray[np.uint32]) -> NDArray[np.float64]:
    """One number for each person and index of two arrays of the same length."""
    made = np.empty(len(persons))
    _fill(seed, persons, purpose, index, made)
    return made


@kernel
def _fill(
    seed: int, persons: NDArray[np.uint32], purpose: int, index: NDArray[np.uint32], made: NDArray[np.float64]
) -> None:
    for row in range(len(persons)):
        made[row] = uniform(seed, persons[row], purpose, index[row])
