"""Which data of an event is refused, and does the refusal keep quiet about what it said?"""

from typing import Any

import pytest

from felles.events import EVENT_TYPES, Problem, compact_json
from felles.events.data_checks import data_problems, json_problems


def problems_of(name: str, data: dict[str, Any]) -> list[Problem]:
    return data_problems(EVENT_TYPES[name], data)


def test_a_missing_field_is_named_with_what_it_means():
    (problem,) = problems_of("joined", {})

    assert (problem.field, problem.got) == ("data.into", "nothing")
    assert problem.allowed.startswith("the other record")


def test_an_unknown_field_is_refused_with_the_closest_known_one():
    (problem,) = problems_of("diagnosed", {"morfology": "8720/3"})

    assert (problem.field, problem.got) == ("data", "the field “morfology”")
    assert problem.allowed.endswith("(did you mean “morphology”?)")


def test_a_type_without_data_takes_no_field():
    (problem,) = problems_of("born", {"weight": 3500})

    assert problem.allowed == "{}: “born” has no data"


def test_a_field_that_could_be_a_name_is_not_repeated():
    (problem,) = problems_of("diagnosed", {"Prøve Prøvesen": 1})

    assert problem.got == "a field with another name"


@pytest.mark.parametrize(
    ("data", "got"),
    [
        ({"basis": "seven"}, "a text"),
        ({"basis": 12}, "a number"),
        ({"basis": True}, "true or false"),
        ({"basis": [7]}, "a list"),
        ({"basis": {"code": 7}}, "an object"),
        ({"basis": None}, "nothing"),
    ],
)
def test_a_wrong_value_is_told_by_its_sort_alone(data: dict[str, Any], got: str):
    (problem,) = problems_of("diagnosed", data)

    assert (problem.field, problem.got) == ("data.basis", got)
    assert problem.allowed.endswith("a whole number from 0 to 9")


def test_no_word_of_a_free_text_comes_back():
    (problem,) = problems_of("preference_recorded", {"words": "secret " * 1000})

    assert "secret" not in str(problem)
    assert problem.allowed == "in the person's own words: text of 1 to 4000 characters"


def test_no_answer_of_a_form_comes_back():
    (problem,) = problems_of("form_answered", {"answers": {"pain": {"secret": 1}, "fatigue": "s" * 200}})

    assert problem == Problem(
        field="data.answers",
        got="an object",
        allowed="the answers, by the item's link id; null says the item was left out: an object of at most 500 items",
    )


def test_an_item_left_out_is_an_answer():
    assert problems_of("form_answered", {"answers": {"pain": 0, "fatigue": None, "help": ["gp", "nurse"]}}) == []


@pytest.mark.parametrize("day", ["2026-02-30", "01.03.2026", "2026-3-1", ""])
def test_a_day_that_is_no_day_is_refused(day: str):
    (problem,) = problems_of("follow_up_planned", {"starts_on": day})

    assert problem.allowed == "the day the plan counts from: a date, 2026-11-21"


def test_a_morphology_of_another_shape_is_refused_with_the_shape():
    (problem,) = problems_of("diagnosed", {"morphology": "8720"})

    assert "8720/3" in problem.allowed


@pytest.mark.parametrize("value", [float("nan"), {1, 2}, "\ud800", object()])
def test_data_that_is_no_json_is_refused(value: Any):
    (problem,) = problems_of("form_answered", {"answers": {"pain": value}})

    assert problem.field == "data"
    with pytest.raises(ValueError, match="must be JSON"):
        compact_json({"answers": value})


def test_data_too_deep_to_be_written_is_refused():
    deep: Any = 1
    for _ in range(100_000):
        deep = [deep]

    assert [problem.field for problem in problems_of("form_answered", {"answers": {"pain": deep}})] == ["data"]


def test_data_may_be_64_kb_and_no_more():
    def said(length: int) -> dict[str, Any]:
        words = {f"item_{number}": "x" * 4000 for number in range(16)}
        rest = length - len(compact_json({"words": {**words, "rest": ""}}))
        return {"words": {**words, "rest": "x" * rest}}

    assert problems_of("form_answered", said(64 * 1024)) == []
    (problem,) = problems_of("form_answered", said(64 * 1024 + 1))
    assert (problem.got, problem.allowed) == ("64 kB", "at most 64 kB of JSON")


def test_a_nul_hidden_in_an_escape_is_refused_and_a_written_backslash_is_not():
    assert [problem.got for problem in problems_of("contacted", {"note": "a\x00b"})] == ["a NUL character"]
    assert problems_of("contacted", {"note": r"C:\u0000"}) == []


@pytest.mark.parametrize("text", ["", "[]", "null", '"text"', '{"note": "a', '{"note": NaN}', "[" * 10_000])
def test_text_that_is_no_json_object_is_refused(text: str):
    (problem,) = json_problems(EVENT_TYPES["contacted"], text)

    assert "a JSON object" in problem.allowed


def test_data_of_an_unknown_type_is_checked_for_what_every_type_shares():
    assert data_problems(None, {"anything": 1}) == []
    assert [problem.field for problem in data_problems(None, {"anything": "\x00"})] == ["data"]
