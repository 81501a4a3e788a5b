"""What does one event look like: when it happened, to whom, what, and where we know it from?"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal, get_args
from uuid import UUID
from zoneinfo import ZoneInfo

# From the tzdata wheel, whatever this machine has: histories of Oslo differ, and a day must be the same day everywhere.
with files("tzdata.zoneinfo").joinpath("Europe", "Oslo").open("rb") as _history:
    OSLO = ZoneInfo.from_file(_history, key="Europe/Oslo")

Precision = Literal["minute", "day", "month", "year"]
PRECISIONS: tuple[str, ...] = get_args(Precision)

NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """One dated fact about one person.

    `time` and `until` carry a zone; `day` is the calendar day of `time` in Oslo and the only date that rules read.
    `source` with `source_id` is unique in a log. `replaces` is the id of the event that this one corrects.
    `id` and `recorded` are set by the store; an event that was never appended has neither.
    """

    person: UUID
    type: str
    time: datetime
    source: str
    source_id: str
    until: datetime | None = None
    precision: Precision = "minute"
    episode: UUID | None = None
    code: str | None = None
    value: float | None = None
    unit: str | None = None
    place: str | None = None
    actor: str | None = None
    replaces: UUID | None = None
    data: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    id: UUID | None = None
    recorded: datetime | None = None

    def __post_init__(self) -> None:
        for name in ("time", "until"):
            moment = getattr(self, name)
            if moment is not None and moment.tzinfo is None:
                raise ValueError(f"An event's {name} must carry its zone; got {moment.isoformat()} without one.")

    @property
    def day(self) -> date:
        """The calendar day in Oslo on which it happened."""
        return day_of(self.time)


def day_of(moment: datetime) -> date:
    """The calendar day in Oslo of a moment that carries its zone."""
    return moment.astimezone(OSLO).date()


def last_day(event: Event) -> date:
    """The last calendar day on which an event known only to the month or the year may have happened."""
    if event.precision == "year":
        return date(event.day.year, 12, 31)
    if event.precision == "month":
        return date(event.day.year, event.day.month, monthrange(event.day.year, event.day.month)[1])
    return event.day


def start_of(day: date) -> datetime:
    """The moment at which a calendar day begins in Oslo: the `time` of an event known to the day."""
    return datetime.combine(day, time(), tzinfo=OSLO).astimezone(UTC)
