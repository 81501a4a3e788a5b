"""When is somebody invited, under which regime, and how much do they differ?"""

import math

from felles.simulation.compiling import inlined, part
from felles.simulation.structs import SCREENING

REMINDER, ANSWER, DIAGNOSIS = 0, 1, 2
"""The rows of `days`."""


@part
def first_invited(early, late, of_age, from_year, spread, all_ages, every):  # type: ignore[no-untyped-def]
    """When somebody is first invited; infinity where the programme came too late for them.

    early, late: numbers of chance; of_age: when they have the age; from_year, spread: when it came to the county; all_ages:
    whether those are invited too who had the age before it came, within a first round that takes `every` years.
    """
    begins, invited = from_year + late * spread, of_age + early * (every if all_ages else 1.0)
    if invited >= begins:
        return invited
    return begins if all_ages else math.inf


@inlined
def regime_at(starts, ages, counties, county, time, age):  # type: ignore[no-untyped-def]
    """The regime that holds at a time, in a county, at an age: the last of those that do; -1 for none. starts: rising."""
    found = -1
    for regime in range(len(starts)):
        if time < starts[regime]:
            break
        if ages[regime, 0] <= age < ages[regime, 1] and counties[regime, county]:
            found = regime
    return found


@inlined
def latest(starts, time):  # type: ignore[no-untyped-def]
    """The last of what begins at rising times that has begun; the first where none has."""
    found = 0
    for each in range(len(starts)):
        if time >= starts[each]:
            found = each
    return found


@inlined
def smoked_enough(wanted, since, until, cigarettes, time):  # type: ignore[no-untyped-def]
    """Whether somebody has smoked enough packs of 20 for enough years, and not too long ago. wanted: both; 0: anybody."""
    if wanted[0] <= 0.0:
        return True
    stopped = min(until, time)
    return (stopped - since) * cigarettes / 20.0 >= wanted[0] and time - stopped <= wanted[1]


@part
def ends_with_tumours(looks_for, tumours, tumour, after, ends):  # type: ignore[no-untyped-def]
    """Whether the person has a tumour that is looked for, and when the invitations end for what grows in them.

    tumour, after: the first of the person's tumours and that of the next; ends: when they end for another reason.
    """
    sought = False
    for own in range(tumour, after):
        if looks_for[tumours.site[own]]:
            sought = True
            ends = min(ends, tumours.diagnosed[own])
        elif tumours.found_by[own] != SCREENING:
            ends = min(ends, tumours.kills[own])
    return sought, ends


@part
def at_most(level):  # type: ignore[no-untyped-def]
    """The share of a standard normal distribution that is at most `level`."""
    return 0.5 * math.erfc(-level * 0.7071067811865476)


@part
def days(time, first, second, other):  # type: ignore[no-untyped-def]
    """A lognormal time by its median and spread, from two numbers of chance; `other` has its own of the same two."""
    length, turn = math.sqrt(-2.0 * math.log(first)), 2.0 * math.pi * second
    return time[0] * math.exp(time[1] * length * (math.sin(turn) if other else math.cos(turn)))


@inlined
def answered(luck, reminder, first, second, invited, ends, share, after_reminder, times):  # type: ignore[no-untyped-def]
    """When somebody is reminded and when they come, infinity for never.

    luck, reminder, first, second: numbers of chance; share: of their kind, who come; times: `days`.
    """
    comes, reminded, attended = luck < share, math.inf, math.inf
    if not comes or reminder < after_reminder:
        reminded = invited + days(times[REMINDER], first, second, True)
    if comes:
        asked = invited if reminded == math.inf else reminded
        attended = asked + days(times[ANSWER], first, second, False)
        if attended >= ends:
            attended = math.inf
    return reminded, attended
