"""The official indicators, counted by hand on a few made-up people."""

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

import pytest
from tests.ready_rules import ReadyRule

from felles.definitions import Content, load_content
from felles.pathways import book_of
from felles.pathways.national import pathway_time

from .conftest import frame_of

Said = tuple[int, str, str, str | None, str | None]
Counted = Callable[..., dict[tuple[Any, ...], dict[str, Any]]]


def way(person: int, start: str, treated: str | None, *, pathway: str = "liver", place: str = "ahus") -> list[Said]:
    """A referral, and an operation where there was one."""
    said: list[Said] = [(person, start, "referred", pathway, place)]
    return said + ([(person, treated, "treatment_started", "surgery", "ous")] if treated else [])


@cache
def pathway_time_by(by: tuple[str, ...]) -> ReadyRule:
    content = load_content()
    book = book_of("norway", content)
    return ReadyRule(lambda events, at: pathway_time(events, book, content, at=at, by=by))


@pytest.fixture
def counted() -> Counted:
    """`counted(at, *events, by=(...))`: the rows by measure and group; events are (person, day, type, code, place)."""

    def rows(at: str, *said: Said, by: tuple[str, ...] = ()) -> dict[tuple[Any, ...], dict[str, Any]]:
        events = frame_of(
            [(who, who, type_, date.fromisoformat(day), None, code, place) for who, day, type_, code, place in said]
        )
        found = pathway_time_by(by)(events, date.fromisoformat(at)).to_dicts()
        return {tuple(row[name] for name in ("measure", *by)): row for row in found}

    return rows


def test_the_share_is_of_those_who_were_treated_and_who_waits_stands_beside_it(counted: Counted) -> None:
    row = counted(
        "2026-04-20",
        *way(1, "2026-03-02", "2026-03-20"),
        *way(2, "2026-03-02", "2026-04-10"),
        *way(3, "2026-03-02", "2026-04-11"),
        *way(4, "2026-03-02", None),
        *way(5, "2026-04-12", None),
        *way(6, "2026-03-02", None),
        (6, "2026-03-10", "pathway_ended", "declined", None),
    )[("OF4",)]

    assert (row["closed"], row["numerator"], row["denominator"], row["share"]) == (3, 2, 3, pytest.approx(2 / 3))
    assert (row["median_days"], row["p90_days"]) == (39, pytest.approx(39.8))
    assert (row["waiting"], row["overdue"]) == (2, 1)


def test_a_limit_that_nobody_confirmed_is_counted_apart_and_is_in_no_share(counted: Counted) -> None:
    row = counted(
        "2026-06-20",
        *way(1, "2026-03-02", "2026-03-20", pathway="prostate"),
        *way(2, "2026-03-02", "2026-03-20", pathway="bladder"),
    )[("OF4",)]

    assert (row["closed"], row["unconfirmed"], row["without_limit"]) == (2, 1, 1)
    assert (row["denominator"], row["share"], row["median_days"]) == (0, None, 18)


def test_a_pathway_belongs_to_the_trust_that_started_it_even_when_another_treats(counted: Counted) -> None:
    rows = counted(
        "2026-06-20",
        *way(1, "2026-03-02", "2026-03-20", place="ahus:surgery"),
        (1, "2026-03-10", "transferred", "bergen", "ahus"),
        (1, "2026-03-11", "referred", "liver", "bergen"),
        by=("trust", "region"),
    )

    assert rows["OF4", "akershus", "south_east"]["numerator"] == 1
    assert rows["OA1", "akershus", "south_east"]["numerator"] == 1
    assert {key[1] for key in rows} == {"akershus"}


def test_an_interval_is_counted_in_the_tertial_in_which_it_closed(counted: Counted) -> None:
    rows = counted(
        "2026-09-01",
        *way(1, "2025-12-30", "2026-04-30"),
        *way(2, "2026-04-30", "2026-05-01"),
        *way(3, "2026-08-30", None),
        by=("tertial", "kind"),
    )

    assert {key: row["closed"] for key, row in rows.items() if key[0] == "OF4"} == {
        ("OF4", "2026T1", "surgery"): 1,
        ("OF4", "2026T2", "surgery"): 1,
        ("OF4", "2026T3", None): 0,
    }
    assert {key[1]: row["numerator"] for key, row in rows.items() if key[0] == "OA1"} == {
        "2025T3": 1,
        "2026T1": 1,
        "2026T2": 1,
    }


def test_activity_counts_pathways_for_an_organ_and_not_thyroid_from_2023(counted: Counted) -> None:
    rows = counted(
        "2026-06-20",
        *way(1, "2022-12-31", None, pathway="thyroid"),
        *way(2, "2023-01-01", None, pathway="thyroid"),
        *way(3, "2026-03-02", None, pathway="diagnostic"),
        *way(4, "2023-03-02", None, pathway="cll"),
        by=("pathway",),
    )

    assert {key[1]: row["numerator"] for key, row in rows.items() if key[0] == "OA1"} == {"thyroid": 1}


def test_inclusion_is_the_share_of_new_patients_who_are_in_a_pathway(counted: Counted) -> None:
    rows = counted(
        "2026-06-20",
        (1, "2026-03-10", "diagnosed", "C34.1", "ous"),
        *way(1, "2026-03-02", None, pathway="lung"),
        (2, "2026-03-10", "diagnosed", "C34.1", "ous"),
        (3, "2026-03-10", "diagnosed", "C50.9", "ous"),
        *way(3, "2026-07-01", None, pathway="breast"),
        (4, "2026-03-10", "diagnosed", "C50.9", "ous"),
        *way(4, "2025-03-09", None, pathway="lung"),
        (5, "2026-03-10", "diagnosed", "C44.1", "ous"),
        by=("pathway", "trust"),
    )

    included = {key[1:]: row for key, row in rows.items() if key[0] == "OA2"}
    assert {key: (row["numerator"], row["denominator"]) for key, row in included.items()} == {
        ("lung", "oslo"): (1, 2),
        ("breast", "oslo"): (0, 2),
    }
    assert included["lung", "oslo"]["share"] == 0.5


def test_a_patient_with_two_diagnoses_of_one_pathway_is_one_new_patient(counted: Counted) -> None:
    rows = counted(
        "2026-06-20", (1, "2026-03-10", "diagnosed", "C50.9", "ous"), (1, "2026-05-10", "diagnosed", "C50.1", "ahus")
    )

    assert rows[("OA2",)]["denominator"] == 1


@pytest.mark.parametrize(
    ("born", "code", "pathway"),
    [
        ("2008-03-11", "C71.9", "childhood"),
        ("2008-03-10", "C71.9", "brain"),
        ("1960-01-01", "C22.0", "liver"),
        ("1960-01-01", "C22.1", "bile_duct"),
        ("1960-01-01", "C05.1", "head_neck"),
        ("1960-01-01", "C91.1", None),
    ],
)
def test_a_diagnosis_belongs_to_one_pathway(counted: Counted, born: str, code: str, pathway: str | None) -> None:
    rows = counted(
        "2026-06-20", (1, born, "born", "female", None), (1, "2026-03-10", "diagnosed", code, None), by=("pathway",)
    )

    assert [key[1] for key in rows] == ([pathway] if pathway else [])


def test_no_two_pathways_of_today_are_for_the_same_diagnosis(content: Content) -> None:
    active = [each for each in content.pathways.values() if each.retired_on is None and not each.icd10.under_age]
    codes = [code for each in active for code in each.icd10.codes]

    threes = [code for code in codes if "-" not in code]

    assert len(set(codes)) == len(codes)
    assert not [(one, other) for one in threes for other in threes if one != other and one.startswith(other)]


def test_a_group_that_there_is_not_is_refused(counted: Counted) -> None:
    with pytest.raises(ValueError, match="by takes tertial, pathway"):
        counted("2026-06-20", *way(1, "2026-03-02", None), by=("colour",))
