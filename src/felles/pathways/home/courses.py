"""What has happened with each conversation of each round? No window and no holder stands here: those are content."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from felles.pathways.home.points import CONVERSATIONS, Closing
from felles.pathways.home.rounds import BEGINS, PERSONAL, events_by_round, rounds
from felles.pathways.latest import day_of, latest, rest_of
from felles.pathways.points import Point, any_holds

if TYPE_CHECKING:  # naming a rule must not cost the second that importing Ibis takes
    from ibis.expr import types as ir

# What was said last decides; on one day an answer comes after the offer, and the more final answer counts.
ANSWERS = ("offered", "postponed", "declined", "dropped")
READS = frozenset(
    {
        *BEGINS,
        *PERSONAL,
        "told",
        "transferred",
        *(f"needs_conversation_{word}" for word in (*ANSWERS, "held", "moved")),
    }
)
"""The types that are read, with those that close a touchpoint by its file."""

COLUMNS = (
    *("person", "episode", "round", "begun_on", "begun_by", "touchpoint"),
    "told_on",
    *("offered_on", "held_on", "held_at", "declined_on", "postponed_on", "dropped_on"),
    *("answer", "answered_on", "agreed_on"),
    *("moved_on", "moved_to"),
    *("hospital", "hospital_since", "municipality", "municipality_since"),
    *("ended_on", "ended_by"),
    "born_on",
)
"""offered_on and held_on are the first, declined_on and postponed_on the last; answer: which of ANSWERS came last, on
answered_on, with the day it named (agreed_on); hospital and municipality: who has the person, by transfers and moves; ended_by:
`died`, `relapsed` or `not_followed`."""

# What is said of a conversation with its id as code, whatever closes it.
_SAID = ("offered", "postponed", "declined", "moved")


def courses(events: ir.Table, closings: Mapping[str, Closing]) -> ir.Table:
    """One row per person, episode, round and conversation, with what happened: COLUMNS.

    events: `current_event` (or a table with its person, episode, type, day, until_day, code and place); closings: of
    `closings_of`.
    """
    import ibis

    points = [point for closing in closings.values() for point in (*closing.held, *closing.dropped)]
    known = events.filter(events.type.isin(sorted(READS | {point.type for point in points})))
    begun = rounds(known)
    by_round = events_by_round(known, begun)
    standing = _by_round(by_round)
    every = standing.mutate(touchpoint=ibis.array(list(CONVERSATIONS)).unnest())
    said = _by_conversation(by_round, closings)
    joined = every.left_join(
        said,
        [
            every.person == said.said_by,
            every.key == said.said_in,
            every.begun_on == said.said_since,
            every.touchpoint == said.about,
        ],
    )
    return joined.select(*COLUMNS)


def _by_round(rows: ir.Table) -> ir.Table:
    """One row per round: when the person was told, who has the person, and what ended the round."""
    import ibis

    told = (rows.type == "told") & (rows.code == "cancer") & rows.within
    at_hospital = rows.type.isin(BEGINS) & rows.place.notnull() | (rows.type == "transferred") & rows.code.notnull()
    receiver = ibis.ifelse(rows.type == "transferred", rows.code, rows.place)
    lives = rows.type.isin(("born", "moved")) & rows.place.notnull()
    found = rows.group_by("person", "episode", "key", "round", "begun_on", "begun_by", "again_on").agg(
        told_on=rows.day.min(where=told),
        hospital_said=latest(rows, at_hospital, receiver),
        residence_said=latest(rows, lives, rows.place),
        died_on=rows.day.min(where=rows.type == "died"),
        not_followed_on=rows.day.min(where=(rows.type == "follow_up_ended") & rows.within),
        born_on=rows.day.min(where=rows.type == "born"),
    )
    ended_on = ibis.least(found.died_on, found.again_on, found.not_followed_on)
    return found.mutate(
        hospital=rest_of(found.hospital_said),
        hospital_since=day_of(found.hospital_said),
        municipality=rest_of(found.residence_said),
        municipality_since=day_of(found.residence_said),
        ended_on=ended_on,
        ended_by=ibis.cases(
            (found.died_on == ended_on, "died"),
            (found.again_on == ended_on, "relapsed"),
            (found.not_followed_on == ended_on, "not_followed"),
        ),
    ).drop("hospital_said", "residence_said", "died_on", "again_on", "not_followed_on")


def _by_conversation(rows: ir.Table, closings: Mapping[str, Closing]) -> ir.Table:
    """One row per round and conversation that anything was said about."""
    import ibis

    held = {id: _is_one_of(closing.held, rows) for id, closing in closings.items()}
    dropped = {id: _is_one_of(closing.dropped, rows) for id, closing in closings.items()}
    says = [(holds, "held") for holds in held.values()] + [(holds, "dropped") for holds in dropped.values()]
    about = [(holds, id) for each in (held, dropped) for id, holds in each.items()]
    others = [(rows.type == f"needs_conversation_{word}", word) for word in _SAID]
    told = rows.mutate(
        says=ibis.cases(*says, *others), about=ibis.cases(*about, *((holds, rows.code) for holds, _ in others))
    )
    said = told.filter(told.within & told.says.notnull() & told.about.notnull())

    def is_(word: str) -> ir.BooleanValue:
        return said.says == word

    rank = ibis.cases(*((is_(answer), str(number)) for number, answer in enumerate(ANSWERS)))
    days: dict[str, Any] = {f"{answer}_on": said.day.max(where=is_(answer)) for answer in ANSWERS[1:]}
    found = said.group_by(said_by="person", said_in="key", said_since="begun_on", about="about").agg(
        offered_on=said.day.min(where=is_("offered")),
        held_said=(said.day.cast("string") + said.place.fill_null("")).min(where=is_("held")),
        answered=latest(said, rank.notnull(), rank + said.until_day.cast("string").fill_null("")),
        moved_said=latest(said, is_("moved"), said.place.fill_null("")),
        **days,
    )
    answer = rest_of(found.answered)
    return found.mutate(
        held_on=day_of(found.held_said),
        held_at=rest_of(found.held_said).nullif(""),
        answer=ibis.cases(*((answer.startswith(str(number)), word) for number, word in enumerate(ANSWERS))),
        answered_on=day_of(found.answered),
        agreed_on=answer.substr(1).nullif("").cast("date"),
        moved_on=day_of(found.moved_said),
        moved_to=rest_of(found.moved_said).nullif(""),
    )


def _is_one_of(points: Iterable[Point], rows: ir.Table) -> ir.BooleanValue:
    import ibis

    points = tuple(points)
    return any_holds(points, rows).fill_null(False) if points else ibis.literal(False)
