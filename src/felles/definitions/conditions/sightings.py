"""What does the log of one person hold at a date, and on which days may each event have happened?"""

import calendar
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, kw_only=True, slots=True)
class Sighting:
    """An event that had happened by a date. `first` and `last`: the days between which it happened, both included."""

    type: str
    first: date
    last: date
    code: str | None
    value: float | None
    unit: str | None
    place: str | None
    event: Any


def sightings(events: Iterable[Any], at: date) -> tuple[Sighting, ...]:
    """The events of one person, objects or mappings, whose `day` is not after `at`.

    Only `day` and `precision` tell when. What the log holds by `at` has happened by `at`, so a coarse precision
    never reaches past it.
    """
    if isinstance(at, datetime):
        raise TypeError("A condition is asked at a date; got a moment with a time of day. Give its calendar day.")
    return tuple(_sighting(event, at) for event in events if _field(event, "day") <= at)


def age_on(day: date, born: date) -> int:
    """Whole years on a day; a birthday on 29 February falls on 1 March in common years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _sighting(event: Any, at: date) -> Sighting:
    first, last = _span(_field(event, "day"), _field(event, "precision"))
    value = _field(event, "value")
    return Sighting(
        type=_field(event, "type"),
        first=first,
        last=min(last, at),
        code=_field(event, "code"),
        value=None if value is None or math.isnan(value) else float(value),
        unit=_field(event, "unit"),
        place=_field(event, "place"),
        event=event,
    )


def _span(day: date, precision: str | None) -> tuple[date, date]:
    if precision == "year":
        return date(day.year, 1, 1), date(day.year, 12, 31)
    if precision == "month":
        return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return day, day


def _field(event: Any, name: str) -> Any:
    return event.get(name) if isinstance(event, Mapping) else getattr(event, name, None)
