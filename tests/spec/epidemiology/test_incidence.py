"""Incidence: who counts as a new case, who is behind them, and what the rates are."""

import math
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import ibis
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.agreement.cases_by_hand import rate_by_hand

from felles import epidemiology as epi
from felles.definitions import load_content
from felles.epidemiology.ages import AGE_GROUPS
from felles.epidemiology.asking import NotAnswerable
from felles.epidemiology.errors import BadTable
from felles.epidemiology.occurrence import rates

CONTENT = load_content()
CI5 = "reference/norway/incidence_by_site_sex_age_ci5xii_2013_2017.csv"
EVEN = pl.DataFrame({"age_group": AGE_GROUPS, "persons": [1000.0] * 18})


def tumours(*rows: dict[str, Any]) -> pl.DataFrame:
    """A table of tumours; what is not said is a lung cancer of a woman of 62 in 2020."""
    usual = {"person": 1, "icd10": "C34.1", "sex": "female", "age": 62, "year": 2020}
    return pl.DataFrame([usual | {"person": number} | row for number, row in enumerate(rows)], infer_schema_length=None)


def only(answer: Any) -> dict[str, Any]:
    (row,) = answer.rows.to_dicts()
    return row


@pytest.fixture(scope="module")
def ci5(reference: Path) -> pl.DataFrame:
    return pl.read_csv(reference / CI5)


class TestNorway:
    """CI5 volume XII, Norway 2013-2017: the table that everybody may calibrate by."""

    @pytest.mark.parametrize(
        ("cancer", "sex", "standard", "asr"),
        [
            ("All sites", "male", "norway2014", 739.1),
            ("All sites", "female", "norway2014", 552.8),
            ("Cervix uteri", "female", "norway2014", 13.55),
            ("Cervix uteri", "female", "world", 10.8),
        ],
    )
    def test_the_standardised_rates_are_those_that_are_known(
        self, ci5: pl.DataFrame, cancer: str, sex: str, standard: str, asr: float
    ) -> None:
        rows = ci5.filter(pl.col("cancer").str.starts_with(cancer) & (pl.col("cancer") != "All sites but skin"))

        answer = epi.incidence(
            rows.select("sex", "age_group", "cases"),
            rows.select("sex", "age_group", "person_years"),
            by=["sex"],
            standard=standard,
        )

        found = answer.rows.filter(pl.col("sex") == sex)["asr"].item()
        assert round(found, len(str(asr).partition(".")[2])) == asr

    def test_every_site_has_the_rate_that_was_computed_apart(self, ci5: pl.DataFrame, reference: Path) -> None:
        computed = pl.read_csv(reference / "reference/norway/incidence_summary_ci5xii_computed.csv")
        people = ci5.filter(pl.col("cancer") == "All sites").select("sex", "age_group", "person_years")

        for standard, column in (("norway2014", "asr_norway2014"), ("world", "asr_world")):
            counts = ci5.select("sex", "age_group", "cases", code=pl.col("cancer_code").cast(pl.String))
            answer = epi.incidence(counts, people, by=["code", "sex"], standard=standard)
            both = answer.rows.join(
                computed.with_columns(code=pl.col("cancer_code").cast(pl.String)), on=["code", "sex"]
            )
            assert both.height == computed.height
            assert (both["asr"] - both[column]).abs().max() < 0.006


class TestWhoCounts:
    def test_each_tumour_that_the_registry_keeps_counts(self) -> None:
        answer = epi.incidence(tumours({"person": 7}, {"person": 7}, {"person": 7, "icd10": "C50"}), by=[])

        assert only(answer)["cases"] == 3

    def test_by_the_rules_of_iacr_a_person_has_one_tumour_of_an_organ_and_the_first_counts(self) -> None:
        table = tumours(
            {"person": 7, "icd10": "C19", "year": 2019}, {"person": 7, "icd10": "C20"}, {"person": 7, "icd10": "C50"}
        )

        answer = epi.incidence(table, by=["year"], primaries="iacr")

        assert answer.rows.select("year", "cases").rows() == [(2019, 1), (2020, 1)]

    def test_what_is_no_cancer_is_left_out_and_told(self) -> None:
        answer = epi.incidence(tumours({}, {"icd10": "D05.1"}, {"icd10": None}), by=[])

        assert only(answer)["cases"] == 1
        assert (
            "Rows with a code outside the sites that were asked for, or with none, are not counted: 2." in answer.notes
        )

    @pytest.mark.parametrize("code", ["D32.0", "D09.0", "D45", "D35.2", "c44.5", "C509"])
    def test_the_d_codes_count_and_codes_may_be_written_plainly(self, code: str) -> None:
        assert only(epi.incidence(tumours({"icd10": code}), by=[]))["cases"] == 1

    def test_basal_cell_carcinoma_does_not_count_where_the_morphology_is_known(self) -> None:
        skin = {"icd10": "C44.3"}

        answer = epi.incidence(
            tumours(skin | {"morphology": "8090/3"}, skin | {"morphology": "8070/3"}, skin | {"morphology": None}),
            by=["site"],
        )

        assert answer.rows.select("site", "cases").rows() == [("skin", 2)]

    def test_a_site_that_one_sex_has_is_held_against_that_sex(self) -> None:
        people = pl.DataFrame({"age_group": AGE_GROUPS, "female": [100] * 18, "male": [900] * 18})
        table = tumours({"icd10": "C53"}, {"icd10": "C53", "sex": "male"}, {})

        answer = epi.incidence(table, people, by=["site"])

        assert answer.rows.select("site", "cases", "population").rows() == [
            ("lung", 1, 18_000.0),
            ("cervix", 1, 1_800.0),
        ]
        assert any("a site that the person's sex does not have are not counted: 1" in note for note in answer.notes)

    def test_sites_that_overlap_count_a_tumour_once_together_and_once_each_apart(self) -> None:
        table = tumours({"icd10": "C18"}, {"icd10": "C20"})

        together = epi.incidence(table, by=[], site=["colon", "colorectal"])
        apart = epi.incidence(table, by=["site"], site=["colon", "colorectal"])

        assert only(together)["cases"] == 2
        assert dict(apart.rows.select("site", "cases").rows()) == {"colon": 1, "colorectal": 2}

    def test_age_is_in_completed_years_on_the_day(self) -> None:
        days = {"born_on": "1960-05-10"}
        table = tumours(days | {"diagnosed_on": "2020-05-09"}, days | {"diagnosed_on": "2020-05-10"}).drop(
            "age", "year"
        )

        answer = epi.incidence(table, by=["age"])

        assert answer.rows.filter(pl.col("cases") > 0).select("age", "cases").rows() == [("55-59", 1), ("60-64", 1)]

    def test_the_county_and_region_are_those_of_the_municipality_at_diagnosis(self) -> None:
        table = tumours({"place": "4601"}, {"place": "1103"}, {"place": "0301"}, {"place": None})

        answer = epi.incidence(table, by=["region"])

        assert dict(answer.rows.filter(pl.col("cases") > 0).select("region", "cases").rows()) == {
            "south_east": 1,
            "unknown": 1,
            "west": 2,
        }


class TestRates:
    def test_one_case_among_a_thousand_in_each_of_18_groups(self) -> None:
        row = only(epi.incidence(tumours({}), EVEN, by=[]))

        weight = CONTENT.standards["norway2014"].weights["60-64"] / sum(
            CONTENT.standards["norway2014"].weights.values()
        )
        assert (row["cases"], row["population"]) == (1, 18_000.0)
        assert math.isclose(row["crude"], 100_000 / 18_000)
        assert math.isclose(row["asr"], weight * 100)
        assert math.isclose(row["cumulative_risk_75"], 100 * (1 - math.exp(-5 / 1000)))

    def test_a_year_without_cases_has_the_rate_nought_and_an_upper_limit(self) -> None:
        people = EVEN.join(pl.DataFrame({"year": [2019, 2020, 2021]}), how="cross")

        rows = epi.incidence(tumours({"year": 2019}, {"year": 2021}), people).rows

        assert rows["cases"].to_list() == [1, 0, 1]
        assert rows["asr"][1] == 0
        assert rows["upper"][1] > 0

    def test_a_year_that_the_population_lacks_has_cases_and_no_rates_and_is_named(self) -> None:
        answer = epi.incidence(tumours({"year": 2019}, {"year": 2020}), EVEN.with_columns(year=2020))

        assert answer.rows.select("year", "cases", "asr").rows()[0] == (2019, 1, None)
        assert "The population has no 2019: no rate can be made that needs it." in answer.notes

    def test_a_year_that_the_table_does_not_reach_is_left_out_and_named(self) -> None:
        answer = epi.incidence(
            tumours({}), EVEN.join(pl.DataFrame({"year": [2019, 2020]}), how="cross"), period="2019-2020"
        )

        assert answer.rows["year"].to_list() == [2020]
        assert any("no case at all in 2019" in note for note in answer.notes)

    def test_unknown_ages_and_sexes_are_counted_and_told(self) -> None:
        table = tumours({"age": None}, {"age": -3}, {"sex": "?"}, {})

        answer = epi.incidence(table, by=["sex"])

        assert dict(answer.rows.select("sex", "cases").rows()) == {"female": 3, "unknown": 1, "male": 0}
        assert answer.rows.filter(pl.col("sex") == "unknown")["asr"].to_list() == [None]
        assert any("unknown or negative age" in note and note.endswith(": 2.") for note in answer.notes)
        assert any("unknown sex" in note and note.endswith(": 1.") for note in answer.notes)

    def test_cases_where_nobody_lives_have_no_standardised_rate(self) -> None:
        answer = epi.incidence(tumours({}), EVEN.filter(pl.col("age_group") != "60-64"), by=[])

        assert only(answer)["asr"] is None
        assert any("where the population has nobody" in note for note in answer.notes)

    def test_no_cell_is_ever_nan(self) -> None:
        rows = epi.incidence(
            tumours({"age": None}, {"sex": None, "year": 1900}, {"place": "9999"}), by=["year", "sex", "county"]
        ).rows

        assert not rows.select(pl.any_horizontal(pl.col(pl.Float64).is_nan()).any()).item()

    def test_1_january_counts_become_means_and_the_last_one_stands_alone(self) -> None:
        people = pl.concat(
            [
                EVEN.with_columns(day=pl.lit(f"{year}-01-01"), persons=persons)
                for year, persons in ((2020, pl.lit(100.0)), (2021, pl.lit(300.0)))
            ]
        )

        answer = epi.incidence(tumours({}, {"year": 2021}), people)

        assert answer.rows["population"].to_list() == [18 * 200.0, 18 * 300.0]
        assert any("2021 are its 1 January count" in note for note in answer.notes)


def shared(draw: Callable[[Any], Any]) -> tuple[list[int], list[int]]:
    cases = draw(st.lists(st.integers(0, 50), min_size=18, max_size=18))
    people = draw(st.lists(st.integers(1_000, 90_000), min_size=18, max_size=18))
    return cases, people


class TestProperties:
    @given(data=st.data())
    def test_standardised_to_itself_a_population_has_its_crude_rate_and_its_exact_limits(self, data: Any) -> None:
        cases, people = (np.array(each, dtype=float) for each in shared(data.draw))
        weights = people / people.sum()

        asr, gamma = rates.standardised(cases, people, weights), rates.gamma_limits(cases, people, weights)

        exact = rates.poisson_limits(cases.sum())
        assert math.isclose(asr, cases.sum() / people.sum(), abs_tol=1e-15)
        assert math.isclose(gamma.lower, exact.lower / people.sum(), rel_tol=1e-6, abs_tol=1e-15)
        assert math.isclose(gamma.upper, exact.upper / people.sum(), rel_tol=1e-6)

    @settings(max_examples=15)
    @given(data=st.data())
    def test_the_rate_is_the_one_made_group_by_group(self, data: Any) -> None:
        cases, people = shared(data.draw)
        table = pl.DataFrame({"age_group": AGE_GROUPS, "cases": cases})
        population = pl.DataFrame({"age_group": AGE_GROUPS, "persons": people})

        row = only(epi.incidence(table, population, by=[]))

        by_group = (dict(zip(AGE_GROUPS, each, strict=True)) for each in (cases, people))
        by_hand = rate_by_hand(*by_group, CONTENT.standards["norway2014"].weights)
        assert math.isclose(row["asr"], by_hand, abs_tol=1e-9)
        assert row["lower"] <= row["asr"] <= row["upper"]

    @settings(max_examples=10)
    @given(seed=st.integers(0, 2**32))
    def test_splitting_the_rows_and_their_order_change_nothing(self, seed: int) -> None:
        chance = np.random.default_rng(seed)
        table = pl.DataFrame(
            {"sex": ["female", "male"] * 18, "age_group": [*AGE_GROUPS] * 2, "cases": chance.integers(0, 9, 36)}
        )
        singles = (
            table.select(pl.exclude("cases").repeat_by("cases").explode())
            .drop_nulls()
            .sample(fraction=1, shuffle=True, seed=seed % 1000)
        )
        people = pl.DataFrame({"age_group": AGE_GROUPS, "female": [1000] * 18, "male": [900] * 18})

        together, one_by_one = (epi.incidence(each, people, by=["sex"]).rows for each in (table, singles))

        assert together.filter(pl.col("cases") > 0).equals(one_by_one.filter(pl.col("cases") > 0))

    @settings(max_examples=10)
    @given(seed=st.integers(0, 2**32))
    def test_cases_by_anything_sum_to_all_cases(self, seed: int) -> None:
        chance = np.random.default_rng(seed)
        table = pl.DataFrame(
            {
                "icd10": chance.choice(["C34", "C50", "C61", "C80", "D45"], 60),
                "sex": chance.choice(["female", "male"], 60),
                "age": chance.integers(0, 100, 60),
                "year": chance.integers(2018, 2021, 60),
                "stage": chance.choice(["I", "II"], 60),
            }
        ).filter((pl.col("icd10") != "C61") | (pl.col("sex") == "male"))

        for by in ([], ["year"], ["site"], ["sex", "age"], ["year", "stage", "site"]):
            assert epi.incidence(table, by=by).rows["cases"].sum() == table.height


class TestTables:
    @pytest.mark.parametrize("kind", [pl.DataFrame.to_pandas, pl.DataFrame.to_arrow])
    def test_what_comes_back_is_the_kind_of_table_that_was_given(self, kind: Callable[[pl.DataFrame], Any]) -> None:
        given_, people = kind(tumours({}, {"sex": "male"})), kind(EVEN)

        rows = epi.incidence(given_, people, by=["year"]).rows

        assert isinstance(rows, pd.DataFrame | pa.Table)
        assert type(rows) is type(given_)

    @pytest.mark.parametrize(
        ("column", "value", "said"),
        [
            ("diagnosed_on", "31.02.2020", 'Row 2, column diagnosed_on: got "31.02.2020"; allowed is a date'),
            ("age", "sixty", 'Row 2, column age: got "sixty"; allowed is a whole number'),
            ("age_group", "60-69", 'Row 2, column age_group: got "60-69"; allowed is five years'),
        ],
    )
    def test_a_cell_that_cannot_be_read_is_named_by_row_and_column(self, column: str, value: str, said: str) -> None:
        usual = {"diagnosed_on": "2020-01-01", "age": "60", "age_group": "60-64"}
        table = tumours({}, {}).drop("age").with_columns(pl.Series(column, [usual[column], value]))

        with pytest.raises(BadTable) as refused:
            epi.incidence(table)

        assert said in str(refused.value)

    @pytest.mark.parametrize(
        ("people", "said"),
        [
            ({"age_group": ["0-4"], "persons": [-1]}, "row 1, column persons: got -1"),
            ({"age_group": ["0-4"], "number": [1]}, "no column with the numbers"),
            ({"persons": [1]}, "neither age nor age_group"),
            ({"age": [150], "persons": [1]}, "row 1, column age: got 150"),
            ({"age": [1], "persons": [1], "day": ["2020-03-01"]}, "allowed are those of 1 January or 1 July"),
        ],
    )
    def test_a_population_that_cannot_be_used_is_refused_with_what_is_wrong(
        self, people: dict[str, Any], said: str
    ) -> None:
        with pytest.raises(BadTable) as refused:
            epi.incidence(tumours({}), people)

        assert said in str(refused.value)

    @pytest.mark.parametrize(
        ("asked", "said"),
        [
            ({"by": ["sexs"]}, 'Did you mean "sex"?'),
            ({"site": "brest"}, 'There is no site brest. Did you mean "breast"?'),
            ({"standard": "nordic"}, "There is no standard population nordic."),
            ({"period": "2020-2018"}, "A period begins with its first year"),
        ],
    )
    def test_a_question_that_cannot_be_answered_says_what_can(self, asked: dict[str, Any], said: str) -> None:
        with pytest.raises(NotAnswerable) as refused:
            epi.incidence(tumours({}), **asked)

        assert said in str(refused.value)


def said(person: int, type_: str, day: str, **columns: Any) -> dict[str, Any]:
    empty = {"episode": None, "code": None, "place": None, "precision": "day"}
    return {"person": person, "type": type_, "day": date.fromisoformat(day)} | empty | columns


class TestLogs:
    def test_a_log_with_a_population_is_its_own_denominator(self) -> None:
        lives = [said(person, "born", "1958-03-01", code="female", place="0301") for person in range(10)]
        found = said(0, "diagnosed", "2020-07-01", code="C34", episode=1)
        last = said(1, "moved", "2020-12-31", place="4601")

        answer = epi.incidence(ibis.memtable(pl.DataFrame([*lives, found, last])), by=["year", "sex"])

        row = answer.rows.filter(pl.col("sex") == "female").row(0, named=True)
        assert row["cases"] == 1
        assert math.isclose(row["population"], 10 * 365 / 366)
        assert any("the 10 people of the log itself, of whom 1 are patients" in note for note in answer.notes)

    def test_a_log_of_patients_is_held_against_the_country(self) -> None:
        events = [
            said(0, "born", "1958-03-01", code="female", place="0301"),
            said(0, "diagnosed", "2020-07-01", code="C34", episode=1),
        ]

        answer = epi.incidence(ibis.memtable(pl.DataFrame(events)), by=["year"])

        assert only(answer)["population"] > 5_000_000

    def test_basis_and_morphology_are_read_where_the_events_have_them(self) -> None:
        events = pl.DataFrame(
            [
                said(0, "born", "1958-03-01", code="female") | {"data": "{}"},
                said(0, "diagnosed", "2020-07-01", code="C44", episode=1)
                | {"data": '{"basis": 7, "morphology": "8090/3"}'},
                said(0, "diagnosed", "2020-07-01", code="C34", episode=2)
                | {"data": '{"morphology":"8140/3","basis":7}'},
            ]
        )

        answer = epi.incidence(ibis.memtable(events), by=["basis", "morphology"])

        assert answer.rows.filter(pl.col("cases") > 0).select("basis", "morphology", "cases").rows() == [
            ("7", "8140/3", 1)
        ]

    def test_deaths_are_counted_by_their_cause(self) -> None:
        events = [
            said(0, "born", "1950-01-01", code="male"), said(0, "died", "2020-01-01", code="C34.1"),
            said(1, "born", "1950-01-01", code="male"), said(1, "died", "2020-01-01", code="cancer"),
            said(2, "born", "1950-01-01", code="male"), said(2, "died", "2020-01-01", code="I21"),
        ]  # fmt: skip
        table = ibis.memtable(pl.DataFrame(events))

        assert only(epi.mortality(table, EVEN, by=[]))["deaths"] == 2
        assert only(epi.mortality(table, EVEN, by=[], site="lung"))["deaths"] == 1


class TestIndirect:
    def test_a_county_is_held_against_all(self) -> None:
        people = pl.concat([EVEN.with_columns(county=pl.lit(county)) for county in ("03", "46")])
        table = tumours(*({"place": "0301"} for _ in range(3)), {"place": "4601"})

        rows = epi.sir(table, people).rows

        assert rows.select("county", "observed", "expected", "sir").rows() == [("03", 3, 2.0, 1.5), ("46", 1, 2.0, 0.5)]
        assert math.isclose(rows["lower"][0], 0.618672 / 2, rel_tol=1e-5)

    def test_rates_of_others_can_be_the_reference(self) -> None:
        reference = pl.DataFrame({"age_group": AGE_GROUPS, "rate": [100.0] * 18})

        row = only(epi.sir(tumours({}), EVEN, by=[], reference=reference))

        assert math.isclose(row["expected"], 18.0)

    def test_byar_is_near_the_exact_limits(self) -> None:
        exact, byar = rates.poisson_limits(np.array([10.0])), rates.byar_limits(np.array([10.0]))

        assert abs(exact.lower[0] - byar.lower[0]) < 0.02
        assert abs(exact.upper[0] - byar.upper[0]) < 0.02


def test_the_median_age_is_the_youngest_at_or_under_which_half_are() -> None:
    answer = epi.age_at_diagnosis(tumours({"age": 40}, {"age": 50}, {"age": 60}, {"age": 90}, {"age": None}), by=[])

    assert only(answer) == {"cases": 4, "lower_quartile": 40, "median_age": 50, "upper_quartile": 60}
    assert any("left out: 1" in note for note in answer.notes)
