"""What in the events of the home pathway could not be as it is told, and what became of it? Counted, never passed over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from felles.definitions import Touchpoint
from felles.pathways.home.courses import READS
from felles.pathways.home.rounds import events_by_round, rounds

if TYPE_CHECKING:  # naming a rule must not cost the second that importing Ibis takes
    from ibis.expr import types as ir

ODDITIES: dict[str, str] = {
    "ahead": "Events after the day that was asked for, not counted: {}.",
    "unknown_code": "Conversations with a code that is no touchpoint, not counted (extra ones aside): {}.",
    "no_round": "Persons with a conversation but no diagnosis or relapse, who give no rows: {}.",
    "outside": "Conversations before the person's first diagnosis or relapse, not counted: {}.",
    "too_early": "Rounds from before the home pathway began, which have no touchpoints: {}.",
    "not_told": "Rounds in which nobody is recorded as having told the person: {}.",
    "no_hospital": "Rounds whose hospital is not known, so that nobody has the first conversation: {}.",
    "no_municipality": "Rounds of persons whose municipality is not known, so that nobody has the others: {}.",
}
"""What is counted, with the sentence that says what became of it."""


def oddities(events: ir.Table, points: Sequence[Touchpoint], *, at: date) -> ir.Table:
    """One row with a column for each of ODDITIES: how many there are. events, points: as for `touchpoints`."""
    known = events.filter((events.day <= at) & events.type.isin(sorted(READS)))
    begun = rounds(known)
    of_events = _of_events(events, points, at)
    of_people = _of_people(known, begun)
    return of_events.cross_join(of_people).cross_join(_of_rounds(known, begun, points)).select(*ODDITIES)


def _of_events(events: ir.Table, points: Sequence[Touchpoint], at: date) -> ir.Table:
    known = events.type.isin(sorted(READS))
    talks = known & events.type.startswith("needs_conversation_") & (events.day <= at)
    codes = sorted({"extra", *(point.id for point in points)})
    found = events.agg(
        ahead=(known & (events.day > at)).sum(),
        unknown_code=(talks & (events.code.isnull() | events.code.notin(codes))).sum(),
    )
    return found.mutate(**{name: found[name].fill_null(0).cast("int64") for name in found.columns})


def _of_people(known: ir.Table, begun: ir.Table) -> ir.Table:
    """How the conversations lie to the rounds of their persons."""
    talks = known.filter(known.type.startswith("needs_conversation_"))
    first = begun.group_by(whose="person").agg(first_on=begun.begun_on.min())
    said = talks.left_join(first, talks.person == first.whose)
    found = said.agg(
        no_round=said.person.nunique(where=said.first_on.isnull()), outside=(said.day < said.first_on).sum()
    )
    return found.mutate(**{name: found[name].fill_null(0).cast("int64") for name in found.columns})


def _of_rounds(known: ir.Table, begun: ir.Table, points: Sequence[Touchpoint]) -> ir.Table:
    rows = events_by_round(known, begun)
    hospital = (rows.type.isin(("diagnosed", "relapsed")) & rows.place.notnull()) | (rows.type == "transferred")
    lives = rows.type.isin(("born", "moved")) & rows.place.notnull()
    first = min((day for point in points for day, _ in point.window), default=date.max)
    each = rows.group_by("person", "episode", "begun_on").agg(
        told=((rows.type == "told") & (rows.code == "cancer") & rows.within).sum(),
        hospitals=hospital.sum(),
        residences=lives.sum(),
    )
    counted = each.begun_on >= first
    found = each.agg(
        too_early=(~counted).sum(),
        not_told=(counted & (each.told.fill_null(0) == 0)).sum(),
        no_hospital=(counted & (each.hospitals.fill_null(0) == 0)).sum(),
        no_municipality=(counted & (each.residences.fill_null(0) == 0)).sum(),
    )
    return found.mutate(**{name: found[name].fill_null(0).cast("int64") for name in found.columns})
