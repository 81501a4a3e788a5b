"""How is a table that follows from the log kept ready: for the touched persons within the append, for all on demand?

A projection is a rule of an engine, one Ibis expression over `current_event`. It is compiled once, kept in the database
as two functions (some people; everyone). It is compiled again when the code of its engine, or what else its rule is told,
has changed; and made anew from the log when that gave other SQL.
"""

import logging
from collections.abc import Callable, Iterable, Sequence, Set
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
class Told:
    """What a rule is told besides the events, such as a rule book with its limits.

    digest: changes when that changes; asked at every start, so it must not read it whole. load: the arguments that follow
    the events; asked when the digest has changed.
    """

    digest: Callable[[], str]
    load: Callable[[], tuple[Any, ...]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Projection:
    """A table kept ready: its name, the rule that makes it (`package.module:function`), the event types it reads.

    after: the kept tables that the rule reads beside the events, made before it. told: what else the rule depends on.
    begins: types without any of which a person has no rows; none where every type that it reads may make one.
    indexes: beside the one by person, what follows `on TABLE`, such as `(holder, due) where closed_on is null`.
    """

    name: str
    rule: str
    reads: frozenset[str]
    after: tuple["Projection", ...] = ()
    told: Told | None = None
    begins: frozenset[str] = frozenset()
    indexes: tuple[LiteralString, ...] = ()

    def digest(self) -> str:
        """Changes when the code under the rule's package, what it is told, the event columns or Ibis change."""
        module = import_module(self.rule.partition(":")[0].rpartition(".")[0])
        events = import_module("felles.events.columns")
        told = self.told.digest() if self.told else ""
        described = f"{self.rule} {sorted(self.reads)} {self.indexes} {told} {version('ibis-framework')} {_SHAPE}"
        hashed = sha256(" ".join([described, *(each.digest() for each in self.after)]).encode())
        for source in [*sorted(Path(str(module.__file__)).parent.rglob("*.py")), Path(str(events.__file__))]:
            hashed.update(source.read_bytes())
        return hashed.hexdigest()

    def select(self) -> str:
        """The rule as PostgreSQL's SQL over current_event and the tables it comes `after`, by their names with `kept_`
        before. Takes most of a second: it is kept."""
        import ibis

        return str(ibis.to_sql(self.expression(), dialect="postgres"))

    def expression(self) -> Any:
        """The rule over tables named like the relations of `select`."""
        import ibis

        module, _, function = self.rule.partition(":")
        rule: Callable[..., Any] = getattr(import_module(module), function)
        events = ibis.table(rule_schema("uuid"), name="current_event")
        kept = [ibis.table(each.expression().schema(), name=f"kept_{each.name}") for each in self.after]
        return rule(events, *kept, *(self.told.load() if self.told else ()))


def touched_by(projections: Iterable[Projection], types: Iterable[str]) -> list[Projection]:
    """The projections that may change when events of these types are appended, corrected or taken back."""
    happened = set(types)
    if happened & LINKING_TYPES:
        return list(projections)
    return [
        projection
        for projection in projections
        if any(each.reads & happened for each in (projection, *projection.after))
    ]


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
            sql.SQL("with {} insert into {} select * from ({}) as made").format(
                _given_current(projection, sql.SQL("person in (select person from {})").format(sql.SQL(relation))),
                table,
                rule,
            )
        )


def project_new(
    connection: Connection, projections: Sequence[Projection], relation: LiteralString, types: Set[str]
) -> None:
    """The same for people of whom nothing was known: a relation holds all their events, which are of these types, none of
    them corrected."""
    for projection in projections:
        if projection.begins and not projection.begins & types:
            continue
        events = sql.SQL(
            """
            select person, episode, type, day, until_day, "precision", code, value, unit, place, actor
            from {} where type = any ({})
            """
        ).format(sql.SQL(relation), sql.Literal(sorted(projection.reads)))
        theirs = sql.SQL("person in (select person from {})").format(sql.SQL(relation))
        connection.execute(
            sql.SQL("with {} insert into {} select * from ({}) as made").format(
                _given(projection, events, theirs),
                sql.Identifier("kept", projection.name),
                _kept_rule(connection, projection),
            )
        )


def make_current(
    connection: Connection, projections: Sequence[Projection], *, say: Callable[[str], None] = log.info
) -> list[str]:
    """Create or recreate the projections whose SQL has changed; drop those no longer known. Returns their names."""
    with connection.transaction():
        connection.execute("select pg_advisory_xact_lock(%s)", (ONE_REMAKING_OF_PROJECTIONS,))
        standing = {
            name: (digest, definition)
            for name, digest, definition in connection.execute(
                "select name, digest, definition_digest from kept.projection"
            ).fetchall()
        }
        for name in standing.keys() - {projection.name for projection in projections}:
            _drop(connection, name)
        made: list[str] = []
        for projection in projections:
            digest, definition = standing.get(projection.name, (None, None))
            if any(each.name in made for each in projection.after):
                definition = None
            if digest != projection.digest() and _make(connection, projection, definition, say):
                made.append(projection.name)
    return made


def _make(connection: Connection, projection: Projection, standing: str | None, say: Callable[[str], None]) -> bool:
    """Make the table from the log, unless what follows from the changed code or content is the SQL that stands."""
    select = projection.select()
    definition = _definition(projection, select).as_string(connection)
    if sha256(definition.encode()).hexdigest() == standing:
        connection.execute(
            "update kept.projection set digest = %s where name = %s", (projection.digest(), projection.name)
        )
        return False
    say(f"Making {projection.name} from the log")
    _drop(connection, projection.name)
    _create(connection, projection, select, definition)
    connection.execute(sql.SQL("call kept.{}()").format(sql.Identifier(f"rebuild_{projection.name}")))
    return True


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


def _create(connection: Connection, projection: Projection, select: str, definition: str) -> None:
    connection.execute("set local role felles_owner")
    connection.execute(_literal(definition))
    connection.execute(
        "insert into kept.projection (name, digest, rule, built, definition_digest) values (%s, %s, %s, now(), %s)",
        (projection.name, projection.digest(), select, sha256(definition.encode()).hexdigest()),
    )
    connection.execute("select access.protect(%s::regclass)", (f"kept.{projection.name}",))
    connection.execute("reset role")


def _definition(projection: Projection, select: str) -> sql.Composed:
    rule = sql.SQL(_literal(select))
    names: dict[str, sql.Composable] = {
        "table": sql.Identifier("kept", projection.name),
        "called": sql.Literal(f"kept.{projection.name}"),
        "index": sql.Identifier(f"{projection.name}_person"),
        "some": sql.Identifier("kept", f"project_{projection.name}"),
        "whole": sql.Identifier("kept", f"rebuild_{projection.name}"),
    }
    return sql.SQL(
        """
        create table {table} as with {all} select * from ({rule}) as made with no data;
        -- Words are text whatever the rule's casts made of them: what reads the table need not follow how it is written.
        do $texts$ declare word text; begin
            for word in select attname from pg_attribute
                where attrelid = {called}::regclass and atttypid = 'varchar'::regtype and attnum > 0
            loop
                execute format('alter table %s alter column %I type text', {called}, word);
            end loop;
        end $texts$;
        create index {index} on {table} (person);
        {indexes}
        create function {some}(touched uuid[]) returns void language plpgsql security definer
            set search_path = pg_catalog, felles set datestyle = iso
            set plan_cache_mode = force_generic_plan as $project$
        declare
            people uuid[] := felles.with_joined(touched);
        begin
            delete from {table} where person = any (people);
            with {of_some} insert into {table} select * from ({rule}) as made;
        end $project$;
        create procedure {whole}() language plpgsql security definer set search_path = pg_catalog, felles
            set datestyle = iso as $rebuild$
        begin
            truncate {table};
            with {all} insert into {table} select * from ({rule}) as made;
            analyze {table};
        end $rebuild$;
        grant select, insert, delete on {table} to felles_importer;
        grant execute on function {some} to felles_importer;
        grant execute on procedure {whole} to felles_importer;
        grant select on {table} to felles_web;
        """
    ).format(
        **names,
        indexes=sql.SQL("\n").join(
            sql.SQL("create index on {} {};").format(names["table"], sql.SQL(each)) for each in projection.indexes
        ),
        rule=rule,
        of_some=_given_current(projection, sql.SQL("person = any (people)")),
        all=_given_current(projection, sql.SQL("true")),
    )


def _literal(text: str) -> LiteralString:
    """Text that came from our own code, not from a person, as psycopg wants it told."""
    return text


def _kept_rule(connection: Connection, projection: Projection) -> sql.SQL:
    row = connection.execute("select rule from kept.projection where name = %s", (projection.name,)).fetchone()
    assert row is not None, "make_current has made the table"
    return sql.SQL(_literal(row[0]))


def _given_current(projection: Projection, whose: sql.Composable) -> sql.Composed:
    """What the rule reads, of some people."""
    return _given(projection, _current_events(projection, whose), whose)


def _given(projection: Projection, events: sql.Composable, whose: sql.Composable) -> sql.Composed:
    """What the rule reads, each relation by its name."""
    read = [sql.SQL("current_event as ({})").format(events)]
    for each in projection.after:
        read.append(
            sql.SQL("{} as (select * from {} where {})").format(
                sql.Identifier(f"kept_{each.name}"), sql.Identifier("kept", each.name), whose
            )
        )
    return sql.SQL(", ").join(read)


def _current_events(projection: Projection, whose: sql.Composable) -> sql.Composed:
    """`felles.current_event` written out, so that the restriction to some people and types reaches the index."""
    return sql.SQL(
        """
        select coalesce(link.canonical, event.person) as person, event.episode, event.type, event.day, event.until_day,
            event."precision", event.code, event.value, event.unit, event.place, event.actor
        from (select * from felles.event where {}) as event
        left join felles.person_link as link on link.person = event.person
        where event.type = any ({})
            and not exists (select from felles.event as later where later.replaces = event.id)
        """
    ).format(whose, sql.Literal(sorted(projection.reads)))
