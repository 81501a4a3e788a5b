"""Who was handed over is seen by the receiver, with all that went before, until the receiver hands on."""

from collections.abc import Callable
from uuid import UUID

import pytest

from felles.access import Access, NotAllowed, Refused, Role, Viewer, may_see
from felles.access.grants import grants_on
from felles.store import Store

from .conftest import NOW, ago, episode_of

Happened = Callable[..., UUID]
Professional = Callable[..., Viewer]
TOWN, OTHER_TOWN = "Lillehammer kommune", "Hamar kommune"


@pytest.fixture
def ada(happened: Happened) -> UUID:
    """Handed over to Lillehammer five days ago, long after the hospital was done."""
    return happened(
        "ada", (90, "referred", "lung"), (80, "diagnosed", "C34.1"), (60, "pathway_ended", "other"),
        (5, "handed_over", TOWN),
    )  # fmt: skip


@pytest.fixture
def town(professional: Professional) -> Viewer:
    return professional(TOWN, Role.CANCER_COORDINATOR)


def opens(access: Access, viewer: Viewer, person: UUID) -> bool:
    try:
        return access.open_person(viewer, person, at=NOW).reasons == {"treatment"}
    except NotAllowed:
        return False


def waiting(access: Access, viewer: Viewer) -> list[tuple[str | None, str | None, int]]:
    found = access.conversations(viewer, at=NOW).handed_over
    return [(row.name, row.sender, row.days_waiting) for row in found]


def test_the_receiver_sees_the_person_and_other_units_do_not(
    access: Access, ada: UUID, town: Viewer, professional: Professional
) -> None:
    assert opens(access, town, ada)
    assert opens(access, professional(TOWN, Role.GP), ada)
    assert not opens(access, professional(OTHER_TOWN, Role.GP), ada)
    assert not opens(access, professional(TOWN, Role.AUTHORITY), ada)


@pytest.mark.parametrize(("unit", "sees"), [("oslo", True), ("oslo:lung", True), ("stavanger", False)])
def test_a_department_sees_whom_its_trust_was_given(
    access: Access, happened: Happened, professional: Professional, unit: str, sees: bool
) -> None:
    person = happened("bo", (80, "diagnosed", "C34.1"), (5, "handed_over", "oslo"))

    assert opens(access, professional(unit), person) is sees


def test_handing_on_moves_the_sight_with_the_person(
    access: Access, ada: UUID, town: Viewer, professional: Professional
) -> None:
    other = professional(OTHER_TOWN, Role.CANCER_COORDINATOR)

    access.record(town, ada, "handed_over", at=NOW, form="f1", episode=episode_of("ada"), code=OTHER_TOWN)

    assert (opens(access, town, ada), opens(access, other, ada)) == (False, True)
    assert (waiting(access, town), waiting(access, other)) == ([], [("Ada Prøve", TOWN, 0)])


def test_a_handover_taken_back_shows_the_person_no_longer(
    access: Access, store: Store, ada: UUID, town: Viewer
) -> None:
    (event,) = (event for event in store.current_of(ada) if event.type == "handed_over")
    assert event.id is not None

    store.retract(event.id, source="test", source_id="mistake")

    assert not opens(access, town, ada)


def test_death_ends_it(access: Access, happened: Happened, ada: UUID, town: Viewer) -> None:
    happened("ada", (1, "died", "cancer"))

    assert (opens(access, town, ada), waiting(access, town)) == (False, [])


def test_a_transfer_between_hospitals_goes_by_the_pathway_alone(
    access: Access, happened: Happened, professional: Professional
) -> None:
    person = happened("bo", (90, "referred", "lung"), (80, "transferred", "oslo"), (60, "pathway_ended", "other"))

    assert not opens(access, professional("oslo"), person)
    assert waiting(access, professional("oslo")) == []


def test_the_database_and_the_plain_rule_agree_on_joined_records(
    store: Store, happened: Happened, ada: UUID, town: Viewer
) -> None:
    other = happened("eve", (5, "imaged", "ct"), place=None)
    store.join(other, ada, source="test", source_id="join")

    with store.as_viewer(town.id) as connection:
        rows = connection.execute("select distinct person from felles.event").fetchall()
        plain = [may_see(town.role, grants_on(connection, each), at=NOW) for each in (ada, other)]

    assert {each for (each,) in rows} == {ada, other}
    assert plain == [True, True]


def test_who_was_handed_over_waits_until_somebody_takes_the_person_over(
    access: Access, ada: UUID, town: Viewer
) -> None:
    assert waiting(access, town) == [("Ada Prøve", "innlandet", 5)]

    access.record(town, ada, "handover_accepted", at=NOW, form="f1", episode=episode_of("ada"), place=TOWN)

    assert waiting(access, town) == []
    assert opens(access, town, ada)


def test_only_the_receiver_takes_over_and_only_once(
    access: Access, ada: UUID, town: Viewer, professional: Professional
) -> None:
    def accept(viewer: Viewer, form: str, place: str) -> None:
        access.record(viewer, ada, "handover_accepted", at=NOW, form=form, episode=episode_of("ada"), place=place)

    with pytest.raises(NotAllowed, match="Only the unit"):
        accept(professional(OTHER_TOWN, Role.GP), "f1", TOWN)
    with pytest.raises(NotAllowed, match="no treatment relation"):
        accept(professional(OTHER_TOWN, Role.GP), "f2", OTHER_TOWN)
    accept(town, "f3", TOWN)
    with pytest.raises(Refused, match="does not wait"):
        accept(town, "f4", TOWN)


def test_a_handover_sent_twice_records_once_though_the_sender_has_lost_sight(
    access: Access, store: Store, ada: UUID, town: Viewer
) -> None:
    first, second = (
        access.record(town, ada, "handed_over", at=NOW, form="f1", episode=episode_of("ada"), code=OTHER_TOWN)
        for _ in range(2)
    )

    assert (second.event, second.again) == (first.event, True)
    assert [event.type for event in store.current_of(ada)].count("handed_over") == 2


def test_nobody_is_handed_over_to_those_who_have_the_person_or_before_the_diagnosis(
    access: Access, ada: UUID, town: Viewer
) -> None:
    with pytest.raises(Refused, match="has the person already"):
        access.record(town, ada, "handed_over", at=NOW, form="f1", episode=episode_of("ada"), code=TOWN)
    with pytest.raises(Refused, match="diagnosis or relapse was on"):
        access.record(
            town, ada, "handed_over", at=NOW, form="f2", episode=episode_of("ada"), code=OTHER_TOWN, day=ago(81)
        )
