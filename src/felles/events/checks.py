"""Is this event one that the log can take, and if not, what is wrong with it, in words for whoever must put it right?

Each rule looks at one column (and the event's type), so that the check of a whole frame can ask the same rules once
for each distinct value.
"""

import math
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from uuid import UUID

from felles.events.data_checks import data_problems
from felles.events.envelope import PRECISIONS, Event, day_of
from felles.events.types import EventType, Problem
from felles.events.vocabulary import EVENT_TYPES
from felles.events.wording import (
    NOTHING,
    allowed_codes,
    allowed_units,
    allowed_value,
    did_you_mean,
    quoted,
    shown,
)

EARLIEST = date(1850, 1, 1)
LATEST = date(2199, 12, 31)

# The longest text of each column, in characters.
LONGEST = {
    "person": 200,
    "episode": 200,
    "code": 100,
    "unit": 40,
    "place": 100,
    "actor": 200,
    "source": 60,
    "source_id": 200,
    "replaces": 200,
}
TEXT_COLUMNS = ("person", "episode", "code", "place", "actor", "source", "source_id", "replaces")
ALWAYS_REQUIRED = frozenset({"person", "source", "source_id"})
SPACE = " \t\r\n"
_HALF_A_CHARACTER = re.compile("[\ud800-\udfff]")


def problems(event: Event, *, today: date) -> list[Problem]:
    """Everything that is wrong with an event; an empty list when the log can take it.

    today: the calendar day in Oslo on which it is checked; what has not happened yet is refused.
    """
    kind = EVENT_TYPES.get(event.type)
    return [
        *type_problems(event.type),
        *time_problems(kind, event.time, event.until, today=today),
        *precision_problems(event.precision),
        *_text_column_problems(kind, event),
        *(replaces_problems(str(event.id), str(event.replaces)) if event.replaces else ()),
        *value_problems(kind, event.value),
        *unit_problems(kind, event.unit, has_value=event.value is not None),
        *data_problems(kind, event.data),
    ]


def _text_column_problems(kind: EventType | None, event: Event) -> Iterator[Problem]:
    for column in TEXT_COLUMNS:
        content = getattr(event, column)
        if not isinstance(content, UUID):  # a UUID is never an empty or a bad text
            yield from text_problems(kind, column, content)


def type_problems(name: str | None) -> list[Problem]:
    """Whether there is such a type of event."""
    if name in EVENT_TYPES:
        return []
    got = quoted(name) if name else NOTHING
    return [
        Problem(
            field="type", got=got, allowed="an event type of the vocabulary" + did_you_mean(name or "", EVENT_TYPES)
        )
    ]


def precision_problems(precision: str | None) -> list[Problem]:
    """Whether it is said how exactly the time is known."""
    if precision in PRECISIONS:
        return []
    got = quoted(precision) if precision else NOTHING
    return [Problem(field="precision", got=got, allowed=f"one of {', '.join(PRECISIONS)}")]


def time_problems(
    kind: EventType | None, time: datetime | None, until: datetime | None, *, today: date
) -> list[Problem]:
    """Whether the event happened on a possible day that has come, and ended no earlier than it began."""
    return [*_start_problems(kind, time, today), *_end_problems(kind, time, until)]


def _start_problems(kind: EventType | None, time: datetime | None, today: date) -> Iterator[Problem]:
    if time is None:
        yield Problem(field="time", got=NOTHING, allowed="when it happened")
        return
    yield from _range_problems("time", time)
    day = _day(time)
    if EARLIEST <= day <= LATEST and day > today and not (kind is not None and kind.may_lie_ahead):
        yield Problem(field="time", got=day.isoformat(), allowed=f"a day that has come: {today.isoformat()} or before")


def _end_problems(kind: EventType | None, time: datetime | None, until: datetime | None) -> Iterator[Problem]:
    use = "optional" if kind is None else kind.use_of("until")
    if until is None:
        if use == "required":
            yield Problem(field="until", got=NOTHING, allowed="when it ended")
        return
    if use == "forbidden":
        assert kind is not None
        yield Problem(field="until", got=_day(until).isoformat(), allowed=f"{NOTHING}: “{kind.name}” has no end")
        return
    yield from _range_problems("until", until)
    if time is not None and until < time:
        got, start = _day(until).isoformat(), _day(time).isoformat()
        yield Problem(field="until", got=got, allowed=f"the same as the time or later (it began {start})")


def _range_problems(field: str, moment: datetime) -> Iterator[Problem]:
    day = _day(moment)
    if not EARLIEST <= day <= LATEST:
        yield Problem(field=field, got=day.isoformat(), allowed=f"a day from {EARLIEST} to {LATEST}")


def _day(moment: datetime) -> date:
    """The calendar day in Oslo; at the ends of the calendar, where that overflows, the day in UTC."""
    try:
        return day_of(moment)
    except OverflowError:
        return moment.replace(tzinfo=UTC).date()


def text_problems(kind: EventType | None, column: str, text: str | None) -> list[Problem]:
    """Whether a column of text is filled when it must be, empty when it must be, and holds what it may."""
    use = _use_of(kind, column)
    if text is None:
        return [_missing(kind, column)] if use == "required" else []
    if not text.strip(SPACE):
        return [Problem(field=column, got="an empty text", allowed="a text, or nothing at all")]
    if use == "forbidden":
        assert kind is not None
        return [Problem(field=column, got=quoted(text), allowed=f"{NOTHING}: “{kind.name}” has no {column}")]
    return _character_problems(column, text) or ([] if kind is None else _content_problems(kind, column, text))


def _use_of(kind: EventType | None, column: str) -> str:
    if column in ALWAYS_REQUIRED:
        return "required"
    return "optional" if kind is None else kind.use_of(column)


def _missing(kind: EventType | None, column: str) -> Problem:
    if kind is None or column in ALWAYS_REQUIRED:
        return Problem(field=column, got=NOTHING, allowed="a text: every event has one")
    if column == "code":
        return Problem(field=column, got=NOTHING, allowed=allowed_codes(kind))
    if column == "place" and kind.place_system is not None:
        return Problem(field=column, got=NOTHING, allowed=kind.place_system.wording)
    return Problem(field=column, got=NOTHING, allowed=f"a text: “{kind.name}” says nothing without it")


def _character_problems(column: str, text: str) -> list[Problem]:
    if len(text) > LONGEST[column]:
        return [Problem(field=column, got=f"{len(text)} characters", allowed=f"at most {LONGEST[column]} characters")]
    if "\x00" in text:
        return [Problem(field=column, got="a NUL character", allowed="text without NUL characters")]
    if _HALF_A_CHARACTER.search(text):
        return [Problem(field=column, got="half a character", allowed="text that can be written as UTF-8")]
    return []


def _content_problems(kind: EventType, column: str, text: str) -> list[Problem]:
    if column == "code" and not kind.allows_code(text):
        allowed = allowed_codes(kind) + did_you_mean(text, kind.codes)
        return [Problem(field="code", got=quoted(text), allowed=allowed)]
    if column == "place" and kind.place_system is not None and not kind.place_system.holds(text):
        return [Problem(field="place", got=quoted(text), allowed=kind.place_system.wording)]
    return []


def replaces_problems(own: str | None, replaced: str | None) -> list[Problem]:
    """Whether the event replaces another one than itself."""
    if own is None or own != replaced:
        return []
    return [Problem(field="replaces", got="the event itself", allowed="another event, recorded earlier")]


def value_problems(kind: EventType | None, value: float | None) -> list[Problem]:
    """Whether the number is there when it must be, is a number, and lies where such numbers lie."""
    if value is not None and not math.isfinite(value):
        return [Problem(field="value", got=str(float(value)), allowed="a finite number")]
    if kind is None:
        return []
    if kind.number is None:
        return [] if value is None else [_no_value(kind, value)]
    missing = value is None and kind.use_of("value") == "required"
    outside = value is not None and not kind.number.low <= value <= kind.number.high
    got = NOTHING if value is None else shown(f"{value:g}")
    return [Problem(field="value", got=got, allowed=allowed_value(kind))] if missing or outside else []


def _no_value(kind: EventType, value: float) -> Problem:
    return Problem(field="value", got=shown(f"{value:g}"), allowed=f"{NOTHING}: “{kind.name}” has no value")


def unit_problems(kind: EventType | None, unit: str | None, *, has_value: bool) -> list[Problem]:
    """Whether a value that needs a unit has one that it can have, and no unit stands alone."""
    if unit is not None and (wrong := text_problems(None, "unit", unit)):
        return wrong
    if kind is None:
        return []
    number = kind.number if has_value else None
    needs_unit = number is not None and number.has_unit
    if unit is None:
        return [Problem(field="unit", got=NOTHING, allowed=allowed_units(kind))] if needs_unit else []
    if number is None:
        return [Problem(field="unit", got=quoted(unit), allowed=f"{NOTHING}: there is no value to go with it")]
    known = unit in number.units or (number.unit_system is not None and number.unit_system.holds(unit))
    return [] if known else [Problem(field="unit", got=quoted(unit), allowed=allowed_units(kind))]
