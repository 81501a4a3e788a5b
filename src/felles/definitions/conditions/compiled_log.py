"""On which days may each event of a table have happened, as seen from a date?"""

from collections.abc import Mapping
from datetime import date
from typing import Protocol

import ibis
import ibis.expr.types as ir

from felles.definitions.conditions.durations import Duration
from felles.definitions.conditions.terms import Comparison, Matching

UNKNOWN = ibis.null("boolean")
_READ = ("person", "type", "code", "value", "unit", "place", "day", "precision")


class PersonColumns(Protocol):
    """What a condition on the log must know of each person, and what it says of that."""

    def still(self, log: ir.Table) -> Mapping[str, ir.Value]:
        """Aggregates of a person's events alone."""

    def counted(self, beside: ir.Table) -> Mapping[str, ir.Value]:
        """Aggregates of a person's events beside the columns of `still`."""

    def truth(self, known: ir.Table) -> ir.BooleanValue:
        """True, false or null, from the columns of both; those of `counted` are null for who has no such event."""


def dated_log(events: ir.Table, at: date | ir.DateValue) -> ir.Table:
    """The events with `at`, `seen` (its day is not after `at`), and the `first` and `last` day that it may have been.

    Every person keeps a row, also who has nothing by `at`.
    """
    log = events.select(*_READ, at=ibis.literal(at, "date") if isinstance(at, date) else at)
    year, month = log.day.year(), log.day.month()
    first = ibis.cases(
        (log.precision == "year", ibis.date(year, 1, 1)),
        (log.precision == "month", ibis.date(year, month, 1)),
        else_=log.day,
    )
    # The last day of a month is the day before the first of the next one.
    next_month = ibis.date(year + ibis.ifelse(month == 12, 1, 0), month % 12 + 1, 1)
    last = ibis.cases(
        (log.precision == "year", ibis.date(year, 12, 31)),
        (log.precision == "month", next_month - ibis.interval(days=1)),
        else_=log.day,
    )
    return log.select(
        "person", "type", "code", "unit", "place", "at",
        value=log.value.cast("float64").nullif(ibis.literal(float("nan"))),
        seen=log.day <= log.at,
        first=first,
        last=ibis.least(last, log.at),
    )  # fmt: skip


def moved(day: ir.DateValue, duration: Duration, *, back: bool) -> ir.DateValue:
    """The day a duration before (`back`) or after a day; the databases shorten months as `durations.moved` does."""
    step = ibis.interval(days=duration.days) if duration.days else ibis.interval(months=duration.months)
    return day - step if back else day + step


def of_kind(log: ir.Table, matching: Matching) -> ir.BooleanValue:
    """Is it of this type and code? Null when it should have a code and has none."""
    is_type = log.seen & (log.type == matching.type)
    if matching.any_code:
        return is_type
    of_code = ibis.or_(
        *(log.code == code for code in matching.codes), *(log.code.startswith(p) for p in matching.prefixes)
    )
    return is_type & of_code


def within(log: ir.Table, duration: Duration | None) -> ir.BooleanValue:
    """Did it happen no longer ago than the duration?"""
    if duration is None:
        return ibis.literal(True)
    start = moved(log.at, duration, back=True)
    return ibis.cases((log.first >= start, True), (log.last < start, False), else_=UNKNOWN)


def number_of(log: ir.Table, unit: str | None) -> ir.FloatingValue:
    """Its number, where the unit is the one asked for."""
    return log.value if unit is None else ibis.ifelse(log.unit == unit, log.value, ibis.null("float64"))


def compares(got: ir.Value, comparisons: tuple[Comparison, ...]) -> ir.BooleanValue:
    """Does what was got compare so? Null when there is nothing."""
    return ibis.and_(*(_compares(got, comparison) for comparison in comparisons))


def _compares(got: ir.Value, comparison: Comparison) -> ir.BooleanValue:
    asked = [
        ibis.literal(float(operand), "float64") if comparison.of_numbers else ibis.literal(operand)
        for operand in comparison.operands
    ]
    match comparison.word:
        case "is" | "in":
            return ibis.or_(*(got == one for one in asked))
        case "is_not" | "not_in":
            return ibis.and_(*(got != one for one in asked))
        case "starts_with":
            return ibis.or_(*(got.startswith(one) for one in asked))
        case "at_least":
            return got >= asked[0]
        case "above":
            return got > asked[0]
        case "at_most":
            return got <= asked[0]
        case "below":
            return got < asked[0]
