"""Which conversations of the home pathway has a unit to hold now, who was handed over to it, and which needs are open?

Read from the kept tables of felles.pathways.home, whose `standing` says the same as the SQL here; the database shows each
viewer the persons they may see. Whoever is on the list is written down with it.
"""

from collections.abc import Iterable, Mapping, Sequence
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

State = Literal[
    "waiting", "open", "offered", "postponed", "declined", "ask_again", "to_remember", "late",
    "held", "overtaken", "not_relevant", "ended",
]  # fmt: skip
DUE_STATES: tuple[State, ...] = ("open", "offered", "postponed", "ask_again", "to_remember", "late")
TO_DO: tuple[State, ...] = ("open", "ask_again", "to_remember", "late")
PAGE = 100

# In the order of `standing`: the first that holds.
_SEEN: LiteralString = """
    select person, episode, round, begun_on, begun_by, touchpoint, holder, responsible, window_from, window_to,
        window_verified, told_on, offered_on, planned_on, held_on, declined_on, ask_again_on, postponed_on, postponed_to,
        dropped_on, moved_on, moved_to, due, due_by, due - %(at)s as days_left,
        %(at)s < (born_on + interval '18 years')::date as is_child,
        case
            when held_on is not null then 'held'
            when ended_on is not null then 'ended'
            when overtaken_on is not null then 'overtaken'
            when answer = 'dropped' then 'not_relevant'
            when answer = 'declined' then case when %(at)s < due then 'declined' else 'ask_again' end
            when %(at)s > due then
                case when due_by = 'agreed' or due_by = 'window' and window_verified then 'late' else 'to_remember' end
            when answer in ('postponed', 'offered') then answer
            when %(at)s >= window_from then 'open'
            else 'waiting'
        end as state
    from kept.home_pathway
"""
_HOSPITAL: LiteralString = (
    "where due is not null and (responsible = any (%(own)s) or responsible is null and holder = 'hospital')"
)
# By its number a municipality is whichever it is: the person's own, of those whom the viewer may see.
_MUNICIPALITY: LiteralString = """
    where due is not null and person in (select access.visible())
        and (responsible = any (%(own)s)
             or responsible ~ '^[0-9]{4}$' or responsible is null and holder = 'municipality')
"""
_ONE: LiteralString = """
    where person = %(person)s and episode is not distinct from %(episode)s and touchpoint = %(touchpoint)s
    order by round desc limit 1
"""
_CHOSEN: LiteralString = """
    and state = any (%(only)s)
    order by state = 'to_remember', case when state = 'to_remember' then due end desc, due, window_from, person, touchpoint
    limit %(size)s offset %(before)s
"""
_NEEDS: LiteralString = """
    select person, episode, theme, found_on, found_at, assigned_on, responsible, due, due - %(at)s as days_left
    from kept.needs where met_on is null and ended_on is null
"""
_ALL_NEEDS: LiteralString = f"""
    {_NEEDS} and person in (select access.visible())
    order by responsible is not null, due nulls last, found_on, person, theme limit %(size)s
"""
_THEIR_NEEDS: LiteralString = f"{_NEEDS} and person = any (%(people)s) order by due nulls last, found_on, theme"
_CHILDREN: LiteralString = "select person from kept.children where needs_attention and person = any (%(people)s)"
_HANDED_OVER: LiteralString = """
    select person, episode, sender, receiver, handed_on, %(at)s - handed_on as days_waiting
    from kept.handovers
    where receiver = any (%(own)s) and kind = 'handed_over'
        and accepted_on is null and left_on is null and ended_on is null
    order by handed_on, person limit %(size)s
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Need:
    """One open need. responsible: who has it, a unit or whatever it was given to; null while nobody has. days_left: to the
    day on which it should be done, negative when that has gone by."""

    person: UUID
    episode: UUID | None
    theme: str
    found_on: date
    found_at: str | None
    assigned_on: date | None
    responsible: str | None
    due: date | None
    days_left: int | None
    name: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Handover:
    """A person who was handed over to `receiver` and whom nobody there has taken over yet."""

    person: UUID
    episode: UUID | None
    sender: str | None
    receiver: str
    handed_on: date
    days_waiting: int
    name: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Conversation:
    """One conversation of a round, seen from a day, with what went before.

    due, days_left: by when somebody has to do something (days are negative when it has gone by), and due_by who set that
    day: `agreed`, `window`, or `ours`, which is a reminder and never late. responsible: a trust, the number of a
    municipality, or who took it over. children: there are children under 18 whom nobody is known to have informed.
    needs: the open ones of the person, of whichever round.
    """

    person: UUID
    episode: UUID | None
    round: int
    begun_on: date
    begun_by: Literal["diagnosed", "relapsed"]
    touchpoint: str
    holder: Literal["hospital", "municipality"]
    responsible: str | None
    window_from: date | None
    window_to: date | None
    window_verified: bool | None
    told_on: date | None
    offered_on: date | None
    planned_on: date | None
    held_on: date | None
    declined_on: date | None
    ask_again_on: date | None
    postponed_on: date | None
    postponed_to: date | None
    dropped_on: date | None
    moved_on: date | None
    moved_to: str | None
    due: date | None
    due_by: Literal["agreed", "window", "ours"] | None
    days_left: int | None
    is_child: bool | None
    state: State
    children: bool = False
    needs: tuple[Need, ...] = ()
    name: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Conversations:
    """What a unit has to do. states: how many are in each of DUE_STATES, on all pages; shown: their sum.

    handed_over and needs: at most a page of each, the longest wait and the nearest day first; a need that nobody has
    comes before them.
    """

    at: date
    due: tuple[Conversation, ...]
    states: Mapping[State, int]
    handed_over: tuple[Handover, ...]
    needs: tuple[Need, ...]
    page: int
    pages: int

    @property
    def shown(self) -> int:
        return sum(self.states.values())

    @property
    def to_do(self) -> int:
        """How many wait for somebody to ask; the others have a day that is agreed and has not gone by."""
        return sum(self.states.get(state, 0) for state in TO_DO)


def conversations(
    store: Store,
    viewer: Viewer,
    *,
    at: datetime,
    only: Sequence[State] = DUE_STATES,
    page: int = 1,
    size: int = PAGE,
) -> Conversations:
    """The conversations that are due by the viewer's unit, the nearest day first; after them our own reminders that have
    gone by, the latest first, since those are no deadlines.

    Hospital roles: those that their trust has to hold. Cancer coordinator and GP: those that a municipality has to hold,
    of the persons they may see, and those that their unit took over. only: these of DUE_STATES; all are counted. page:
    from 1; one past the end is the last. Raises NotAllowed for roles that hold none.
    """
    asked: dict[str, Any] = {"own": _own(viewer), "at": day_of(at), "due": list(DUE_STATES), "size": size}
    asked["only"] = [state for state in only if state in DUE_STATES]
    due = (
        f"from ({_SEEN} {_MUNICIPALITY if viewer.role.is_municipal else _HOSPITAL}) as seen where state = any (%(due)s)"
    )
    with store.as_viewer(viewer.id) as connection:
        counted = connection.execute(f"select state, count(*) {due} group by state", asked).fetchall()
        states: dict[State, int] = dict(counted)
        pages = max(1, -(-sum(states.get(state, 0) for state in asked["only"]) // size))
        asked["before"] = (min(max(1, page), pages) - 1) * size
        rows = _asked(connection, f"select * {due} {_CHOSEN}", asked)
        handed_over, needs = _asked(connection, _HANDED_OVER, asked), _asked(connection, _ALL_NEEDS, asked)
        people = {row["person"] for row in (*rows, *handed_over, *needs)}
        only_about(connection, people)
        names = names_of(store, connection, people)
        due_rows = _completed(connection, rows, names, asked)
        connection.execute("select access.note_listed(%s, %s)", (asked["own"], list(people)))
    return Conversations(
        at=day_of(at),
        due=tuple(due_rows),
        states={state: states[state] for state in DUE_STATES if state in states},
        handed_over=tuple(Handover(**row, name=names.get(row["person"])) for row in handed_over),
        needs=tuple(Need(**row, name=names.get(row["person"])) for row in needs),
        page=min(max(1, page), pages),
        pages=pages,
    )


def conversation(
    store: Store, viewer: Viewer, person: UUID, episode: UUID | None, touchpoint: str, *, at: datetime
) -> Conversation | None:
    """One conversation of the last round, due or not; None where there is none that the viewer may see."""
    asked = {"person": person, "episode": episode, "touchpoint": touchpoint, "at": day_of(at)}
    with store.as_viewer(viewer.id) as connection:
        only_about(connection, [person])
        rows = _asked(connection, f"{_SEEN} {_ONE}", asked)
        names = names_of(store, connection, {row["person"] for row in rows})
        found = _completed(connection, rows, names, asked)
    return found[0] if found else None


def open_need(
    store: Store, viewer: Viewer, person: UUID, episode: UUID | None, theme: str, *, at: datetime
) -> Need | None:
    """One open need; None where there is none that the viewer may see."""
    with store.as_viewer(viewer.id) as connection:
        only_about(connection, [person])
        found = _needs(connection, [person], day_of(at))
        names = names_of(store, connection, {person})
    theirs = (need for need in found if need["episode"] == episode and need["theme"] == theme)
    return next((Need(**need, name=names.get(person)) for need in theirs), None)


def units(store: Store, viewer: Viewer) -> list[str]:
    """The units in which somebody works with Felles, so that who is handed over to them stands on somebody's list."""
    with store.as_viewer(viewer.id) as connection:
        return sorted(unit for (unit,) in connection.execute("select access.units()").fetchall())


def _own(viewer: Viewer) -> list[str]:
    """The names by which things are given to the viewer's unit: its own and its trust's."""
    if not viewer.role.is_professional:
        raise NotAllowed("Only health personnel have conversations to hold.")
    if not viewer.unit:
        raise NotAllowed(
            "You belong to no unit, so there is no list for you. Ask whoever gives access to add your unit."
        )
    return sorted({viewer.unit, viewer.unit.partition(":")[0]})


def _completed(
    connection: Connection, rows: Sequence[dict[str, Any]], names: Mapping[UUID, str], asked: Mapping[str, Any]
) -> list[Conversation]:
    """With the name, the open needs, and whether there are children to think of."""
    people = list({row["person"] for row in rows})
    needs = _needs(connection, people, asked["at"])
    children = {row["person"] for row in _asked(connection, _CHILDREN, {"people": people})}
    return [
        Conversation(
            **row,
            name=names.get(row["person"]),
            children=row["person"] in children,
            needs=tuple(Need(**need) for need in needs if need["person"] == row["person"]),
        )
        for row in rows
    ]


def _needs(connection: Connection, people: Iterable[UUID], at: date) -> list[dict[str, Any]]:
    return _asked(connection, _THEIR_NEEDS, {"people": list(people), "at": at})


def _asked(connection: Connection, query: LiteralString, asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(query, asked).fetchall()
