"""When is "-23d 09:30"? Times of the demonstration count from the day it is loaded, so that it is always fresh."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from felles.events.envelope import OSLO, Precision, day_of, start_of

_FROM_TODAY = re.compile(r"(?P<days>[+-]\d{1,5})d(?: (?P<hour>\d\d):(?P<minute>\d\d))?")
_ON_CALENDAR = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_PRECISION: dict[int, Precision] = {4: "year", 7: "month", 10: "day"}

ALLOWED = "a day such as 1968-09-05, a month, a year, or days from today such as -23d, -23d 09:30 or +6d"


def moment(written: str, *, at: datetime) -> tuple[datetime, Precision]:
    """The moment and how exactly it is known, seen from `at`. Raises ValueError for what cannot be read."""
    if counted := _FROM_TODAY.fullmatch(written):
        day = _day(counted, at)
        if counted["hour"] is None:
            return start_of(day), "day"
        clock = time(int(counted["hour"]), int(counted["minute"]), tzinfo=OSLO)
        return datetime.combine(day, clock), "minute"
    if _ON_CALENDAR.fullmatch(written):
        first_day = date.fromisoformat(f"{written}-01-01"[:10] if len(written) == 4 else f"{written}-01"[:10])
        return start_of(first_day), _PRECISION[len(written)]
    raise ValueError(f"A time in the demonstration is {ALLOWED}; got {written}.")


def with_days(value: Any, *, at: datetime) -> Any:
    """The same data, with each text such as +6d as the calendar day it stands for."""
    if isinstance(value, dict):
        return {name: with_days(part, at=at) for name, part in value.items()}
    if isinstance(value, list):
        return [with_days(part, at=at) for part in value]
    if isinstance(value, str) and (counted := _FROM_TODAY.fullmatch(value)) and counted["hour"] is None:
        return _day(counted, at).isoformat()
    return value


def _day(counted: re.Match[str], at: datetime) -> date:
    return day_of(at) + timedelta(days=int(counted["days"]))
