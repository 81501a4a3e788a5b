"""Which number does chance give this person for this question?

A counter-based generator: the number is a function of (seed, person, purpose, index) and of nothing else. So a person can
be redone alone, the order and the number of threads do not matter, and two policies share luck: the same question to the
same person has the same answer under both. A purpose is one question (`purposes`), never a running stream.

Philox4x32-10: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC'11. The words of the counter are
(person, purpose, index, 0) and those of the key the two halves of the seed. One call gives 128 bits: two numbers.
"""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from felles.simulation.compiling import inlined, kernel, kernel_of, part

_M0, _M1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_W0, _W1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
_LOW, _HALF, _NONE = np.uint64(0xFFFFFFFF), np.uint64(32), np.uint64(0)
_STEP = 2.0**-53
_BEFORE_THE_LAST = np.uint64(11)
# Said once: else each kind of whole number that a kernel asks with would be compiled for, some fifty times in all.
_ONE = "float64(int64, int64, int64, int64)"
_TWO = "UniTuple(float64, 2)(int64, int64, int64, int64)"
LANES = 4
"""Numbers of chance that a processor makes at a time."""
ROUNDED = 1.0 + 1e-9
"""More than rounding takes: a hazard that is larger by this is larger."""


@inlined
def bits(seed: int, person: int, purpose: int, index: int) -> tuple[np.uint64, np.uint64]:
    """128 random bits as two words of 64. seed: 64 bits; person, purpose, index: 32 bits each.

    Words of 32 bits in places of 64, so that in a plain loop over arrays the processor does several at a time.
    """
    c0, c1, c2, c3 = np.uint64(person) & _LOW, np.uint64(purpose) & _LOW, np.uint64(index) & _LOW, _NONE
    k0, k1 = np.uint64(seed) & _LOW, np.uint64(seed) >> _HALF
    for _ in range(10):
        left, right = _M0 * c0, _M1 * c2
        c0, c1, c2, c3 = (right >> _HALF) ^ c1 ^ k0, right & _LOW, (left >> _HALF) ^ c3 ^ k1, left & _LOW
        k0, k1 = (k0 + _W0) & _LOW, (k1 + _W1) & _LOW
    return (c1 << _HALF) | c0, (c3 << _HALF) | c2


@inlined
def between(word: np.uint64) -> float:
    """64 bits -> a number strictly between 0 and 1."""
    return (float(np.int64(word >> _BEFORE_THE_LAST)) + 0.5) * _STEP


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


@part
def normal_from(first: float, second: float) -> float:
    """Standard normal from two independent numbers, by Box and Muller."""
    return math.sqrt(-2.0 * math.log(first)) * math.cos(2.0 * math.pi * second)


@kernel_of(_ONE)
def normal(seed: int, person: int, purpose: int, index: int) -> float:
    """Standard normal."""
    first, second = uniforms(seed, person, purpose, index)
    return normal_from(first, second)


@part
def spends_at_most(luck: float, hazard: float) -> bool:
    """Whether -log(luck) is at most a hazard. Mostly it is seen without the logarithm, which is never below 1 - luck."""
    return 1.0 - luck <= hazard * ROUNDED and -math.log(luck) <= hazard


@part
def chosen(sums: NDArray[np.float64], share: float) -> int:
    """The first place whose cumulative share is above `share`; the last where rounding leaves none. Counted, as `clocks` says."""
    place = 0
    for each in range(len(sums) - 1):
        place += sums[each] <= share
    return place


def together(purposes: NDArray[np.integer[Any]]) -> NDArray[np.int64]:
    """Questions for `fill_pairs`, filled up with some of them again to as many as a processor answers at a time."""
    return np.resize(purposes.astype(np.int64), -(-len(purposes) // LANES) * LANES)


@part
def fill_pairs(
    seed: int,
    person: int,
    purposes: NDArray[np.int64],
    first: NDArray[np.float64],
    second: NDArray[np.float64],
) -> None:
    """`uniforms` of one person for several purposes, at index 0: a fraction of the time of each by itself."""
    for each in range(len(purposes)):
        one, other = bits(seed, person, purposes[each], 0)
        first[each], second[each] = between(one), between(other)


@part
def fill_several(
    seed: int,
    person: int,
    purposes: NDArray[np.int64],
    start: int,
    steps: NDArray[np.int64],
    first: NDArray[np.float64],
    second: NDArray[np.float64],
) -> None:
    """As `fill_pairs`, each purpose at an index of its own: so many steps after `start`."""
    for each in range(len(purposes)):
        one, other = bits(seed, person, purposes[each], start + steps[each])
        first[each], second[each] = between(one), between(other)


def pairs_of(seed: int, persons: NDArray[np.uint32], purpose: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """`uniforms` of each of many persons, at index 0."""
    first, second = np.empty(len(persons)), np.empty(len(persons))
    _fill_pairs(seed, persons, purpose, first, second)
    return first, second


@kernel
def _fill_pairs(
    seed: int, persons: NDArray[np.uint32], purpose: int, first: NDArray[np.float64], second: NDArray[np.float64]
) -> None:
    for row in range(len(persons)):
        one, other = bits(seed, persons[row], purpose, 0)
        first[row], second[row] = between(one), between(other)


def uniforms_of(seed: int, persons: NDArray[np.uint32], purpose: int, index: NDArray[np.uint32]) -> NDArray[np.float64]:
    """One number for each person and index of two arrays of the same length."""
    made = np.empty(len(persons))
    _fill(seed, persons, purpose, index, made)
    return made


@kernel_of("void(int64, uint32[::1], int64, uint32[::1], float64[::1])")
def _fill(
    seed: int, persons: NDArray[np.uint32], purpose: int, index: NDArray[np.uint32], made: NDArray[np.float64]
) -> None:
    for row in range(len(persons)):
        # Not by `uniform`: written out here, the processor does several rows at a time.
        made[row] = between(bits(seed, persons[row], purpose, index[row])[0])
