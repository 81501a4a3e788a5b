"""Prevalence: who is alive on a day after cancer, each counted once, and for how long."""

from datetime import date
from typing import Any

import ibis
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from felles import epidemiology as epi
from felles.epidemiology.asking import NotAnswerable

AT = date(2023, 12, 31)
SINCE = ("under_1_year", "years_1_to_4", "years_5_to_9", "years_10_or_more")


def tumours(*rows: dict[str, Any]) -> pl.DataFrame:
    """A table of tumours; what is not said is a lung cancer of a woman born in 1950, found in 2020, who lives."""
    usual = {
        "icd10": "C34",
        "sex": "female",
        "born_on": date(1950, 1, 1),
        "diagnosed_on": date(2020, 1, 1),
        "died_on": None,
    }
    schema = {"person": pl.Int64, "icd10": pl.String, "sex": pl.String} | dict.fromkeys(
        ("born_on", "diagnosed_on", "died_on", "followed_until"), pl.Date
    )
    return pl.DataFrame(
        [usual | {"followed_until": None, "person": number} | row for number, row in enumerate(rows)], schema
    )


def only(answer: Any) -> dict[str, Any]:
    (row,) = answer.rows.to_dicts()
    return row


@pytest.mark.parametrize(
    ("diagnosed", "since"),
    [
        (date(2023, 12, 31), "under_1_year"),
        (date(2023, 1, 1), "under_1_year"),
        (date(2022, 12, 31), "years_1_to_4"),
        (date(2019, 1, 1), "years_1_to_4"),
        (date(2018, 12, 31), "years_5_to_9"),
        (date(2014, 1, 1), "years_5_to_9"),
        (date(2013, 12, 31), "years_10_or_more"),
    ],
)
def test_years_since_the_diagnosis_are_completed_years(diagnosed: date, since: str) -> None:
    row = only(epi.prevalence(tumours({"diagnosed_on": diagnosed}), AT))

    assert {name: row[name] for name in SINCE} == {name: int(name == since) for name in SINCE}


def test_a_person_with_two_cancers_is_one_person_and_a_person_of_each_site() -> None:
    table = tumours({"person": 1}, {"person": 1, "icd10": "C50", "diagnosed_on": date(2005, 1, 1)})

    together, apart = epi.prevalence(table, AT), epi.prevalence(table, AT, by=["site"])

    assert (only(together)["persons"], only(together)["years_10_or_more"]) == (1, 1)
    assert dict(apart.rows.select("site", "persons").rows()) == {"lung": 1, "breast": 1}


def test_who_died_on_the_day_or_falls_ill_after_it_is_not_counted() -> None:
    table = tumours({"died_on": AT}, {"died_on": date(2024, 1, 1)}, {"diagnosed_on": date(2024, 1, 1)})

    assert only(epi.prevalence(table, AT))["persons"] == 1


def test_of_whom_nothing_is_known_on_the_day_is_left_out_and_told() -> None:
    answer = epi.prevalence(tumours({"followed_until": date(2021, 1, 1)}, {"followed_until": AT}), AT)

    assert only(answer)["persons"] == 1
    assert any("follow-up ended before 2023-12-31" in note and note.endswith(": 1.") for note in answer.notes)


def test_the_notes_say_how_far_back_the_table_goes() -> None:
    answer = epi.prevalence(tumours({"diagnosed_on": date(1999, 5, 5)}), AT)

    assert any("The first diagnosis of anybody here is of 1999-05-05" in note for note in answer.notes)


def test_age_is_that_of_the_day_and_the_rate_is_of_the_people_of_its_year() -> None:
    people = pl.DataFrame({"age_group": ["70-74"], "persons": [200]})

    rows = epi.prevalence(tumours({}), AT, people, by=["age"]).rows

    of_some = rows.filter(pl.col("persons") > 0).select("age", "persons", "population", "per_100000")
    assert of_some.rows() == [("70-74", 1, 200.0, 500.0)]


@pytest.mark.parametrize("column", ["person", "diagnosed_on", "died_on"])
def test_a_table_without_what_it_takes_is_refused(column: str) -> None:
    with pytest.raises(NotAnswerable) as refused:
        epi.prevalence(tumours({}).drop(column), AT)

    assert str(refused.value).endswith(f"the table has no {column}.")


@settings(max_examples=10)
@given(
    told=st.lists(
        st.tuples(
            st.integers(1, 9),
            st.sampled_from(["C34", "C50", "C80"]),
            st.integers(2000, 2025),
            st.sampled_from([None, 2020, 2024]),
        ),
        min_size=1,
        max_size=25,
    )
)
def test_persons_are_those_one_finds_one_by_one(told: list[tuple[int, str, int, int | None]]) -> None:
    died = {person: year for person, _, _, year in told}
    rows = [
        {
            "person": person,
            "icd10": code,
            "diagnosed_on": date(year, 6, 1),
            "died_on": died[person] and date(died[person], 1, 1),
        }
        for person, code, year, _ in told
    ]

    found = epi.prevalence(tumours(*rows), AT, by=["site"]).rows

    living = {(code, person) for person, code, year, _ in told if year <= 2023 and died[person] != 2020}
    site = {"C34": "lung", "C50": "breast", "C80": "unknown_primary"}
    expected = {site[code]: sum(one == code for one, _ in living) for code in {code for code, _ in living}}
    assert dict(found.filter(pl.col("persons") > 0).select("site", "persons").rows()) == expected
    assert found.select(pl.sum_horizontal(SINCE) == pl.col("persons")).to_series().all()


def test_a_log_with_a_population_counts_the_people_of_the_day() -> None:
    events = [
        {"person": person, "episode": None, "type": "born", "day": date(1950, 1, 1), "code": "male", "place": "0301"}
        for person in range(10)
    ]
    found = {"person": 0, "episode": 1, "type": "diagnosed", "day": date(2020, 1, 1), "code": "C34", "place": None}
    died = {"person": 9, "episode": None, "type": "died", "day": date(2021, 1, 1), "code": "other", "place": None}

    row = only(epi.prevalence(ibis.memtable(pl.DataFrame([*events, found, died])), AT))

    assert (row["persons"], row["population"]) == (1, 9.0)
