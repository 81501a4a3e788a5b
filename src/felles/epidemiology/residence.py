"""Where did each person live, from when until when, as far as the log tells?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from felles.epidemiology.firsts import DAY_LENGTH

if TYPE_CHECKING:  # naming a rule must not cost the second that importing Ibis takes
    from ibis.expr import types as ir

READS = frozenset({"born", "moved"})
ABROAD = "ZZ:"
"""What the place of somebody outside the country begins with."""
STARTS_AND_ENDS = ("born", "died", "follow_up_ended", "moved")


def places_on(events: ir.Table, days: ir.Table) -> ir.Table:
    """The municipality where each person lived on a day: the last one told on or before it; null where none was.

    events: `current_event`. days: person, key (any columns, alike for a day of one person) and day. Returns the columns
    of `days` with place. Of two moves on one day the place that comes last in the alphabet counts, on every engine.
    """
    keys = [name for name in days.columns if name not in ("person", "day")]
    told = events.filter(events.type.isin(sorted(READS)) & events.place.notnull())
    told = told.select(lived_by=told.person, since=told.day, dated=told.day.cast("string") + told.place.cast("string"))
    known = days.join(told, [days.person == told.lived_by, told.since <= days.day], how="inner")
    latest = known.group_by("person", *keys).agg(place=known.dated.max().substr(DAY_LENGTH))
    renamed = latest.select(_person=latest.person, **{f"_{key}": latest[key] for key in keys}, place=latest.place)
    same = [days.person == renamed._person, *(days[key].identical_to(renamed[f"_{key}"]) for key in keys)]
    joined = days.join(renamed, same, how="left")
    return joined.select(*days.columns, "place")


def residences(events: ir.Table) -> ir.Table:
    """One row per stretch of a life in one municipality: person, place, lived_from, lived_until (not included; null: open).

    A birth or a move begins a stretch; the next move, the death or the end of follow-up ends it. A move back after
    follow-up ended begins a new one. Stretches of no days are left out, and those abroad.
    """
    import ibis

    marks = events.filter(events.type.isin(STARTS_AND_ENDS)).select("person", "type", "day", "place")
    # On one day a birth comes before a move, and both before what ends the stretch: STARTS_AND_ENDS by rank.
    rank = ibis.cases((marks.type == "born", 0), (marks.type == "moved", 1), else_=2)
    following = ibis.window(group_by=marks.person, order_by=[marks.day, rank, marks.place])
    life = ibis.window(group_by=marks.person)
    spans = marks.mutate(
        lived_until=marks.day.lead().over(following),
        died_on=marks.day.min(where=marks.type == "died").over(life),
    )
    spans = spans.filter(spans.type.isin(sorted(READS)))
    spans = spans.filter(spans.lived_until.isnull() | (spans.lived_until > spans.day))
    spans = spans.filter(spans.died_on.isnull() | (spans.died_on > spans.day))
    spans = spans.filter(spans.place.isnull() | ~spans.place.startswith(ABROAD))
    return spans.select("person", "place", lived_from=spans.day, lived_until=spans.lived_until)
