"""How many were offered each conversation, had it, said no, had it in time, and wait, in each region, trust, municipality?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # naming a rule must not cost the second that importing Ibis takes
    from ibis.expr import types as ir

BREAKDOWNS = ("region", "trust", "municipality")


def coverage(rows: ir.Table, *, by: Sequence[str] = (), at: date) -> ir.Table:
    """One row per touchpoint and what it is broken down `by` (of BREAKDOWNS): counts of rounds, and shares from 0 to 1.

    rows: what `placed` gave at the same day. diagnosed: rounds begun by a diagnosis or relapse; offered, held, declined
    (at least once); share_held of the diagnosed. eligible: rounds that had not ended when a verified window had gone
    by, the denominator of the official measure; within: of those, held in the window; share_within. waiting: not held
    and not over; late: of those, past a binding day. Small numbers are not hidden here. Raises ValueError.
    """
    import ibis

    unknown = [name for name in by if name not in BREAKDOWNS]
    if unknown:
        raise ValueError(f"Coverage is broken down by {', '.join(BREAKDOWNS)}; got {', '.join(unknown)}.")
    gone_by = rows.window_verified & (rows.window_to < ibis.literal(at))
    eligible = (gone_by & (rows.ended_on.isnull() | (rows.ended_on > rows.window_to))).fill_null(False)
    counted = rows.mutate(eligible=eligible)
    counts = {
        "offered": counted.offered_on.notnull(),
        "held": counted.held_on.notnull(),
        "declined": counted.declined_on.notnull(),
        "eligible": counted.eligible,
        "within": counted.eligible & counted.held_within.fill_null(False),
        "waiting": counted.due.notnull(),
        "late": counted.state == "late",
    }
    found = counted.group_by(*by, "touchpoint").agg(
        diagnosed=counted.count(),
        **{name: counts_if.cast("int64").sum().cast("int64") for name, counts_if in counts.items()},
    )
    return found.mutate(
        share_held=found.held.cast("float64") / found.diagnosed.cast("float64"),
        share_within=found.within.cast("float64") / found.eligible.nullif(0).cast("float64"),
    )
