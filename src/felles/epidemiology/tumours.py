"""Which tumours were found in each person, when, and how far had they come?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from felles.epidemiology.firsts import first_code, first_day

if TYPE_CHECKING:  # naming a rule must not cost the second that importing Ibis takes
    from ibis.expr import types as ir

READS = frozenset({"diagnosed", "staged", "relapsed"})


def tumours(events: ir.Table) -> ir.Table:
    """One row per person and episode with a diagnosis, a stage or a relapse.

    events: `current_event`. Returns person, episode, diagnosed_on, diagnosed_precision, icd10, stage (with its system,
    as `tnm8:II`; the first that was recorded) and relapsed_on.
    """
    return (
        events.filter(events.type.isin(sorted(READS)))
        .group_by("person", "episode")
        .agg(
            diagnosed_on=first_day(events, "diagnosed"),
            diagnosed_precision=first_code(events, "diagnosed", events.precision),
            icd10=first_code(events, "diagnosed", events.code),
            stage=first_code(events, "staged", events.code),
            relapsed_on=first_day(events, "relapsed"),
        )
    )
