"""Searching for people: exact, for those who may, and written down."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from felles.access import NotAllowed, Role, Viewer, add_viewer, audit_of, give, search, viewers
from felles.events import Event, number_of
from felles.store import Store
from felles.store.identity import Profile, set_profile, synthetic_number

NOW = datetime.now(UTC)
NUMBER = synthetic_number(date(1960, 5, 1), 0)
EventAt = Callable[..., Event]


@pytest.fixture
def ada(store: Store, event_at: EventAt) -> UUID:
    return somebody(store, event_at, NUMBER, "Ada", "Prøve", "1960-05-01")


def somebody(store: Store, event_at: EventAt, identifier: str, given: str, family: str, born: str) -> UUID:
    event = event_at(identifier, "born", born, code="female")
    store.append([event])
    with store.connection() as connection:
        set_profile(connection, store.keys, event.person, Profile(given=given, family=family))
    return event.person


def viewer_of(store: Store, role: Role) -> Viewer:
    person = store.person("test", "somebody") if role in (Role.PATIENT, Role.RELATIVE) else None
    with store.connection() as connection:
        identifier = add_viewer(connection, role=role, name=None if person else "Siri", person=person)
    return next(viewer for viewer in viewers(store) if viewer.id == identifier)


def test_a_professional_finds_a_patient_by_the_exact_name_or_number(store: Store, ada: UUID) -> None:
    nurse = viewer_of(store, Role.NURSE)

    for words in ("Ada Prøve", "  ada   PRØVE ", "Prøve, Ada", NUMBER, f"{NUMBER[:6]} {NUMBER[6:]}"):
        [found] = search(store, nurse, words, at=NOW)

        assert (found.person, found.name, found.born_year) == (ada, "Ada Prøve", 1960), words


def test_a_part_of_a_name_or_number_finds_nobody(store: Store, ada: UUID) -> None:
    nurse = viewer_of(store, Role.NURSE)

    found = [search(store, nurse, words, at=NOW) for words in ("", "Ada", "Ada Pr", "%", NUMBER[:6], "Somebody Else")]

    assert found == [[]] * 6


def test_the_answer_says_whether_the_record_may_be_opened_and_such_people_come_first(
    store: Store, event_at: EventAt, ada: UUID
) -> None:
    younger = somebody(store, event_at, "other", "Ada", "Prøve", "1990-01-01")
    nurse = viewer_of(store, Role.NURSE)
    with store.connection() as connection:
        give(connection, nurse.id, younger, "treatment", since=NOW - timedelta(days=1))

    found = search(store, nurse, "Ada Prøve", at=NOW)

    assert [(one.person, one.relation) for one in found] == [(younger, True), (ada, False)]


def test_everybody_who_is_shown_is_written_down(store: Store, ada: UUID) -> None:
    nurse = viewer_of(store, Role.NURSE)

    search(store, nurse, "Ada Prøve", at=NOW)
    search(store, nurse, "Nobody At All", at=NOW)

    assert [(entry.role, entry.action) for entry in audit_of(store, ada)] == [(Role.NURSE, "found")]


def test_others_do_not_search(store: Store, ada: UUID) -> None:
    for role in (Role.PATIENT, Role.RELATIVE, Role.AUTHORITY):
        with pytest.raises(NotAllowed, match="Only health personnel and analysts"):
            search(store, viewer_of(store, role), "Ada Prøve", at=NOW)

    assert audit_of(store, ada) == []


def test_an_analyst_finds_nobody_by_name_or_national_number(store: Store, ada: UUID) -> None:
    analyst = viewer_of(store, Role.ANALYST)

    assert search(store, analyst, "Ada Prøve", at=NOW) == search(store, analyst, NUMBER, at=NOW) == []


def test_an_analyst_finds_a_course_by_pseudonym_or_by_the_registrys_own_identifier(
    store: Store, event_at: EventAt
) -> None:
    event = event_at("R-117", "born", "1950-01-01", code="male")
    store.append([event])
    analyst = viewer_of(store, Role.ANALYST)

    for words in (str(event.person), str(number_of(event.person)), "R-117", "test:R-117"):
        [found] = search(store, analyst, words, at=NOW)

        assert (found.person, found.name, found.born_year, found.relation) == (event.person, None, 1950, True), words


def test_a_professional_finds_nobody_by_pseudonym(store: Store, ada: UUID) -> None:
    nurse = viewer_of(store, Role.NURSE)

    assert search(store, nurse, str(ada), at=NOW) == search(store, nurse, str(number_of(ada)), at=NOW) == []


def test_a_record_that_was_joined_to_another_is_found_as_that_person(
    store: Store, event_at: EventAt, ada: UUID
) -> None:
    other = event_at("elsewhere", "imaged", "2026-03-05", code="ct")
    store.append([other])
    store.join(ada, other.person, source="test", source_id="join")

    [found] = search(store, viewer_of(store, Role.NURSE), NUMBER, at=NOW)

    assert (found.person, found.name, found.born_year) == (other.person, "Ada Prøve", 1960)


def test_a_corrected_birth_is_the_one_that_is_shown(store: Store, event_at: EventAt, ada: UUID) -> None:
    [born] = store.current_of(ada)
    assert born.id is not None

    store.correct(born.id, event_at(NUMBER, "born", "1961-05-01", code="female"))

    [found] = search(store, viewer_of(store, Role.NURSE), "Ada Prøve", at=NOW)
    assert found.born_year == 1961


def test_a_number_too_large_to_be_a_pseudonym_finds_nobody(store: Store) -> None:
    analyst = viewer_of(store, Role.ANALYST)

    assert search(store, analyst, "9" * 19, at=NOW) == search(store, analyst, "9" * 5000, at=NOW) == []
