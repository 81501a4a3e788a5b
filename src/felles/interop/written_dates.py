"""Which date do a registry's columns write, when days and months may be unknown?"""

import re

import polars as pl

from felles.interop.mapping import DateColumns
from felles.interop.moments import read_moments

_PARTS = {"YYYY": r"(?P<year>\d{4})", "MM": r"(?P<month>\d{2})", "DD": r"(?P<day>\d{2})"}
_UNKNOWN = ["", "0", "00", "99"]
_UNKNOWN_YEAR = ["", "0", "0000", "9999"]

ALLOWED_PARTS = "a year, month and day that the calendar has, from 1800 to 2200; 99 for an unknown day or month"


def read_dates(rows: pl.DataFrame, name: str, columns: DateColumns) -> pl.DataFrame:
    """The rows with `time of NAME`, `precision of NAME` and `unread NAME`: what stood there and is no date, or null."""
    year, month, day, unread = _parts(columns)
    rows = rows.with_columns(_year=year, _month=month, _day=day, _unread=unread)
    written = rows.select(_iso(pl.col("_year"), pl.col("_month"), pl.col("_day"))).to_series()
    moments = read_moments(written)
    known = rows.with_columns(
        moments["time"].alias(f"time of {name}"),
        moments["precision"].alias(f"precision of {name}"),
        _written=written,
    )
    wrong = pl.col(f"time of {name}").is_null() & pl.col("_written").is_not_null()
    shown = pl.concat_str([pl.col(column) for column in columns.columns], separator="-", ignore_nulls=True)
    return known.with_columns(pl.when(wrong | pl.col("_unread")).then(shown).alias(f"unread {name}")).drop(
        "_year", "_month", "_day", "_unread", "_written"
    )


def allowed(columns: DateColumns) -> str:
    """The sentence for a date that could not be read."""
    return ALLOWED_PARTS if columns.column is None else f"a date written {columns.written}, from 1800 to 2200"


def _parts(columns: DateColumns) -> tuple[pl.Expr, pl.Expr, pl.Expr, pl.Expr]:
    """Year, month, day as text, and whether something stood there that has not their shape."""
    if columns.column is not None:
        column = pl.col(columns.column)
        groups = column.str.extract_groups(_pattern(columns.written))
        parts = [
            groups.struct.field(part) if mark in columns.written else pl.lit(None, pl.String)
            for part, mark in (("year", "YYYY"), ("month", "MM"), ("day", "DD"))
        ]
        return parts[0], parts[1], parts[2], column.is_not_null() & parts[0].is_null()
    named = [pl.col(name) if name else pl.lit(None, pl.String) for name in (columns.year, columns.month, columns.day)]
    shapeless = pl.any_horizontal(part.str.contains(r"^\d{1,4}$").not_() for part in named).fill_null(False)
    return named[0], named[1], named[2], shapeless


def _pattern(written: str) -> str:
    """A regular expression for a date as written; the ISO form may stop after the month or the year."""
    if written == "YYYY-MM-DD":
        return r"^(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?$"
    pattern = re.escape(written)
    for mark, group in _PARTS.items():
        pattern = pattern.replace(re.escape(mark), group)
    return f"^{pattern}$"


def _iso(year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
    """ISO text as exact as the parts are known; null where the year is not."""
    known_year = pl.when(year.is_in(_UNKNOWN_YEAR).not_()).then(year)
    known_month = pl.when(month.is_in(_UNKNOWN).not_()).then(month.str.zfill(2))
    known_day = pl.when(day.is_in(_UNKNOWN).not_() & known_month.is_not_null()).then(day.str.zfill(2))
    # concat_str is null where a part is, so the most exact form that is whole comes first.
    return pl.coalesce(
        pl.concat_str([known_year, known_month, known_day], separator="-"),
        pl.concat_str([known_year, known_month], separator="-"),
        known_year,
    )
