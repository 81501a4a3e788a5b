"""What happens to an event on its way in and out: who is meant, and which free text is sealed?

Free text is sealed with the key of the person it is about, so that destroying the key erases it. A `joined` event names
the other record in `data.into` by its pseudonym; files name it by the source's identifier.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

import orjson
import polars as pl
from psycopg import Connection

from felles.events import EVENT_TYPES, Event
from felles.store.bulk import Doorway
from felles.store.bulk.identifiers import custom_ids
from felles.store.identity import people
from felles.store.identity.keys import Keys
from felles.store.identity.sealing import Sealer

ERASED = "erased"  # what stands where the key of a person was destroyed
_FREE_TEXT: Mapping[str, frozenset[str]] = {
    name: frozenset(kind.free_text) for name, kind in EVENT_TYPES.items() if kind.free_text
}


def sealed_types() -> list[str]:
    """The event types whose `data` the database holds otherwise than it was said."""
    return sorted({*_FREE_TEXT, "joined"})


def sealed(sealer: Sealer | None, event: Event) -> Event:
    """The event as the database holds it; the sealer is that of `fetched`."""
    if sealer is None or event.type not in _FREE_TEXT or not event.data:
        return event
    return replace(event, data=_each(event.type, event.data, lambda text: sealer.seal(event.person, text)))


def plain(sealer: Sealer | None, event: Event) -> Event:
    """The event as it was said; free text of an erased person reads `erased`. The sealer is that of `fetched`."""
    if sealer is None or event.type not in _FREE_TEXT or not event.data:
        return event
    return replace(event, data=_each(event.type, event.data, lambda text: _opened(sealer, event.person, text)))


def said(sealer: Sealer, names: Mapping[UUID, str], person: UUID, type_: str, data: Mapping[str, Any]) -> str:
    """The `data` of an event as text without keys or pseudonyms, alike in every home that was told the same."""
    if type_ == "joined":
        data = {**data, "into": names.get(UUID(data["into"]), ERASED)}
    elif type_ in _FREE_TEXT:
        data = _each(type_, data, lambda text: _opened(sealer, person, text))
    return orjson.dumps(data, option=orjson.OPT_SORT_KEYS).decode()


def doorway(connection: Connection, keys: Keys, *, made_up: bool) -> Doorway:
    """How a frame's people are found or made and its free text sealed, on this connection."""

    def find_people(named: pl.DataFrame) -> pl.DataFrame:
        return _people(connection, keys, named, made_up)

    def seal(frame: pl.DataFrame) -> pl.DataFrame:
        return _sealed_frame(connection, keys, frame, made_up)

    def find_episodes(named: pl.DataFrame) -> pl.DataFrame:
        digest = keys.digester("episode")
        return named.with_columns(episode_id=custom_ids([digest("\x1f".join(row)) for row in named.iter_rows()]))

    return Doorway(people=find_people, episodes=find_episodes, seal=seal)


def _people(connection: Connection, keys: Keys, named: pl.DataFrame, made_up: bool) -> pl.DataFrame:
    spaces = named.with_columns(space=_namespaces(named))
    found = []
    for (space,), group in spaces.group_by("space"):
        identifiers = group["person"].unique()
        known = people.find_or_make(connection, keys, str(space), identifiers.to_list(), made_up=made_up)
        found.append(
            pl.DataFrame(
                {
                    "space": pl.repeat(str(space), len(known.people), eager=True),
                    "person": list(known.people),
                    "person_id": [person.hex() for person in known.people.values()],
                    "fresh": [person in known.fresh for person in known.people.values()],
                }
            )
        )
    nobody = {"space": pl.String, "person": pl.String, "person_id": pl.String, "fresh": pl.Boolean}
    everybody = pl.concat(found) if found else pl.DataFrame(schema=nobody)
    return spaces.join(everybody, on=["space", "person"], how="left", maintain_order="left").drop("space")


def _namespaces(named: pl.DataFrame) -> pl.Series:
    """The namespace of each identifier; only what has the shape of a national number needs a closer look."""
    shaped = named.select(pl.col("person").str.replace_all(r"\s", "").str.contains(r"^[0-9]{11}$")).to_series()
    if not shaped.any():
        return named["source"]
    looked_at = [
        people.namespace_of(source, person) if near else source
        for (source, person), near in zip(named.select("source", "person").iter_rows(), shaped, strict=True)
    ]
    return pl.Series(looked_at, dtype=pl.String)


def _sealed_frame(connection: Connection, keys: Keys, frame: pl.DataFrame, made_up: bool) -> pl.DataFrame:
    special = frame.filter(pl.col("type").is_in(sealed_types()) & pl.col("data").is_not_null())
    if special.is_empty():
        return frame
    sealer = Sealer(connection, keys)
    sealer.fetch([UUID(person) for person in special["person_id"].unique()])
    others = _joined_records(connection, keys, special, made_up)
    texts = [
        _held(sealer, others, row)
        for row in special.select("source", "person_id", "type", "data").iter_rows(named=True)
    ]
    changed = special.select("row", held=pl.Series(texts, dtype=pl.String))
    return frame.join(changed, on="row", how="left", maintain_order="left").with_columns(
        data=pl.coalesce("held", "data")
    )


def _joined_records(
    connection: Connection, keys: Keys, special: pl.DataFrame, made_up: bool
) -> dict[tuple[str, str], str]:
    """The other record of each join; one that nobody has spoken of before is as made up as those who join it."""
    joins = special.filter(pl.col("type") == "joined")
    if joins.is_empty():
        return {}
    named = joins.select("source", person=pl.col("data").str.json_path_match("$.into")).unique()
    found = _people(connection, keys, named, made_up)
    return {
        (source, person): str(UUID(identifier))
        for source, person, identifier in found.select("source", "person", "person_id").iter_rows()
    }


def _held(sealer: Sealer, others: Mapping[tuple[str, str], str], row: Mapping[str, str]) -> str:
    data = orjson.loads(row["data"])
    if row["type"] == "joined":
        data = {**data, "into": others[row["source"], data["into"]]}
    else:
        data = _each(row["type"], data, lambda text: sealer.seal(UUID(row["person_id"]), text))
    return orjson.dumps(data).decode()


def _each(type_: str, data: Mapping[str, Any], change: Callable[[str], str]) -> dict[str, Any]:
    return {name: _texts(value, change) if name in _FREE_TEXT[type_] else value for name, value in data.items()}


def _texts(value: Any, change: Callable[[str], str]) -> Any:
    """Every text in a value changed, as deep as it lies."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {name: _texts(part, change) for name, part in value.items()}
    return value


def _opened(sealer: Sealer, person: UUID, text: str) -> str:
    opened = sealer.unseal(person, text)
    return ERASED if opened is None else opened


def fetched(connection: Connection, keys: Keys, events: Sequence[Event]) -> Sealer | None:
    """A sealer that knows the keys of those whose events carry free text; none where no event does."""
    people = {event.person for event in events if event.type in _FREE_TEXT and event.data}
    if not people:
        return None
    sealer = Sealer(connection, keys)
    sealer.fetch(people)
    return sealer
