"""Which plan do the national programmes point to, for a patient for whom nobody has set one?"""

from datetime import date
from typing import Any

import pytest

from felles.definitions import Content
from felles.pathways.follow_up import fitting_plans, plans_of

AT = date(2026, 11, 21)


def events_of(stage: str | None, born: int = 1960) -> list[dict[str, Any]]:
    told = [
        ("born", f"{born}-05-01", "female"),
        ("diagnosed", "2026-08-10", "C18.7"),
        ("treatment_started", "2026-09-01", "surgery"),
    ]
    told += [("staged", "2026-09-10", stage)] if stage else []
    nothing = {"value": None, "unit": None, "place": None, "precision": "day"}
    return [{"type": type_, "day": date.fromisoformat(day), "code": code, **nothing} for type_, day, code in told]


@pytest.mark.parametrize(
    ("stage", "fits", "unknown"),
    [
        ("tnm8:IIA", ["colorectal_stage_2_3"], False),
        ("tnm8:I", [], False),
        (None, [], True),
    ],
)
def test_a_plan_fits_who_meets_its_criteria_and_too_little_is_not_a_no(
    content: Content, stage: str | None, fits: list[str], unknown: bool
) -> None:
    found = fitting_plans(events_of(stage), plans_of(content), pathway="colorectal", at=AT)

    assert [plan.id for plan in found.plans] == fits
    assert found.unknown is unknown


def test_only_plans_after_the_pathway_are_asked_for(content: Content) -> None:
    found = fitting_plans(events_of("tnm8:IIA"), plans_of(content), pathway="melanoma", at=AT)

    assert found.plans == ()
