"""Which events does a point of a rule book or a plan mean, such as `decided:treat`?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from felles.definitions import DefinitionError
from felles.definitions.errors import did_you_mean
from felles.events import EVENT_TYPES

if TYPE_CHECKING:  # naming a rule must not cost the second that importing Ibis takes
    from ibis.expr import types as ir


@dataclass(frozen=True, slots=True)
class Point:
    """Events of a type; with `code` those of one code, with `begins` those whose code begins so, with `but` those of
    any code except some."""

    type: str
    code: str | None = None
    but: tuple[str, ...] = ()
    begins: str | None = None

    @classmethod
    def read(cls, text: str) -> Point:
        """From the words of a definition: a type, or a type and a code with a colon between; a star ends a beginning."""
        type_, _, code = text.partition(":")
        return cls(type_, begins=code[:-1]) if code.endswith("*") else cls(type_, code or None)

    @property
    def words(self) -> str:
        """As `read` takes them."""
        if self.begins is not None:
            return f"{self.type}:{self.begins}*"
        return self.type if self.code is None else f"{self.type}:{self.code}"

    def holds(self, events: ir.Table) -> ir.BooleanValue:
        """Whether a row is meant. A row without a code is never one `but` some codes: what it means is not known."""
        of_type = events.type == self.type
        if self.code is not None:
            return of_type & (events.code == self.code)
        if self.begins is not None:
            return of_type & events.code.startswith(self.begins)
        return of_type & events.code.notin(self.but) if self.but else of_type


def point_of(text: str, file: str, field: str) -> Point:
    """The point in a field of a file, checked against the vocabulary. Raises DefinitionError."""
    point = Point.read(text)
    if point.type not in EVENT_TYPES:
        hint = did_you_mean(point.type, EVENT_TYPES)
        raise DefinitionError(file, field, f'"{text}"', "a type of docs/reference/events.md", hint)
    type_, code = EVENT_TYPES[point.type], point.code or point.begins
    if code is not None and not type_.allows_code(code):
        named = ", ".join((*type_.codes, *([type_.code_system.wording] if type_.code_system else [])))
        allowed = f"a code of {point.type}: {named}" if named else f"{point.type} without a code"
        raise DefinitionError(file, field, f'"{text}"', allowed, did_you_mean(code, type_.codes))
    return point


def any_holds(points: Iterable[Point], events: ir.Table) -> ir.BooleanValue:
    """Whether a row is one of several points; null, which no aggregate counts, where the row has no code to tell."""
    return reduce(or_, (point.holds(events) for point in points))
