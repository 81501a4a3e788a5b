"""Months as contacts with their windows; points and conditions that the vocabulary does not have are refused."""

from dataclasses import replace
from typing import Any

import pytest

from felles.definitions import DefinitionError, FollowUpItem, FollowUpPlan, Texts, load_content
from felles.pathways.follow_up import plan_of, plans_of, slots_of, types_read
from felles.pathways.follow_up.slots import FOR_LIFE


@pytest.fixture(scope="module")
def plan() -> FollowUpPlan:
    return load_content().follow_up_plans["colorectal_stage_2_3"]


def item(**months: Any) -> FollowUpItem:
    words = Texts(nb="Kontroll", nn="Kontroll", en="Visit")
    return FollowUpItem(id="visit", label=words, who="gp", done_by=("visited:gp",), **months)


def test_single_and_repeated_months_are_each_one_contact() -> None:
    slots = slots_of(item(at_months=(3, 6), every_months=6, until_months=18), 30)

    assert [(slot.number, slot.due) for slot in slots] == [(1, 3), (2, 6), (3, 12), (4, 18)]
    assert (slots[0].opens, slots[0].closes, slots[0].counted_until) == ((3, -30), (3, 30), (6, -30))
    assert slots[-1].counted_until is None


def test_repeated_months_may_begin_later() -> None:
    assert [slot.due for slot in slots_of(item(every_months=12, from_months=36, until_months=60), 30)] == [36, 48, 60]


def test_the_first_one_may_have_to_be_done_by_its_day() -> None:
    slots = slots_of(item(every_months=12, until_months=24, first_within=True), 30)

    assert [slot.closes for slot in slots] == [(12, 0), (24, 30)]


def test_a_window_of_months_has_no_slack() -> None:
    (slot,) = slots_of(item(window_months=(3, 6)), 30)

    assert (slot.due, slot.opens, slot.closes) == (6, (3, 0), (6, 0))


def test_what_is_for_life_is_shown_from_the_window_of_the_one_before() -> None:
    slots = slots_of(item(every_months=12), 30)

    assert slots[-1].due == FOR_LIFE
    assert (slots[0].shown_from, slots[1].shown_from, slots[2].shown_from) == (None, (12, -30), (24, -30))


def test_a_type_that_the_vocabulary_does_not_have_is_refused_with_a_hint(plan: FollowUpPlan) -> None:
    with pytest.raises(DefinitionError, match=r'colorectal_stage_2_3.yaml, "ends".*Did you mean "relapsed"'):
        plan_of(replace(plan, ends=("relapse",)))


def test_a_code_that_its_type_does_not_have_is_refused(plan: FollowUpPlan) -> None:
    items = (replace(plan.items[0], done_by=("treatment_started:operation",)),)

    with pytest.raises(DefinitionError, match=r"items.visit.done_by.*a code of treatment_started"):
        plan_of(replace(plan, items=items))


def test_a_condition_that_cannot_be_read_is_refused_in_the_same_words(plan: FollowUpPlan) -> None:
    with pytest.raises(DefinitionError, match=r"applies_to.*got a mapping with evnt"):
        plan_of(replace(plan, applies_to={"evnt": "diagnosed"}))


def test_plans_know_which_events_they_read() -> None:
    read = types_read(plans_of(load_content()))

    assert {"follow_up_planned", "follow_up_changed", "relapsed", "died", "measured", "imaged", "diagnosed"} <= read
    assert "referred" not in read
