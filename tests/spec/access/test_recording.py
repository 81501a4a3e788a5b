"""What a professional records from the board is in the log once, and the board is right on the next look."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from felles.access import Access, NotAllowed, Refused, Role, Viewer, audit_of
from felles.store import Store

from .conftest import NOW, TODAY, ago, episode_of

Happened = Callable[..., UUID]
Professional = Callable[..., Viewer]


def test_an_attendance_moves_the_pathway_on_the_next_look(
    access: Access, store: Store, happened: Happened, professional: Professional
) -> None:
    person, viewer = happened("ada", (3, "referred", "lung")), professional("innlandet:lung")

    access.record(viewer, person, "attended", at=NOW, form="f1", episode=episode_of("ada"), code="first_visit")

    (row,) = access.board(viewer, at=NOW).rows
    event = store.current_of(person)[-1]
    assert (row.phase, row.last_type) == ("investigation", "attended")
    assert (event.actor, event.place, event.source, event.day) == (str(viewer.id), "innlandet:lung", "clinic", TODAY)


def test_a_form_sent_twice_records_once(
    access: Access, store: Store, happened: Happened, professional: Professional
) -> None:
    person, viewer = happened("ada", (3, "referred", "lung")), professional("innlandet")

    def send(_: int) -> tuple[UUID, bool]:
        done = access.record(viewer, person, "attended", at=NOW, form="f1", episode=episode_of("ada"))
        return done.event, done.again

    with ThreadPoolExecutor(max_workers=4) as clicks:
        answers = list(clicks.map(send, range(4)))

    assert len({event for event, _ in answers}) == 1
    assert [again for _, again in answers].count(False) == 1
    assert [each.type for each in store.current_of(person)] == ["referred", "attended"]


def test_a_transfer_sent_twice_records_once_though_the_patient_has_left_the_board(
    access: Access, happened: Happened, professional: Professional
) -> None:
    person, viewer = happened("ada", (3, "referred", "lung")), professional("innlandet")

    first = access.record(viewer, person, "transferred", at=NOW, form="f1", episode=episode_of("ada"), code="oslo")
    second = access.record(viewer, person, "transferred", at=NOW, form="f1", episode=episode_of("ada"), code="oslo")

    assert (second.event, second.again) == (first.event, True)
    assert access.board(viewer, at=NOW).rows == ()
    assert len(access.board(professional("oslo"), at=NOW).rows) == 1


def test_a_form_that_comes_back_with_something_else_is_refused(
    access: Access, happened: Happened, professional: Professional
) -> None:
    person, viewer = happened("ada", (3, "referred", "lung")), professional("innlandet")
    access.record(viewer, person, "attended", at=NOW, form="f1", episode=episode_of("ada"))

    with pytest.raises(Refused, match="sent already"):
        access.record(viewer, person, "decided", at=NOW, form="f1", episode=episode_of("ada"), code="treat")


def test_a_deferral_is_recorded_with_its_reason_and_its_end(
    access: Access, happened: Happened, professional: Professional
) -> None:
    person, viewer = happened("ada", (3, "referred", "lung")), professional("innlandet")
    until = TODAY + timedelta(days=5)

    access.record(
        viewer, person, "deferred", at=NOW, form="f1", episode=episode_of("ada"), code="patient_wish", until=until
    )

    (row,) = access.board(viewer, at=NOW).rows
    assert (row.deferred, row.deferred_until, row.days) == ("patient_wish", until, 3)


def test_a_new_referral_begins_a_pathway_in_the_hands_of_the_unit(
    access: Access, store: Store, happened: Happened, professional: Professional
) -> None:
    person, viewer = happened("ada"), professional("innlandet")

    done = access.record(viewer, person, "referred", at=NOW, form="f1", code="lung", day=ago(1))

    (row,) = access.board(viewer, at=NOW).rows
    assert (row.person, row.episode, row.started_on, row.holder) == (person, done.episode, ago(1), "innlandet")
    assert {look.action for look in audit_of(store, person)} == {"recorded", "listed"}


def test_who_has_no_relation_to_the_patient_records_nothing_and_the_attempt_is_written_down(
    access: Access, store: Store, happened: Happened, professional: Professional
) -> None:
    person, stranger = happened("ada", (3, "referred", "lung")), professional("oslo")

    with pytest.raises(NotAllowed):
        access.record(stranger, person, "attended", at=NOW, form="f1", episode=episode_of("ada"))

    assert [each.type for each in store.current_of(person)] == ["referred"]
    assert [look.action for look in audit_of(store, person)] == ["refused"]


def test_an_emergency_lets_one_read_and_not_record(
    access: Access, happened: Happened, professional: Professional
) -> None:
    person, doctor = happened("ada", (3, "referred", "lung")), professional("oslo", Role.DOCTOR)
    access.open_person(doctor, person, at=NOW, emergency_reason="Bevisstløs i mottak")

    with pytest.raises(NotAllowed):
        access.record(doctor, person, "attended", at=NOW, form="f1", episode=episode_of("ada"))


@pytest.mark.parametrize("role", [Role.ANALYST, Role.AUTHORITY])
def test_who_treats_nobody_records_nothing(
    access: Access, happened: Happened, professional: Professional, role: Role
) -> None:
    person = happened("ada", (3, "referred", "lung"))

    with pytest.raises(NotAllowed, match="health personnel"):
        access.record(professional("innlandet", role), person, "attended", at=NOW, form="f1")


def test_nobody_is_referred_who_is_not_there(access: Access, professional: Professional) -> None:
    with pytest.raises(NotAllowed):
        access.record(professional("innlandet"), uuid4(), "referred", at=NOW, form="f1", code="lung")


def test_a_day_to_come_a_day_before_the_referral_and_an_unknown_pathway_are_refused(
    access: Access, happened: Happened, professional: Professional
) -> None:
    person, viewer = happened("ada", (3, "referred", "lung")), professional("innlandet")

    def attended(form: str, days: int, episode: UUID) -> None:
        access.record(viewer, person, "attended", at=NOW, form=form, day=ago(days), episode=episode)

    with pytest.raises(Refused, match="not come yet"):
        attended("f1", -1, episode_of("ada"))
    with pytest.raises(Refused, match="pathway began on"):
        attended("f2", 4, episode_of("ada"))
    with pytest.raises(Refused, match="no such pathway"):
        attended("f3", 1, uuid4())


def test_what_is_no_step_of_a_pathway_is_not_recorded_from_a_board(
    access: Access, happened: Happened, professional: Professional
) -> None:
    person = happened("ada", (3, "referred", "lung"))

    with pytest.raises(Refused, match="cannot be recorded from a board"):
        access.record(professional("innlandet"), person, "diagnosed", at=NOW, form="f1", code="C34.1")


def test_a_code_that_the_vocabulary_does_not_have_is_refused(
    access: Access, store: Store, happened: Happened, professional: Professional
) -> None:
    person = happened("ada", (3, "referred", "lung"))

    with pytest.raises(Refused, match="decided"):
        access.record(
            professional("innlandet"), person, "decided", at=NOW, form="f1", episode=episode_of("ada"), code="perhaps"
        )

    assert [each.type for each in store.current_of(person)] == ["referred"]
