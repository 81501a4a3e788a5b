"""When was each person born, of which sex, and how does the record of the life end?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from felles.epidemiology.firsts import first_code, first_day

if TYPE_CHECKING:  # naming a rule must not cost the second that importing Ibis takes
    from ibis.expr import types as ir

READS = frozenset({"born", "died", "follow_up_ended"})


def lives(events: ir.Table) -> ir.Table:
    """One row per person with any of these facts, whichever of them is missing being null.

    events: `current_event`. Returns person, born_on, born_precision, sex (`female`, `male`, `unknown`), died_on, cause
    (the code of the death), followed_until and followed_to (day and code of the other end of follow-up).
    """
    return (
        events.filter(events.type.isin(sorted(READS)))
        .group_by("person")
        .agg(
            born_on=first_day(events, "born"),
            born_precision=first_code(events, "born", events.precision),
            sex=first_code(events, "born", events.code),
            died_on=first_day(events, "died"),
            cause=first_code(events, "died", events.code),
            followed_until=first_day(events, "follow_up_ended"),
            followed_to=first_code(events, "follow_up_ended", events.code),
        )
    )
