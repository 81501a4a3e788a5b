"""Does a verdict come with the reasons and the events that it rests on?"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest

from felles.definitions.conditions import evaluate, parse

AT = date(2026, 6, 15)


@dataclass(frozen=True)
class Noted:
    type: str
    day: date
    precision: str = "day"
    code: str | None = None
    value: float | None = None


BORN = Noted("born", date(1970, 1, 1), code="female")
STAGED = Noted("staged", date(2026, 2, 1), code="tnm8:II")


def asked(raw: Any, *events: Any, **answers: Any) -> Any:
    return evaluate(parse(raw, "criterion", answers=set(answers)), events, AT, answers=answers)


def test_all_gives_one_reason_for_each_criterion() -> None:
    raw = {
        "all": [{"fact": "age", "at_least": 50}, {"latest": "staged", "is": "tnm8:I"}, {"fact": "sex", "is": "male"}]
    }

    verdict = asked(raw, BORN)

    assert verdict.value == "fails"
    assert [(reason.value, reason.why) for reason in verdict.reasons] == [
        ("meets", "compared"),
        ("unknown", "missing"),
        ("fails", "compared"),
    ]


def test_a_reason_holds_the_very_events_that_it_rests_on() -> None:
    (reason,) = asked({"latest": "staged", "starts_with": "tnm8:I"}, BORN, STAGED).reasons

    assert reason.events == (STAGED,)
    assert reason.events[0] is STAGED


def test_not_keeps_the_reason_of_its_part() -> None:
    (reason,) = asked({"not": {"event": "relapsed"}}, BORN).reasons

    assert (reason.value, reason.why) == ("meets", "parts")
    assert [(part.value, part.why) for part in reason.parts] == [("fails", "absent")]


def test_events_may_be_mappings() -> None:
    born = {"type": "born", "day": date(1970, 1, 1), "precision": "year"}

    assert asked({"fact": "age", "at_least": 50}, born).value == "meets"


def test_two_births_that_disagree_leave_age_and_sex_open() -> None:
    other = Noted("born", date(1980, 1, 1), code="male")

    assert asked({"fact": "age", "at_least": 50}, BORN, other).value == "unknown"
    assert asked({"fact": "age", "at_least": 40}, BORN, other).value == "meets"
    assert asked({"fact": "age", "in": [10, 20]}, BORN, other).value == "fails"
    assert asked({"fact": "sex", "is": "female"}, BORN, other).value == "unknown"


def test_life_is_known_again_after_a_move() -> None:
    ended = Noted("follow_up_ended", date(2020, 1, 1), code="emigrated")

    assert asked({"fact": "alive", "is": True}, BORN, ended).value == "unknown"
    assert asked({"fact": "alive", "is": True}, BORN, ended, Noted("moved", date(2021, 1, 1))).value == "meets"


def test_an_unanswered_question_is_unknown_and_an_answer_of_another_kind_too() -> None:
    raw = {"answer": "pain", "at_least": 7}

    assert asked(raw, pain=8).value == "meets"
    assert asked(raw, pain=6.5).value == "fails"
    assert asked(raw, pain=None).value == "unknown"
    assert asked(raw, pain="much").value == "unknown"
    assert asked({"answer": "pain", "is": 1}, pain=True).value == "unknown"
    assert asked({"answer": "new_pain", "is": True}, new_pain=True).value == "meets"


def test_a_moment_is_refused_where_a_date_is_meant() -> None:
    condition = parse({"fact": "age", "is": 50}, "criterion")

    with pytest.raises(TypeError, match="Give its calendar day"):
        evaluate(condition, [], datetime(2026, 6, 15, 12, 0))
