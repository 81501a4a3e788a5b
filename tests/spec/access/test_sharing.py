"""Whom a relative follows, and that what is taken back is gone at once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from felles.access import Access, NotAllowed, Role, Viewer, add_viewer, give
from felles.events import Event
from felles.store import Store

from .conftest import NOW

Happened = Callable[..., UUID]


@pytest.fixture
def relative(store: Store) -> Viewer:
    own = store.person("test", "leif", made_up=True)
    with store.connection() as connection:
        identifier = add_viewer(connection, role=Role.RELATIVE, person=own)
    return Viewer(id=identifier, role=Role.RELATIVE, name="Leif Prøve", person=own)


@pytest.fixture
def said(store: Store) -> Callable[[UUID, int, str, str], None]:
    """`said(ada, 10, "consent_given", "appointments")`: to the relative, so many days ago."""

    def append(person: UUID, days: int, type_: str, kind: str) -> None:
        time, told = NOW - timedelta(days=days), {"relative": "r1"}
        event = Event(
            person=person, type=type_, time=time, code=kind, data=told, source="test", source_id=f"{person}{days}"
        )
        store.append([event])

    return append


@pytest.fixture
def shares(
    store: Store, happened: Happened, relative: Viewer, said: Callable[[UUID, int, str, str], None]
) -> Callable[[str, str], UUID]:
    """`shares("ada", "appointments")`: Ada agreed ten days ago, and the relative was let in for it."""

    def make(called: str, kind: str) -> UUID:
        person = happened(called, (9, "referred", "breast"), (8, "diagnosed", "C50.4"), (2, "attended", "first_visit"))
        said(person, 10, "consent_given", kind)
        given = next(each for each in store.current_of(person) if each.type == "consent_given")
        with store.connection() as connection:
            give(connection, relative.id, person, "consent", since=given.time, kinds=[kind], event=given.id)
        return person

    return make


def names(access: Access, viewer: Viewer) -> list[tuple[str | None, frozenset[str] | None]]:
    return [(one.name, one.kinds) for one in access.shared_with(viewer, at=NOW)]


def test_a_relative_follows_those_who_share_with_them_and_nobody_else(
    access: Access, shares: Callable[[str, str], UUID], happened: Happened, relative: Viewer
) -> None:
    shares("ada", "appointments")
    shares("bo", "everything")
    happened("cato", (9, "referred", "lung"))

    assert names(access, relative) == [("Ada Prøve", frozenset({"appointments"})), ("Bo Prøve", None)]


def test_a_consent_that_was_taken_back_is_gone_before_anything_is_shown(
    access: Access, shares: Callable[[str, str], UUID], said: Callable[[UUID, int, str, str], None], relative: Viewer
) -> None:
    ada = shares("ada", "everything")
    said(ada, 1, "consent_withdrawn", "everything")

    followed = access.shared_with(relative, at=NOW)

    assert followed == ()
    with pytest.raises(NotAllowed):
        access.open_person(relative, ada, at=NOW + timedelta(seconds=1))


def test_who_shares_appointments_has_not_told_what_is_wrong(
    access: Access, shares: Callable[[str, str], UUID], relative: Viewer
) -> None:
    some, everything = shares("ada", "appointments"), shares("bo", "everything")

    def told(person: UUID) -> dict[str, Any]:
        return {event.type: event.code for event in access.open_person(relative, person, at=NOW).events}

    assert told(some) == {"referred": None, "attended": "first_visit"}
    assert told(everything)["referred"] == "breast"


def test_only_a_relative_is_answered(access: Access, professional: Callable[..., Viewer]) -> None:
    with pytest.raises(NotAllowed):
        access.shared_with(professional("innlandet"), at=NOW)
