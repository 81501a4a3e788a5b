"""A follow-up plan whose months cannot be meant is refused, with the file and what is allowed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from felles.definitions import ContentErrors, load_content

PLAN = "programmes/follow_up/breast_plan.yaml"
Spoil = Callable[[str, str, str], Path]


def test_a_plan_is_known_by_its_name(folder: Path) -> None:
    plan = load_content(folder).follow_up_plans["breast_plan"]

    assert [item.first_month for item in plan.items] == [3, 3]
    assert plan.ends == ("relapsed",)


@pytest.mark.parametrize(
    ("passage", "other", "sentence"),
    [
        ("at_months: [3, 6]", "at_months: [6, 3]", "allowed is months that ascend"),
        ("at_months: [3, 6]", "at_months: [0, 3]", "a whole number from 1 to 600"),
        ("window_months: [3, 6]", "window_months: [6, 3]", "two months, the earlier first"),
        ("window_months: [3, 6]", "window_months: [3, 6]\n    at_months: [3]", "both months and a window"),
        ("    window_months: [3, 6]\n", "", "got no months"),
        ("window_months: [3, 6]", "window_months: [3, 6]\n    until_months: 9", "9 without every_months"),
        ("until_months: 60", "until_months: 6", "12 or later"),
        ("slack_days: 30", "slack_days: 90", "visit, whose window of 90 days opens too early"),
        ("id: talk", "id: visit", "visit twice"),
        ("who: gp", "who: doctor", 'allowed is one of "hospital", "gp"'),
        ('"visited:gp"', '"Visited gp"', "an event type"),
        ("slack_assumption: Our own choice.\n", "", '"slack_assumption": got nothing'),
        ("pathway: breast", "pathway: brest", 'Did you mean "breast"'),
    ],
)
def test_what_cannot_be_meant_is_refused(spoil: Spoil, passage: str, other: str, sentence: str) -> None:
    with pytest.raises(ContentErrors) as refused:
        load_content(spoil(PLAN, passage, other))

    assert sentence in str(refused.value)
    assert "breast_plan.yaml" in str(refused.value)
