"""Which kind of treatment came first, and which was planned last, decided alike on every engine?

A day and a kind are one whole number, the day first, so that one aggregate finds both. Of several kinds on a day the
alphabetically first counts; what is no kind comes after all of them.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from felles.pathways.limits import TREATMENT_KINDS, UNKNOWN
from felles.pathways.points import Point

if TYPE_CHECKING:  # naming a rule must not cost the second that importing Ibis takes
    from ibis.expr import types as ir

PLANNED = Point("treatment_planned")
_FIRST_DAY = date(1, 1, 1)
_ROOM = 8  # for the number of a kind, beside that of its day


def kind_number(code: ir.StringValue) -> ir.IntegerValue:
    """The number of a kind of treatment (see `limits`)."""
    import ibis

    return ibis.cases(*((code == kind, number) for number, kind in enumerate(TREATMENT_KINDS)), else_=UNKNOWN).cast(
        "int64"
    )


def day_and_kind(events: ir.Table) -> ir.IntegerColumn:
    """The day of each event with the kind in its code: the least is the first."""
    return start_of(events.day) + kind_number(events.code)


def start_of(day: ir.DateValue) -> ir.IntegerValue:
    """The least that `day_and_kind` gives for a day."""
    import ibis

    return day.delta(ibis.literal(_FIRST_DAY), unit="day").cast("int64") * _ROOM


def day_in(said: ir.IntegerValue) -> ir.DateValue:
    """The day of what `day_and_kind` gave."""
    import ibis

    day = ibis.literal(_FIRST_DAY) + (said // _ROOM).cast("int64").as_interval("D")
    return day.cast("timestamp").cast("date")


def kind_in(said: ir.IntegerValue) -> ir.IntegerValue:
    """The number of the kind of what `day_and_kind` gave."""
    return said % _ROOM


def plans(events: ir.Table) -> ir.BooleanColumn:
    """Whether an event plans a treatment of some kind."""
    return PLANNED.holds(events) & events.code.notnull()


def last_planned(events: ir.Table, where: ir.BooleanValue) -> ir.IntegerScalar:
    """The treatment planned last, within a group, for `kind_planned`; null where none is."""
    return (start_of(events.day) + before_others(events.code)).max(where=where & plans(events))


def before_others(code: ir.StringValue) -> ir.IntegerValue:
    """A number from 0 to 7 that is greater the earlier the kind comes."""
    return UNKNOWN - kind_number(code)


def kind_planned(said: ir.IntegerValue) -> ir.IntegerValue:
    """The number of the kind of what `last_planned` gave."""
    return UNKNOWN - said % _ROOM
