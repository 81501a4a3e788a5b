"""How long is "90 days" or "6 months", counted back or forward from a day?"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, cast, get_args

from felles.definitions.conditions.errors import ConditionError, shown

Unit = Literal["day", "week", "month", "year"]
_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "year": 12}
_LONGEST = 200 * 365  # beyond any life; calendars of databases end too
_FORM = re.compile(rf"([1-9]\d{{0,4}}) ({'|'.join(get_args(Unit))})s?")


@dataclass(frozen=True, slots=True)
class Duration:
    """A whole number of days, weeks, calendar months or years."""

    number: int
    unit: Unit

    @property
    def days(self) -> int:
        """Days to count; 0 when it is counted in months."""
        return self.number * _DAYS.get(self.unit, 0)

    @property
    def months(self) -> int:
        """Calendar months to count; 0 when it is counted in days."""
        return self.number * _MONTHS.get(self.unit, 0)

    @property
    def shortest(self) -> int:
        """Days that it lasts at the least, whatever the month."""
        return self.days or self.months * 365 // 12 - (2 if self.months % 12 else 0)

    @property
    def longest(self) -> int:
        """Days that it lasts at the most, whatever the month."""
        return self.days or self.months * 366 // 12 + (2 if self.months % 12 else 0)


def read_duration(raw: object, where: str) -> Duration:
    """A duration out of words such as "90 days", "6 weeks", "3 months" or "1 year"."""
    found = _FORM.fullmatch(raw) if isinstance(raw, str) else None
    duration = Duration(int(found[1]), cast(Unit, found[2])) if found else None
    if duration is None or duration.shortest > _LONGEST:
        allowed = 'a whole number and a unit, such as "90 days", "6 weeks", "3 months" or "1 year", up to 200 years'
        raise ConditionError(where, shown(raw), allowed, "Write the unit out in English.")
    return duration


def moved(day: date, duration: Duration, *, back: bool) -> date:
    """The day a duration before (`back`) or after a day.

    Months keep the day of the month, or take the month's last day where it is too short, as PostgreSQL and DuckDB do.
    A day beyond the calendar's ends is the calendar's end.
    """
    sign = -1 if back else 1
    month = day.year * 12 + day.month - 1 + sign * duration.months
    year, month = month // 12, month % 12 + 1
    ordinal = day.toordinal() + sign * duration.days
    if not 1 <= year <= 9999 or not 1 <= ordinal <= date.max.toordinal():
        return date.min if back else date.max
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1])) + timedelta(days=sign * duration.days)
