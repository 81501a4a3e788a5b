"""Do two homes hold the same? Counts, and hashes of what was said that no order, key or pseudonym changes.

Each event becomes one text of what was said: its columns, the person by the identifier its source uses, the episode by
its first event, the replaced event by its source_id. The texts' MD5 sums, seen as two 64-bit numbers, are added up: an
order-independent fingerprint against accidents, not against forgery.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import md5
from typing import Any
from uuid import UUID

from psycopg import Connection, sql

from felles.store.projecting import Projection

_WORDS = """
    select md5(concat_ws(E'\\x1f', coalesce(named.name, ''), event.type, extract(epoch from event."time")::text,
        coalesce(extract(epoch from event.until)::text, ''), event."precision", coalesce(event.code, ''),
        coalesce(event.value::text, ''), coalesce(event.unit, ''), coalesce(event.place, ''), coalesce(event.actor, ''),
        event.source, event.source_id, coalesce(started.source || E'\\x1f' || started.source_id, ''),
        coalesce(replaced.source_id, ''), coalesce({data}, '')))
        as word{beside}
    from felles.event as event
    left join said_of as named on named.person = event.person
    left join said_first as started on started.episode = event.episode
    left join felles.event as replaced on replaced.id = event.replaces
"""
_SUM = """
    select coalesce(sum(('x' || left(word, 16))::bit(64)::bigint), 0), coalesce(sum(('x' || right(word, 16))::bit(64)::bigint), 0)
    from ({}) as words
"""
_FIRST = """
    create temporary table said_first on commit drop as
    select distinct on (episode) episode, source, source_id from felles.event where episode is not null
    order by episode, "time", source, source_id
"""


_PAGES_WORTH_PARTING = 5_000


def counts(connection: Connection) -> dict[str, int]:
    """How many persons have events, and how many events there are."""
    row = connection.execute("select count(*), count(distinct person) from felles.event").fetchone()
    assert row is not None
    return {"persons": row[1], "events": row[0]}


def parts(connection: Connection, readers: int) -> list[str]:
    """Conditions that part a long log into one stretch of its pages for each reader; a short log is one part."""
    row = connection.execute(
        "select pg_relation_size('felles.event') / current_setting('block_size')::bigint"
    ).fetchone()
    pages = row[0] if row else 0
    if pages < _PAGES_WORTH_PARTING or readers < 2:
        return ["true"]
    edges = [pages * reader // readers for reader in range(1, readers)]
    lower = ["true", *(f"ctid >= '({edge},0)'" for edge in edges)]
    upper = [*(f"ctid < '({edge},0)'" for edge in edges), "true"]
    return [f"{first} and {last}" for first, last in zip(lower, upper, strict=True)]


def content_hashes(
    connection: Connection,
    projections: Sequence[Projection],
    *,
    names: Mapping[UUID, str],
    sealed_types: Sequence[str],
    unseal: Callable[[Any, str, dict[str, Any]], str],
) -> dict[str, str]:
    """`log_hash` and `projections_hash`, 32 hexadecimal digits each.

    names: what each person is called by the sources; sealed_types: event types whose `data` is sealed or names
    another record; unseal: (person, type, data) -> the text that was said.
    """
    with connection.transaction():
        _name_people(connection, names)
        connection.execute(_FIRST)
        connection.execute("create unique index on said_first (episode)")
        connection.execute("analyze said_of, said_first")
        log_hash = _added(_log_sums(connection, sealed_types, unseal))
        projections_hash = _added(_projection_sums(connection, projections))
    return {"log_hash": log_hash, "projections_hash": projections_hash}


def names(identifiers: Iterable[tuple[UUID, str, str]]) -> dict[UUID, str]:
    """What each person is called by the sources: of several names the first in the alphabet.

    identifiers: (person, namespace, identifier) of everyone whose key still stands.
    """
    called: dict[UUID, str] = {}
    for person, namespace, identifier in identifiers:
        name = f"{namespace}\x1f{identifier}"
        called[person] = min(name, called.get(person, name))
    return called


def _name_people(connection: Connection, names: Mapping[UUID, str]) -> None:
    connection.execute("create temporary table said_of (person uuid, name text) on commit drop")
    with connection.cursor() as cursor, cursor.copy("copy said_of from stdin") as copy:
        for person, name in names.items():
            copy.write_row((person, name))
    connection.execute("create unique index on said_of (person)")


def _log_sums(
    connection: Connection, sealed_types: Sequence[str], unseal: Callable[[Any, str, dict[str, Any]], str]
) -> Iterable[tuple[int, int]]:
    words = sql.SQL(_WORDS).format(data=sql.SQL("event.data::text"), beside=sql.SQL(""))
    plain = sql.SQL("{} where event.type <> all({})").format(words, sql.Literal(list(sealed_types)))
    yield from connection.execute(sql.SQL(_SUM).format(plain)).fetchall()
    beside = sql.SQL(", event.person, event.type, event.data")
    words = sql.SQL(_WORDS).format(data=sql.Literal(None), beside=beside)
    sealed = sql.SQL("{} where event.type = any({})").format(words, sql.Literal(list(sealed_types)))
    with connection.cursor(name="sealed") as cursor:
        cursor.execute(sealed)
        for word, person, type_, data in cursor:
            said = unseal(person, type_, data) if data else ""
            yield _halves(md5(f"{word}\x1f{said}".encode(), usedforsecurity=False).digest())


def _projection_sums(connection: Connection, projections: Sequence[Projection]) -> Iterable[tuple[int, int]]:
    for projection in projections:
        table = sql.Identifier("kept", projection.name)
        columns = [
            row[0]
            for row in connection.execute(
                "select attname from pg_attribute where attrelid = %s::regclass and attnum > 0 and not attisdropped"
                " order by attname",
                (f"kept.{projection.name}",),
            ).fetchall()
        ]
        said: list[sql.Composable] = [sql.Literal(projection.name), sql.SQL("coalesce(named.name, '')")]
        episodes: sql.Composable = sql.SQL("")
        if "episode" in columns:
            said.append(sql.SQL("coalesce(started.source || E'\\x1f' || started.source_id, '')"))
            episodes = sql.SQL("left join said_first as started on started.episode = row.episode")
        for column in columns:
            if column not in ("person", "episode"):
                said.append(sql.SQL("coalesce(row.{}::text, '')").format(sql.Identifier(column)))
        words = sql.SQL(
            "select md5(concat_ws(E'\\x1f', {})) as word from {} as row left join said_of as named"
            " on named.person = row.person {}"
        ).format(sql.SQL(", ").join(said), table, episodes)
        yield from connection.execute(sql.SQL(_SUM).format(words)).fetchall()


def _halves(digest: bytes) -> tuple[int, int]:
    return int.from_bytes(digest[:8], signed=True), int.from_bytes(digest[8:], signed=True)


def _added(sums: Iterable[tuple[int, int]]) -> str:
    left = right = 0
    for first, second in sums:
        left, right = left + int(first), right + int(second)
    return f"{left % 2**64:016x}{right % 2**64:016x}"
