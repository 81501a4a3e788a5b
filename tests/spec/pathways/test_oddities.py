"""The unit's list of what to mend: each oddity with the event that shows it, and who can mend it."""

from collections import Counter
from datetime import date
from functools import cache

import polars as pl
import pytest
from tests.ready_rules import ReadyRule

from felles.definitions import Content, load_content
from felles.pathways import ODDITIES, book_of, found_oddities, oddities
from felles.pathways.oddities import lasting_oddities

from .conftest import frame_of

AT = date(2026, 3, 20)
START = ("2026-03-02", "referred", "lung", "ahus")
Said = tuple[str, str, str | None, str | None]
CASES: dict[str, tuple[list[Said], tuple[str, str, str | None]]] = {
    "ahead": ([START, ("2026-03-21", "attended", None, "ous")], ("attended", "2026-03-21", "ous")),
    "no_start": ([("2026-03-04", "attended", "first_visit", "ous")], ("attended", "2026-03-04", "ous")),
    "outside": ([("2026-03-04", "attended", "inpatient", "ous")], ("attended", "2026-03-04", "ous")),
    "before_start": ([START, ("2026-03-01", "attended", None, "ous")], ("attended", "2026-03-01", "ous")),
    "same_day": ([START, ("2026-03-02", "referred", "breast", "ous")], ("referred", "2026-03-02", "ahus")),
    "undecided": (
        [START, ("2026-03-09", "treatment_started", "surgery", "ous")],
        ("treatment_started", "2026-03-09", "ous"),
    ),
    "no_pathway": ([("2026-03-02", "referred", None, "ahus")], ("referred", "2026-03-02", "ahus")),
    "unknown_pathway": ([("2026-03-02", "referred", "elbow", "ahus")], ("referred", "2026-03-02", "ahus")),
    "retired_pathway": ([("2023-03-02", "referred", "cll", "ahus")], ("referred", "2023-03-02", "ahus")),
    "unknown_unit": ([START, ("2026-03-09", "transferred", "nowhere", "ahus")], ("transferred", "2026-03-09", "ahus")),
    "unknown_code": ([START, ("2026-03-09", "decided", "perhaps", "ahus")], ("decided", "2026-03-09", "ahus")),
    "no_code": ([START, ("2026-03-09", "decided", None, "ahus")], ("decided", "2026-03-09", "ahus")),
    "later_start": ([START], ("referred", "2026-03-02", "ahus")),
}


def events_of(*said: Said) -> pl.DataFrame:
    return frame_of([(7, 8, type_, date.fromisoformat(day), None, code, place) for day, type_, code, place in said])


@cache
def found_by(rules: str, *units: str) -> ReadyRule:
    book = book_of(rules, load_content())
    return ReadyRule(lambda events, at: found_oddities(events, book, at=at, units=units))


@cache
def counted_by(rules: str, *units: str) -> ReadyRule:
    book = book_of(rules, load_content())
    return ReadyRule(lambda events, at: oddities(events, book, at=at, units=units))


@pytest.mark.parametrize("kind", ODDITIES)
def test_each_oddity_is_listed_with_the_event_that_shows_it_and_counted_alike(kind: str) -> None:
    said, (type_, day, place) = CASES[kind]
    rules = "sweden" if kind == "later_start" else "norway"

    rows = found_by(rules, "ahus", "ous")(events_of(*said), AT)
    counts = counted_by(rules, "ahus", "ous")(events_of(*said), AT).row(0, named=True)

    assert (kind, 7, 8, type_, date.fromisoformat(day), place) in rows.rows()
    assert Counter(rows["kind"]) == {name: count for name, count in counts.items() if count}


def test_a_department_of_a_known_trust_is_a_known_unit() -> None:
    events = events_of(START, ("2026-03-09", "transferred", "ous:surgery", "ahus"))

    rows = found_by("norway", "ahus", "ous")(events, AT)

    assert rows.height == 0


def test_a_stay_and_a_treatment_outside_a_pathway_are_nothing_for_a_unit_to_mend(content: Content) -> None:
    said = [
        ("2026-03-04", "attended", "inpatient", "ous"),
        ("2026-03-04", "treatment_planned", "systemic", "ous"),
        ("2026-03-09", "treatment_started", "systemic", "ous"),
    ]
    book = book_of("norway", content)

    lasting = ReadyRule(lambda events, _at: lasting_oddities(events, book, ["ous"]))
    treated = lasting(events_of(*said))
    decided = lasting(events_of(*said, ("2026-03-06", "decided", "treat", "ous")))

    assert treated.height == 0
    assert decided["kind"].to_list() == ["no_start"]


def test_relief_of_symptoms_needs_no_decision_to_treat_the_cancer() -> None:
    against = ("2026-03-06", "decided", "no_treatment", "ous")
    relieved = ("2026-03-09", "treatment_started", "symptom_relief", "ous")
    operated = ("2026-03-12", "treatment_started", "surgery", "ous")

    relief = found_by("norway")(events_of(START, against, relieved), AT)
    surgery = found_by("norway")(events_of(START, against, relieved, operated), AT)

    assert relief.height == 0
    assert surgery.select("kind", "day").rows() == [("undecided", date(2026, 3, 12))]


def test_people_can_read_what_each_oddity_is_and_what_to_do(content: Content) -> None:
    assert set(content.oddities) == set(ODDITIES)
