"""Follow-up plans reach people: what is late, due and coming stands on the list of who holds it, and can be recorded."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from felles.access import Access, CheckUp, NotAllowed, Refused, Role, Viewer, audit_of, give
from felles.store import Store

from .conftest import NOW, TODAY, ago, episode_of

Happened = Callable[..., UUID]
Professional = Callable[..., Viewer]
EPISODE = episode_of("ada")
PLAN = "colorectal_stage_2_3"


@pytest.fixture
def ada(happened: Happened) -> UUID:
    """Operated 190 days ago: the visit of the first month is late; its blood test is missed, for the one of the sixth is due."""
    return happened(
        "ada", (200, "diagnosed", "C18.7"), (190, "treatment_started", "surgery"), (185, "follow_up_planned", PLAN)
    )


@pytest.fixture
def viewer(professional: Professional) -> Viewer:
    return professional("innlandet", Role.NURSE)


@pytest.fixture
def record(access: Access, viewer: Viewer, ada: UUID) -> Callable[..., Any]:
    """`record("imaged", code="ct")`: about Ada, today, in a form of its own."""

    def say(type_: str, **said: Any) -> Any:
        return access.record(viewer, ada, type_, **({"at": NOW, "form": uuid4().hex, "episode": EPISODE} | said))

    return say


def listed(access: Access, viewer: Viewer, within: int = 30) -> list[tuple[str, int, str]]:
    return [(row.item, row.number, row.state) for row in access.check_ups(viewer, at=NOW, within=within).rows]


def of(access: Access, viewer: Viewer, person: UUID, item: str, number: int) -> CheckUp:
    found = access.check_up(viewer, person, EPISODE, PLAN, item, number, at=NOW)
    assert found is not None
    return found


def test_the_unit_that_set_the_plan_has_its_check_ups_the_nearest_day_first(
    access: Access, viewer: Viewer, ada: UUID
) -> None:
    found = access.check_ups(viewer, at=NOW)

    assert [(row.item, row.state) for row in found.rows] == [("visit", "late"), ("cea", "due")], (
        "the first cea is missed"
    )
    assert {row.name for row in found.rows} == {"Ada Prøve"}
    assert (found.states, found.shown) == ({"late": 1, "due": 1}, 2)


def test_what_comes_later_is_shown_by_who_looks_further_ahead(access: Access, viewer: Viewer, ada: UUID) -> None:
    assert ("ct", 1, "ahead") not in listed(access, viewer, within=90)
    assert ("ct", 1, "ahead") in listed(access, viewer, within=200)


def test_who_has_the_plan_in_their_hands_sees_the_patient_and_nobody_else_does(
    access: Access, viewer: Viewer, professional: Professional, ada: UUID
) -> None:
    stranger = professional("oslo", Role.NURSE)

    assert access.open_person(viewer, ada, at=NOW).name == "Ada Prøve"
    assert access.check_ups(stranger, at=NOW).rows == ()
    assert access.check_up(stranger, ada, EPISODE, PLAN, "cea", 2, at=NOW) is None
    with pytest.raises(NotAllowed):
        access.open_person(stranger, ada, at=NOW)


def test_the_gp_has_what_the_gp_has_a_part_in_of_the_patients_the_gp_sees(
    store: Store, access: Access, professional: Professional, ada: UUID
) -> None:
    gp, other = professional("Legekontoret", Role.GP), professional("Legekontoret", Role.GP)
    with store.connection() as connection:
        give(connection, gp.id, ada, "treatment", since=NOW - timedelta(days=9))

    assert {item for item, _, _ in listed(access, gp)} == {"cea"}
    assert listed(access, other) == []


@pytest.mark.parametrize(
    ("type_", "said", "gone"),
    [
        ("visited", {"code": "planned_control"}, ("visit", 1)),
        ("measured", {"code": "2039-6", "value": 1.2, "unit": "ug/L"}, ("cea", 2)),
    ],
)
def test_what_was_done_is_gone_from_the_list(
    access: Access, viewer: Viewer, record: Callable[..., Any], type_: str, said: dict[str, Any], gone: tuple[str, int]
) -> None:
    record(type_, **said)

    assert gone not in {(item, number) for item, number, _ in listed(access, viewer)}
    assert len(listed(access, viewer)) == 1


def test_a_check_up_that_was_moved_has_its_new_day_and_no_slack_after_it(
    access: Access, viewer: Viewer, ada: UUID, record: Callable[..., Any]
) -> None:
    before = of(access, viewer, ada, "cea", 2)

    record("follow_up_moved", code="cea", until=TODAY + timedelta(days=20))

    row = of(access, viewer, ada, "cea", 2)
    agreed = TODAY + timedelta(days=20)
    assert (row.due, row.window_to, row.days_left, row.moved_from) == (agreed, agreed, 20, before.due)
    assert row.state == "due"


def test_by_need_the_visits_leave_the_calendar_and_what_has_a_clinical_clock_stays(
    access: Access, viewer: Viewer, ada: UUID, record: Callable[..., Any]
) -> None:
    record("follow_up_changed", code="needs_based")

    items = {item for item, _, _ in listed(access, viewer, within=2000) if item != "visit"}
    assert items == {"cea", "ct", "colonoscopy"}
    assert of(access, viewer, ada, "cea", 2).by_need_since == TODAY
    (by_need,) = access.check_ups(viewer, at=NOW).by_need
    assert (by_need.plan, by_need.by_need_since, by_need.name) == (PLAN, TODAY, "Ada Prøve")

    record("follow_up_changed", code="calendar")

    assert access.check_ups(viewer, at=NOW).by_need == ()


def test_a_plan_is_set_for_a_patient_the_viewer_treats_and_its_check_ups_follow(
    access: Access, viewer: Viewer, happened: Happened
) -> None:
    person = happened("bo", (40, "referred", "prostate"), (30, "treatment_started", "surgery"))

    access.record(viewer, person, "follow_up_planned", at=NOW, form="f1", code="prostate_curative")

    rows = access.check_ups(viewer, at=NOW, within=90).rows
    assert [(row.item, row.plan) for row in rows if row.person == person] == [
        ("psa", "prostate_curative"),
        ("visit", "prostate_curative"),
    ]


def test_a_stranger_sets_no_plan(access: Access, professional: Professional, ada: UUID) -> None:
    with pytest.raises(NotAllowed):
        access.record(professional("oslo"), ada, "follow_up_planned", at=NOW, form="f1", code="prostate_curative")


@pytest.mark.parametrize(
    ("type_", "said", "why"),
    [
        ("visited", {"code": "planned_control", "episode": uuid4()}, "no such plan"),
        ("visited", {"code": "planned_control", "day": ago(195)}, "months are counted from"),
        ("follow_up_moved", {"code": "cea"}, "until"),
        ("follow_up_changed", {"code": "needs_based", "day": ago(186)}, "the plan was set on"),
        ("measured", {"code": "2039-6"}, "value"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence(
    store: Store, ada: UUID, record: Callable[..., Any], type_: str, said: dict[str, Any], why: str
) -> None:
    with pytest.raises(Refused, match=f"(?i){why}"):
        record(type_, **said)

    assert len(store.current_of(ada)) == 3


def test_the_sight_of_a_patient_ends_some_time_after_the_plan(
    access: Access, professional: Professional, happened: Happened
) -> None:
    viewer = professional("bergen", Role.NURSE)
    lately, long_ago = (
        happened(
            called, (700, "treatment_started", "surgery"), (690, "follow_up_planned", PLAN), (days, "relapsed", None),
            place="bergen",
        )
        for called, days in (("eva", 20), ("liv", 200))
    )  # fmt: skip

    assert access.open_person(viewer, lately, at=NOW).name == "Eva Prøve"
    with pytest.raises(NotAllowed):
        access.open_person(viewer, long_ago, at=NOW)
    assert access.check_ups(viewer, at=NOW, within=2000).rows == ()


def test_who_was_on_the_list_is_written_down(store: Store, access: Access, viewer: Viewer, ada: UUID) -> None:
    access.check_ups(viewer, at=NOW)

    (look,) = audit_of(store, ada)
    assert (look.unit, look.action) == ("innlandet", "listed")


def test_roles_without_patients_have_no_list(access: Access, professional: Professional) -> None:
    for role in (Role.ANALYST, Role.AUTHORITY):
        with pytest.raises(NotAllowed):
            access.check_ups(professional("innlandet", role), at=NOW)
    with pytest.raises(NotAllowed, match="no unit"):
        access.check_ups(professional(None), at=NOW)


def test_the_list_can_be_narrowed_to_one_state_while_all_are_counted(access: Access, viewer: Viewer, ada: UUID) -> None:
    found = access.check_ups(viewer, at=NOW, state="late")

    assert [(row.item, row.state) for row in found.rows] == [("visit", "late")]
    assert found.states == {"late": 1, "due": 1}
