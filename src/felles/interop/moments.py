"""When was it, and how exactly is that known, from a date or time as it was written?

A bare day begins at midnight in Oslo. A time without its zone is Oslo's: the first of the two in the hour that autumn
repeats, an hour later in the hour that spring leaves out. Python's zone rules decide, as for every event: those inside
Polars know another history of Oslo before 1970.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import NamedTuple

import polars as pl

from felles.events.envelope import OSLO, PRECISIONS, start_of

ALLOWED = "a date such as 2024-05-17, 2024-05 or 2024, or a time such as 2024-05-17T13:05+02:00, from 1800 to 2200"
YEARS = range(1800, 2201)

_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?([Zz]|[+-]\d{2}:?\d{2})?")
_WITH_ZONE = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})$"

READ = pl.Schema({"time": pl.Datetime("us", "UTC"), "precision": pl.String(), "moved": pl.Boolean()})


class Moment(NamedTuple):
    """A moment in UTC, its precision, and whether it was written as a time that Oslo's clocks left out."""

    time: datetime
    precision: str
    moved: bool = False


@lru_cache(maxsize=100_000)  # a registry's rows share their days: every day of two centuries fits
def read_moment(text: str) -> Moment | None:
    """The moment that ISO 8601 text names, or nothing where it names none."""
    try:
        if day := _DAY.fullmatch(text):
            year, month, day_of_month = (int(part) if part else None for part in day.groups())
            precision = "year" if month is None else "month" if day_of_month is None else "day"
            return _within(Moment(start_of(date(year or 0, month or 1, day_of_month or 1)), precision))
        if _TIME.fullmatch(text):
            return _within(_moment_of(datetime.fromisoformat(text.upper().replace(",", "."))))
    except (ValueError, OverflowError):
        return None
    return None


def _within(moment: Moment) -> Moment | None:
    return moment if moment.time.astimezone(OSLO).year in YEARS else None


def _moment_of(time: datetime) -> Moment:
    if time.tzinfo is not None:
        return Moment(time.astimezone(UTC), "minute")
    written = time.replace(tzinfo=OSLO)
    moment = written.astimezone(UTC)
    return Moment(moment, "minute", moved=moment.astimezone(OSLO).replace(tzinfo=None) != time)


def read_moments(text: pl.Series) -> pl.DataFrame:
    """Columns of READ for each text; `time` is null where nothing was written or it could not be read.

    Each distinct text is read once. Times with their zone, which may be a million different ones, are read by Polars.
    """
    distinct = pl.DataFrame({"text": text.unique()}).drop_nulls()
    zoned = distinct.filter(pl.col("text").str.contains(_WITH_ZONE))
    others = distinct.join(zoned, on="text", how="anti")
    read = pl.concat([_by_polars(zoned), _one_by_one(others)])
    return pl.DataFrame({"text": text}).join(read, on="text", how="left", maintain_order="left").drop("text")


def _by_polars(zoned: pl.DataFrame) -> pl.DataFrame:
    time = pl.col("text").str.to_datetime("%Y-%m-%dT%H:%M:%S%.f%#z", time_unit="us", strict=False)
    known = zoned.with_columns(time=time).filter(pl.col("time").dt.year().is_between(YEARS.start, YEARS.stop - 1))
    return known.select("text", "time", precision=pl.lit("minute"), moved=pl.lit(False)).cast(READ)


def _one_by_one(others: pl.DataFrame) -> pl.DataFrame:
    def rows() -> Iterator[tuple[str, datetime, str, bool]]:
        for text in others["text"]:
            if (moment := read_moment(text)) is not None:
                yield text, *moment

    return pl.DataFrame(list(rows()), schema={"text": pl.String(), **READ}, orient="row")


def coarser(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    """The less exact of two precisions; where one is missing, the other; an unknown word stays, to be refused later."""
    steps = {name: step for step, name in enumerate(PRECISIONS)}
    rank, other_rank = (each.replace_strict(steps, default=None, return_dtype=pl.Int8) for each in (one, other))
    return pl.when(other_rank > rank).then(other).otherwise(pl.coalesce(one, other))
