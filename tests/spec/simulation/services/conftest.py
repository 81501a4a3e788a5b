"""A small country whose services have been told of, once for all tests here."""

from dataclasses import dataclass
from typing import Any

import polars as pl
import pytest

from felles.simulation.country import Country, Lives, lives_of, make_country, tell
from felles.simulation.frames import frame_of
from felles.simulation.request import Request
from felles.simulation.settling import settled

SEED, PEOPLE, FIRST, LAST = 5, 40_000, 2015, 2040


@dataclass(frozen=True)
class Told:
    """A country, its lives and its events; `events` is the frame that the log takes, with the day and the step beside."""

    country: Country
    lives: Lives
    events: pl.DataFrame

    def of(self, step: str) -> pl.DataFrame:
        """The events of a step, such as `pathways.referred`, of those who have always lived here.

        Whoever comes to the country in the middle of a course has only its end.
        """
        came = self.events.filter(pl.col("step") == "life.immigrated").select("person")
        return self.events.filter(pl.col("step") == step).join(came, on="person", how="anti")

    def both(self, first: str, second: str, **columns: str) -> pl.DataFrame:
        """Pairs of events of two steps of the same row: the columns of the first, and those named of the second."""
        other = self.of(second).select("person", "own", **{new: pl.col(old) for new, old in columns.items()})
        return self.of(first).join(other, on=["person", "own"])


@pytest.fixture(scope="session")
def told(simulation: Any) -> Told:
    country = settled(make_country(simulation, Request(people=PEOPLE, first=FIRST, last=LAST, seed=SEED)))
    lives = lives_of(country, 0, country.persons)
    events = tell(country, lives)
    steps = {step.number: step.name for course in country.courses.courses for step in course.steps}
    frame = frame_of(events, country.words, SEED).with_columns(
        step=pl.Series(events.event >> 16 & 0xFFF).replace_strict(steps, default=None, return_dtype=pl.String),
        own=pl.Series(events.event & 0xFFFF),
        day=pl.Series(events.day),
        year=pl.Series(events.day.astype("datetime64[D]")).dt.year(),
    )
    return Told(country, lives, frame)
