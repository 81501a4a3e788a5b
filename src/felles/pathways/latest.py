"""What was said last about something, decided alike on every engine?

The last is the latest by day; of several on that day the alphabetically last text. A day and what was said on it are one
text, the day first, so that one aggregate finds both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ibis.expr import types as ir

_DAY_LENGTH = len("2026-11-21")


def latest(events: ir.Table, where: ir.BooleanValue, text: ir.StringValue) -> ir.StringScalar:
    """The latest day with its text, within a group, as one text for `day_of` and `rest_of`; null where nothing holds."""
    return (events.day.cast("string") + text).max(where=where)


def day_of(said: ir.StringValue) -> ir.DateValue:
    """The day of what `latest` gave."""
    return day_text(said).cast("date")


def day_text(said: ir.StringValue) -> ir.StringValue:
    """The same as it is written, 2026-11-21."""
    return said.substr(0, _DAY_LENGTH)


def rest_of(said: ir.StringValue) -> ir.StringValue:
    """The text of what `latest` gave."""
    return said.substr(_DAY_LENGTH)
