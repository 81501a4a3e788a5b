"""Which made-up people stand in a pathway, told in short: one line of steps a person?

`decided treat -5` is an event type, its code and its day; a second day is until when it was put off, for which day a
treatment is planned or a conversation agreed. A code of several words has quotation marks: `handed_over "Lia kommune" -5`.
"""

import shlex
from collections.abc import Iterator, Mapping
from typing import Any

from felles.definitions.errors import DefinitionError

_FIELDS = ("id", "name", "number", "born", "sex", "lives", "steps")
_UNTIL = (
    "treatment_planned",
    "deferred",
    "needs_conversation_offered",
    "needs_conversation_declined",
    "needs_conversation_postponed",
    "follow_up_moved",
)
# Where the second word is the unit that took over, and not a code.
_BY_PLACE = ("handover_accepted",)
# Where the code carries a number and its unit: `measured 2039-6=1.4=ug/L -30`.
_WITH_NUMBER = ("measured",)
_ALLOWED = '"<event type> <code> <day>", such as "attended first_visit -3"; a second day with ' + " or ".join(_UNTIL)


def course_events(person: Mapping[str, Any], place: str, file: str) -> Iterator[dict[str, Any]]:
    """The events of one person of a file of courses, in the columns of the log. Raises DefinitionError."""
    missing = [name for name in _FIELDS if name not in person]
    if missing or len(person) > len(_FIELDS):
        raise DefinitionError(file, str(person.get("id")), ", ".join(person), f"exactly {', '.join(_FIELDS)}")
    yield {"type": "born", "time": person["born"], "code": person["sex"], "place": person["lives"]}
    for step in person["steps"]:
        yield _event(step, place, f"{file}: {person['id']}")


def _event(step: str, place: str, file: str) -> dict[str, Any]:
    type_, code, *days = shlex.split(step)
    if len(days) not in ((1, 2) if type_ in _UNTIL else (1,)):
        raise DefinitionError(file, "steps", f'"{step}"', _ALLOWED)
    event: dict[str, Any] = {
        "type": type_,
        "time": _from_today(days[0]),
        "episode": "course",
        "place": place,
    }
    event["place" if type_ in _BY_PLACE else "code"] = code
    if type_ in _WITH_NUMBER:
        event |= _measured(code, step, file)
    for day in days[1:]:
        event["until"] = _from_today(day)
    return event


def _measured(text: str, step: str, file: str) -> dict[str, Any]:
    code, _, rest = text.partition("=")
    number, _, unit = rest.partition("=")
    if not unit or not number.replace(".", "", 1).isdecimal():
        raise DefinitionError(file, "steps", f'"{step}"', '"measured <code>=<number>=<unit> <day>"')
    return {"code": code, "value": float(number), "unit": unit}


def _from_today(day: str) -> str:
    return f"{day}d"
