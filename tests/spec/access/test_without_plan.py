"""Whoever was treated and got no plan for the time after stands on a list, so that no one is forgotten between two chairs."""

from collections.abc import Callable
from uuid import UUID

import pytest

from felles.access import Access, NotAllowed, Role, Viewer

from .conftest import NOW, ago

Happened = Callable[..., UUID]
Professional = Callable[..., Viewer]
PATHWAYS = ["colorectal"]


@pytest.fixture
def treated(happened: Happened) -> Callable[..., UUID]:
    """`treated("ada", 10)`: referred for bowel cancer and operated ten days ago, in the hands of Innlandet."""

    def make(called: str, days: int, *later: tuple[object, ...]) -> UUID:
        operated = (days, "treatment_started", "surgery")
        return happened(called, (days + 20, "referred", "colorectal"), operated, *later)

    return make


def names(access: Access, viewer: Viewer, pathways: list[str] = PATHWAYS) -> list[str | None]:
    return [one.name for one in access.treated_without_plan(viewer, at=NOW, pathways=pathways)]


def test_who_was_treated_and_has_no_plan_is_listed_the_longest_wait_first(
    access: Access, treated: Callable[..., UUID], professional: Professional
) -> None:
    treated("new", 3)
    treated("old", 12)
    viewer = professional("innlandet:surgery", Role.NURSE)

    first, _ = access.treated_without_plan(viewer, at=NOW, pathways=PATHWAYS)

    assert names(access, viewer) == ["Old Prøve", "New Prøve"]
    assert (first.pathway, first.treated_on) == ("colorectal", ago(12))


def test_what_the_criteria_of_plans_read_comes_with_them_and_nothing_of_others(
    access: Access, treated: Callable[..., UUID], professional: Professional
) -> None:
    treated("ada", 12, (11, "staged", "tnm8:IIA"))
    treated("bo", 10)
    viewer = professional("innlandet", Role.NURSE)

    ada, bo = access.treated_without_plan(viewer, at=NOW, pathways=PATHWAYS)

    assert ("staged", "tnm8:IIA", ago(11)) in [(each["type"], each["code"], each["day"]) for each in ada.told]
    assert "staged" not in [each["type"] for each in bo.told]


def test_who_has_a_plan_has_died_or_has_a_pathway_without_plans_is_not_listed(
    access: Access, treated: Callable[..., UUID], professional: Professional
) -> None:
    treated("planned", 12, (5, "follow_up_planned", "colorectal_stage_2_3"))
    treated("dead", 12, (2, "died", "cancer"))
    treated("ada", 12)
    viewer = professional("innlandet", Role.COORDINATOR)

    assert names(access, viewer) == ["Ada Prøve"]
    assert names(access, viewer, ["lung"]) == []


def test_another_trust_and_the_municipality_have_nobody_on_the_list(
    access: Access, treated: Callable[..., UUID], professional: Professional
) -> None:
    treated("ada", 12)

    assert names(access, professional("oslo", Role.NURSE)) == []
    assert names(access, professional("Legekontoret", Role.GP)) == []


def test_only_health_personnel_may_ask(access: Access) -> None:
    analyst = Viewer(id=UUID(int=7), role=Role.ANALYST, name="Arne", unit="innlandet")

    with pytest.raises(NotAllowed):
        access.treated_without_plan(analyst, at=NOW, pathways=PATHWAYS)
