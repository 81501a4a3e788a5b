"""Which rows of a frame of events can the log not take, and why? The verdicts on one event, for millions of rows.

Each rule of the check of one event looks at one or two columns. So a fast expression finds the rows that could break
it (all that break it, and perhaps more), and the rule itself judges each distinct combination among those once.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import polars as pl

from felles.events.checks import (
    TEXT_COLUMNS,
    precision_problems,
    replaces_problems,
    text_problems,
    time_problems,
    type_problems,
    unit_problems,
    value_problems,
)
from felles.events.data_checks import json_problems
from felles.events.suspects import (
    day_expression,
    suspect_json,
    suspect_replaces,
    suspect_texts,
    suspect_times,
    suspect_units,
    suspect_values,
)
from felles.events.types import EventType, Problem
from felles.events.vocabulary import EVENT_TYPES

MOMENT = pl.Datetime("us", "UTC")

FRAME_SCHEMA = pl.Schema(
    {
        "file": pl.String(),
        "line": pl.Int64(),
        "person": pl.String(),
        "type": pl.String(),
        "time": MOMENT,
        "until": MOMENT,
        "precision": pl.String(),
        "episode": pl.String(),
        "code": pl.String(),
        "value": pl.Float64(),
        "unit": pl.String(),
        "place": pl.String(),
        "actor": pl.String(),
        "source": pl.String(),
        "source_id": pl.String(),
        "replaces": pl.String(),
        "data": pl.String(),
    }
)
PROBLEM_SCHEMA = pl.Schema({"row": pl.Int64(), "field": pl.String(), "got": pl.String(), "allowed": pl.String()})

# What Python's calendar can hold, with a day to spare for the zone.
_FIRST, _LAST = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)

_EVERY_ROW = pl.lit(True)

Row = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Rule:
    """The columns a rule looks at, the rows that may break it, and its verdict on one combination."""

    columns: tuple[str, ...]
    suspects: pl.Expr
    verdict: Callable[[EventType | None, Row], list[Problem]]


def frame_problems(frame: pl.DataFrame, *, today: date) -> pl.DataFrame:
    """Everything that is wrong with the events of a frame: row (from 0), field, got, allowed; sorted by row.

    frame: the columns of FRAME_SCHEMA, in any order; ValueError when one is missing or of another kind.
    today: the calendar day in Oslo on which it is checked.
    """
    _require_schema(frame)
    numbered = frame.select(FRAME_SCHEMA.names()).with_columns(
        _in_calendar("time"),
        _in_calendar("until"),
        row=pl.int_range(pl.len(), dtype=pl.Int64()),
        has_value=pl.col("value").is_not_null(),
    )
    found = [broken for rule in _rules(today) if (broken := _broken(numbered, rule)) is not None]
    return pl.concat([PROBLEM_SCHEMA.to_frame(), *found]).sort("row", maintain_order=True)


def frame_problems_before_birth(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows that lie before the birth of the same person at the same source, as far as the frame tells it.

    The two are compared as exactly as the less exact of them is known: in 1958 is not before 17 April 1958.
    Of several births the earliest counts, of those that no row of the frame replaces.
    """
    days = frame.with_columns(row=pl.int_range(pl.len(), dtype=pl.Int64()), day=day_expression())
    births = (
        days.filter(pl.col("type") == "born")
        .join(days.select("source", source_id="replaces"), on=["source", "source_id"], how="anti")
        .sort("day")
        .group_by("source", "person", maintain_order=True)
        .agg(born=pl.col("day").first(), born_precision=pl.col("precision").first())
    )
    early = days.filter(pl.col("type") != "born").join(births, on=["source", "person"]).filter(_is_before_birth())
    return early.sort("row").select(
        "row",
        field=pl.lit("time"),
        got=pl.col("day").dt.to_string("%Y-%m-%d"),
        allowed=pl.format("the day of birth or later, {}", pl.col("born").dt.to_string("%Y-%m-%d")),
    )


def _is_before_birth() -> pl.Expr:
    by_year = (pl.col("precision") == "year") | (pl.col("born_precision") == "year")
    by_month = (pl.col("precision") == "month") | (pl.col("born_precision") == "month")

    def exact(day: str) -> pl.Expr:
        return (
            pl.when(by_year).then(pl.col(day).dt.truncate("1y")).when(by_month).then(pl.col(day).dt.truncate("1mo"))
        ).otherwise(pl.col(day))

    return exact("day") < exact("born")


def _require_schema(frame: pl.DataFrame) -> None:
    wrong = [name for name, kind in FRAME_SCHEMA.items() if frame.schema.get(name) != kind]
    if wrong:
        raise ValueError(
            f"A frame of events has the columns of FRAME_SCHEMA; missing or of another kind: {', '.join(wrong)}."
        )


def _in_calendar(column: str) -> pl.Expr:
    return pl.col(column).clip(_FIRST, _LAST)


def _broken(frame: pl.DataFrame, rule: _Rule) -> pl.DataFrame | None:
    columns = list(rule.columns)
    suspects = frame.filter(rule.suspects)
    verdicts = list(_verdicts(suspects.select(columns).unique(), rule))
    if not verdicts:
        return None
    schema = {name: suspects.schema[name] for name in columns} | {
        name: pl.String() for name in ("field", "got", "allowed")
    }
    judged = pl.DataFrame(verdicts, schema=schema, orient="row")
    return suspects.select("row", *columns).join(judged, on=columns, nulls_equal=True).select(PROBLEM_SCHEMA.names())


def _verdicts(combinations: pl.DataFrame, rule: _Rule) -> Iterator[tuple[Any, ...]]:
    for row in combinations.iter_rows(named=True):
        for problem in rule.verdict(EVENT_TYPES.get(row["type"]), row):
            yield (*row.values(), problem.field, problem.got, problem.allowed)


def _rules(today: date) -> Iterator[_Rule]:
    yield _Rule(columns=("type",), suspects=_EVERY_ROW, verdict=lambda _, row: type_problems(row["type"]))
    yield _Rule(
        columns=("type", "time", "until"),
        suspects=suspect_times(today),
        verdict=lambda kind, row: time_problems(kind, row["time"], row["until"], today=today),
    )
    yield _Rule(
        columns=("type", "precision"),
        suspects=_EVERY_ROW,
        verdict=lambda _, row: precision_problems(row["precision"]),
    )
    yield from (_text_rule(column) for column in TEXT_COLUMNS)
    yield _Rule(
        columns=("type", "source_id", "replaces"),
        suspects=suspect_replaces(),
        verdict=lambda _, row: replaces_problems(row["source_id"], row["replaces"]),
    )
    yield _Rule(
        columns=("type", "value"),
        suspects=suspect_values(),
        verdict=lambda kind, row: value_problems(kind, row["value"]),
    )
    yield _Rule(
        columns=("type", "unit", "has_value"),
        suspects=suspect_units(),
        verdict=lambda kind, row: unit_problems(kind, row["unit"], has_value=row["has_value"]),
    )
    yield _Rule(
        columns=("type", "data"),
        suspects=suspect_json(),
        verdict=lambda kind, row: json_problems(kind, "{}" if row["data"] is None else row["data"]),
    )


def _text_rule(column: str) -> _Rule:
    return _Rule(
        columns=("type", column),
        suspects=suspect_texts(column),
        verdict=lambda kind, row: text_problems(kind, column, row[column]),
    )
