"""Who has children under 18 that nobody is known to have informed since the last diagnosis or relapse?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from felles.pathways.home.rounds import BEGINS

if TYPE_CHECKING:  # naming a rule must not cost the second that importing Ibis takes
    from ibis.expr import types as ir

READS = frozenset({*BEGINS, "relative_named", "child_informed"})


def children(events: ir.Table) -> ir.Table:
    """One row per person who has named a child under 18, also after the person's death.

    events: `current_event` up to the day asked for. Returns person, children_named, first_named_on, begun_on (the last
    diagnosis or relapse), times_informed and last_informed_on since then, and needs_attention: informed fewer times than
    children were named. Which child an event is about stands in its `data`, which no rule reads: look there before you
    conclude.
    """
    import ibis

    known = events.filter(events.type.isin(sorted(READS)))
    whole = ibis.window(group_by="person")
    begins = ibis.ifelse(known.type.isin(BEGINS), known.day, ibis.null("date"))
    known = known.mutate(begun_on=begins.max().over(whole))
    named = (known.type == "relative_named") & (known.code == "child_minor")
    informed = (known.type == "child_informed") & (known.begun_on.isnull() | (known.day >= known.begun_on))
    found = known.group_by("person").agg(
        children_named=named.sum(),
        first_named_on=known.day.min(where=named),
        begun_on=known.begun_on.max(),
        times_informed=informed.sum(),
        last_informed_on=known.day.max(where=informed),
    )
    found = found.mutate(
        children_named=found.children_named.fill_null(0).cast("int64"),
        times_informed=found.times_informed.fill_null(0).cast("int64"),
    )
    found = found.filter(found.children_named > 0)
    return found.mutate(needs_attention=found.times_informed < found.children_named)
