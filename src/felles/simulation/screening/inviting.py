"""When is somebody invited, under which regime, and how much do they differ?"""

import math

from numba import njit


@njit(nogil=True, cache=True, inline="always")
def youngest_and_oldest(starts, ages):  # type: ignore[no-untyped-def]
    """The age at which a programme first invites, and that at which it has stopped. starts: inf where there is no regime."""
    youngest, oldest = 200.0, 0.0
    for regime in range(len(starts)):
        if starts[regime] < math.inf:
            youngest, oldest = min(youngest, ages[regime, 0]), max(oldest, ages[regime, 1])
    return youngest, oldest


@njit(nogil=True, cache=True, inline="always")
def regime_at(starts, ages, counties, county, time, age):  # type: ignore[no-untyped-def]
    """The regime that holds at a time, in a county, at an age: the last of those that do; -1 for none."""
    found = -1
    for regime in range(len(starts)):
        in_time = time >= starts[regime] and ages[regime, 0] <= age < ages[regime, 1]
        if in_time and counties[regime, county]:
            found = regime
    return found


@njit(nogil=True, cache=True, inline="always")
def latest(starts, time):  # type: ignore[no-untyped-def]
    """The last of what begins at rising times that has begun; the first where none has."""
    found = 0
    for each in range(len(starts)):
        if time >= starts[each]:
            found = each
    return found


@njit(nogil=True, cache=True, inline="always")
def smoked_enough(wanted, since, until, cigarettes, time):  # type: ignore[no-untyped-def]
    """Whether somebody has smoked enough packs of 20 for enough years, and not too long ago. wanted: both; 0: anybody."""
    if wanted[0] <= 0.0:
        return True
    stopped = min(until, time)
    return (stopped - since) * cigarettes / 20.0 >= wanted[0] and time - stopped <= wanted[1]


@njit(nogil=True, cache=True, inline="always")
def at_most(level):  # type: ignore[no-untyped-def]
    """The share of a standard normal distribution that is at most `level`."""
    return 0.5 * math.erfc(-level * 0.7071067811865476)


@njit(nogil=True, cache=True, inline="always")
def days(time, first, second, other):  # type: ignore[no-untyped-def]
    """A lognormal time by its median and spread, from two numbers of chance; `other` has its own of the same two."""
    length, turn = math.sqrt(-2.0 * math.log(first)), 2.0 * math.pi * second
    return time[0] * math.exp(time[1] * length * (math.sin(turn) if other else math.cos(turn)))
