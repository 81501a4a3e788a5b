"""A few words become the lists of the home pathway, on DuckDB in memory."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import ibis
import polars as pl
import pytest

from felles.definitions import Content
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


def table_of(events: Sequence[tuple[Any, ...]]) -> Any:
    return ibis.memtable(pl.DataFrame(list(events), schema=SCHEMA, orient="row"))


@pytest.fixture
def rows_of(content: Content) -> Rows:
    """`rows_of("2026-03-20", said("2026-03-02", "diagnosed", "C50.9"), ...)`: the rows in order."""

    def rows(at: str, *events: tuple[Any, ...]) -> list[dict[str, Any]]:
        found = touchpoints(table_of(events), touchpoints_of(content), at=date.fromisoformat(at)).to_polars()
        return found.sort("person", "episode", "round", "window_from", "touchpoint", nulls_last=False).to_dicts()

    return rows
