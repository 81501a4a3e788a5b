"""Opening a person's record: who gets in, what they see, and that it is written down."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from felles.access import (
    AuditEntry,
    NotAllowed,
    NotFound,
    Role,
    Viewer,
    add_viewer,
    audit_of,
    give,
    open_person,
    own_audit,
    viewers,
)
from felles.access.may_see import Reason
from felles.events import Event
from felles.store import Store
from felles.store.identity import Profile, set_profile

NOW = datetime.now(UTC)
YESTERDAY = NOW - timedelta(days=1)
EventAt = Callable[..., Event]


@pytest.fixture
def ada(store: Store, event_at: EventAt) -> UUID:
    events = [
        event_at("ada", "born", "1960-05-01", code="female"),
        event_at("ada", "attended", "2026-03-02", code="first_visit"),
        event_at("ada", "pathway_ended", "2026-03-20", code="other", data={"note": "Ada ba om det."}),
    ]
    store.append(events)
    with store.connection() as connection:
        set_profile(connection, store.keys, events[0].person, Profile(given="Ada", family="Prøve"))
    return events[0].person


def viewer_of(store: Store, role: Role, person: UUID | None = None) -> Viewer:
    with store.connection() as connection:
        identifier = add_viewer(connection, role=role, name=None if person else "Siri", unit="ward", person=person)
    return next(viewer for viewer in viewers(store) if viewer.id == identifier)


def let_see(store: Store, viewer: UUID, person: UUID, reason: Reason, **grant: Any) -> None:
    with store.connection() as connection:
        give(connection, viewer, person, reason, **grant)


def looks(entries: list[AuditEntry]) -> list[tuple[Role, str, str | None]]:
    return [(entry.role, entry.action, entry.reason) for entry in entries]


def test_a_professional_with_a_treatment_relation_sees_name_and_course(store: Store, ada: UUID) -> None:
    doctor = viewer_of(store, Role.DOCTOR)
    let_see(store, doctor.id, ada, "treatment", since=YESTERDAY)

    view = open_person(store, doctor, ada, at=NOW)

    assert (view.name, view.born_year, view.whole) == ("Ada Prøve", 1960, True)
    assert [event.type for event in view.events] == ["born", "attended", "pathway_ended"]
    assert view.events[-1].data["note"] == "Ada ba om det."
    assert view.reasons == {"treatment"}


def test_the_log_of_who_looked_names_the_one_who_looked(store: Store, ada: UUID) -> None:
    doctor = viewer_of(store, Role.DOCTOR)
    let_see(store, doctor.id, ada, "treatment", since=YESTERDAY)

    open_person(store, doctor, ada, at=NOW)

    [entry] = audit_of(store, ada)
    assert (entry.name, entry.role, entry.unit, entry.action) == ("Siri", Role.DOCTOR, "ward", "opened")


def test_a_professional_without_a_relation_is_refused_and_that_is_written_down(store: Store, ada: UUID) -> None:
    nurse = viewer_of(store, Role.NURSE)

    with pytest.raises(NotAllowed, match="no treatment relation"):
        open_person(store, nurse, ada, at=NOW)

    assert looks(audit_of(store, ada)) == [(Role.NURSE, "refused", None)]


def test_an_emergency_opens_the_record_and_the_reason_can_be_read_afterwards(store: Store, ada: UUID) -> None:
    nurse = viewer_of(store, Role.NURSE)

    view = open_person(store, nurse, ada, at=NOW, emergency_reason="Bevisstløs i mottak")

    assert (view.name, view.reasons) == ("Ada Prøve", frozenset({"emergency"}))
    assert looks(audit_of(store, ada)) == [
        (Role.NURSE, "opened", None),
        (Role.NURSE, "opened_in_emergency", "Bevisstløs i mottak"),
    ]


def test_an_emergency_lasts_twelve_hours(store: Store, ada: UUID) -> None:
    nurse = viewer_of(store, Role.NURSE)
    open_person(store, nurse, ada, at=NOW, emergency_reason="Bevisstløs i mottak")
    opened = audit_of(store, ada)[0].at

    open_person(store, nurse, ada, at=opened + timedelta(hours=11, minutes=59))
    with pytest.raises(NotAllowed):
        open_person(store, nurse, ada, at=opened + timedelta(hours=12, seconds=1))


def test_an_emergency_needs_a_reason_of_some_words(store: Store, ada: UUID) -> None:
    nurse = viewer_of(store, Role.NURSE)

    for reason in ("", "now", "   now    "):
        with pytest.raises(NotAllowed, match="why this is an emergency"):
            open_person(store, nurse, ada, at=NOW, emergency_reason=reason)

    assert audit_of(store, ada) == []


def test_an_emergency_is_for_health_personnel_alone(store: Store, ada: UUID) -> None:
    authority = viewer_of(store, Role.AUTHORITY)

    with pytest.raises(NotAllowed):
        open_person(store, authority, ada, at=NOW, emergency_reason="I want to know")

    assert looks(audit_of(store, ada)) == [(Role.AUTHORITY, "refused", None)]


def test_an_analyst_sees_the_course_without_name_and_without_free_text(store: Store, ada: UUID) -> None:
    analyst = viewer_of(store, Role.ANALYST)

    view = open_person(store, analyst, ada, at=NOW)

    assert (view.name, view.born_year, view.reasons) == (None, 1960, frozenset({"analysis"}))
    assert [event.type for event in view.events] == ["born", "attended", "pathway_ended"]
    assert "note" not in view.events[-1].data


def test_an_analyst_hears_that_a_pseudonym_is_nobodys(store: Store) -> None:
    analyst = viewer_of(store, Role.ANALYST)

    with pytest.raises(NotFound, match="no person with this pseudonym"):
        open_person(store, analyst, uuid4(), at=NOW)


def test_others_hear_the_same_of_somebody_who_is_not_there_as_of_somebody_they_may_not_see(
    store: Store, ada: UUID
) -> None:
    nurse = viewer_of(store, Role.NURSE)

    with pytest.raises(NotAllowed) as hidden:
        open_person(store, nurse, ada, at=NOW)
    with pytest.raises(NotAllowed) as absent:
        open_person(store, nurse, uuid4(), at=NOW)

    assert str(absent.value) == str(hidden.value)


def test_a_relative_sees_what_is_shared_and_is_told_that_it_is_not_everything(store: Store, ada: UUID) -> None:
    relative = viewer_of(store, Role.RELATIVE, person=store.person("test", "relative"))
    let_see(store, relative.id, ada, "consent", since=YESTERDAY, kinds=["appointments"])

    view = open_person(store, relative, ada, at=NOW)

    assert (view.name, view.whole) == ("Ada Prøve", False)
    assert [event.type for event in view.events] == ["attended"]


def test_a_patient_reads_who_looked_and_their_own_looks_are_not_among_them(store: Store, ada: UUID) -> None:
    patient = viewer_of(store, Role.PATIENT, person=ada)
    let_see(store, patient.id, ada, "self", since=YESTERDAY)
    doctor = viewer_of(store, Role.DOCTOR)
    let_see(store, doctor.id, ada, "treatment", since=YESTERDAY)

    open_person(store, patient, ada, at=NOW)
    open_person(store, doctor, ada, at=NOW)

    assert looks(own_audit(store, patient, ada)) == [(Role.DOCTOR, "opened", None)]


def test_nobody_else_reads_who_looked_through_a_page(store: Store, ada: UUID) -> None:
    doctor = viewer_of(store, Role.DOCTOR)
    let_see(store, doctor.id, ada, "treatment", since=YESTERDAY)

    open_person(store, doctor, ada, at=NOW)

    assert own_audit(store, doctor, ada) == []


def test_joined_records_are_opened_as_one_person(store: Store, event_at: EventAt, ada: UUID) -> None:
    doctor = viewer_of(store, Role.DOCTOR)
    let_see(store, doctor.id, ada, "treatment", since=YESTERDAY)
    other = event_at("ada at another hospital", "imaged", "2026-03-05", code="ct")
    store.append([other])

    store.join(other.person, ada, source="test", source_id="join")
    view = open_person(store, doctor, other.person, at=NOW)

    assert view.name == "Ada Prøve"
    assert {"imaged", "attended"} <= {event.type for event in view.events}


def test_an_erased_person_has_a_course_and_no_name(store: Store, ada: UUID) -> None:
    doctor = viewer_of(store, Role.DOCTOR)
    let_see(store, doctor.id, ada, "treatment", since=YESTERDAY)

    store.erase(ada)
    view = open_person(store, doctor, ada, at=NOW)

    assert view.name is None
    assert view.events[-1].data["note"] == "erased"
