"""A touchpoint that nobody could follow is refused, with the file and what is allowed."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from felles.definitions import ContentErrors, DefinitionError, load_content
from felles.definitions.check import check
from felles.pathways.home import touchpoints_of
from felles.pathways.home.points import closings_of

TALK = "home_pathway/talk.yaml"
Spoil = Callable[[str, str, str], Path]


@pytest.mark.parametrize(
    ("passage", "other", "sentence"),
    [
        ("to_months: 4", "to_months: null", "one end without the other"),
        ("to_months: 4", "to_months: 3", "more than from_months, 3"),
        ("from_months: 3, to_months: 4", "from_months: null, to_months: null", "a reminder, so that none is lost"),
        ("from_months: 3, to_months: 4", "from_months: null, to_months: null", '"window", and no window from 2022'),
        ("holder: municipality", "holder: anybody", 'one of "hospital", "municipality"'),
        ("held_by: [needs_conversation_held:municipality_first]", "held_by: []", "at least one event"),
        ("{value: 30, assumption: Ours.}", "{value: 30}", "ask_again_after.assumption"),
    ],
)
def test_what_cannot_be_meant_is_refused(spoil: Spoil, passage: str, other: str, sentence: str) -> None:
    with pytest.raises(ContentErrors) as refused:
        load_content(spoil(TALK, passage, other))

    assert sentence in str(refused.value)
    assert "talk.yaml" in str(refused.value)


def test_a_window_that_was_only_remembered_cannot_be_called_verified(spoil: Spoil) -> None:
    folder = spoil(TALK, "to_months: 4, source: strategy", "to_months: 4, source: memory")

    assert any("talk.yaml" in found and '"memory"' in found for found in check(folder))


@pytest.mark.parametrize(
    ("held_by", "sentence"),
    [
        ("needs_conversation_hold", "a type of docs/reference/events.md"),
        ("needs_conversation_held:hospitl", "a code of needs_conversation_held"),
        ("needs_conversation_held:hospital", "which closes hospital already"),
    ],
)
def test_what_closes_a_conversation_is_of_the_vocabulary_and_closes_no_other(held_by: str, sentence: str) -> None:
    points = load_content().touchpoints
    spoilt = {**points, "municipality_first": replace(points["municipality_first"], held_by=(held_by,))}

    with pytest.raises(DefinitionError, match=sentence) as refused:
        closings_of(spoilt.values())

    assert "home_pathway/municipality_first.yaml" in str(refused.value)


def test_a_touchpoint_whose_events_nobody_could_write_is_refused(folder: Path) -> None:
    with pytest.raises(DefinitionError, match="a code of needs_conversation_held"):
        touchpoints_of(load_content(folder))
