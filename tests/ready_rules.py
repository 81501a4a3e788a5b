"""What does a rule answer about a few events on a day? Compiling it takes most of a second, asking DuckDB some milliseconds: it
is compiled once, for any day."""

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

import ibis
import polars as pl
from ibis.formats.polars import PolarsSchema

Rule = Callable[[Any, date], Any]

# Days on which nothing happens: where a rule is told one of them stands the day that is asked about.
_SOME_DAY, _ANOTHER_DAY = date(1703, 2, 19), date(1807, 5, 23)
_EVENTS = "ready_event"


@cache
def _engine() -> Any:
    return ibis.duckdb.connect()


class ReadyRule:
    """`ReadyRule(lambda events, at: needs(events, at=at))(frame, at)`: the rows of the rule about these events."""

    def __init__(self, rule: Rule) -> None:
        self._rule = rule
        self._query = ""
        self._columns: Any = None

    def __call__(self, events: pl.DataFrame, at: date = _SOME_DAY) -> pl.DataFrame:
        if not self._query:
            self._compile(ibis.table(ibis.memtable(events).schema(), name=_EVENTS))
        _engine().con.register(_EVENTS, events.to_arrow())
        rows = _engine().raw_sql(self._query.replace(_said(_SOME_DAY), _said(at))).fetchall()
        return pl.DataFrame(rows, schema=self._columns, orient="row")

    def _compile(self, events: Any) -> None:
        """Two days must give the same query but for themselves: a rule looks at its day in SQL alone."""
        one, other = (self._rule(events, day) for day in (_SOME_DAY, _ANOTHER_DAY))
        self._query, another = (str(ibis.to_sql(each, dialect="duckdb", pretty=False)) for each in (one, other))
        assert self._query == another.replace(_said(_ANOTHER_DAY), _said(_SOME_DAY))
        self._columns = PolarsSchema.from_ibis(one.schema())


def _said(day: date) -> str:
    return f"MAKE_DATE({day.year}, {day.month}, {day.day})"
