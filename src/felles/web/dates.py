"""How is a day, a month or a year written in the reader's language?"""

from datetime import date, datetime

from felles.events.envelope import OSLO, day_of
from felles.web.wording import Language

_NORWEGIAN = [
    "januar",
    "februar",
    "mars",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "desember",
]
_MONTHS: dict[Language, list[str]] = {
    "nb": _NORWEGIAN,
    "nn": _NORWEGIAN,
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}


def month_name(month: int, language: Language) -> str:
    return _MONTHS[language][month - 1]


def short_month(month: int, language: Language) -> str:
    return month_name(month, language)[:3].lower() if language != "en" else month_name(month, language)[:3]


def write_day(day: date, language: Language, precision: str = "day") -> str:
    """`3. mars 2026`, or as much of it as is known."""
    month = month_name(day.month, language)
    if precision == "year":
        return str(day.year)
    if precision == "month":
        return f"{month} {day.year}"
    return f"{day.day} {month} {day.year}" if language == "en" else f"{day.day}. {month} {day.year}"


def write_short_day(day: date, language: Language, precision: str = "day") -> str:
    """`3. mars`, where the year stands above; only the month or nothing where no more is known."""
    month = month_name(day.month, language)
    if precision == "year":
        return "–"
    if precision == "month":
        return month
    return f"{day.day} {month}" if language == "en" else f"{day.day}. {month}"


def write_moment(moment: datetime, language: Language) -> str:
    """`3. mars 2026 kl. 14.05`, by the clock in Oslo."""
    local = moment.astimezone(OSLO)
    day = write_day(day_of(moment), language)
    return f"{day} at {local:%H:%M}" if language == "en" else f"{day} kl. {local:%H.%M}"


def age_on(born: date, day: date) -> int:
    """Whole years lived on a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
