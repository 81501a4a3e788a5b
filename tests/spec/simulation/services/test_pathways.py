"""Does the way from suspicion to treatment look like the published one, and does it go forwards?

The published shares are in content/pathways/results.yaml. The country is small: each share has a band of some points.
"""

import polars as pl
import pytest


@pytest.fixture(scope="module")
def treated(told, simulation):
    """Patients in a pathway with their first treatment: pathway, kind, days and the limit of the day."""
    begun = told.both("pathways.referred", "pathways.started", started="day", kind="code", at="place")
    begun = begun.rename({"code": "pathway"}).with_columns(days=pl.col("started") - pl.col("day"))
    limits = {
        (pathway.id, limit.kind): limit.days.latest.value
        for pathway in simulation.content.pathways.values()
        for limit in pathway.limits or ()
        if limit.step == "referral_to_treatment_start" and limit.days.latest.value is not None
    }
    known = pl.DataFrame([(*key, days) for key, days in limits.items()], ["pathway", "kind", "limit"], orient="row")
    return begun.join(known, on=["pathway", "kind"]).with_columns(within=pl.col("days") <= pl.col("limit"))


def test_two_of_three_start_treatment_within_the_recommended_time(treated):
    share = treated["within"].mean()

    assert share == pytest.approx(0.655, abs=0.04)


@pytest.mark.parametrize(("pathway", "published"), [("breast", 0.76), ("lung", 0.52), ("prostate", 0.46)])
def test_the_share_within_time_differs_by_pathway_as_published(treated, pathway, published):
    share = treated.filter(pl.col("pathway") == pathway)["within"].mean()

    assert share == pytest.approx(published, abs=0.08)


def test_patients_wait_longer_for_breast_surgery_in_bergen_than_elsewhere(treated):
    breast = treated.filter(pl.col("pathway") == "breast")

    in_bergen, elsewhere = (
        breast.filter(pl.col("place").eq("bergen") == here)["within"].mean() for here in (True, False)
    )

    assert in_bergen < elsewhere - 0.2


@pytest.mark.parametrize(("codes", "published"), [("C50", 0.97), ("C34", 0.87), ("C61", 0.76), ("C18|C19|C20", 0.86)])
def test_as_many_patients_are_in_a_pathway_as_published(told, codes, published):
    patients = told.of("diagnosis.diagnosed").filter(
        (pl.col("year") >= 2015) & pl.col("code").str.contains(f"^({codes})") & (pl.col("day") > 0)
    )

    included = patients.join(told.of("pathways.referred"), on=["person", "own"], how="semi").height

    assert included / patients.height == pytest.approx(published, abs=0.06)


def test_most_people_in_a_pathway_have_no_cancer(told):
    with_cancer, without = (told.of(f"{file}.referred").height for file in ("pathways", "suspected_without_cancer"))

    assert 0.2 < with_cancer / (with_cancer + without) < 0.4


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("symptoms_to_referral.suspected", "symptoms_to_referral.referral_sent"),
        ("symptoms_to_referral.referral_sent", "pathways.referred"),
        ("pathways.referred", "pathways.attended"),
        ("pathways.attended", "pathways.decided"),
        ("pathways.pathology_report", "pathways.decided"),
        ("pathways.decided", "pathways.told"),
        ("pathways.told", "pathways.started"),
        ("pathways.started", "treatment.surgery_ended"),
        ("suspected_without_cancer.referred", "suspected_without_cancer.attended"),
        ("suspected_without_cancer.pathology_report", "suspected_without_cancer.told"),
    ],
)
def test_no_step_comes_before_the_one_it_rests_on(told, earlier, later):
    pairs = told.both(earlier, later, then="day")

    assert pairs.height > 0
    assert (pairs["then"] >= pairs["day"]).all()


def test_nobody_is_in_a_pathway_before_there_were_any(told):
    assert told.events.filter(pl.col("type") == "referred")["year"].min() >= 2015


def test_whoever_is_told_that_it_is_no_cancer_leaves_the_pathway(told):
    ended = told.both("suspected_without_cancer.told", "suspected_without_cancer.ended", then="day")

    assert ended.height == told.of("suspected_without_cancer.told").height
