"""A part of the country with all its screening since 2004, once for all tests here."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from felles.simulation import cancers, exposures, people, screening
from felles.simulation.parameters import Draw
from felles.simulation.structs import People, Rounds, Tumours, people_of

SEED, STARTS, FIRST, LAST, COUNTRY = 7, 2000, 2004, 2030, 150_000
ON_2024 = 2024.0


@dataclass(frozen=True)
class Screened:
    """People, tumours (found), rounds; the words of their numbers; how many of the country each person stands for."""

    people: People
    tumours: Tumours
    rounds: Rounds
    programmes: tuple[str, ...]
    counties: tuple[str, ...]
    sites: tuple[str, ...]
    stands_for: float

    def of(self, programme: str) -> Any:
        """Which rounds are of a programme."""
        return self.rounds.programme == self.programmes.index(programme)

    @property
    def came(self) -> Any:
        return np.isfinite(self.rounds.attended)


@pytest.fixture(scope="session")
def screened(simulation: Any) -> Screened:
    draw = Draw(0)
    plan = people.make_plan(simulation, people=COUNTRY, first=STARTS, last=LAST, draw=draw)
    exposed = exposures.prepare(simulation, draw, float(STARTS))
    living = people.prepare(simulation, plan, draw, exposures.smoking_share(exposed))
    ill = cancers.prepare(simulation, draw, exposed, last_year=LAST)
    sites = tuple(cancer.id for cancer in cancers.cancers_in_order(simulation))
    model = screening.prepare(
        simulation, draw, sites=sites, precursor=ill.precursor, starts=STARTS, first=FIRST, last=LAST
    )

    persons = people_of(np.arange(plan.base, dtype=np.uint32))
    people.draw(living, plan, SEED, persons)
    exposures.draw(exposed, SEED, persons)
    people.draw_other_deaths(living, SEED, persons)
    tumours = cancers.draw(ill, SEED, persons, exposures.weigh(exposed, persons))
    rounds = screening.screen(model, SEED, persons, tumours)
    cancers.end_lives(ill, persons, tumours)

    there = (persons.entered <= ON_2024) & (persons.died > ON_2024) & (persons.emigrates > ON_2024)
    counties = tuple(sorted(simulation.content.counties))
    programmes = tuple(sorted(simulation.records["programme"]))
    return Screened(persons, tumours, rounds, programmes, counties, sites, 5_550_203 / there.sum())
