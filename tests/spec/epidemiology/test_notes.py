"""Notes on a calculation: a sentence that keeps its code and values, told in the language of the reader."""

import copy
import pickle
import string

import pytest

from felles.epidemiology.note_words import LANGUAGES, SAID
from felles.epidemiology.noting import Note, of_deaths, told


def test_a_note_is_its_english_sentence_and_can_be_told_in_norwegian() -> None:
    note = Note("zero_days", count=3)

    assert note == "Followed for zero days, which counts as half a day: 3."
    assert told(note, "nb") == "Fulgt i null dager, som regnes som en halv dag: 3."
    assert told(note, "nn") == "Følgde i null dagar, som blir rekna som ein halv dag: 3."


def test_a_note_within_a_note_is_told_in_the_same_language() -> None:
    note = Note("left_out", count=2, why=Note("no_age"), column="age", rows=Note("in_rows", rows="3, 5"))

    assert note == "Left out: 2 with no age, or one below 0 (column age, row 3, 5)."
    assert told(note, "nb") == "Utelatt: 2 med ingen alder, eller en under 0 (kolonne age, rad 3, 5)."


def test_a_sentence_that_is_no_note_stands_as_it_is() -> None:
    assert told("Expected mortality is Norway's.", "nb") == "Expected mortality is Norway's."


@pytest.mark.parametrize("again", [copy.deepcopy, lambda note: pickle.loads(pickle.dumps(note))])
def test_a_note_keeps_what_it_says_on_its_way_to_another_process(again: object) -> None:
    note = again(Note("zero_days", count=3))  # type: ignore[operator]

    assert (note.code, note.values) == ("zero_days", {"count": 3})


def test_a_note_on_cases_becomes_one_on_deaths() -> None:
    assert of_deaths(Note("unknown_sex", count=1)).startswith("Deaths of unknown sex")
    assert of_deaths(Note("undated", count=1)) == Note("undated", count=1)


@pytest.mark.parametrize("code", SAID)
def test_every_note_has_the_same_values_in_every_language(code: str) -> None:
    values = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in SAID[code]]

    assert len(values) == len(LANGUAGES)
    assert all(each <= values[-1] for each in values)
