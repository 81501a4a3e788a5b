"""Which contacts and tests of follow-up plans lie before a unit, which are late, and who has a plan that follows need?

Read from the kept tables `follow_up` and `follow_up_plans` (felles.pathways.follow_up, whose `standing` says the same as the
SQL here); the database shows each viewer the persons they may see. Whoever is on the list is written down with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, LiteralString
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row

from felles.access.grants import only_about
from felles.access.naming import names_of
from felles.access.refusals import NotAllowed
from felles.access.viewers import Viewer
from felles.events.envelope import day_of
from felles.store import Store

State = Literal["late", "due", "ahead"]
STATES: tuple[State, ...] = ("late", "due", "ahead")
PAGE = 100

# In the order of `standing`: the first that holds. What is missed, since the next one counts by now, is on no list.
_SEEN: LiteralString = """
    select contact.person, contact.episode, contact.plan, item, number, who, clinical_clock, due, window_from, window_to,
        counted_until, moved_from, plan.since, plan.held_by, plan.by_need_since, due - %(at)s as days_left,
        case when %(at)s > window_to then 'late' when %(at)s >= window_from then 'due' else 'ahead' end as state
    from kept.follow_up as contact join kept.follow_up_plans as plan
        on plan.person = contact.person and plan.episode is not distinct from contact.episode and plan.plan = contact.plan
    where (contact.ended_on is null or contact.ended_on > %(at)s) and (shown_from is null or shown_from <= %(at)s)
        and (counted_until is null or counted_until > %(at)s)
"""
_HOSPITAL: LiteralString = "and plan.held_by = %(trust)s and who <> 'gp'"
_GP: LiteralString = "and who in ('gp', 'hospital_and_gp') and contact.person in (select access.visible())"
_ONE: LiteralString = """
    and contact.person = %(person)s and contact.episode is not distinct from %(episode)s and contact.plan = %(plan)s
    and item = %(item)s and number = %(number)s
"""
_WITHIN: LiteralString = "and (window_from <= %(at)s or due <= %(at)s + %(within)s)"
_CHOSEN: LiteralString = "where %(state)s::text is null or state = %(state)s"
_BY_NEED: LiteralString = """
    select person, episode, plan, since, by_need_since, held_by from kept.follow_up_plans
    where by_need_since is not null and through_on >= %(at)s and (ended_on is null or ended_on > %(at)s)
"""
_THEIRS: LiteralString = """
    and case when %(of_gp)s then person in (select access.visible()) else held_by = %(trust)s end
    order by by_need_since desc, person, plan limit %(size)s
"""
_PLAN: LiteralString = "and person = %(person)s and episode is not distinct from %(episode)s and plan = %(plan)s"


@dataclass(frozen=True, kw_only=True, slots=True)
class CheckUp:
    """One contact or test of a plan that has not been held, seen from a day.

    who: hospital, gp, hospital_and_gp or dermatologist. clinical_clock: it stays on the calendar whatever a form says.
    days_left: to `due`, negative when that has gone by; it is late once `window_to` has. counted_until: from then what is
    done counts for the next one. moved_from: its day by the calendar, where it was moved. since: when the plan was set, by
    the trust `held_by`. by_need_since: the plan follows need, and only what has a clinical clock is left of its calendar.
    """

    person: UUID
    episode: UUID | None
    plan: str
    item: str
    number: int
    who: str
    clinical_clock: bool
    due: date
    window_from: date
    window_to: date
    counted_until: date | None
    moved_from: date | None
    since: date
    held_by: str | None
    by_need_since: date | None
    days_left: int
    state: State
    name: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanByNeed:
    """A plan that follows need since a day."""

    person: UUID
    episode: UUID | None
    plan: str
    since: date
    by_need_since: date
    held_by: str | None
    name: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CheckUps:
    """What a unit has before it. states: how many are in each, on all pages. by_need: at most a page of them."""

    at: date
    within: int
    rows: tuple[CheckUp, ...]
    states: Mapping[State, int]
    by_need: tuple[PlanByNeed, ...]
    page: int
    pages: int

    @property
    def shown(self) -> int:
        return sum(self.states.values())


def check_ups(
    store: Store,
    viewer: Viewer,
    *,
    at: datetime,
    within: int = 30,
    state: State | None = None,
    page: int = 1,
    size: int = PAGE,
) -> CheckUps:
    """The contacts and tests that are late, due, or come within so many days, the nearest day first.

    Hospital roles: those of plans that their trust has set, but for what the GP holds alone. Cancer coordinator and GP: what
    the GP has a part in, of the persons they may see. state: only those; all are counted. page: from 1; one past the end is
    the last. Raises NotAllowed for
    roles that hold none.
    """
    asked = _asked_by(viewer) | {"at": day_of(at), "within": within, "size": size, "state": state}
    theirs = f"from ({_SEEN} {_WITHIN} {_GP if viewer.role.is_municipal else _HOSPITAL}) as seen"
    with store.as_viewer(viewer.id) as connection:
        counted = connection.execute(f"select state, count(*) {theirs} group by state", asked).fetchall()
        states: dict[State, int] = dict(counted)
        shown = sum(count for each, count in states.items() if state in (None, each))
        pages = max(1, -(-shown // size))
        asked["before"] = (min(max(1, page), pages) - 1) * size
        order = "order by due, person, plan, item, number limit %(size)s offset %(before)s"
        rows = _rows(connection, f"select * {theirs} {_CHOSEN} {order}", asked)
        by_need = _rows(connection, f"{_BY_NEED} {_THEIRS}", asked)
        people = {row["person"] for row in (*rows, *by_need)}
        only_about(connection, people)
        names = names_of(store, connection, people)
        units = [unit for unit in (viewer.unit,) if unit]
        connection.execute("select access.note_listed(%s, %s)", (units, list(people)))
    return CheckUps(
        at=day_of(at),
        within=within,
        rows=tuple(CheckUp(**row, name=names.get(row["person"])) for row in rows),
        states={state: states[state] for state in STATES if state in states},
        by_need=tuple(PlanByNeed(**row, name=names.get(row["person"])) for row in by_need),
        page=min(max(1, page), pages),
        pages=pages,
    )


def check_up(
    store: Store,
    viewer: Viewer,
    person: UUID,
    episode: UUID | None,
    plan: str,
    item: str,
    number: int,
    *,
    at: datetime,
) -> CheckUp | None:
    """One contact that has not been held; None where there is none that the viewer may see."""
    asked = {"person": person, "episode": episode, "plan": plan, "item": item, "number": number, "at": day_of(at)}
    with store.as_viewer(viewer.id) as connection:
        only_about(connection, [person])
        rows = _rows(connection, f"{_SEEN} {_ONE}", asked)
        names = names_of(store, connection, {row["person"] for row in rows})
    return CheckUp(**rows[0], name=names.get(person)) if rows else None


def plan_by_need(
    store: Store, viewer: Viewer, person: UUID, episode: UUID | None, plan: str, *, at: datetime
) -> PlanByNeed | None:
    """One plan that follows need; None where there is none that the viewer may see."""
    asked = {"person": person, "episode": episode, "plan": plan, "at": day_of(at)}
    with store.as_viewer(viewer.id) as connection:
        only_about(connection, [person])
        rows = _rows(connection, f"{_BY_NEED} {_PLAN}", asked)
        names = names_of(store, connection, {row["person"] for row in rows})
    return PlanByNeed(**rows[0], name=names.get(person)) if rows else None


def _asked_by(viewer: Viewer) -> dict[str, Any]:
    if not viewer.role.is_professional:
        raise NotAllowed("Only health personnel have check-ups to hold.")
    if not viewer.unit:
        raise NotAllowed(
            "You belong to no unit, so there is no list for you. Ask whoever gives access to add your unit."
        )
    return {"trust": viewer.unit.partition(":")[0], "of_gp": viewer.role.is_municipal}


def _rows(connection: Connection, query: LiteralString, asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(query, asked).fetchall()
