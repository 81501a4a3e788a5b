"""Is a condition that cannot be meant refused with a sentence that helps?"""

from typing import Any

import pytest

from felles.definitions.conditions import ConditionError, parse
from felles.definitions.conditions.terms import AtLeastOf, Comparison, Fact, Happened, Latest, Matching

WHERE = "content/eligibility/lung.yaml, criteria[1]"
TYPES = {"diagnosed": None, "treatment_started": ["surgery", "systemic"], "died": None}


def refused(raw: Any, **names: Any) -> ConditionError:
    with pytest.raises(ConditionError) as caught:
        parse(raw, WHERE, **names)
    return caught.value


def test_an_error_is_a_sentence_with_place_got_allowed_and_hint() -> None:
    error = refused({"fact": "aeg", "at_least": 50})

    assert str(error) == (
        'content/eligibility/lung.yaml, criteria[1].fact: got "aeg"; '
        'allowed: age, sex, place, alive. Did you mean "age"?'
    )
    assert (error.where, error.got) == (f"{WHERE}.fact", '"aeg"')
    assert isinstance(error, ValueError)


@pytest.mark.parametrize(
    ("raw", "where", "says"),
    [
        (None, "", "got nothing"),
        ({}, "", "an empty mapping"),
        ([{"fact": "age", "at_least": 1}], "", "put them under `all` or `any`"),
        ({"al": []}, "", 'Did you mean "all"?'),
        ({"none": []}, "", "`not` with `any` inside"),
        ({"all": []}, ".all", "an empty list"),
        ({"any": {"fact": "age"}}, ".any", "a list with at least one condition"),
        ({"all": [{"fact": "age"}]}, ".all[1]", "no comparison"),
        ({"not": []}, ".not", "one condition"),
        ({"all": [{"fact": "sex", "is": "male"}], "any": []}, "", "all and any together"),
        ({"of": [{"fact": "age", "is": 1}], "at_least": 2}, ".at_least", "from 1 to 1"),
        ({"of": [{"fact": "age", "is": 1}]}, ".at_least", "got nothing"),
        ({"fact": "age", "atleast": 50}, "", 'Did you mean "at_least"?'),
        ({"fact": "age", "at_least": "50"}, ".at_least", 'got "50"; allowed: a number'),
        ({"fact": "age", "at_least": True}, ".at_least", "got true"),
        ({"fact": "age", "at_least": 17.5}, ".at_least", "a whole number of years"),
        ({"fact": "age", "at_least": 70, "below": 50}, "", "at_least 70 with below 50"),
        ({"fact": "age", "above": 50, "below": 50}, "", "Are the two swapped?"),
        ({"fact": "age", "is": 50, "below": 60}, "", "one lower bound"),
        ({"fact": "age", "at_least": 50, "above": 40}, "", "at_least with above"),
        ({"fact": "age", "at_least": float("nan")}, ".at_least", "a number"),
        ({"fact": "sex", "is": "femal"}, ".is", 'Did you mean "female"?'),
        ({"fact": "sex", "at_least": "male"}, ".at_least", "only these comparisons here"),
        ({"fact": "alive", "is": "yes"}, ".is", "true or false"),
        ({"fact": "place", "is": 301}, ".is", "Put codes in quotes."),
        ({"fact": "place", "in": []}, ".in", "at least one entry"),
        ({"fact": "place", "in": ["0301", "0301"]}, ".in", "an entry twice"),
        ({"fact": "age", "is": 50, "missing": False}, ".missing", "unknown or fails"),
        ({"latest": "staged", "in": ["I", 2]}, ".in", "texts and numbers in one list"),
        ({"latest": "staged", "starts_with": 5}, ".starts_with", "a text"),
        ({"latest": "staged", "is": "I", "unit": "g"}, ".unit", "only where a number is compared"),
        ({"latest": {"type": "staged"}, "is": "I"}, ".latest", "Write `latest: type`"),
        ({"event": ""}, ".event", 'got ""'),
        ({"event": "treated", "code": []}, ".code", "Leave the word out for any."),
        ({"event": "treated", "code": "a", "code_starts_with": "b"}, "", "one of the two"),
        ({"event": "treated", "is": "surgery"}, ".is", "allowed: a number"),
        ({"event": "treated", "at_least_times": 0}, ".at_least_times", "put it under `not`"),
        ({"event": "treated", "within": 90}, ".within", '"90 days"'),
        ({"event": "treated", "within": "0 days"}, ".within", "a whole number and a unit"),
        ({"event": "treated", "within": "201 years"}, ".within", "up to 200 years"),
        ({"event": "treated", "within": "30 days", "longer_ago_than": "6 weeks"}, "", "Are the two swapped?"),
        ({"event": "treated", "within": "1 month", "longer_ago_than": "31 days"}, "", "whatever the month"),
        ({"event": "treated", "complete": "no"}, ".complete", "true or false"),
        ({"event": "treated", "after": "diagnosed"}, ".after", "`first: type` or `latest: type`"),
        ({"event": "treated", "after": {"event": "diagnosed"}}, ".after", "the first or the latest"),
        ({"event": "treated", "before": {"first": "died", "withn": "1 day"}}, ".before", 'Did you mean "within"?'),
        ({"event": "treated", "after": {"first": "treated"}}, ".after", "The anchor itself would count"),
        ({"answer": "pain", "at_least": 7}, "", "Answers are asked where one form is decided"),
        ({"fact": "age", "is": 50, "label": "Femti"}, ".label", "a text for each of nb, nn, se, en"),
        ({"fact": "age", "is": 50, "label": {"no": "Femti"}}, ".label", 'got "no"'),
    ],
)
def test_what_cannot_be_meant_is_refused_where_it_stands(raw: Any, where: str, says: str) -> None:
    error = refused(raw)

    assert error.where == WHERE + where
    assert says in str(error)


def test_a_condition_too_deep_to_follow_is_refused() -> None:
    raw: Any = {"fact": "age", "is": 50}
    for _ in range(30):
        raw = {"not": raw}

    assert "at most 20" in str(refused(raw))


def test_event_types_codes_and_answers_are_checked_where_they_are_known() -> None:
    assert 'Did you mean "diagnosed"?' in str(refused({"event": "diagnose"}, types=TYPES))
    assert 'Did you mean "surgery"?' in str(refused({"event": "treatment_started", "code": "surgey"}, types=TYPES))
    assert "surgery, systemic" in str(refused({"latest": "treatment_started", "is": "cure"}, types=TYPES))
    assert 'Did you mean "died"?' in str(
        refused({"event": "diagnosed", "before": {"first": "dyed"}}, types=TYPES)
    )  # fmt: skip
    assert 'Did you mean "pain"?' in str(refused({"answer": "pian", "is": 1}, answers={"pain"}))


def test_an_event_may_be_anchored_on_another_code_of_its_own_type() -> None:
    raw = {"event": "treated", "code_starts_with": "L", "after": {"latest": "treated", "code": ["surgery"]}}

    assert isinstance(parse(raw, WHERE), Happened)
    assert "anchor" in str(refused({**raw, "code_starts_with": "sur"}))


def test_a_condition_is_read_into_its_terms() -> None:
    raw = {
        "of": [
            {"fact": "age", "below": 70, "at_least": 50, "missing": "fails"},
            {"latest": "staged", "starts_with": "tnm8:I", "label": {"nb": "Tidlig stadium"}},
        ],
        "at_least": 1,
    }

    condition = parse(raw, WHERE)

    assert isinstance(condition, AtLeastOf)
    assert condition.number == 1
    bounds = (Comparison(word="at_least", operands=(50,)), Comparison(word="below", operands=(70,)))
    assert condition.parts == (
        Fact(name="age", comparisons=bounds, missing_fails=True),
        Latest(
            matching=Matching(type="staged"),
            comparisons=(Comparison(word="starts_with", operands=("tnm8:I",)),),
            label=(("nb", "Tidlig stadium"),),
        ),
    )
