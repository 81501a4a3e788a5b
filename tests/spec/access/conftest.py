"""People of two units, and patients whose pathways began a while ago."""

import itertools
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import pytest

from felles.access import Access, Role, Viewer, add_viewer
from felles.events import Event
from felles.events.envelope import day_of, start_of
from felles.store import Store
from felles.store.identity import Profile, set_profile

NOW = datetime.now(UTC)
TODAY = day_of(NOW)
SPACE = UUID(int=7)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.fixture
def access(store: Store) -> Access:
    return Access(store)


@pytest.fixture
def professional(store: Store) -> Callable[..., Viewer]:
    """`professional("innlandet")`: a coordinator of that unit."""

    def make(unit: str | None, role: Role = Role.COORDINATOR) -> Viewer:
        with store.connection() as connection:
            identifier = add_viewer(connection, role=role, name="Kaia Prøve", unit=unit)
        return Viewer(id=identifier, role=role, name="Kaia Prøve", unit=unit)

    return make


@pytest.fixture
def happened(store: Store) -> Callable[..., UUID]:
    """`happened("ada", (9, "referred", "lung"), ...)`: days ago, type and code, at Innlandet; gives the person."""
    numbers = itertools.count()

    def append(called: str, *said: tuple[Any, ...], place: str | None = "innlandet") -> UUID:
        known = store.find_person("test", called)
        person = known or store.person("test", called, made_up=True)
        if known is None:
            with store.connection() as connection:
                set_profile(connection, store.keys, person, Profile(given=called.title(), family="Prøve"))
        store.append([_event(person, called, place, next(numbers), *each) for each in said])
        return person

    return append


def episode_of(called: str) -> UUID:
    return uuid5(SPACE, called)


def _event(
    person: UUID, called: str, place: str | None, number: int, days: int, type_: str, code: str, **columns: Any
) -> Event:
    return Event(
        person=person,
        type=type_,
        code=code,
        time=start_of(ago(days)),
        precision="day",
        episode=None if type_ == "died" else episode_of(called),
        place=place,
        source="test",
        source_id=f"{called}:{number}",
        **columns,
    )
