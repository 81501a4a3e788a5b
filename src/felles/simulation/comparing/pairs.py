"""How do the same people fare under two policies, in one parameter set after another? Counts alone, no log.

Each task is one side in one parameter set, spread over threads. Who exists is settled once, under no policy and the central
values, and is the same in every task; so is everybody's luck.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from math import prod

import numpy as np
from numpy.typing import NDArray

from felles.definitions.simulation.loading import SimulationDefinitions
from felles.simulation.comparing.counting import MEASURES, Counts, Frame, count
from felles.simulation.country import LivingCountry, lives_of, make_living, stretches
from felles.simulation.policies import apply, find_policies
from felles.simulation.request import Request
from felles.simulation.settling import settled

STRETCH = 1 << 15


@dataclass(frozen=True, kw_only=True)
class Pair:
    """The same country before and after a change of policies.

    base: the description without any policy. before, after: ids or files of policies. request: people, window and seed of
    both. sets: how many parameter sets beside the central one.
    """

    base: SimulationDefinitions
    before: tuple[str, ...]
    after: tuple[str, ...]
    request: Request
    frame: Frame
    sets: int


@dataclass(frozen=True, kw_only=True)
class Counted:
    """Counts of both sides: (sets + 1, groups, measures), the central set first. persons: how many were followed."""

    before: NDArray[np.float64]
    after: NDArray[np.float64]
    persons: int


def under(base: SimulationDefinitions, policies: tuple[str, ...], request: Request) -> SimulationDefinitions:
    """The description under these policies."""
    return apply(base, find_policies(base, policies), begins=request.population_starts)


def count_pair(pair: Pair, *, workers: int = 1, on_progress: Callable[[int, int], None] | None = None) -> Counted:
    """Live and count both sides in every parameter set. Raises ContentErrors and Refused for policies that cannot be."""
    sides = [under(pair.base, policies, pair.request) for policies in (pair.before, pair.after)]
    persons = settled(make_living(pair.base, pair.request), workers=workers).persons
    tasks = [(number, side) for number in range(pair.sets + 1) for side in (0, 1)]
    counted = np.zeros((2, pair.sets + 1, prod(pair.frame.shape), len(MEASURES)))
    with ThreadPoolExecutor(
        workers
    ) as pool:  # threads are enough, and begin at once: kernels let go of the interpreter
        waiting = {
            pool.submit(count_side, pair, sides[side], persons, number): (side, number) for number, side in tasks
        }
        for done, future in enumerate(as_completed(waiting), 1):
            counted[waiting[future]] = future.result()
            if on_progress:
                on_progress(done, len(tasks))
    return Counted(before=counted[0], after=counted[1], persons=persons)


def count_side(pair: Pair, side: SimulationDefinitions, persons: int, number: int) -> Counts:
    """The counts of one side in one parameter set."""
    request = replace(pair.request, parameters=number)
    return count_country(make_living(side, request, base=pair.base, persons=persons), pair.frame)


def count_country(country: LivingCountry, frame: Frame) -> Counts:
    """The counts of everybody in a country, stretch by stretch."""
    made = np.zeros((prod(frame.shape), len(MEASURES)))
    for low, high in stretches(0, country.persons, STRETCH):
        lives = lives_of(country, low, high)
        made += count(frame, lives.people, lives.tumours)
    return made
