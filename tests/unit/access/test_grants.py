"""Giving leave to see a person, and taking it back."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from felles.access import Role, add_viewer, end, give
from felles.access.grants import grants_on
from felles.store import Store

BEGAN = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def person(store: Store) -> UUID:
    return store.person("test", "p1")


@pytest.fixture
def viewer(store: Store) -> UUID:
    with store.connection() as connection:
        return add_viewer(connection, role=Role.NURSE, name="Siri")


def end_of(store: Store, viewer: UUID, person: UUID) -> datetime | None:
    with store.as_viewer(viewer) as connection:
        [grant] = grants_on(connection, person)
    return grant.until


def test_a_grant_without_an_end_ends_when_it_is_taken_back(store: Store, viewer: UUID, person: UUID) -> None:
    with store.connection() as connection:
        grant = give(connection, viewer, person, "treatment", since=BEGAN)
        end(connection, grant, at=BEGAN + timedelta(days=3))

    assert end_of(store, viewer, person) == BEGAN + timedelta(days=3)


def test_taking_leave_back_never_prolongs_it(store: Store, viewer: UUID, person: UUID) -> None:
    with store.connection() as connection:
        grant = give(connection, viewer, person, "treatment", since=BEGAN, until=BEGAN + timedelta(days=1))
        end(connection, grant, at=BEGAN + timedelta(days=3))

    assert end_of(store, viewer, person) == BEGAN + timedelta(days=1)


def test_leave_taken_back_before_it_began_never_was(store: Store, viewer: UUID, person: UUID) -> None:
    with store.connection() as connection:
        grant = give(connection, viewer, person, "treatment", since=BEGAN)
        end(connection, grant, at=BEGAN - timedelta(days=3))

    assert end_of(store, viewer, person) == BEGAN


def test_a_consent_keeps_the_types_its_kinds_had_that_day(store: Store, viewer: UUID, person: UUID) -> None:
    with store.connection() as connection:
        give(connection, viewer, person, "consent", since=BEGAN, kinds=["messages"])
    with store.as_viewer(viewer) as connection:
        [grant] = grants_on(connection, person)

    assert grant.kinds == frozenset({"messages"})
    assert grant.types == frozenset({"message_sent", "contact_asked", "contacted"})


def test_a_consent_to_everything_names_no_kind(store: Store, viewer: UUID, person: UUID) -> None:
    with store.connection() as connection:
        give(connection, viewer, person, "consent", since=BEGAN, kinds=["messages", "everything"])
    with store.as_viewer(viewer) as connection:
        [grant] = grants_on(connection, person)

    assert (grant.kinds, grant.types) == (None, None)


def test_a_professional_has_a_name_and_a_patient_is_a_person(store: Store, person: UUID) -> None:
    with store.connection() as connection:
        for role, words in ((Role.NURSE, {"person": person}), (Role.PATIENT, {"name": "Ada"}), (Role.PATIENT, {})):
            with pytest.raises(ValueError, match="A patient or relative has a person"):
                add_viewer(connection, role=role, **words)
