"""What is a person called, and how are they reached? Sealed, and found by the exact name."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

import orjson
from psycopg import Connection

from felles.store.identity.keys import Keys
from felles.store.identity.lookup import normal_name, searched_names
from felles.store.identity.sealing import Erased, PersonKey, Sealer, Wrapping

_CONTEXT = b"profile"
_NAMES = "name"


@dataclass(frozen=True, kw_only=True, slots=True)
class Profile:
    """What a person is called and how they are reached. The events, not this, say when somebody was born."""

    given: str
    family: str
    born: date | None = None
    address: str | None = None
    postcode: str | None = None
    town: str | None = None
    phone: str | None = None
    email: str | None = None
    language: str | None = None

    @property
    def name(self) -> str:
        """Given name first."""
        return f"{self.given} {self.family}".strip()


def set_profile(connection: Connection, keys: Keys, person: UUID, profile: Profile) -> None:
    """Keep this profile instead of the one before. Raises Erased for a person who was erased."""
    key = Sealer(connection, keys).key_of(person)
    if key is None:
        raise Erased
    digest = keys.digester(_NAMES)
    names = sorted(digest(name) for name in searched_names(profile.given, profile.family))
    with connection.transaction():
        connection.execute(
            "insert into identity.profile (person, sealed) values (%s, %s)"
            " on conflict (person) do update set sealed = excluded.sealed",
            (person, key.seal(orjson.dumps(asdict(profile)), _CONTEXT)),
        )
        connection.execute("delete from identity.name_digest where person = %s", (person,))
        connection.execute(
            "insert into identity.name_digest (digest, person) select unnest(%b::bytea[]), %s", (names, person)
        )


def profile_of(connection: Connection, keys: Keys, person: UUID) -> Profile | None:
    """The profile of a person; None where there is none, it was erased, or this role may not see it."""
    return profiles_of(connection, keys, [person]).get(person)


def profiles_of(connection: Connection, keys: Keys, people: Iterable[UUID]) -> dict[UUID, Profile]:
    """The profiles of those of these people who have one that this role may see; one statement."""
    wrapping = Wrapping(keys)
    rows = connection.execute(
        "select person, sealed_key, sealed from identity.profile join identity.person using (person)"
        " where person = any(%s) and sealed_key is not null",
        (list(people),),
        binary=True,
    ).fetchall()
    return {person: _opened(wrapping.unwrap(person.bytes, wrapped), sealed) for person, wrapped, sealed in rows}


def name_of(connection: Connection, keys: Keys, person: UUID) -> str | None:
    """What a person is called; None as for `profile_of`."""
    profile = profile_of(connection, keys, person)
    return profile.name if profile else None


def find_by_name(connection: Connection, keys: Keys, name: str) -> list[UUID]:
    """Everybody of exactly this name, capitals and order aside. The digest tells who, not what may be seen of them."""
    rows = connection.execute("select identity.find_name(%s)", (keys.digest(_NAMES, normal_name(name)),)).fetchall()
    return [person for (person,) in rows]


def _opened(key: PersonKey, sealed: bytes) -> Profile:
    fields = orjson.loads(key.unseal(sealed, _CONTEXT))
    born = fields.pop("born")
    return Profile(**fields, born=None if born is None else date.fromisoformat(born))
