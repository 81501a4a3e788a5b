"""How is a table that follows from the log kept ready: for the touched persons within the append, for all on demand?

A projection is a rule of an engine, one Ibis expression over `current_event`. It is compiled once, kept in the database
as two functions (some people; everyone), and made anew when the code of its engine has changed.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any, LiteralString
from uuid import UUID

from psycopg import Connection, sql

from felles.events.columns import rule_schema
from felles.store.locks import ONE_REMAKING_OF_PROJECTIONS

log = logging.getLogger(__name__)

LINKING_TYPES = frozenset({"joined", "parted"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Projection:
    """A table kept ready: its name, the rule that makes it (`package.module:function`), the event types it reads."""

    name: str
    rule: str
    reads: frozenset[str]

    def digest(self) -> str:
        """Changes when the code under the rule's package, the event columns or Ibis change."""
        module = import_module(self.rule.partition(":")[0].rpartition(".")[0])
        events = import_module("felles.events.columns")
        hashed = sha256(f"{self.rule} {sorted(self.reads)} {version('ibis-framework')} {_SHAPE}".encode())
        for source in [*sorted(Path(str(module.__file__)).parent.rglob("*.py")), Path(str(events.__file__))]:
            hashed.update(source.read_bytes())
        return hashed.hexdigest()

    def select(self) -> str:
        """The rule as PostgreSQL's SQL over a relation called current_event. Takes most of a second: it is kept."""
        import ibis

        module, _, function = self.rule.partition(":")
        rule: Callable[[Any], Any] = getattr(import_module(module), function)
        events = ibis.table(rule_schema("uuid"), name="current_event")
        return str(ibis.to_sql(rule(events), dialect="postgres"))


def touched_by(projections: Iterable[Projection], types: Iterable[str]) -> list[Projection]:
    """The projections that may change when events of these types are appended, corrected or taken back."""
    happened = set(types)
    if happened & LINKING_TYPES:
        return list(projections)
    return [projection for projection in projections if projection.reads & happened]


def project(connection: Connection, projections: Sequence[Projection], people: Sequence[UUID]) -> None:
    """Make the rows of these people anew; for the append of few events, within its transaction."""
    for projection in projections:
        connection.execute(
            sql.SQL("select kept.{}(%s)").format(sql.Identifier(f"project_{projection.name}")),
            (list(people),),
            prepare=True,
        )


def project_relation(connection: Connection, projections: Sequence[Projection], relation: LiteralString) -> None:
    """The same for the many people listed in the column `person` of a relation, planned for as many as they are."""
    for projection in projections:
        table = sql.Identifier("kept", projection.name)
        connection.execute(
            sql.SQL("delete from {} where person in (select person from {})").format(table, sql.SQL(relation))
        )
        rule = _kept_rule(connection, projection)
        connection.execute(
            sql.SQL("with current_event as ({}) insert into {} select * from ({}) as made").format(
                _current_events(
                    projection, sql.SQL("event.person in (select person from {})").format(sql.SQL(relation))
                ),
                table,
                rule,
            )
        )


def make_current(
    connection: Connection, projections: Sequence[Projection], *, say: Callable[[str], None] = log.info
) -> list[str]:
    """Create or recreate the projections whose code has changed; drop those no longer known. Returns their names."""
    with connection.transaction():
        connection.execute("select pg_advisory_xact_lock(%s)", (ONE_REMAKING_OF_PROJECTIONS,))
        standing: dict[str, str] = dict(connection.execute("select name, digest from kept.projection").fetchall())
        for name in standing.keys() - {projection.name for projection in projections}:
            _drop(connection, name)
        stale = [each for each in projections if standing.get(each.name) != each.digest()]
        for projection in stale:
            say(f"Making {projection.name} from the log")
            _drop(connection, projection.name)
            _create(connection, projection)
            connection.execute(sql.SQL("call kept.{}()").format(sql.Identifier(f"rebuild_{projection.name}")))
    return [projection.name for projection in stale]


def rebuild(connection: Connection, projections: Sequence[Projection]) -> dict[str, int]:
    """Drop and rebuild every projection from the log. Returns the number of rows of each."""
    rows: dict[str, int] = {}
    with connection.transaction():
        for projection in projections:
            connection.execute(sql.SQL("call kept.{}()").format(sql.Identifier(f"rebuild_{projection.name}")))
            counted = connection.execute(
                sql.SQL("select count(*) from {}").format(sql.Identifier("kept", projection.name))
            ).fetchone()
            rows[projection.name] = counted[0] if counted else 0
    return rows


# Part of the digest: raise it when the SQL around the rules changes, so that standing databases make theirs anew.
_SHAPE = 1


def _drop(connection: Connection, name: str) -> None:
    for kind, called in (("function", f"project_{name}"), ("procedure", f"rebuild_{name}"), ("table", name)):
        connection.execute(
            sql.SQL("drop {} if exists {}").format(sql.SQL(_literal(kind)), sql.Identifier("kept", called))
        )
    connection.execute("delete from kept.projection where name = %s", (name,))


def _create(connection: Connection, projection: Projection) -> None:
    connection.execute("set local role felles_owner")
    select = projection.select()
    connection.execute(_definition(projection, select).as_string(connection))
    connection.execute(
        "insert into kept.projection (name, digest, rule, built) values (%s, %s, %s, now())",
        (projection.name, projection.digest(), select),
    )
    connection.execute("select access.protect(%s::regclass)", (f"kept.{projection.name}",))
    connection.execute("reset role")


def _definition(projection: Projection, select: str) -> sql.Composed:
    rule = sql.SQL(_literal(select))
    names = {
        "table": sql.Identifier("kept", projection.name),
        "index": sql.Identifier(f"{projection.name}_person"),
        "some": sql.Identifier("kept", f"project_{projection.name}"),
        "all": sql.Identifier("kept", f"rebuild_{projection.name}"),
    }
    return sql.SQL(
        """
        create table {table} as with current_event as (select * from felles.current_event)
            select * from ({rule}) as made with no data;
        create index {index} on {table} (person);
        create function {some}(touched uuid[]) returns void language plpgsql security definer
            set search_path = pg_catalog, felles set datestyle = iso
            set plan_cache_mode = force_generic_plan as $project$
        declare
            people uuid[] := felles.with_joined(touched);
        begin
            delete from {table} where person = any (people);
            with current_event as ({some_events}) insert into {table} select * from ({rule}) as made;
        end $project$;
        create procedure {all}() language plpgsql security definer set search_path = pg_catalog, felles
            set datestyle = iso as $rebuild$
        begin
            truncate {table};
            with current_event as ({all_events}) insert into {table} select * from ({rule}) as made;
            analyze {table};
        end $rebuild$;
        grant select, insert, delete on {table} to felles_importer;
        grant execute on function {some} to felles_importer;
        grant execute on procedure {all} to felles_importer;
        grant select on {table} to felles_web;
        """
    ).format(
        **names,
        rule=rule,
        some_events=_current_events(projection, sql.SQL("event.person = any (people)")),
        all_events=_current_events(projection, sql.SQL("true")),
    )


def _literal(text: str) -> LiteralString:
    """Text that came from our own code, not from a person, as psycopg wants it told."""
    return text


def _kept_rule(connection: Connection, projection: Projection) -> sql.SQL:
    row = connection.execute("select rule from kept.projection where name = %s", (projection.name,)).fetchone()
    assert row is not None, "make_current has made the table"
    return sql.SQL(_literal(row[0]))


def _current_events(projection: Projection, whose: sql.Composable) -> sql.Composed:
    """`felles.current_event` written out, so that the restriction to some people and types reaches the index."""
    return sql.SQL(
        """
        select coalesce(link.canonical, event.person) as person, event.episode, event.type, event.day, event.until_day,
            event."precision", event.code, event.value, event.unit, event.place, event.actor
        from felles.event as event
        left join felles.person_link as link on link.person = event.person
        where {} and event.type = any ({})
            and not exists (select from felles.event as later where later.replaces = event.id)
        """
    ).format(whose, sql.Literal(sorted(projection.reads)))
