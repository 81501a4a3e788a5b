"""Which events are refused, and what is the person told who must put them right?"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from felles.events import EVENT_TYPES, Event, Problem, problems, start_of
from felles.events.checks import LONGEST, text_problems, time_problems

TODAY = date(2026, 11, 21)
SOMEBODY = UUID("00000000-0000-4000-8000-000000000001")


def event(type: str = "referred", **columns: Any) -> Event:
    known: dict[str, Any] = {"code": "lung"} if type == "referred" else {}
    time = columns.pop("time", start_of(date(2026, 3, 2)))
    return Event(**{"person": SOMEBODY, "source": "test", "source_id": "1", **known, **columns}, type=type, time=time)


def only_problem(event: Event) -> Problem:
    (problem,) = problems(event, today=TODAY)
    return problem


def test_a_good_event_has_no_problems():
    assert problems(event(), today=TODAY) == []


def test_an_unknown_type_is_refused_with_the_closest_known_one():
    problem = only_problem(event("refered"))

    assert problem.field == "type"
    assert problem.got == "“refered”"
    assert "did you mean “referred”?" in problem.allowed


def test_a_type_like_no_other_is_refused_without_a_guess():
    assert "did you mean" not in only_problem(event("xyzzy")).allowed


def test_a_problem_reads_as_a_sentence():
    assert str(only_problem(event("told", code="cancr"))) == (
        "code: got “cancr”; allowed is one of cancer, no_cancer (did you mean “cancer”?)."
    )


def test_a_code_outside_its_system_is_refused_with_what_such_a_code_looks_like():
    problem = only_problem(event("diagnosed", code="C509"))

    assert (problem.field, problem.got) == ("code", "“C509”")
    assert problem.allowed == "an ICD-10 code with its dot, such as C43 or C50.9"


def test_a_missing_code_is_refused_where_the_type_needs_one():
    problem = only_problem(event("diagnosed"))

    assert (problem.field, problem.got) == ("code", "nothing")


def test_a_code_is_refused_where_the_type_has_none():
    problem = only_problem(event("relapsed", code="C50"))

    assert (problem.field, problem.allowed) == ("code", "nothing: “relapsed” has no code")


def test_a_kind_of_attendance_may_be_left_out_or_be_one_of_the_sources_own():
    assert problems(event("attended"), today=TODAY) == []
    assert problems(event("attended", code="day_ward"), today=TODAY) == []
    assert only_problem(event("attended", code="Day ward")).field == "code"


def test_a_municipality_of_birth_is_a_number_of_four_digits():
    assert problems(event("born", code="female", place="0301"), today=TODAY) == []
    assert problems(event("born", code="female"), today=TODAY) == []
    assert only_problem(event("born", code="female", place="Oslo")).field == "place"


def test_a_move_says_where_to():
    problem = only_problem(event("moved"))

    assert (problem.field, problem.got) == ("place", "nothing")
    assert "0301" in problem.allowed


def test_a_round_of_screening_needs_its_episode():
    assert only_problem(event("screening_invited", code="breast")).field == "episode"


def test_a_retraction_says_what_it_takes_back():
    assert only_problem(event("retracted")).field == "replaces"


def test_an_event_cannot_replace_itself():
    own = UUID(int=7)

    problem = only_problem(event(id=own, replaces=own))

    assert (problem.field, problem.got) == ("replaces", "the event itself")


def test_an_event_of_today_is_taken_and_one_of_tomorrow_is_refused():
    last_minute_of_today = datetime(2026, 11, 21, 22, 59, tzinfo=UTC)

    assert problems(event(time=last_minute_of_today), today=TODAY) == []
    problem = only_problem(event(time=last_minute_of_today + timedelta(minutes=1)))
    assert (problem.field, problem.got) == ("time", "2026-11-22")
    assert "2026-11-21" in problem.allowed


def test_a_type_that_may_lie_ahead_may():
    ahead = replace(EVENT_TYPES["attended"], may_lie_ahead=True)

    assert time_problems(ahead, start_of(date(2027, 1, 1)), None, today=TODAY) == []


def test_an_event_before_1850_is_refused():
    assert problems(event(time=start_of(date(1850, 1, 1))), today=TODAY) == []
    assert only_problem(event(time=start_of(date(1849, 12, 31)))).got == "1849-12-31"


@pytest.mark.parametrize("moment", [datetime.min, datetime.max])
def test_the_ends_of_the_calendar_are_refused_without_a_crash(moment: datetime):
    assert only_problem(event(time=moment.replace(tzinfo=UTC))).field == "time"


def test_an_end_before_the_beginning_is_refused_and_at_the_same_time_is_taken():
    start = start_of(date(2026, 3, 2))

    assert problems(event("attended", until=start), today=TODAY) == []
    assert only_problem(event("attended", until=start - timedelta(days=1))).field == "until"


def test_an_end_may_lie_ahead():
    assert problems(event("deferred", code="medical", until=start_of(date(2027, 1, 1))), today=TODAY) == []


def test_an_end_is_refused_where_the_type_has_none():
    problem = only_problem(event("told", code="cancer", until=start_of(date(2026, 3, 3))))

    assert (problem.field, problem.allowed) == ("until", "nothing: “told” has no end")


def test_an_unknown_precision_is_refused():
    problem = only_problem(event(precision="week"))

    assert (problem.field, problem.allowed) == ("precision", "one of minute, day, month, year")


@pytest.mark.parametrize("column", ["source", "source_id"])
@pytest.mark.parametrize("text", ["", "  ", "\n"])
def test_a_source_and_its_id_are_never_empty(column: str, text: str):
    problem = only_problem(event(**{column: text}))

    assert (problem.field, problem.got) == (column, "an empty text")


@pytest.mark.parametrize("column", ["source", "source_id", "place", "actor"])
def test_a_text_may_be_as_long_as_its_column_and_no_longer(column: str):
    longest = LONGEST[column]

    assert problems(event(**{column: "x" * longest}), today=TODAY) == []
    assert only_problem(event(**{column: "x" * (longest + 1)})).got == f"{longest + 1} characters"


@pytest.mark.parametrize("column", ["source", "source_id", "place", "actor"])
@pytest.mark.parametrize("character", ["\x00", "\ud800"])
def test_what_a_database_cannot_keep_is_refused(column: str, character: str):
    assert only_problem(event(**{column: f"a{character}b"})).field == column


def test_a_column_of_a_frame_without_its_person_is_refused():
    (problem,) = text_problems(EVENT_TYPES["referred"], "person", None)

    assert problem.got == "nothing"


def test_a_value_is_refused_where_the_type_has_none():
    assert only_problem(event(value=3.0)).allowed == "nothing: “referred” has no value"


def test_a_value_and_its_unit_are_refused_when_missing():
    assert [problem.field for problem in problems(event("measured", code="8867-4"), today=TODAY)] == ["value"]
    assert only_problem(event("measured", code="8867-4", value=70.0)).field == "unit"


@pytest.mark.parametrize("value", [-0.1, 5.1])
def test_a_value_out_of_range_is_refused(value: float):
    def noted(grade: float) -> Event:
        return event("side_effect_noted", code="nausea", value=grade, data={"ctcae": "5.0"})

    assert problems(noted(0), today=TODAY) == []
    assert problems(noted(5), today=TODAY) == []
    assert only_problem(noted(value)).allowed == "a number from 0 to 5: CTCAE grade"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_is_refused(value: float):
    assert only_problem(event("measured", code="8867-4", value=value, unit="/min")).allowed == "a finite number"


def test_a_unit_that_the_value_cannot_have_is_refused():
    problem = only_problem(event("sick_leave_given", value=50.0, unit="days"))

    assert (problem.field, problem.allowed) == ("unit", "one of %")


def test_a_unit_is_refused_where_values_have_none():
    problem = only_problem(event("nutrition_screened", code="mst", value=2.0, unit="points"))

    assert problem.allowed == "nothing: the value of “nutrition_screened” has no unit"


def test_a_unit_without_a_value_is_refused():
    assert only_problem(event("tobacco_used", code="smoking_daily", unit="/d")).field == "unit"


def test_a_refused_value_is_shown_short():
    problem = only_problem(event(code="X" * 100))

    assert len(problem.got) == 82
    assert problem.got.endswith("…”")


@pytest.mark.parametrize("number", ["01810199999", "018101 99999", "018101-99999"])
def test_what_could_be_a_national_number_is_masked(number: str):
    problem = only_problem(event(code=f"lung {number}"))

    assert problem.got == "“lung ***********”"


def test_a_national_number_at_the_edge_of_what_is_shown_is_masked_too():
    problem = only_problem(event(code="X" * 74 + "01810199999"))

    assert not any(character.isdigit() for character in problem.got)


def test_everything_that_is_wrong_is_said_at_once():
    wrong = event("told", code="maybe", value=1.0, source="", data={"by": "pigeon"}, precision="week")

    assert {problem.field for problem in problems(wrong, today=TODAY)} == {
        "code",
        "value",
        "source",
        "data.by",
        "precision",
    }


def test_an_unknown_type_does_not_hide_what_else_is_wrong():
    wrong = event("refered", source_id="", value=float("nan"))

    assert {problem.field for problem in problems(wrong, today=TODAY)} == {"type", "source_id", "value"}
