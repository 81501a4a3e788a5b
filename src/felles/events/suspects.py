"""Which rows of a frame could break a rule? Expressions that miss no bad row, and let most good ones go by at once.

They may hold back a good row; they must not let a bad one pass. The rules of `checks` give the verdict.
"""

from collections.abc import Callable
from datetime import date

import polars as pl

from felles.events.checks import ALWAYS_REQUIRED, EARLIEST, LATEST, LONGEST, SPACE
from felles.events.types import EventType, Number
from felles.events.vocabulary import EVENT_TYPES


def day_expression(column: str = "time") -> pl.Expr:
    """The calendar day in Oslo of a column of moments: what `day` is in the log."""
    return pl.col(column).dt.convert_time_zone("Europe/Oslo").dt.date()


def suspect_times(today: date) -> pl.Expr:
    """Rows whose start or end may be missing, impossible, ahead of today, or the wrong way round."""
    time, until = pl.col("time"), pl.col("until")
    start = time.is_null() | ~day_expression("time").is_between(EARLIEST, min(today, LATEST))
    end_is_wrong = (until < time) | ~day_expression("until").is_between(EARLIEST, LATEST) | _forbidden("until")
    return start | pl.when(until.is_null()).then(_required("until")).otherwise(end_is_wrong.fill_null(True))


def suspect_texts(column: str) -> pl.Expr:
    """Rows where a text may be missing, unwanted, empty, too long, or not what the type asks for."""
    text = pl.col(column)
    form_is_wrong = (
        (text.str.len_chars() > LONGEST[column])
        | (text.str.strip_chars(SPACE) == "")
        | text.str.contains("\x00", literal=True)
    )
    if column in ALWAYS_REQUIRED:
        return text.is_null() | form_is_wrong
    content_may_be_wrong = _asks_for_content(column) | _forbidden(column)
    return pl.when(text.is_null()).then(_required(column)).otherwise(form_is_wrong | content_may_be_wrong)


def suspect_replaces() -> pl.Expr:
    """Rows that replace themselves."""
    return (pl.col("source_id") == pl.col("replaces")).fill_null(False)


def suspect_values() -> pl.Expr:
    """Rows whose number may be missing, unwanted, no number, or out of range."""
    value = pl.col("value")
    outside = ~value.is_between(_bound(lambda number: number.low), _bound(lambda number: number.high))
    return pl.when(value.is_null()).then(_required("value")).otherwise((~value.is_finite() | outside).fill_null(True))


def suspect_units() -> pl.Expr:
    """Rows that have a unit, or may need one."""
    has_unit = _types_where(lambda kind: kind.number is not None and kind.number.has_unit)
    return pl.col("unit").is_not_null() | (pl.col("has_value") & has_unit)


def suspect_json() -> pl.Expr:
    """Rows that have data, or may need some."""
    return pl.col("data").is_not_null() | _types_where(lambda kind: bool(kind.data["required"]))


def _asks_for_content(column: str) -> pl.Expr:
    """Codes are always looked at; places where the type says what a place is."""
    if column == "code":
        return pl.lit(True)
    return _types_where(lambda kind: kind.place_system is not None) if column == "place" else pl.lit(False)


def _required(column: str) -> pl.Expr:
    return _types_where(lambda kind: kind.use_of(column) == "required")


def _forbidden(column: str) -> pl.Expr:
    return _types_where(lambda kind: kind.use_of(column) == "forbidden")


def _types_where(holds: Callable[[EventType], bool]) -> pl.Expr:
    names = [kind.name for kind in EVENT_TYPES.values() if holds(kind)]
    return pl.col("type").is_in(names).fill_null(False) if names else pl.lit(False)


def _bound(bound: Callable[[Number], float]) -> pl.Expr:
    """The lowest or highest number of the row's type; null where the type has none, which makes the row suspect."""
    bounds = {kind.name: bound(kind.number) for kind in EVENT_TYPES.values() if kind.number is not None}
    return pl.col("type").replace_strict(bounds, default=None, return_dtype=pl.Float64)
