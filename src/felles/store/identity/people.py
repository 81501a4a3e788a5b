"""Which person does an identifier belong to, and who is nobody any more?"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from psycopg import Connection

from felles.events.ids import new_pseudonyms
from felles.store.identity.keys import Keys, KeysLost
from felles.store.identity.national_numbers import is_national, normalise, refuse_real
from felles.store.identity.sealing import PersonKey, Wrapping, new_person_keys

NATIONAL = "no"
_AT_A_TIME = 20_000

# Many digests travel as one value, many rows as one text: lists of values would take longer to write than to store.
_FIND = """
    select digest, uuid_send(person)
    from (
        select substr(%(digests)b, 32 * place + 1, 32) as digest from generate_series(0, %(count)s - 1) as place
    ) as wanted
    join identity.identifier using (digest)
"""
# Who loses the race for an identifier makes no person: one statement, and references are checked at commit.
_MAKE = """
    with written as materialized (select decode(line, 'hex') as row from string_to_table(%(rows)s, ',') as line),
    fresh as materialized (
        select substr(row, 1, 32) as digest, encode(substr(row, 33, 16), 'hex')::uuid as person,
            substr(row, 49, 112) as sealed_key, substr(row, 161) as sealed
        from written
    ),
    claimed as (
        insert into identity.identifier (digest, person, namespace, sealed)
        select digest, person, %(namespace)s, sealed from fresh
        on conflict (digest) do nothing returning person
    )
    insert into identity.person (person, sealed_key, made_up)
    select person, sealed_key, %(made_up)s from fresh join claimed using (person)
    returning uuid_send(person)
"""


def namespace_of(source: str, identifier: str) -> str:
    """Where an identifier means one person: the country for a valid national number, else the source that uses it."""
    return NATIONAL if is_national(identifier) else source


def anybody(connection: Connection) -> bool:
    """Does the database hold people?"""
    row = connection.execute("select exists (select from identity.person)").fetchone()
    return row is not None and bool(row[0])


@dataclass(frozen=True, slots=True)
class Known:
    """Who is meant: the pseudonym (16 bytes) of each identifier, and which of them were made only now."""

    people: Mapping[str, bytes]
    fresh: Collection[bytes]


def people_for(
    connection: Connection, keys: Keys, namespace: str, identifiers: Iterable[str], *, made_up: bool = False
) -> dict[str, UUID]:
    """The person of each identifier, found or made; see `find_or_make`."""
    known = find_or_make(connection, keys, namespace, identifiers, made_up=made_up)
    return {identifier: UUID(bytes=person) for identifier, person in known.people.items()}


def find_or_make(
    connection: Connection, keys: Keys, namespace: str, identifiers: Iterable[str], *, made_up: bool = False
) -> Known:
    """The person of each identifier, found or made; several processes may ask for the same at once.

    Raises RealNumberRefused where a real number is given for a made-up person or in a demo's home.
    """
    digests = _digests(keys, namespace, identifiers)
    if keys.demo or made_up:
        for identifier in digests:
            refuse_real(identifier)
    with connection.transaction():
        found = _found(connection, set(digests.values()))
        missing = {
            digest: plain(namespace, identifier) for identifier, digest in digests.items() if digest not in found
        }
        made = _make(connection, keys, namespace, missing, made_up) if missing else {}
        found |= made
        if others := missing.keys() - made.keys():  # somebody else made them at the same time
            found |= _found(connection, others)
    people = {identifier: found[digest] for identifier, digest in digests.items()}
    return Known(people, frozenset(made.values()))


def find_person(connection: Connection, keys: Keys, namespace: str, identifier: str) -> UUID | None:
    """The person of this identifier, if there is one."""
    digest = keys.digest(namespace, plain(namespace, identifier))
    row = connection.execute("select identity.find(%s)", (digest,)).fetchone()
    return row[0] if row else None


def identifiers_of(
    connection: Connection, keys: Keys, people: Sequence[UUID] | None = None
) -> Iterator[tuple[UUID, str, str]]:
    """Person, namespace and identifier of everybody, or of these people; nobody who was erased."""
    wrapping = Wrapping(keys)
    with connection.transaction(), connection.cursor(name="identifiers_of", binary=True) as cursor:
        cursor.itersize = _AT_A_TIME
        cursor.execute(
            "select person, namespace, sealed, sealed_key from identity.identifier join identity.person using (person)"
            " where %(everybody)s or person = any(%(people)s::uuid[])",
            {"everybody": people is None, "people": list(people or ())},
        )
        for person, namespace, sealed, wrapped in cursor:
            yield person, namespace, wrapping.unwrap(person.bytes, wrapped).unseal_identifier(sealed, namespace)


def erase(connection: Connection, person: UUID) -> bool:
    """Destroy the person's key, identifiers and names; false where there was nothing left to destroy."""
    row = connection.execute("select identity.erase(%s)", (person,)).fetchone()
    return row is not None and bool(row[0])


def plain(namespace: str, identifier: str) -> str:
    """An identifier as it is kept: a national number without spaces, any other as its source writes it."""
    return normalise(identifier) if namespace == NATIONAL else identifier


def _digests(keys: Keys, namespace: str, identifiers: Iterable[str]) -> dict[str, bytes]:
    digest = keys.digester(namespace)
    return {identifier: digest(plain(namespace, identifier)) for identifier in set(identifiers)}


def _found(connection: Connection, digests: Collection[bytes]) -> dict[bytes, bytes]:
    wanted = {"digests": b"".join(digests), "count": len(digests)}
    return dict(connection.execute(_FIND, wanted, binary=True).fetchall())


def _make(
    connection: Connection, keys: Keys, namespace: str, missing: Mapping[bytes, str], made_up: bool
) -> dict[bytes, bytes]:
    """New persons for these digests, except those that another has made meanwhile. Returns digest -> person.

    In the digests' order: two who make the same ones do not block each other.
    """
    settle_on(connection, keys)
    wrapping = Wrapping(keys)
    ordered = sorted(missing)
    made: dict[bytes, bytes] = {}
    for start in range(0, len(ordered), _AT_A_TIME):
        some = ordered[start : start + _AT_A_TIME]
        people, person_keys = new_pseudonyms(len(some)), new_person_keys(len(some))
        rows = ",".join(
            _row(wrapping, digest, person, key, missing[digest], namespace)
            for digest, person, key in zip(some, people, person_keys, strict=True)
        )
        said = {"rows": rows, "namespace": namespace, "made_up": made_up}
        claimed = {person for (person,) in connection.execute(_MAKE, said, binary=True).fetchall()}
        made |= {digest: person for digest, person in zip(some, people, strict=True) if person in claimed}
    return made


def _row(wrapping: Wrapping, digest: bytes, person: bytes, key: PersonKey, identifier: str, namespace: str) -> str:
    """What is kept of a new person, as hexadecimal: digest (32 bytes), pseudonym (16), wrapped key (112), the rest."""
    return (digest + person + wrapping.wrap(person, key) + key.seal_identifier(identifier, namespace)).hex()


def settle_on(connection: Connection, keys: Keys) -> None:
    """Let these be the keys of this database, from its first person on. Raises KeysLost where others are.

    Outside of any transaction: those who make people at once would else wait for each other.
    """
    row = connection.execute("select fingerprint from identity.lookup_key").fetchone()
    if row is None:
        connection.execute(
            "insert into identity.lookup_key (fingerprint) values (%s) on conflict do nothing",
            (keys.lookup_fingerprint,),
        )
        row = connection.execute("select fingerprint from identity.lookup_key").fetchone()
    if row is None or bytes(row[0]) != keys.lookup_fingerprint:
        raise KeysLost(
            "The keys of this home are not those that the people in this database were sealed with."
            " Restore database and keys from the same backup."
        )
