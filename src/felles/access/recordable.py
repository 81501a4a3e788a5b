"""What can be recorded from a page, and what must have begun before it: a pathway, a round, a need, a handover, a plan?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, LiteralString

from psycopg import Connection

from felles.store import Refused


@dataclass(frozen=True, kw_only=True, slots=True)
class Beginning:
    """On which day that began which an event belongs to, asked of a kept table; what to say where it did not, or later."""

    query: LiteralString
    missing: str
    early: str


# Kept rows stand under the record that the others go under.
_EPISODE: LiteralString = """
    person = coalesce((select canonical from felles.person_link where person = %(person)s), %(person)s)
    and episode is not distinct from %(episode)s
"""
_PATHWAY = Beginning(
    query=f"select started_on from kept.pathways where {_EPISODE}",
    missing="There is no such pathway. Record the referral first.",
    early="The pathway began on {day:%d.%m.%Y}. Give that day or a later one.",
)
_ROUND: LiteralString = f"select max(begun_on) from kept.home_pathway where {_EPISODE}"
_CONVERSATION = Beginning(
    query=f"{_ROUND} and (touchpoint = %(code)s or %(code)s = 'extra')",
    missing="There is no such conversation: it follows a diagnosis or a relapse. Record that first.",
    early="This round of conversations began on {day:%d.%m.%Y}. Give that day or a later one.",
)
_NEW_NEED = Beginning(
    query=_ROUND,
    missing="A need belongs to a diagnosis or a relapse, and there is none. Record that first.",
    early=_CONVERSATION.early,
)
_NEED = Beginning(
    query=f"select max(found_on) from kept.needs where {_EPISODE} and theme = %(code)s and met_on is null",
    missing="There is no such open need. Look at the list again: somebody may have closed it.",
    early="The need was found on {day:%d.%m.%Y}. Give that day or a later one.",
)
_HANDOVER = Beginning(
    query=_ROUND,
    missing="Nobody is handed over before a diagnosis. Record that first.",
    early="The diagnosis or relapse was on {day:%d.%m.%Y}. Give that day or a later one.",
)
_RECEIVED = Beginning(
    query=f"""
        select max(handed_on) from kept.handovers
        where {_EPISODE} and receiver = %(place)s and kind = 'handed_over' and accepted_on is null
            and left_on is null and ended_on is null
    """,
    missing="This person does not wait to be taken over by your unit. Somebody may have done so already.",
    early="The person was handed over on {day:%d.%m.%Y}. Give that day or a later one.",
)
_PLANS: LiteralString = f"""
    from kept.follow_up_plans where {_EPISODE} and (ended_on is null or ended_on > %(day)s)
"""
_PLAN = Beginning(
    query=f"select max(since) {_PLANS}",
    missing="There is no such plan, or it has ended. Set a plan first.",
    early="The plan was set on {day:%d.%m.%Y}. Give that day or a later one.",
)
_IN_PATHWAY_OR_PLAN = Beginning(
    query=f"""
        select min(day) from (
            select started_on as day from kept.pathways where {_EPISODE} union all select least(since, counted_from) {_PLANS}
        ) as begun
    """,
    missing="There is no such pathway and no such plan. Record the referral, or set a plan, first.",
    early="The pathway or plan began on {day:%d.%m.%Y}. Give that day or a later one.",
)
_IN_PLAN = Beginning(
    query=f"select min(least(since, counted_from)) {_PLANS}",
    missing=_PLAN.missing,
    early="The plan's months are counted from {day:%d.%m.%Y}. Give that day or a later one.",
)

PLACED = frozenset({"needs_conversation_moved", "need_assigned", "handover_accepted"})
"""Events whose place is not where they were recorded, but who takes over."""

_STEPS = (
    "referred", "attended", "imaged", "sampled", "report_ready", "discussed", "decided", "told", "treatment_planned",
    "treatment_started", "transferred", "deferred", "pathway_ended",
)  # fmt: skip
_SAID_OF_CONVERSATIONS = ("offered", "held", "declined", "postponed", "moved", "dropped")
_BEGINNINGS: Mapping[str, Beginning] = {
    **dict.fromkeys(_STEPS, _PATHWAY),
    **{f"needs_conversation_{word}": _CONVERSATION for word in _SAID_OF_CONVERSATIONS},
    "need_found": _NEW_NEED,
    "need_assigned": _NEED,
    "need_met": _NEED,
    "handed_over": _HANDOVER,
    "handover_accepted": _RECEIVED,
    "imaged": _IN_PATHWAY_OR_PLAN,
    "visited": _IN_PLAN,
    "measured": _IN_PLAN,
    "follow_up_moved": _PLAN,
    "follow_up_changed": _PLAN,
}

BEGINS_ITS_OWN = frozenset({"referred", "follow_up_planned"})
"""What begins an episode of its own, where it names none."""
RECORDABLE = frozenset(_BEGINNINGS) | BEGINS_ITS_OWN
"""What can be recorded from the board of pathways and the lists of conversations and check-ups."""


def begun_on(connection: Connection, type_: str, asked: Mapping[str, Any]) -> date | None:
    """The day on which that began which an event of this type belongs to; None where the viewer sees no such thing.

    asked: person, episode, code, place and day of the event.
    """
    row = connection.execute(_BEGINNINGS[type_].query, asked).fetchone()
    return row[0] if row else None


def refuse_outside(type_: str, begun: date | None, day: date) -> None:
    """Raises Refused for an event of something that has not begun, or had not on that day."""
    beginning = _BEGINNINGS[type_]
    if begun is None:
        raise Refused(beginning.missing)
    if day < begun:
        raise Refused(beginning.early.format(day=begun))
