"""What is an error in a registry's record, and what is unlikely? The examples beside the checks are the specification."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from felles import epidemiology as epi
from felles.definitions import Content, RecordRule, RegistryCheck, load_content
from felles.definitions.registry_checks import RecordExample
from felles.epidemiology.errors import BadTable
from felles.epidemiology.registry_quality.conditions import numbers, sites

CONTENT = load_content()
AT = date(2026, 11, 21)
Frame = Callable[[Sequence[Mapping[str, Any]]], pl.DataFrame]
EXAMPLES = [(check, example) for check in CONTENT.registry_checks.values() for example in check.examples]


def hits(frame: pl.DataFrame, *checks: RegistryCheck, row: int = 1) -> list[str]:
    found = epi.check_records(frame, checks, at=AT, primaries=CONTENT.multiple_primaries)
    return sorted(found.filter(pl.col("row") == row)["rule"])


@pytest.mark.parametrize(
    ("check", "example"), EXAMPLES, ids=[f"{check.id}: {example.case}" for check, example in EXAMPLES]
)
def test_the_examples_of_a_check_come_out_as_they_say(
    check: RegistryCheck, example: RecordExample, frame: Frame
) -> None:
    assert hits(frame([example.record, *example.beside]), check) == sorted(example.hits)


def test_every_rule_has_a_record_that_it_hits() -> None:
    shown = {hit for _, example in EXAMPLES for hit in example.hits}
    shown |= {rule.id for rule in SITE_RULES} | {rule.id for rule in AGE_RULES}

    assert {rule.id for check in CONTENT.registry_checks.values() for rule in check.rules} - shown == set()


SITE_RULES = CONTENT.registry_checks["site_morphology"].rules
AGE_RULES = CONTENT.registry_checks["age_site_morphology"].rules
ONE_OF_EACH_SITE = [f"C{number:02}.{digit}" for number in (1, 34, 40, 42, 50, 71, 77) for digit in (0, 9)]


@pytest.mark.parametrize("rule", SITE_RULES, ids=[rule.id for rule in SITE_RULES])
def test_a_kind_of_tumour_is_unlikely_outside_its_organs_and_likely_within(rule: RecordRule, frame: Frame) -> None:
    check = CONTENT.registry_checks["site_morphology"]
    kind = min(numbers(rule.when[0].morphology))
    within = [code for terms in rule.unless for code in terms.topography]
    outside = [code for terms in rule.when for code in terms.topography] or [
        site for site in ONE_OF_EACH_SITE if site[:3] not in {part[:3] for part in set().union(*sites(within))}
    ]

    sites_tried = [code.split("-")[0] for code in (*within, *outside)]
    table = frame([{"topography": site, "morphology": f"{kind}/3"} for site in sites_tried])
    found = epi.check_records(table, [replace(check, rules=(rule,), examples=())], at=AT)

    assert found["row"].to_list() == list(range(len(within) + 1, len(sites_tried) + 1))


@pytest.mark.parametrize("rule", AGE_RULES, ids=[rule.id for rule in AGE_RULES])
def test_an_unusual_age_is_found_up_to_its_bounds_and_no_further(rule: RecordRule, frame: Frame) -> None:
    check = CONTENT.registry_checks["age_site_morphology"]
    terms = rule.when[0]
    assert terms.age is not None
    record = {
        "morphology": min(numbers(terms.morphology), default=8140),
        "topography": terms.topography[0].split("-")[0] if terms.topography else None,
    }

    bounds = terms.age
    inside = [age for age in (bounds.at_least, bounds.below and bounds.below - 1) if age is not None]
    beyond = [age for age in (bounds.at_least and bounds.at_least - 1, bounds.below) if age is not None]
    table = frame([{**record, "age": int(age)} for age in (*inside, *beyond)])
    found = epi.check_records(table, [replace(check, rules=(rule,), examples=())], at=AT)

    assert found["row"].to_list() == list(range(1, len(inside) + 1))


def test_a_finding_says_what_was_got_and_what_to_do_in_the_language_asked_for(frame: Frame, content: Content) -> None:
    table = frame([{"id": "7", "person": "a", "sex": "male", "topography": "C56.9"}])
    check = content.registry_checks["sex_site"]

    said = {
        language: epi.check_records(table, [check], at=AT, language=language).row(0, named=True)
        for language in ("nb", "nn", "en")
    }

    assert said["en"] == {
        "row": 1,
        "id": "7",
        "person": "a",
        "check": "sex_site",
        "rule": "female_organ_in_male",
        "severity": "E",
        "verified": True,
        "sentence": "A tumour in a female organ (C56.9) is recorded for a man. Mend the sex or the site.",
        "fields": "sex=male; topography=C56.9",
    }
    assert said["nb"]["sentence"] == (
        "Svulst i et kvinnelig kjønnsorgan (C56.9) er ført på en mann. Rett kjønn eller sted."
    )
    assert said["nn"]["sentence"].startswith("Svulst i eit kvinneleg")


def test_a_column_that_the_table_does_not_have_is_said_once_and_is_missing_in_no_record() -> None:
    report = epi.quality({"id": ["1", "2"], "diagnosed": ["2020-01-01", None], "topography": ["C50.1", "C50.1"]}, at=AT)

    assert report.findings["rule"].to_list() == ["no_diagnosis_date"]
    assert report.notes[0].startswith("The table has no age, basis, behaviour, born,")


def test_the_summary_counts_hits_and_what_could_not_be_judged(frame: Frame, content: Content) -> None:
    table = frame([{"sex": "male", "topography": "C56.9"}, {"sex": "male"}, {"topography": "C56.9"}])

    summary = epi.quality(table, at=AT, content=content).summary

    rule = summary.filter(pl.col("rule") == "female_organ_in_male").row(0, named=True)
    assert (rule["records"], rule["hits"], rule["unknown"]) == (3, 1, 2)


def test_numbers_dates_and_gaps_of_any_data_frame_are_read() -> None:
    import pandas as pd

    told = pd.DataFrame(
        {
            "id": [1, 2],
            "born": [pd.Timestamp("1950-02-01"), pd.NaT],
            "diagnosed": [pd.Timestamp("1949-02-01"), pd.Timestamp("2020-01-01")],
            "basis": [7.0, None],
            "topography": ["C50.1", "C50.1"],
        }
    )

    found = epi.check_records(told, CONTENT.registry_checks.values(), at=AT)
    same = epi.check_records(pl.from_pandas(told).to_arrow(), CONTENT.registry_checks.values(), at=AT)

    assert isinstance(found, pd.DataFrame)
    assert found[["row", "rule"]].values.tolist() == [[1, "diagnosed_before_birth"], [2, "no_age"], [2, "no_basis"]]
    assert same.column("rule").to_pylist() == found["rule"].tolist()


def test_a_year_that_nobody_knows_is_missing_and_not_unreadable(frame: Frame, content: Content) -> None:
    table = frame([{"born": "9999", "age": "999", "diagnosed": "2020-99-99"}])

    found = hits(table, content.registry_checks["values"], content.registry_checks["required"])

    assert "date_unreadable" not in found
    assert "age_unreadable" not in found
    assert "no_diagnosis_date" not in found


def test_a_table_of_something_else_is_refused_with_what_it_lacks() -> None:
    with pytest.raises(BadTable, match="none of the columns of a registry's records"):
        epi.check_records({"colour": ["red"]}, CONTENT.registry_checks.values(), at=AT)


def test_an_empty_table_has_no_findings(frame: Frame, content: Content) -> None:
    report = epi.quality(frame([]), at=AT, content=content)

    assert (report.records, report.errors, report.warnings) == (0, 0, 0)
    assert report.indicators.is_empty()


RECORDS = st.fixed_dictionaries(
    {},
    optional={
        "id": st.sampled_from(["1", "2"]),
        "person": st.sampled_from(["a", "b"]),
        "sex": st.sampled_from(["female", "male", "x"]),
        "born": st.sampled_from(["1950-01-01", "1950", "2021-05-05"]),
        "diagnosed": st.sampled_from(["2020-01-01", "2020", "2999-01-01", "no"]),
        "died": st.sampled_from(["2019-12-31", "2020"]),
        "topography": st.sampled_from(["C50.1", "C56", "C61.9", "C42.1", "C44"]),
        "morphology": st.sampled_from(["8500/3", "8140/2", "9823/3", "8720/6"]),
        "basis": st.sampled_from(["0", "7", "2"]),
    },
)


COMPARED = [CONTENT.registry_checks[name] for name in ("across", "dates", "sex_site")]


@settings(max_examples=15)
@given(st.lists(RECORDS, min_size=1, max_size=6), st.randoms())
def test_the_order_of_the_records_changes_nothing(frame: Frame, records: list[dict[str, str]], random: Any) -> None:
    numbered = [{**record, "id": f"{number}"} for number, record in enumerate(records)]
    shuffled = random.sample(numbered, len(numbered))

    def found(rows: list[dict[str, str]]) -> set[tuple[str, ...]]:
        made = epi.check_records(frame(rows), COMPARED, at=AT, primaries=CONTENT.multiple_primaries)
        return set(made.select("id", "rule", "severity", "sentence", "fields").iter_rows())

    assert found(numbered) == found(shuffled)


def test_the_real_melanoma_file_has_no_error_and_says_what_it_lacks(reference: Path) -> None:
    path = reference / "data" / "melanoma_finland_1975_1995.csv"
    rows = pl.read_csv(path, infer_schema=False)
    dead = pl.col("status").str.starts_with("Dead")
    table = rows.select(
        "id",
        "sex",
        "born",
        "diagnosed",
        "stage",
        person="id",
        icd10=pl.lit("C43"),
        died=pl.when(dead).then("exit_date"),
        last_seen=pl.when(~dead).then("exit_date"),
    )

    report = epi.quality(table, at=AT, by=["sex"])

    assert (report.records, report.errors, report.warnings) == (7775, 0, 0)
    unknown = report.indicators.filter(pl.col("indicator") == "stage_unknown")
    told = unknown.select("sex", "numerator", "denominator").rows()
    assert told == [("female", 872, 4095), ("male", 759, 3680)]
    assert "basis" in report.notes[0]
