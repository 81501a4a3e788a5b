"""Stage: shares with unknown as a class of its own, among the known alone, and as if ages and sites were alike."""

import math
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from felles import epidemiology as epi
from felles.epidemiology.asking import NotAnswerable
from felles.epidemiology.occurrence.rates import wilson_limits


def tumours(counts: dict[tuple[str, int, str | None], int]) -> pl.DataFrame:
    """Lung cancers of 2020: how many by county, age and stage."""
    rows = [{"county": county, "age": age, "stage": stage, "cases": n} for (county, age, stage), n in counts.items()]
    return pl.DataFrame(rows).with_columns(icd10=pl.lit("C34"), year=2020, sex=pl.lit("male"))


def share_of(answer: Any, stage: str, column: str = "share", **where: str) -> float:
    rows = answer.rows.filter(pl.col("stage") == stage, *(pl.col(name) == value for name, value in where.items()))
    return float(rows[column].item())


def test_unknown_is_a_class_of_its_own_and_the_known_are_shown_alone() -> None:
    answer = epi.stage(tumours({("03", 60, "tnm8:I"): 30, ("03", 60, "tnm8:IV"): 50, ("03", 60, None): 20}), by=[])

    assert answer.rows.select("stage", "cases", "share", "share_known", "completeness").rows() == [
        ("tnm8:I", 30, 0.3, 0.375, 0.8),
        ("tnm8:IV", 50, 0.5, 0.625, 0.8),
        ("unknown", 20, 0.2, None, 0.8),
    ]


@pytest.mark.parametrize("word", ["seer:unknown", "tnm8:X", "Unknown", "9", "", None])
def test_what_stands_for_an_unknown_stage_is_known(word: str | None) -> None:
    answer = epi.stage(tumours({("03", 60, "seer:local"): 1, ("03", 60, word): 1}), by=[])

    assert answer.rows["stage"].to_list() == ["seer:local", "unknown"]
    assert share_of(answer, "unknown") == 0.5


def test_wilsons_limits_are_those_of_the_textbook() -> None:
    # 81 of 263: Newcombe, Statistics in Medicine 1998;17:857-872, table I.
    limits = wilson_limits(np.array([81.0]), np.array([263.0]))

    assert (round(limits.lower[0], 4), round(limits.upper[0], 4)) == (0.2553, 0.3662)


def test_a_stage_that_a_row_has_not_is_nought_with_an_upper_limit() -> None:
    answer = epi.stage(tumours({("03", 60, "I"): 10, ("46", 60, "II"): 10}), by=["county"])

    assert share_of(answer, "I", county="46") == 0
    assert 0.2 < share_of(answer, "I", "upper", county="46") < 0.3


def test_two_counties_alike_at_each_age_are_alike_once_adjusted() -> None:
    # Half of the young and a tenth of the old are early in both; the one county is young, the other old.
    counts = {("03", 45, "I"): 50, ("03", 45, "IV"): 50, ("03", 85, "I"): 1, ("03", 85, "IV"): 9}
    counts |= {("46", 45, "I"): 5, ("46", 45, "IV"): 5, ("46", 85, "I"): 10, ("46", 85, "IV"): 90}

    answer = epi.stage(tumours(counts), by=["county"], adjust=["age"])

    assert share_of(answer, "I", county="03") > 3 * share_of(answer, "I", county="46")
    assert math.isclose(share_of(answer, "I", "adjusted", county="03"), 0.3)
    assert math.isclose(share_of(answer, "I", "adjusted", county="46"), 0.3)


def test_a_row_without_some_ages_is_weighed_to_those_it_has_and_that_is_told() -> None:
    answer = epi.stage(
        tumours({("03", 45, "I"): 10, ("03", 85, "I"): 10, ("46", 45, "II"): 20}), by=["county"], adjust=["age"]
    )

    assert share_of(answer, "II", "covered", county="46") == 0.75
    assert share_of(answer, "II", "adjusted", county="46") == 1
    assert any("lack some ages or sites" in note for note in answer.notes)


@settings(max_examples=15)
@given(
    counts=st.dictionaries(
        st.tuples(st.sampled_from(["03", "46"]), st.sampled_from([45, 65, 85]), st.sampled_from(["I", "II", None])),
        st.integers(1, 40),
        min_size=1,
    )
)
def test_shares_sum_to_one_and_all_rows_together_are_their_own_standard(counts: dict[Any, int]) -> None:
    table = tumours(counts)

    by_county = epi.stage(table, by=["county"], adjust=["age"]).rows
    together = epi.stage(table, by=[], adjust=["age"]).rows

    for column in ("share", "adjusted"):
        sums = by_county.group_by("county").agg(pl.col(column).sum())[column]
        assert all(math.isclose(each, 1) for each in sums)
    assert all(
        math.isclose(one, other, abs_tol=1e-12)
        for one, other in together.select("share", "adjusted").drop_nulls().rows()
    )
    assert by_county.filter((pl.col("lower") > pl.col("share")) | (pl.col("upper") < pl.col("share"))).is_empty()


def test_the_lung_registry_of_2021_is_recognised(reference: Path) -> None:
    published = pl.read_csv(reference / "reference/norway/stage_distribution.csv").filter(
        pl.col("site") == "lung_trachea"
    )
    shares = dict(published.filter(pl.col("stage").is_in(["I", "II", "III", "IV"])).select("stage", "percent").rows())
    counts = {("03", 60, f"tnm8:{stage}"): round(percent * 10) for stage, percent in shares.items()}

    answer = epi.stage(tumours(counts | {("03", 60, None): 1000 - sum(counts.values())}), by=[])

    assert {stage: round(100 * share_of(answer, f"tnm8:{stage}"), 1) for stage in shares} == shares


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"adjust": ["county"]}, "can be adjusted for age and site"),
        ({"by": ["age"], "adjust": ["age"]}, "where they are not split by it"),
    ],
)
def test_an_adjustment_that_cannot_be_made_is_refused(asked: dict[str, Any], said: str) -> None:
    with pytest.raises(NotAnswerable, match=said):
        epi.stage(tumours({("03", 60, "I"): 1}), **asked)


def test_a_table_without_stages_is_refused() -> None:
    with pytest.raises(NotAnswerable, match="no column stage"):
        epi.stage(tumours({("03", 60, "I"): 1}).drop("stage"))
