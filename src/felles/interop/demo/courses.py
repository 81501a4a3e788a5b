"""Which made-up people stand in a pathway, told in short: one line of steps a person?

`decided treat -5` is an event type, its code and its day; a second day is until when it was put off, or for which day the
treatment is planned.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from felles.definitions.errors import DefinitionError

_FIELDS = ("id", "name", "number", "born", "sex", "lives", "steps")
_SECOND_DAY = {"treatment_planned": "planned_on", "deferred": "until"}
_ALLOWED = '"<event type> <code> <day>", such as "attended first_visit -3"; a second day with ' + " or ".join(
    _SECOND_DAY
)


def course_events(person: Mapping[str, Any], place: str, file: str) -> Iterator[dict[str, Any]]:
    """The events of one person of a file of courses, in the columns of the log. Raises DefinitionError."""
    missing = [name for name in _FIELDS if name not in person]
    if missing or len(person) > len(_FIELDS):
        raise DefinitionError(file, str(person.get("id")), ", ".join(person), f"exactly {', '.join(_FIELDS)}")
    yield {"type": "born", "time": person["born"], "code": person["sex"], "place": person["lives"]}
    for step in person["steps"]:
        yield _event(step, place, f"{file}: {person['id']}")


def _event(step: str, place: str, file: str) -> dict[str, Any]:
    type_, code, *days = step.split()
    if len(days) not in ((1, 2) if type_ in _SECOND_DAY else (1,)):
        raise DefinitionError(file, "steps", f'"{step}"', _ALLOWED)
    event: dict[str, Any] = {
        "type": type_,
        "code": code,
        "time": _from_today(days[0]),
        "episode": "course",
        "place": place,
    }
    for day in days[1:]:
        if type_ == "deferred":
            event["until"] = _from_today(day)
        else:
            event["data"] = {_SECOND_DAY[type_]: _from_today(day)}
    return event


def _from_today(day: str) -> str:
    return f"{day}d"
