"""Which made-up people does the folder of the demonstration hold, and who looks at them?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from felles.access import Role
from felles.definitions.errors import DefinitionError
from felles.definitions.plain_values import plain_values
from felles.interop.demo.courses import course_events

_PERSON_FIELDS = frozenset({"id", "made_up", "name", "number", "story", "events"})
_EVENT_FIELDS = frozenset(
    {"type", "time", "until", "episode", "code", "value", "unit", "place", "actor", "data"},
)
_VIEWER_FIELDS = frozenset({"id", "role", "name", "unit", "person", "sees", "consent_of", "as"})


@dataclass(frozen=True, kw_only=True, slots=True)
class DemoPerson:
    """A made-up person: a synthetic national number, an invented name, and events with times from today."""

    id: str
    name: str
    number: str
    story: str
    events: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class DemoViewer:
    """Someone who can sign in to the demonstration.

    `sees` are the persons a professional treats. A relative has `consent_of`, the patient, whose consents call the
    relative `called`.
    """

    id: str
    role: Role
    name: str | None
    unit: str | None
    person: str | None
    sees: tuple[str, ...]
    consent_of: str | None
    called: str | None


def demo_people(folder: Path) -> list[DemoPerson]:
    """The persons of `people/*.yaml`, by file name, then those of `courses/*.yaml`. Raises DefinitionError."""
    told = [_person(path) for path in sorted((folder / "people").glob("*.yaml"))]
    return told + [person for path in sorted((folder / "courses").glob("*.yaml")) for person in _in_short(path)]


def demo_viewers(folder: Path) -> list[DemoViewer]:
    """Those who can sign in, from `viewers.yaml`. Raises DefinitionError."""
    file = "content/demo/viewers.yaml"
    listed = _read(folder / "viewers.yaml", file)
    _only(listed, {"made_up", "viewers"}, file, "")
    _made_up(listed, file)
    return [_viewer(entry, file) for entry in listed["viewers"]]


def _person(path: Path) -> DemoPerson:
    file = f"content/demo/people/{path.name}"
    written = _read(path, file)
    _only(written, _PERSON_FIELDS, file, "")
    _made_up(written, file)
    if written["id"] != path.stem:
        raise DefinitionError(file, "id", str(written["id"]), f"the name of the file, {path.stem}")
    for number, event in enumerate(written["events"], start=1):
        _only(event, _EVENT_FIELDS, file, f"events[{number}]")
    return DemoPerson(
        id=written["id"],
        name=written["name"],
        number=written["number"],
        story=written["story"],
        events=tuple(written["events"]),
    )


def _in_short(path: Path) -> list[DemoPerson]:
    file = f"content/demo/courses/{path.name}"
    written = _read(path, file)
    _only(written, {"made_up", "place", "people"}, file, "")
    _made_up(written, file)
    return [
        DemoPerson(
            id=person["id"],
            name=person["name"],
            number=person["number"],
            story="",
            events=tuple(course_events(person, written["place"], file)),
        )
        for person in written["people"]
    ]


def _viewer(written: Mapping[str, Any], file: str) -> DemoViewer:
    _only(written, _VIEWER_FIELDS, file, f"viewers.{written.get('id')}")
    if written.get("role") not in set(Role):
        raise DefinitionError(file, f"viewers.{written.get('id')}.role", str(written.get("role")), ", ".join(Role))
    return DemoViewer(
        id=written["id"],
        role=Role(written["role"]),
        name=written.get("name"),
        unit=written.get("unit"),
        person=written.get("person"),
        sees=tuple(written.get("sees", ())),
        consent_of=written.get("consent_of"),
        called=written.get("as"),
    )


def _read(path: Path, file: str) -> Mapping[str, Any]:
    written = plain_values(path.read_text(encoding="utf-8"))
    if not isinstance(written, Mapping):
        raise DefinitionError(file, "", "no fields", "the fields that the README of content/demo lists")
    return written


def _only(written: Mapping[str, Any], fields: Iterable[str], file: str, place: str) -> None:
    unknown = sorted(set(written) - set(fields))
    if unknown:
        raise DefinitionError(file, place, unknown[0], ", ".join(sorted(fields)))


def _made_up(written: Mapping[str, Any], file: str) -> None:
    if written.get("made_up") is not True:
        raise DefinitionError(file, "made_up", str(written.get("made_up")), "true: only made-up people may stand here")
