"""A few words become the lists of the home pathway, on DuckDB in memory."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import polars as pl
import pytest
from tests.ready_rules import ReadyRule

from felles.definitions import load_content
from felles.pathways.home import touchpoints, touchpoints_of

Rows = Callable[..., Any]
SCHEMA = {
    "person": pl.Int64,
    "episode": pl.Int64,
    "type": pl.String,
    "day": pl.Date,
    "until_day": pl.Date,
    "code": pl.String,
    "place": pl.String,
}


def said(
    day: str,
    type_: str,
    code: str | None = None,
    *,
    place: str | None = None,
    until: str | None = None,
    episode: int | None = 100,
    person: int = 1,
) -> tuple[Any, ...]:
    """One event; without more words it is of the person's first tumour."""
    return person, episode, type_, date.fromisoformat(day), date.fromisoformat(until) if until else None, code, place


def frame_of(events: Sequence[tuple[Any, ...]]) -> pl.DataFrame:
    return pl.DataFrame(list(events), schema=SCHEMA, orient="row")


conversations = ReadyRule(lambda events, at: touchpoints(events, touchpoints_of(load_content()), at=at))


@pytest.fixture
def rows_of() -> Rows:
    """`rows_of("2026-03-20", said("2026-03-02", "diagnosed", "C50.9"), ...)`: the rows in order."""

    def rows(at: str, *events: tuple[Any, ...]) -> list[dict[str, Any]]:
        found = conversations(frame_of(events), date.fromisoformat(at))
        return found.sort("person", "episode", "round", "window_from", "touchpoint", nulls_last=False).to_dicts()

    return rows
