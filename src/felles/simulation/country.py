"""How does one stretch of persons come about, room after room? The same for a thread, a block or a partition."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from felles.definitions.loading import without_collecting_garbage
from felles.definitions.simulation.loading import SimulationDefinitions
from felles.simulation import cancers, exposures, people, screening, services, telling
from felles.simulation.calendar import first_day
from felles.simulation.cancers import Alone
from felles.simulation.courses.preparing import CoursesModel
from felles.simulation.courses.running import run
from felles.simulation.courses.writing import joined
from felles.simulation.parameters import Draw
from felles.simulation.people import Moves, PeopleModel, Plan
from felles.simulation.request import Request
from felles.simulation.structs import Events, People, Rounds, Tumours, Words, people_of

COUNTED_ON = 2024.0
"""The day on which as many are alive as were asked for: 1 January 2024."""
CHUNK = 1 << 18
"""Persons that are lived and told of together: enough for arrays to pay, few enough for memory."""
_OF_THE_END = frozenset({"died", "cause", "certified"})


@dataclass(frozen=True, kw_only=True, slots=True)
class LivingCountry:
    """Everything that lives are made from, as arrays.

    alone: the cancers that are lived, where not all are. without: the same country without its policies, which settles who
    exists; None where there are none, or it is settled.
    """

    request: Request
    digest: str
    plan: Plan
    people: PeopleModel
    exposures: exposures.ExposureModel
    alone: Alone | None
    cancers: cancers.CancerModel
    screening: screening.ScreeningModel
    services: services.ServicesModel
    without: "LivingCountry | None" = None

    @property
    def persons(self) -> int:
        """How many there are in all. Raises ValueError where that is not settled yet."""
        if not self.plan.settled:
            raise ValueError("How many persons there are is not settled. Call simulation.settling.settled first.")
        return int(self.plan.people)

    @property
    def window(self) -> tuple[float, float]:
        """From and until, in decimal years."""
        return float(self.request.first), float(self.request.last + 1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Country(LivingCountry):
    """A country of whose lives the services write."""

    courses: CoursesModel

    @property
    def words(self) -> Words:
        return self.courses.words


class Lives(NamedTuple):
    """The persons of a stretch, their tumours, their rounds of screening and their moves."""

    people: People
    tumours: Tumours
    rounds: Rounds
    moves: Moves

    def alive_on(self, time: float) -> int:
        """How many are in the country and alive."""
        return int(np.count_nonzero(present_on(self.people, time)))

    def persons_in(self, window: tuple[float, float]) -> int:
        """How many are in the country and alive at some time of a window."""
        until = np.minimum(self.people.died, self.people.emigrates)
        return int(np.count_nonzero((until >= window[0]) & (self.people.entered < window[1])))

    def person_years(self, begins: float, ends: float) -> float:
        """Years lived in the country between two times."""
        until = np.minimum(np.minimum(self.people.died, self.people.emigrates), ends)
        return float(np.maximum(until - np.maximum(self.people.entered, begins), 0.0).sum())

    def tumours_found(self, window: tuple[float, float]) -> int:
        """How many tumours were diagnosed in a window, in persons who were here."""
        return int(np.count_nonzero(diagnosed_between(self.people, self.tumours, *window)))


def present_on(persons: People, time: float) -> NDArray[np.bool_]:
    """Which persons are alive and in the country at a time."""
    return (persons.entered <= time) & (persons.died > time) & (persons.emigrates > time)


def diagnosed_between(persons: People, tumours: Tumours, begins: float, ends: float) -> NDArray[np.bool_]:
    """Which tumours were diagnosed in a window while the person was alive and here."""
    found, row = tumours.diagnosed, tumours.row
    here = (found >= persons.entered[row]) & (found <= persons.died[row]) & (found < persons.emigrates[row])
    return (found >= begins) & (found < ends) & here


@without_collecting_garbage()
def make_living(
    definitions: SimulationDefinitions,
    request: Request,
    *,
    base: SimulationDefinitions | None = None,
    persons: int | None = None,
) -> LivingCountry:
    """What lives are made from. definitions: with the policies in; base: without (default: the same).

    Who exists is for `base` to say: a policy changes lives, never who is born. persons: how many there are in all, where
    that was settled before; else it is left for simulation.settling.
    """
    without = base or definitions
    draw, central = Draw(request.parameters), Draw(0)
    start = request.population_starts
    plan = people.make_plan(without, people=request.people, first=start, last=request.last, draw=central)
    if persons is not None:
        plan = people.of_persons(plan, persons)
    exposed = exposures.prepare(definitions, draw, float(start))
    ill = cancers.prepare(definitions, draw, exposed, last_year=request.last)
    only = request.only
    return LivingCountry(
        request=request,
        digest=definitions.digest,
        plan=plan,
        people=people.prepare(without, plan, draw, exposures.smoking_share(exposed), only=only),
        exposures=exposed,
        cancers=ill,
        alone=_alone(definitions, draw, exposed, request) if only else None,
        screening=screening.prepare(
            definitions,
            draw,
            sites=[cancer.id for cancer in cancers.cancers_in_order(definitions)],
            precursor=ill.precursor,
            starts=start,
            first=request.first,
            last=request.last,
            only=only,
        ),
        services=services.prepare(definitions, draw, first=request.first, last=request.last, only=only),
        without=None if base is None or plan.settled else make_living(base, replace(request, policies=())),
    )


def _alone(
    definitions: SimulationDefinitions, draw: Draw, exposed: exposures.ExposureModel, request: Request
) -> cancers.Alone:
    places = cancers.places_of(definitions, request.only)
    return cancers.Alone(cancers.prepare(definitions, draw, exposed, last_year=request.last, only=request.only), places)


@without_collecting_garbage()
def make_country(
    definitions: SimulationDefinitions,
    request: Request,
    *,
    base: SimulationDefinitions | None = None,
    persons: int | None = None,
) -> Country:
    """The country that is asked for, with what the services write; the rest as make_living.

    Raises ContentErrors with everything that is wrong with the files of steps.
    """
    living = make_living(definitions, request, base=base, persons=persons)
    courses = telling.prepare_courses(
        definitions, Draw(request.parameters), living.services, start=request.population_starts
    )
    return Country(**{each.name: getattr(living, each.name) for each in fields(living)}, courses=courses)


def stretches(low: int, high: int, each: int = CHUNK) -> Iterable[tuple[int, int]]:
    """Stretches of at most `each` persons that cover low to high."""
    return ((start, min(start + each, high)) for start in range(low, high, each))


def lives_of(country: LivingCountry, low: int, high: int) -> Lives:
    """The lives of the persons from index low to high (not included) who are there in the window or when they are counted.

    Those who had left or died before are left out, and none of their tumours is lived.
    """
    seed = country.request.seed
    persons = _staying(country, low, high, min(country.window[0], COUNTED_ON))
    tumours = _tumours(country, persons)
    rounds = screening.screen(country.screening, seed, persons, tumours)
    cancers.end_lives(country.cancers, persons, tumours)
    cancers.certify(country.cancers, seed, persons, tumours)
    moves = people.draw_moves(country.people, seed, persons)
    return Lives(persons, tumours, rounds, moves)


def present_of(country: LivingCountry, low: int, high: int, time: float) -> NDArray[np.bool_]:
    """Which of the persons from index low to high are alive and in the country at a time.

    As lives_of and present_on, but of those who came too late no more is lived either.
    """
    seed = country.request.seed
    staying = _staying(country, low, high, time)
    here = _only(staying, staying.entered <= time)
    tumours = _tumours(country, here)
    screening.screen(country.screening, seed, here, tumours)
    cancers.end_lives(country.cancers, here, tumours)
    present = np.zeros(high - low, np.bool_)
    present[here.index[present_on(here, time)] - low] = True
    return present


def _staying(country: LivingCountry, low: int, high: int, time: float) -> People:
    """Those who have not emigrated or died of another cause at a time, with all that is drawn before their tumours."""
    seed = country.request.seed
    persons = people_of(np.arange(low, high, dtype=np.uint32))
    people.draw(country.people, country.plan, seed, persons)
    exposures.draw(country.exposures, seed, persons)
    people.draw_other_deaths(country.people, seed, persons)
    return _only(persons, (persons.emigrates > time) & (persons.other_death > time))


def _tumours(country: LivingCountry, persons: People) -> Tumours:
    weights, seed = exposures.weigh(country.exposures, persons), country.request.seed
    if country.alone is not None:
        return cancers.draw_alone(country.alone, seed, persons, weights)
    return cancers.draw(country.cancers, seed, persons, weights)


def _only(persons: People, kept: NDArray[np.bool_]) -> People:
    """Those of the persons, of whose end nothing is said yet: in its columns all rows are alike."""
    if kept.all():
        return persons
    rows = np.flatnonzero(kept)  # found once for all columns
    return People(
        **{
            name: column[: len(rows)] if name in _OF_THE_END else column.take(rows)
            for name, column in persons._asdict().items()
        }
    )


def tell(country: Country, lives: Lives, *, until: int | None = None) -> Events:
    """What the services write about these lives. until: the last day, if that is not the end of the window."""
    return joined(tell_in_parts(country, lives, until=until))


def tell_in_parts(country: Country, lives: Lives, *, until: int | None = None) -> list[Events]:
    """The same step by step, where what is the same for a whole step takes no room."""
    last = first_day(country.request.last + 1) - 1
    rows = {**lives._asdict(), "suspicions": suspicions_of(country, lives), **beside_tumours(country, lives)}
    return run(country.courses, country.request.seed, rows, first_day(country.request.first), until or last)


def beside_tumours(country: LivingCountry, lives: Lives) -> dict[str, Any]:
    """When each tumour comes back, and family and work at diagnosis: columns of `courses.beside_tumours`."""
    seed, persons, tumours = country.request.seed, lives.people, lives.tumours
    at = np.where(np.isfinite(tumours.diagnosed), tumours.diagnosed, persons.born[tumours.row])
    return {
        "relapses": cancers.relapses(country.cancers, seed, persons, tumours),
        "family": people.family(country.people.family, seed, persons, tumours.row, at),
        "work": people.work(country.people.work, seed, persons, tumours.row, at),
    }


def suspicions_of(country: LivingCountry, lives: Lives) -> services.Suspicions:
    """Who was suspected of a cancer that was none."""
    return services.draw_suspicions(country.services.suspicions, country.request.seed, lives.people, *country.window)
