"""Which events does a point of a rule book mean, such as `decided:treat`?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # naming a rule must not cost the second that importing Ibis takes
    from ibis.expr import types as ir


@dataclass(frozen=True, slots=True)
class Point:
    """Events of a type; with `code` those of one code, with `but` those of any code except some."""

    type: str
    code: str | None = None
    but: tuple[str, ...] = ()

    @classmethod
    def read(cls, text: str) -> Point:
        """From the words of a rule book: a type, or a type and a code with a colon between."""
        type_, _, code = text.partition(":")
        return cls(type_, code or None)

    def holds(self, events: ir.Table) -> ir.BooleanValue:
        """Whether a row is meant. A row without a code is never one `but` some codes: what it means is not known."""
        of_type = events.type == self.type
        if self.code is not None:
            return of_type & (events.code == self.code)
        return of_type & events.code.notin(self.but) if self.but else of_type


def any_holds(points: Iterable[Point], events: ir.Table) -> ir.BooleanValue:
    """Whether a row is one of several points; null, which no aggregate counts, where the row has no code to tell."""
    return reduce(or_, (point.holds(events) for point in points))
