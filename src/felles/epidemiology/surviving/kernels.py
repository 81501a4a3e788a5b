"""How much would each person have been expected to die, day by day, added up over many people?

The walk of one person goes cell by cell through the life table, along its own birthdays and new years, and adds to the
sums of its group at whole days since diagnosis. Arrays and numbers only; the lock is released, so threads share the work.
"""

import math

import numpy as np
from numba import njit

from felles.epidemiology.surviving.calendar import YEAR


@njit(nogil=True, cache=True)
def walk(  # type: ignore[no-untyped-def]
    people, table, powers, year_starts, power, horizon, sums, entered, left, died, died_squared
):
    """Add people to the sums of their groups; all sums are float64 of shape (groups, horizon + 3).

    people: sex (0, 1), age in days and calendar position at diagnosis in days (float), entry, last (whole days; 0 for
    half a day), event (0, 1), group, weight: arrays of one length. table: hazard per day by sex, year, age. powers:
    exp(power * hazard * days) of each cell for 1, 2, ... days. year_starts: the days on which the table's years begin.
    power: with S the expected survival since diagnosis, each person counts weight * S ** -power; +1 is Pohar Perme's
    weight, -1 expected survival itself, and 0 asks for hazards instead.

    Column j holds day j, column 0 the first half day. sums: of those at risk on that day, at its end (power 0: of their
    hazards over it, as differences from the day before); entered: at the start of the first day at risk; left: at the
    end of the last; died, died_squared: of those whose last day is a death.
    """
    sexes, ages, positions, entries, lasts, events, groups, weights = people
    years, top = table.shape[1], table.shape[2] - 1
    for i in range(sexes.size):
        group, entry, last = groups[i], entries[i], lasts[i]
        stop = min(last, horizon)
        hazards, grown = table[sexes[i]], powers[sexes[i]]
        age = min(max(int(ages[i] / YEAR), 0), top)
        next_age = (age + 1) * YEAR - ages[i] if age < top else np.inf
        year = min(max(np.searchsorted(year_starts, positions[i], side="right") - 1, 0), years - 1)
        next_year = year_starts[year + 1] - positions[i] if year < years - 1 else np.inf
        hazard = hazards[year, age]
        weight = weights[i]
        row = sums[group]
        half_day = weight * math.exp(0.5 * power * hazard)
        if entry == 0:
            entered[group, 0] += weight
            if power == 0.0:
                row[0] += 0.5 * hazard * weight
                row[1] -= 0.5 * hazard * weight
                if stop >= 1:
                    row[1] -= 0.5 * hazard * weight
                    row[2] += 0.5 * hazard * weight
            else:
                row[0] += half_day
        day = 0
        while day < stop:
            edge = min(next_age, next_year)
            whole = stop - day if edge >= stop else int(edge) - day
            if whole > 0:
                if day < entry:
                    skipped = min(entry - day, whole)
                    weight *= math.exp(power * hazard * skipped)
                    day += skipped
                    whole -= skipped
                    if day == entry and day < stop:
                        entered[group, day + 1] += weight
                if whole > 0:
                    if power == 0.0:
                        row[day + 1] += hazard * weight
                        row[day + whole + 1] -= hazard * weight
                    else:
                        weight = _add_growing(row[day + 1 : day + 1 + whole], weight, grown[year, age])
                    day += whole
            if day < stop and edge < day + 1:  # the day in which the cell changes
                at, cumulated = float(day), 0.0
                while edge < day + 1:
                    cumulated += hazard * (edge - at)
                    at = edge
                    if next_age <= edge:
                        age += 1
                        next_age = next_age + YEAR if age < top else np.inf
                    if next_year <= edge:
                        year += 1
                        next_year = year_starts[year + 1] - positions[i] if year < years - 1 else np.inf
                    hazard = hazards[year, age]
                    edge = min(next_age, next_year)
                cumulated += hazard * (day + 1 - at)
                weight *= math.exp(power * cumulated)
                day += 1
                if day > entry:
                    if power == 0.0:
                        row[day] += cumulated * weight
                        row[day + 1] -= cumulated * weight
                    else:
                        row[day] += weight
                elif day == entry and day < stop:
                    entered[group, day + 1] += weight
        if last <= horizon:
            final = half_day if last == 0 else weight
            left[group, last] += final
            if events[i]:
                died[group, last] += final
                died_squared[group, last] += final * final


@njit(nogil=True, cache=True)
def _add_growing(days, weight, powers):  # type: ignore[no-untyped-def]
    """Add weight * growth, weight * growth**2, ... to consecutive days; a block at a time, which vectorises."""
    block = powers.size
    for turn in range(days.size // block):
        part = days[turn * block : (turn + 1) * block]
        for day in range(block):
            part[day] += weight * powers[day]
        weight *= powers[block - 1]
    rest = days.size % block
    if rest:
        part = days[days.size - rest :]
        for day in range(rest):
            part[day] += weight * powers[day]
        weight *= powers[rest - 1]
    return weight
