"""A few words become the rows of a rule book, on DuckDB in memory."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from typing import Any

import polars as pl
import pytest
from tests.ready_rules import ReadyRule

from felles.definitions import load_content
from felles.pathways import book_of, intervals

SCHEMA = {
    "person": pl.Int64,
    "episode": pl.Int64,
    "type": pl.String,
    "day": pl.Date,
    "until_day": pl.Date,
    "code": pl.String,
    "place": pl.String,
}
Rows = Callable[..., dict[str, dict[str, Any]]]


def frame_of(said: Sequence[tuple[int, int | None, str, date, date | None, str | None, str | None]]) -> pl.DataFrame:
    return pl.DataFrame(list(said), schema=SCHEMA, orient="row")


@cache
def intervals_of(rules: str) -> ReadyRule:
    """The intervals of a rule book."""
    return ReadyRule(lambda events, at: intervals(events, book_of(rules, load_content()), at=at))


@pytest.fixture
def rows_of() -> Rows:
    """`rows_of("2026-03-20", ("2026-03-02", "referred", "lung"), ...)`: one episode's rows by the name of the interval."""

    def rows(at: str, *said: Any, rules: str = "norway") -> dict[str, dict[str, Any]]:
        events = frame_of(
            [
                (1, 1, type_, date.fromisoformat(day), None, code[0] if code else None, None)
                for day, type_, *code in said
            ]
        )
        found = intervals_of(rules)(events, date.fromisoformat(at))
        return {row["interval"]: row for row in found.iter_rows(named=True)}

    return rows
