"""How does an epidemiologist say which events a row of a registry file tells of?

A mapping file in content/mappings names the columns of a registry's file and, for each event, where its date, code and
other fields come from. content/mappings/README.md describes the fields; these classes are their specification.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal

from felles.definitions import ContentErrors, Texts, content_folder
from felles.definitions.nodes import Node, Scalar, read_nodes
from felles.definitions.places import Findings, Place
from felles.definitions.readers import Choice
from felles.definitions.records import Problem, Record
from felles.events import EVENT_TYPES

COLUMN_IN_TEMPLATE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, kw_only=True)
class Condition:
    """What must hold of one column. Limits compare text, so both ends are written as long as the column's values."""

    column: str
    one_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()
    present: bool | None = None
    at_least: str | None = None
    at_most: str | None = None


@dataclass(frozen=True, kw_only=True)
class Case:
    """A text that holds under conditions."""

    when: tuple[Condition, ...]
    text: str


@dataclass(frozen=True, kw_only=True)
class Filling:
    """Where a field of an event comes from: a fixed text, a column (perhaps recoded), the first case that holds.

    `values` recodes the column and is closed: another value sets the row aside, but for those of `means_nothing`.
    `written` puts the result (`{}`) and other columns (`{name}`; `{name?}` may be empty) into a text. `dotted` writes
    an ICD code with its dot. `kind` is how `data` writes it.
    """

    text: str | None = None
    column: str | None = None
    values: Mapping[str, str] | None = None
    means_nothing: tuple[str, ...] = ()
    cases: tuple[Case, ...] = ()
    written: str | None = None
    dotted: bool = False
    kind: Literal["text", "whole", "number"] = "text"

    def problems(self) -> Iterator[Problem]:
        """What does not hold between the fields."""
        if self.text is None and self.column is None and not self.cases and self.written is None:
            yield Problem("", "none of text, column, cases, written", "at least one of them")
        if self.values is not None and self.column is None:
            yield Problem("values", "a recoding without a column", "a column beside it")

    @property
    def columns(self) -> set[str]:
        """The columns that are read."""
        named = {name.removesuffix("?") for name in COLUMN_IN_TEMPLATE.findall(self.written or "") if name}
        conditional = {condition.column for case in self.cases for condition in case.when}
        return named | conditional | ({self.column} if self.column else set())


@dataclass(frozen=True)
class FillingReader:
    """A text stands for a filling with that text."""

    allowed: str = "a text, or a mapping that names a column"

    def read(self, node: Node, place: Place) -> Any:
        if isinstance(node, Scalar):
            return Filling(text=node.text) if not node.is_null else place.refuse(node, self.allowed)
        return Record(Filling).read(node, place)


Fill = Annotated[Filling, FillingReader()]


@dataclass(frozen=True, kw_only=True)
class DateColumns:
    """A date in one column, or in a column each for year, month and day.

    `written` spells the column with YYYY, MM and DD. A day of 00 or 99 makes it a month, a month of 00 or 99 a year;
    a year of 0000 or 9999 is missing.
    """

    column: str | None = None
    written: str = "YYYY-MM-DD"
    year: str | None = None
    month: str | None = None
    day: str | None = None

    def problems(self) -> Iterator[Problem]:
        """What does not hold between the fields."""
        if (self.column is None) == (self.year is None):
            yield Problem("column", "neither or both of column and year", "one of them")
        if self.column is not None and "YYYY" not in self.written:
            yield Problem("written", f'"{self.written}"', "a pattern of YYYY, MM and DD, such as DD.MM.YYYY")

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are read."""
        return tuple(name for name in (self.column, self.year, self.month, self.day) if name is not None)


EventTypeName = Annotated[str, Choice(tuple(EVENT_TYPES))]


@dataclass(frozen=True, kw_only=True)
class EventRule:
    """One event that a row tells of, where its conditions hold.

    `id` tells two events of one type apart. `once_per` says whether it belongs to the person or to the record (the
    tumour), and so what makes its source_id. `undated`: what becomes of the row where the date is missing.
    """

    type: EventTypeName
    id: str | None = None
    time: str
    until: str | None = None
    once_per: Literal["person", "record"] = "record"
    when: tuple[Condition, ...] = ()
    undated: Literal["set_aside", "leave_out"] = "set_aside"
    code: Fill | None = None
    value: Fill | None = None
    unit: Fill | None = None
    place: Fill | None = None
    actor: Fill | None = None
    episode: Fill | None = None
    data: Mapping[str, Fill] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What stands last in the source_id."""
        return self.id or self.type

    @property
    def fillings(self) -> dict[str, Filling]:
        """Every field of the event that is filled, `data.` before those of its data."""
        plain = {name: getattr(self, name) for name in ("code", "value", "unit", "place", "actor", "episode")}
        filled = {name: filling for name, filling in plain.items() if filling is not None}
        return filled | {f"data.{name}": filling for name, filling in self.data.items()}

    @property
    def columns(self) -> set[str]:
        """The columns that are read, but for those of the dates."""
        read: set[str] = set().union(*(filling.columns for filling in self.fillings.values()))
        return read | {condition.column for condition in self.when}


@dataclass(frozen=True, kw_only=True)
class RegistryMapping:
    """How the rows of one kind of registry file become events.

    `columns` must all be in a file for it to be read so, `optional` may be, `not_read` are known and left alone.
    `verified: false` marks a layout that nobody has checked against its document. `missing` are ways to write nothing.
    """

    id: str
    label: Texts
    source: str
    about: str
    verified: bool
    columns: tuple[str, ...]
    optional: tuple[str, ...] = ()
    not_read: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    person: str
    record: str | None = None
    dates: Mapping[str, DateColumns]
    events: tuple[EventRule, ...]

    def problems(self) -> Iterator[Problem]:
        """Columns and dates that are named but not listed, and events that cannot be told apart."""
        known = {*self.columns, *self.optional}
        named = {self.person} | ({self.record} if self.record else set())
        named |= {column for each in self.dates.values() for column in each.columns}
        named |= {column for rule in self.events for column in rule.columns}
        for column in sorted(named - known):
            yield Problem("columns", f'no "{column}", which is read further down', "every column that is read")
        for rule in self.events:
            for date in (rule.time, rule.until):
                if date is not None and date not in self.dates:
                    yield Problem(
                        "events", f'the date "{date}" in {rule.name}', f"one of the dates {', '.join(self.dates)}"
                    )
        names = [rule.name for rule in self.events]
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield Problem("events", f'two events with the id "{name}"', "an id of its own for each event of one type")


def mappings_folder() -> Path:
    """Where the mappings that came with Felles are."""
    return content_folder() / "mappings"


def load_mappings(folder: Path | None = None) -> Mapping[str, RegistryMapping]:
    """Every mapping of a folder (default: mappings_folder()) by id. Raises ContentErrors with all that is wrong."""
    folder = folder or mappings_folder()
    findings, found = Findings(), {}
    for path in sorted(folder.glob("*.yaml")):
        place = Place(f"content/mappings/{path.name}", findings)
        found[path.stem] = _read(path, place)
    if findings.errors:
        raise ContentErrors(findings.errors)
    return MappingProxyType(found)


def read_mapping(path: Path) -> RegistryMapping:
    """One mapping file, wherever it lies. Raises ContentErrors."""
    findings = Findings()
    mapping = _read(path, Place(path.name, findings))
    if findings.errors:
        raise ContentErrors(findings.errors)
    return mapping


def _read(path: Path, place: Place) -> RegistryMapping:
    node = read_nodes(path, place.file)
    mapping: RegistryMapping = Record(RegistryMapping).read(node, place)
    if isinstance(mapping, RegistryMapping) and mapping.id != path.stem:
        place.inside("id").refuse(node, f'"{path.stem}", like the file', got=f'"{mapping.id}"')
    return mapping
