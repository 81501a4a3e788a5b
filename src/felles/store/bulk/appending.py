"""How does a whole frame enter the log: found or made people, a staging table, one transaction with its projections?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

import polars as pl
from psycopg import Connection
from psycopg.errors import UniqueViolation

from felles.events import day_expression
from felles.store.bulk.comparing import lie_before_birth, mark_known, may_be_known, refusals
from felles.store.bulk.identifiers import event_ids
from felles.store.bulk.sifting import Sifted, sift
from felles.store.linking import relink
from felles.store.locks import LOG_LOCK
from felles.store.projecting import LINKING_TYPES, Projection, project_new, project_relation, touched_by

_STAGING = """
    create temporary table staging (
        row int not null, id uuid not null, person uuid not null, type text not null, "time" timestamptz not null,
        until timestamptz, day date not null, until_day date, "precision" text not null, episode uuid, code text,
        value double precision, unit text, place text, actor text, source text not null, source_id text not null,
        corrects text, data jsonb, fresh boolean not null, replaces uuid, known boolean not null default false
    ) on commit drop
"""
_COPIED = (
    "row", "id", "person", "type", "time", "until", "day", "until_day", "precision", "episode", "code", "value", "unit",
    "place", "actor", "source", "source_id", "corrects", "data", "fresh",
)  # fmt: skip
_INSERT = """
    insert into felles.event (id, person, type, "time", until, day, until_day, "precision", recorded, episode, code, value,
        unit, place, actor, source, source_id, replaces, data)
    select id, person, type, "time", until, day, until_day, "precision", %s, episode, code, value, unit, place, actor,
        source, source_id, replaces, data
    from staging where not known
"""


@dataclass(frozen=True, slots=True)
class Appended:
    """What became of a frame: events that are new, events that were there, and why the others were set aside."""

    new: int
    known: int
    rejects: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Doorway:
    """What `append_frame` needs from the rest of the store: who is who, and how free text is sealed."""

    people: Callable[[pl.DataFrame], pl.DataFrame]
    """(source, person) distinct -> the same with `person_id`, a UUID as text, and `fresh`: made only now."""
    episodes: Callable[[pl.DataFrame], pl.DataFrame]
    """(source, person, episode) distinct -> the same with `episode_id`, a UUID as text."""
    seal: Callable[[pl.DataFrame], pl.DataFrame]
    """A frame with `person_id`, `type` and `data` -> the same with free text in `data` sealed."""


def append_frame(
    connection: Connection,
    frame: pl.DataFrame,
    projections: Sequence[Projection],
    doorway: Doorway,
    *,
    now: Callable[[], datetime],
    today: date,
    checked: bool,
) -> Appended:
    """Append the good records of a frame (felles.events.FRAME_SCHEMA) in one transaction; set the others aside."""
    sifted = sift(frame, today, checked=checked)
    types = set(sifted.rows["type"].unique())
    plain = sifted.rows["replaces"].null_count() == sifted.rows.height and not types & LINKING_TYPES
    with connection.transaction():
        # Everyone is found, and all rows are staged, before the lock is taken: so two frames are prepared side by side
        # and never wait for each other in a circle.
        _copy(connection, _with_identities(sifted.rows, doorway))
        connection.execute("select pg_advisory_xact_lock(%s)", (LOG_LOCK,))
        new = _insert_all(connection, now()) if plain else None
        if new is None:
            _leave_out(connection, sifted)
            new = connection.execute(_INSERT, (now(),)).rowcount
        if new:
            connection.execute("select felles.count_again(%s)", (new,))
            _project(connection, projections, types, plain=plain)
    known = sifted.members.height - new  # every row that stays is new once or was said before
    return Appended(new=new, known=known, rejects=sifted.rejects.sort("line", "field"))


def _insert_all(connection: Connection, moment: datetime) -> int | None:
    """Insert every staged row, or none and return None where the log holds one already or refuses one.

    Most frames are wholly new, and to find that out row by row takes as long as half the insert.
    """
    if may_be_known(connection) or lie_before_birth(connection):
        return None
    try:
        with connection.transaction():
            return connection.execute(_INSERT, (moment,)).rowcount
    except UniqueViolation:
        return None


def _leave_out(connection: Connection, sifted: Sifted) -> None:
    """Mark what the log holds already, and take away what cannot stand beside it."""
    mark_known(connection)
    # Setting one record aside can take away what another corrects, so ask until nobody is refused.
    while refused := refusals(connection):
        connection.execute("delete from staging where row = any(%s)", (sifted.set_aside(refused),))


def _with_identities(good: pl.DataFrame, doorway: Doorway) -> pl.DataFrame:
    people = doorway.people(good.select("source", "person").unique(maintain_order=True))
    episodes = doorway.episodes(
        good.filter(pl.col("episode").is_not_null()).select("source", "person", "episode").unique(maintain_order=True)
    )
    named = good.join(people, on=["source", "person"], how="left", maintain_order="left").join(
        episodes, on=["source", "person", "episode"], how="left", maintain_order="left"
    )
    return doorway.seal(named).with_columns(
        id=event_ids(named.height),
        person=pl.col("person_id"),
        episode=pl.col("episode_id"),
        day=day_expression("time"),
        until_day=day_expression("until"),
        corrects=pl.col("replaces"),
    )


def _copy(connection: Connection, staged: pl.DataFrame) -> None:
    connection.execute(_STAGING)
    buffer = BytesIO()
    staged.select(_COPIED).write_csv(buffer, include_header=False)
    columns = ", ".join(f'"{name}"' for name in _COPIED)
    with connection.cursor() as cursor, cursor.copy(f"copy staging ({columns}) from stdin (format csv)") as copy:
        copy.write(buffer.getbuffer())
    connection.execute("analyze staging (row, person, type, episode, source, source_id, corrects, fresh, known)")


def _project(connection: Connection, projections: Sequence[Projection], types: set[str], *, plain: bool) -> None:
    """Make the projections of everyone whose events went in; plain: nothing was corrected, taken back or joined."""
    known_before = "and not fresh" if plain else ""
    connection.execute(
        f"create temporary table touched on commit drop as select distinct person from staging where not known {known_before}"
    )
    if not plain:
        corrected = connection.execute(
            "select distinct event.type from staging join felles.event as event on event.id = staging.replaces"
            " where staging.corrects is not null"
        )
        types = types | {row[0] for row in corrected.fetchall()}
        if types & LINKING_TYPES:
            people = [row[0] for row in connection.execute("select person from touched").fetchall()]
            relink(connection, people)
    connection.execute(
        "insert into touched select unnest(felles.with_joined(array_agg(person))) from touched"
        " where exists (select from felles.person_link)"
    )
    connection.execute("analyze touched")
    changed = touched_by(projections, types)
    if connection.execute("select exists (select from touched)").fetchone() == (True,):
        project_relation(connection, changed, "touched")
    if plain:
        project_new(connection, changed, "(select * from staging where fresh and not known) as said", types)
