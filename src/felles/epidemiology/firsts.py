"""What was said first about something, decided alike on every engine?

The first is the earliest by day; of several on that day the alphabetically first text, so that no order of arrival
and no engine's choice among equals shows in a result.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ibis.expr import types as ir

DAY_LENGTH = len("2026-11-21")


def first_day(events: ir.Table, type_: str) -> ir.DateScalar:
    """The earliest day of events of a type, within a group."""
    return events.day.min(where=events.type == type_)


def first_code(events: ir.Table, type_: str, text: ir.StringColumn) -> ir.StringScalar:
    """The text beside the earliest event of a type, within a group; null where the first ones carry none."""
    dated = events.day.cast("string") + text.fill_null("")
    return dated.min(where=events.type == type_).substr(DAY_LENGTH).nullif("")
