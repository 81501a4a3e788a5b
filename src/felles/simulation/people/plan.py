"""Which persons exist? Rows of how many start in the country, are born in it or immigrate, by year, year of birth and sex.

A person's index finds its row by a fixed stride: neighbours by index are far apart in the plan, so that any contiguous
range of indices is a fair sample of all rows, and the first so many of them a smaller country of the same make. That is
how exactly N come to be alive on 1 January 2024: the plan is drawn up a little too large, those who are alive then are
counted as they are lived, and `settle` leaves out the last indices. All but the last few exist whatever it finds, so that
they need not wait for it. Nothing that a policy does changes who exists.
"""

from math import gcd, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from felles.definitions.simulation.loading import SimulationDefinitions
from felles.simulation.compiling import part
from felles.simulation.parameters import Draw
from felles.simulation.people.ages import Numbers
from felles.simulation.people.population import FIRST, LAST_COUNTED, Population, population

START, BORN, IMMIGRANT = range(3)
GOLDEN = (sqrt(5) - 1) / 2
GUIDE_BITS = 13
"""So many bits of a place are looked up before the rest is searched."""
ROOM_FOR_CHANCE, ROOM_FOR_MISFIT, ROOM_AT_LEAST = 4.0, 0.008, 10
"""How much larger the plan is made: standard deviations of those who leave or die by chance, a share of all for tables
that do not fit each other, and a few."""


class Plan(NamedTuple):
    """Rows of persons. Row r holds the places starts[r] to starts[r + 1] of all `places`.

    people: indices 0 .. people - 1 may exist. base: those below it do, whatever `settle` finds; from there on it decides.
    Once it has, both are the number of those who exist.
    """

    kind: NDArray[np.uint8]  # START, BORN, IMMIGRANT
    year: NDArray[np.int32]  # of entry
    born: NDArray[np.int32]  # year of birth
    sex: NDArray[np.uint8]
    starts: NDArray[np.int64]
    places: int
    stride: int
    people: int
    base: int
    wanted: int  # alive on 1 January 2024
    first: int  # year in which the population starts
    last: int  # the last year in which anybody enters
    emigration: (
        Numbers  # hazard a year (sex; cohort, the first born in `oldest`; year from 2000): the plan counts on it
    )
    oldest: int

    @property
    def settled(self) -> bool:
        """Whether it is known how many exist."""
        return self.base >= self.people


def make_plan(simulation: SimulationDefinitions, *, people: int, first: int, last: int, draw: Draw) -> Plan:
    """The plan of a country with `people` alive on 1 January 2024, from `first` to the end of `last`.

    The population starts in the year `first`, but not before 2000 (the first table) nor after 2024. Those who enter by
    the end of 2023 are always in the plan: they are needed to count who is alive in 2024. Raises ValueError.
    """
    if people < 1 or last < first:
        raise ValueError(
            f"A plan needs at least one person and a last year from the first on; got {people}, {first}-{last}."
        )
    begins = min(max(first, FIRST), LAST_COUNTED)
    ends = max(last, begins, LAST_COUNTED - 1)
    country = population(simulation, max(ends, LAST_COUNTED), draw)
    kind, year, born, sex, count = _rows(country, begins, ends)
    scale = people / float(country.people[:, :, LAST_COUNTED - FIRST].sum())
    room = _room(country, begins, people, scale)
    counts = whole(count * (scale * (1 + room / people)))
    kept = counts > 0
    starts = np.concatenate([[0], np.cumsum(counts[kept])])
    places = int(starts[-1])
    return Plan(
        kind=kind[kept], year=year[kept], born=born[kept], sex=sex[kept], starts=starts,
        places=places, stride=stride_of(places), people=places,
        base=max(0, int(places * (people - room) / (people + room))) if room else places,
        wanted=people, first=begins, last=ends,
        emigration=country.emigration, oldest=int(country.born[0]),
    )  # fmt: skip


def settle(plan: Plan, alive: int, reserve_alive: NDArray[np.bool_]) -> Plan:
    """The plan with exactly as many people as are wanted alive on 1 January 2024.

    alive: how many of the indices below `base` are alive and in the country on that day; reserve_alive: which of the
    indices from `base` on are, in order. Raises ValueError where the lives are too far from the tables.
    """
    missing = plan.wanted - alive
    found = int(np.count_nonzero(reserve_alive))
    if not 0 <= missing <= found:
        raise ValueError(
            f"Of the {plan.base:,} persons that exist for certain {alive:,} are alive on 1 January 2024, and {found:,} of "
            f"those in reserve; {plan.wanted:,} are wanted. Too many or too few die: the table cancer_mortality does not fit "
            f"the cancers of this country. Fit it anew."
        )
    last = 0 if missing == 0 else int(np.flatnonzero(reserve_alive)[missing - 1]) + 1
    return of_persons(plan, plan.base + last)


def of_persons(plan: Plan, persons: int) -> Plan:
    """The plan of which this many are known to exist."""
    return plan._replace(people=persons, base=persons)


def guide_of(plan: Plan) -> tuple[NDArray[np.int64], int]:
    """The row of every so many-th place, so that `row_of` need not search all of them, and by how many bits it is every."""
    bits = max(int(plan.places).bit_length() - GUIDE_BITS, 0)
    every = np.arange(0, plan.places + (1 << bits), 1 << bits)
    rows = np.searchsorted(plan.starts, every, side="right") - 1
    return np.minimum(rows, len(plan.kind) - 1), bits


@part
def row_of(plan: Plan, guide: NDArray[np.int64], bits: int, index: int) -> int:
    """The row of a person; guide, bits: of `guide_of`."""
    place = (index * plan.stride) % plan.places
    low, high = guide[place >> bits], guide[(place >> bits) + 1] + 1
    while high - low > 1:
        middle = (low + high) // 2
        if plan.starts[middle] <= place:
            low = middle
        else:
            high = middle
    return int(low)


def whole(expected: Numbers) -> NDArray[np.int64]:
    """Whole numbers near the expected ones: the sum of any run of neighbours is less than one from what is expected.

    Largest remainders would leave every small cell empty in a small country; here each has its turn.
    """
    return np.diff(np.floor(np.concatenate([[0.0], np.cumsum(expected)]) + 0.5)).astype(np.int64)


def stride_of(places: int) -> int:
    """A step near the golden section of the places that has no factor in common with them."""
    step = max(1, int(places * GOLDEN))
    while gcd(step, places) != 1:
        step += 1
    return step


def _rows(
    country: Population, begins: int, last: int
) -> tuple[NDArray[np.uint8], NDArray[np.int32], NDArray[np.int32], NDArray[np.uint8], Numbers]:
    """Kind, year, year of birth, sex and expected number of every row, in an order that keeps neighbours alike."""
    parts = []
    cohorts = len(country.born)
    for sex in range(2):
        parts.append((START, np.full(cohorts, begins), country.born, sex, country.people[sex, :, begins - FIRST]))
    years = np.arange(begins, last + 1)
    for sex in range(2):
        parts.append((BORN, years, years, sex, country.births[sex, years - FIRST]))
    for year in years:
        for sex in range(2):
            coming = country.immigrants[sex, :, year - FIRST]
            parts.append((IMMIGRANT, np.full(cohorts, year), country.born, sex, coming))
    lengths = [len(part[4]) for part in parts]
    return (
        np.repeat([part[0] for part in parts], lengths).astype(np.uint8),
        np.concatenate([part[1] for part in parts]).astype(np.int32),
        np.concatenate([part[2] for part in parts]).astype(np.int32),
        np.repeat([part[3] for part in parts], lengths).astype(np.uint8),
        np.concatenate([part[4] for part in parts]),
    )


def _room(country: Population, begins: int, people: int, scale: float) -> float:
    """By how many persons alive in 2024 the plan is too large, and its base too small."""
    if begins == LAST_COUNTED:
        return 0.0
    span = slice(begins - FIRST, LAST_COUNTED - FIRST)
    entered = (
        country.people[:, :, begins - FIRST].sum()
        + country.births[:, span].sum()
        + country.immigrants[:, :, span].sum()
    )
    lost = entered * scale - people
    return ROOM_FOR_CHANCE * sqrt(max(lost, 1.0)) + ROOM_FOR_MISFIT * people + ROOM_AT_LEAST
