"""A few words become the rows of a rule book, on DuckDB in memory."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import ibis
import polars as pl
import pytest

from felles.definitions import Content
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


def table_of(said: Sequence[tuple[int, int | None, str, date, date | None, str | None, str | None]]) -> Any:
    frame = pl.DataFrame(list(said), schema=SCHEMA, orient="row")
    return ibis.memtable(frame)


@pytest.fixture
def rows_of(content: Content) -> Rows:
    """`rows_of("2026-03-20", ("2026-03-02", "referred", "lung"), ...)`: one episode's rows by the name of the interval."""

    def rows(at: str, *said: Any, rules: str = "norway") -> dict[str, dict[str, Any]]:
        events = table_of(
            [
                (1, 1, type_, date.fromisoformat(day), None, code[0] if code else None, None)
                for day, type_, *code in said
            ]
        )
        found = intervals(events, book_of(rules, content), at=date.fromisoformat(at)).to_polars()
        return {row["interval"]: row for row in found.iter_rows(named=True)}

    return rows
