"""Which open pathways does a unit have in its hands, the most urgent first, and what comes next in each?

Read from the kept table `pathways` (felles.pathways.board, whose `seen_from` says the same as the SQL here); the database
shows each viewer the persons they may see. Whoever is on the list is written down with it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
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

Phase = Literal["referred", "investigation", "waiting_for_answer", "waiting_for_treatment"]
Order = Literal["most_urgent", "longest_wait", "newest"]

PHASES: tuple[Phase, ...] = ("referred", "investigation", "waiting_for_answer", "waiting_for_treatment")
SOON = 7
PAGE = 100

# Deadlines and days are counted as `seen_from` counts them.
_OPEN: LiteralString = """
    from kept.pathways
    where closed_on is null and (%(units)s::text[] is null or holder = any (%(units)s))
"""
_CHOSEN: LiteralString = f"""
    and (%(pathway)s::text is null or pathway = %(pathway)s) and (%(phase)s::text is null or phase = %(phase)s)
        and (not %(only_soon)s or due between %(at)s and %(at)s + {SOON})
"""
_COUNTS: LiteralString = f"""
    select pathway, phase, count(*) as open, count(*) filter (where due < %(at)s) as overdue,
        count(*) filter (where due between %(at)s and %(at)s + {SOON}) as soon,
        count(*) filter (where due is null) as without_limit
    {_OPEN} group by pathway, phase
"""
_PAGE: LiteralString = f"""
    select person, episode, pathway, started_on, started_at, holder, held_at, held_since, unknown_receiver, phase,
        phase_since, "interval", due, limit_days, limit_verified, earliest, next_step, next_code, next_at, planned_on,
        last_type, last_on,
        %(at)s - started_on as pathway_days, %(at)s - coalesce(counted_from, started_on) as days,
        due - %(at)s as days_left,
        case when due is null then 'running_no_limit' when due < %(at)s then 'overdue' else 'running' end as state,
        case when deferred_until >= %(at)s or deferred_until is null and last_on <= deferred_on
            then deferred_for end as deferred,
        deferred_until
    {_OPEN} {_CHOSEN}
"""
_OF_ONE: LiteralString = " and person = %(person)s"
_ORDERS: Mapping[Order, LiteralString] = {
    "most_urgent": " order by due nulls last, started_on, person, episode",
    "longest_wait": " order by started_on, due nulls last, person, episode",
    "newest": " order by started_on desc, due nulls last, person, episode",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class BoardRow:
    """One open pathway, seen from a day.

    name: None for who sees pseudonyms and where no name is known. interval: the one whose deadline is nearest, with its
    `days` so far, `limit_days`, `due` and `days_left` (negative when late); without a confirmed or known limit these are
    null and `days` counts from the start. limit_verified False: a limit that nobody has confirmed. earliest: the shortest
    limit, while no kind of treatment is known. holder: the trust that has it; next_at: the unit where the next step is
    awaited. next_step: first_attendance, decision, report (next_code: of what), treatment (next_code: its kind) or
    treatment_plan. planned_on: the day for which that treatment is planned. deferred: the reason, while it is put off.
    unknown_receiver: a unit that it was transferred to and that nobody knows; it stays with its holder.
    """

    person: UUID
    episode: UUID | None
    pathway: str | None
    phase: Phase
    phase_since: date
    started_on: date
    started_at: str | None
    holder: str | None
    held_at: str | None
    held_since: date
    unknown_receiver: str | None
    next_step: str
    next_code: str | None
    next_at: str | None
    planned_on: date | None
    interval: str | None
    days: int
    pathway_days: int
    limit_days: int | None
    limit_verified: bool | None
    earliest: bool | None
    due: date | None
    days_left: int | None
    state: Literal["running", "overdue", "running_no_limit"]
    deferred: str | None
    deferred_until: date | None
    last_type: str
    last_on: date
    name: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class BoardCount:
    """How many pathways are open, past a deadline, at one within seven days (today included), and without a limit."""

    open: int = 0
    overdue: int = 0
    soon: int = 0
    without_limit: int = 0

    def __add__(self, other: "BoardCount") -> "BoardCount":
        return BoardCount(**{each.name: getattr(self, each.name) + getattr(other, each.name) for each in fields(self)})


@dataclass(frozen=True, kw_only=True, slots=True)
class Board:
    """A page of open pathways with what is counted over all of them.

    phases: each phase with its count, for the chosen pathway and whatever the chosen phase; whole: their sum.
    pathways: how many are open in each, whatever is chosen. shown: how many rows all pages have together.
    """

    at: date
    units: tuple[str, ...] | None
    rows: tuple[BoardRow, ...]
    phases: Mapping[Phase, BoardCount]
    pathways: Mapping[str | None, int]
    shown: int
    page: int
    pages: int

    @property
    def whole(self) -> BoardCount:
        return sum(self.phases.values(), BoardCount())


def board(
    store: Store,
    viewer: Viewer,
    *,
    at: datetime,
    units: Sequence[str] | None = None,
    pathway: str | None = None,
    phase: Phase | None = None,
    only_soon: bool = False,
    order: Order = "most_urgent",
    page: int = 1,
    size: int = PAGE,
) -> Board:
    """The open pathways in the hands of some trusts, as far as the viewer may see them.

    at: now; the table knows what is known now. units: ids of trusts, such as all of a region; by default the viewer's own,
    for who sees pseudonyms all. only_soon: only those with a deadline within seven days. page: from 1; one past the end
    is the last. Raises NotAllowed for roles without a board.
    """
    units = _units(viewer, units)
    asked = {"units": units, "pathway": pathway, "phase": phase, "at": day_of(at), "only_soon": only_soon}
    with store.as_viewer(viewer.id) as connection:
        counted = _counted(connection, asked)
        phases = {
            each: sum(
                (count for (of, named), count in counted.items() if named == each and pathway in (None, of)),
                BoardCount(),
            )
            for each in PHASES
        }
        shown = sum(
            (count.soon if only_soon else count.open) for each, count in phases.items() if phase in (None, each)
        )
        pages = max(1, -(-shown // size))
        page = min(max(1, page), pages)
        rows = _rows(connection, asked, order, size, page) if shown else []
        only_about(connection, {row["person"] for row in rows})
        rows = _completed(store, connection, viewer, rows)
        connection.execute("select access.note_listed(%s, %s)", (units or [], list({row["person"] for row in rows})))
    return Board(
        at=day_of(at),
        units=None if units is None else tuple(units),
        rows=tuple(BoardRow(**row) for row in rows),
        phases=phases,
        pathways=_by_pathway(counted),
        shown=shown,
        page=page,
        pages=pages,
    )


def open_pathway(store: Store, viewer: Viewer, person: UUID, episode: UUID | None, *, at: datetime) -> BoardRow | None:
    """One open pathway as the board shows it; None where there is none that the viewer may see."""
    return next((row for row in open_pathways(store, viewer, person, at=at) if row.episode == episode), None)


def open_pathways(store: Store, viewer: Viewer, person: UUID, *, at: datetime) -> tuple[BoardRow, ...]:
    """The open pathways of one person, the most urgent first; none where there is none that the viewer may see."""
    asked: dict[str, Any] = {"units": None, "pathway": None, "phase": None, "at": day_of(at), "only_soon": False}
    asked["person"] = person
    with store.as_viewer(viewer.id) as connection, connection.cursor(row_factory=dict_row) as cursor:
        found = cursor.execute(f"{_PAGE}{_OF_ONE}{_ORDERS['most_urgent']}", asked).fetchall()
        rows = _completed(store, connection, viewer, found)
    return tuple(BoardRow(**row) for row in rows)


def _units(viewer: Viewer, units: Sequence[str] | None) -> list[str] | None:
    if viewer.role.sees_pseudonyms:
        return None if units is None else list(units)
    if not viewer.role.is_professional:
        raise NotAllowed("Only health personnel and analysts have a board of pathways.")
    if units is None and not viewer.unit:
        raise NotAllowed(
            "You belong to no unit, so there is no board for you. Ask whoever gives access to add your unit."
        )
    return list(units) if units is not None else [str(viewer.unit).partition(":")[0]]


def _counted(connection: Connection, asked: Mapping[str, Any]) -> dict[tuple[str | None, str], BoardCount]:
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(_COUNTS, asked).fetchall()
    return {(row.pop("pathway"), row.pop("phase")): BoardCount(**row) for row in rows}


def _by_pathway(counted: Mapping[tuple[str | None, str], BoardCount]) -> dict[str | None, int]:
    found: dict[str | None, int] = {}
    for (pathway, _), count in counted.items():
        found[pathway] = found.get(pathway, 0) + count.open
    return dict(sorted(found.items(), key=lambda one: (-one[1], one[0] or "")))


def _rows(connection: Connection, asked: Mapping[str, Any], order: Order, size: int, page: int) -> list[dict[str, Any]]:
    query = f"{_PAGE}{_ORDERS[order]} limit %(size)s offset %(before)s"
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(query, {**asked, "size": size, "before": (page - 1) * size}).fetchall()


def _completed(
    store: Store, connection: Connection, viewer: Viewer, rows: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    """With what no kept table holds: the name, which is sealed."""
    names = {} if viewer.role.sees_pseudonyms else names_of(store, connection, {row["person"] for row in rows})
    return [{**row, "name": names.get(row["person"])} for row in rows]
