"""How many persons exist, that exactly as many are alive on 1 January 2024 as were asked for?

A run counts most of them as it lives them (`running`), and only the rest is lived here to be counted; where lives alone are
wanted, all are. Who exists is settled without policies, so that two policies have the same people.
"""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from felles.simulation.country import COUNTED_ON, LivingCountry, present_of, stretches
from felles.simulation.people import of_persons, settle
from felles.simulation.request import CannotSimulate

_Country = TypeVar("_Country", bound=LivingCountry)
_EACH = 1 << 15


def settled(country: _Country, *, counted: int = 0, alive: int = 0, workers: int = 1) -> _Country:
    """The country with exactly as many people as were asked for; itself where that is settled.

    alive: how many of the indices below `counted` are alive and in the country on that day without any policy, where that
    is known. Raises CannotSimulate where the lives are too far from the tables.
    """
    if country.plan.settled:
        return country
    plan = country.plan
    present = _present(country.without or country, counted, int(plan.people), workers)
    certain = int(plan.base) - counted
    try:
        people = settle(plan, alive + int(np.count_nonzero(present[:certain])), present[certain:]).people
    except ValueError as error:
        raise CannotSimulate(str(error)) from error
    return with_persons(country, people)


def with_persons(country: _Country, persons: int) -> _Country:
    """The country of which it was settled before that there are so many persons."""
    return replace(country, plan=of_persons(country.plan, persons), without=None)


def _present(country: LivingCountry, low: int, high: int, workers: int) -> NDArray[np.bool_]:
    """Which of these persons are alive and in the country. Threads are enough: kernels let go of the interpreter."""

    def part(stretch: tuple[int, int]) -> NDArray[np.bool_]:
        return present_of(country, *stretch, COUNTED_ON)

    with ThreadPoolExecutor(workers) as pool:
        parts: Iterable[NDArray[np.bool_]] = pool.map(part, stretches(low, high, _EACH))
        return np.concatenate([np.zeros(0, np.bool_), *parts])
