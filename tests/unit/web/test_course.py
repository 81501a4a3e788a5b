"""A course in words and marks: facts on top, one line an event, periods where two events begin and end one."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import pytest

from felles.events import Event, start_of
from felles.web.components.course import draw_course, marks_of
from felles.web.components.facts import facts_of, life_of
from felles.web.components.telling import Happening, Names, by_year, happenings

PERSON, EPISODE = uuid4(), uuid4()
AT = date(2026, 11, 21)
PLACES = {"ous": "Oslo universitetssykehus"}
PATHWAYS = {"lung": "Lungekreft"}
DIAGNOSES = {"C34.1": "Lungekreft"}
numbers: Iterator[int] = count()


def event(type_: str, day: str, **columns: Any) -> Event:
    base: dict[str, Any] = {"precision": "day", "episode": EPISODE} | columns
    time = start_of(date.fromisoformat(day))
    return Event(person=PERSON, type=type_, time=time, source="demo", source_id=str(next(numbers)), **base)


def told(*events: Event, plain: bool = False) -> list[Happening]:
    names = Names(lambda place: PLACES.get(place, place), PATHWAYS, lambda code: DIAGNOSES.get(code, ""), plain)
    return happenings(events, "nb", names, at=AT)


def test_an_event_is_told_in_the_words_of_its_type_its_code_and_its_place() -> None:
    (line,) = told(event("treatment_started", "2026-04-02", code="surgery", place="ous", data={"intent": "cure"}))

    assert line.what == "Behandling startet"
    assert line.detail == "Operasjon, for å bli frisk"
    assert line.place == "Oslo universitetssykehus"
    assert line.short_day == "2. april"


def test_a_diagnosis_has_its_name_and_its_code_but_no_code_in_plain_words() -> None:
    diagnosis = event("diagnosed", "2026-03-16", code="C34.1", data={"morphology": "8140/3", "laterality": "left"})

    assert told(diagnosis)[0].detail == "Lungekreft (C34.1), morfologi 8140/3, venstre side"
    assert told(diagnosis, plain=True)[0].detail == "Lungekreft, venstre side"


@pytest.mark.parametrize(
    ("code", "words"), [("seer:regional", "regional spredning (SEER)"), ("tnm8:IIIB", "IIIB (TNM8)")]
)
def test_a_stage_is_told_with_its_system(code: str, words: str) -> None:
    assert told(event("staged", "2026-03-18", code=code))[0].detail == words


@pytest.mark.parametrize(
    ("kind", "code", "value", "words"),
    [
        ("staged", "tnm8:IIIB", None, "IIIB"),
        ("function_screened", "ecog", 1.0, ""),
        ("nutrition_screened", "nrs_2002", 2.0, ""),
        ("side_effect_noted", "nausea", 2.0, "Kvalme"),
    ],
)
def test_plain_words_name_no_system_scale_or_grade(kind: str, code: str, value: float | None, words: str) -> None:
    assert told(event(kind, "2026-03-18", code=code, value=value), plain=True)[0].detail == words


def test_a_topography_is_told_only_where_it_says_more_than_the_diagnosis() -> None:
    same = event("diagnosed", "2026-03-16", code="C61", data={"topography": "C61.9"})
    other = event("diagnosed", "2026-03-16", code="C82.9", data={"topography": "C77.9"})

    assert told(same)[0].detail == "C61"
    assert told(other)[0].detail == "C82.9, sted C77.9"


def test_an_inner_name_of_a_form_is_not_shown_to_anybody() -> None:
    (line,) = told(event("form_answered", "2026-03-16", code="felles_weekly"))

    assert line.detail == ""


def test_who_took_over_is_told_by_name() -> None:
    (line,) = told(event("transferred", "2026-03-16", code="ous"))

    assert line.detail == "Oslo universitetssykehus"


def test_a_measurement_is_told_with_its_unit_as_people_write_it() -> None:
    measured = event("measured", "2026-05-06", code="8310-5", value=37.4, unit="Cel")

    assert told(measured)[0].detail == "Temperatur, 37,4\u00a0°C"


def test_how_much_a_day_is_told_in_words() -> None:
    smokes = event("tobacco_used", "2026-05-06", code="smoking_daily", value=9.0, unit="/d")

    assert told(smokes)[0].detail == "Bruker røyk daglig, 9 om dagen"


def test_what_is_only_known_to_the_month_is_told_to_the_month() -> None:
    assert told(event("diagnosed", "1985-03-01", code="C43", precision="month"))[0].short_day == "mars"


def test_bookkeeping_of_the_record_is_not_told() -> None:
    assert told(event("joined", "2026-05-01", data={"into": str(uuid4())})) == []


def test_a_correction_says_that_it_is_one() -> None:
    (line,) = told(event("diagnosed", "2026-03-16", code="C34.1", replaces=UUID(int=7)))

    assert line.corrects


def test_a_planned_event_lies_ahead() -> None:
    assert told(event("visited", "2026-12-24"))[0].ahead


def test_years_follow_each_other_in_the_order_asked_for() -> None:
    lines = told(event("visited", "2024-05-01"), event("visited", "2026-05-01"), event("visited", "2025-05-01"))

    assert [year for year, _ in by_year(lines, newest_first=True)] == [2026, 2025, 2024]
    assert [year for year, _ in by_year(lines, newest_first=False)] == [2024, 2025, 2026]


def test_start_and_end_of_a_treatment_are_one_period_in_the_drawing() -> None:
    lines = told(
        event("treatment_started", "2025-01-10", code="systemic", data={"regimen": "FLOX"}),
        event("treatment_ended", "2025-07-10", code="completed", data={"kind": "systemic"}),
    )

    (mark,) = marks_of(lines, "nb")

    assert (mark.words, mark.start, mark.end) == ("FLOX", date(2025, 1, 10), date(2025, 7, 10))


def test_the_end_of_another_kind_of_treatment_ends_nothing() -> None:
    lines = told(
        event("treatment_started", "2025-01-10", code="systemic", data={"regimen": "FLOX"}),
        event("treatment_ended", "2025-02-10", code="completed", data={"kind": "surgery"}),
    )

    assert [mark.end for mark in marks_of(lines, "nb")] == [None, None]


def test_a_treatment_without_a_recorded_end_lasts_to_its_last_dose_and_no_longer() -> None:
    lines = told(
        event("treatment_started", "2026-05-01", code="systemic"),
        event("medicine_given", "2026-10-01", code="L01CE02"),
    )

    assert marks_of(lines, "nb")[0].end == date(2026, 10, 1)


def test_a_pathway_is_a_period_from_referral_to_treatment_with_its_days() -> None:
    lines = told(
        event("referred", "2026-03-02", code="lung"),
        event("treatment_started", "2026-04-02", code="surgery"),
    )

    assert marks_of(lines, "nb")[0].words == "Lungekreft, 31 dager"


def test_a_birth_long_before_the_first_health_event_is_a_fact_and_not_a_mark() -> None:
    lines = told(event("born", "1900-03-01", code="female"), event("diagnosed", "1981-06-15", code="C43"))

    assert [mark.words for mark in marks_of(lines, "nb")] == ["C43"]
    assert "1. mars 1900" in [fact.value for fact in facts_of(lines, "nb", at=AT)]


def test_a_schooling_forty_years_before_the_course_is_in_the_list_and_not_drawn() -> None:
    lines = told(
        event("education_completed", "1984-06-15", code="upper_secondary"),
        event("diagnosed", "2025-06-15", code="C34.1"),
        event("visited", "2026-03-01"),
    )

    assert [mark.start.year for mark in marks_of(lines, "nb")] == [2025, 2026]
    assert len(lines) == 3


def test_a_birth_near_the_rest_is_drawn() -> None:
    lines = told(
        event("born", "2020-03-01", code="male"),
        event("diagnosed", "2020-09-01", code="C91.0"),
        event("visited", "2026-03-01"),
    )

    assert "Født" in [mark.words for mark in marks_of(lines, "nb")]


def test_a_course_that_ended_is_drawn_to_its_end() -> None:
    lines = told(event("diagnosed", "1981-06-15", code="C43"), event("died", "1992-01-12", code="other"))

    drawing = draw_course(lines, at=AT, language="nb", width=1120.0)

    assert drawing is not None
    assert drawing.today is None


def test_the_age_of_one_who_died_is_that_on_the_day_of_death() -> None:
    lines = told(event("born", "1919-04-02", code="female"), event("died", "1992-01-12", code="other"))

    assert life_of(lines, at=AT).age == 72


def test_facts_tell_the_latest_and_nothing_that_lies_ahead() -> None:
    lines = told(
        event("born", "1968-09-05", code="female"),
        event("staged", "2024-01-01", code="tnm8:II"),
        event("staged", "2025-01-01", code="tnm8:III"),
        event("contacted", str(AT + timedelta(days=3)), code="telephone"),
    )

    facts = {fact.words: fact.value for fact in facts_of(lines, "nb", at=AT)}

    assert facts["Stadium"] == "III (TNM8)"
    assert facts["Kjønn"] == "Kvinne"
    assert "Siste kontakt" not in facts
