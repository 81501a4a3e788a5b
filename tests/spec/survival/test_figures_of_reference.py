"""Real and made-up patients give the numbers that relsurv gave."""

from pathlib import Path

import polars as pl
import pytest

from felles import epidemiology as epi
from felles.interop.mapped_patients import read_mapped_patients

SURVIVAL, LIMITS = 2e-4, 2e-3


@pytest.fixture(scope="module")
def melanoma(reference: Path) -> tuple[pl.DataFrame, epi.LifeTable, pl.DataFrame]:
    folder = reference / "data"
    read = read_mapped_patients(folder / "melanoma_finland_1975_1995.csv", "melanoma_finland")
    assert not read.notes
    patients = read.patients.with_columns(read.rows["stage"], group=read.rows["sex"].str.to_lowercase())
    table = epi.LifeTable.from_frame(pl.read_csv(folder / "popmort_finland.csv"))
    return patients, table, pl.read_csv(folder / "melanoma_expected_relsurv.csv")


@pytest.mark.parametrize("method", ["pohar-perme", "ederer2"])
def test_melanoma_in_finland_as_relsurv_has_it(
    method: str, melanoma: tuple[pl.DataFrame, epi.LifeTable, pl.DataFrame]
) -> None:
    patients, table, expected = melanoma

    answers = [
        epi.survival(patients.with_columns(group=column), lifetable=table, method=method, by=["group"]).rows
        for column in (pl.lit("all"), pl.col("group"), pl.col("stage"))
    ]

    made = pl.concat(answers).join(
        expected.filter(pl.col("method") == method), on=["group", "years"], suffix="_expected"
    )
    assert made.height == 21
    assert (made["survival"] - made["survival_expected"]).abs().max() < SURVIVAL  # type: ignore[operator]
    for limit in ("lower", "upper"):
        assert (made[limit] - made[f"{limit}_expected"]).abs().max() < LIMITS  # type: ignore[operator]
    assert made["n"].to_list() == made["n_expected"].to_list()


@pytest.fixture(scope="module")
def peer(reference: Path) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    folder = reference / "reference" / "norway"
    cohort = pl.read_csv(folder / "peer_fixture_cohort_synthetic.csv", try_parse_dates=True)
    patients = cohort.rename({"age_years": "age", "diag_date": "diagnosed_on", "time_days": "days", "dead": "status"})
    both = pl.concat([patients.with_columns(stage=pl.lit("all")), patients.cast({"stage": pl.String})])
    table = pl.read_csv(folder / "lifetable_norway_1x1.csv")
    return both, table, pl.read_csv(folder / "peer_fixture_relsurv_expected.csv")


@pytest.mark.parametrize("method", ["pohar-perme", "ederer2", "ederer1"])
def test_the_norwegian_fixture_as_relsurv_has_it(
    method: str, peer: tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]
) -> None:
    patients, table, expected = peer
    # The fixture's rate table was made by transrate, of 1 - qx: its hazards are -log(1 - qx), which are nearly mx.
    lifetable = epi.LifeTable.from_frame(table, mortality="qx")

    made = epi.survival(patients, lifetable=lifetable, method=method, by=["stage"], at=[1, 3, 5]).rows

    both = made.join(expected.filter(pl.col("method") == method), on=["stage", "years"])
    assert both.height == 12
    assert (both["survival"] - both["net_survival"]).abs().max() < SURVIVAL  # type: ignore[operator]


@pytest.mark.parametrize("method", ["pohar-perme", "ederer2", "ederer1"])
def test_with_mx_as_hazard_the_fixture_is_met_nearly_as_well(
    method: str, peer: tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]
) -> None:
    patients, table, expected = peer

    made = epi.survival(patients, lifetable=table, method=method, by=["stage"], at=[1, 3, 5]).rows

    both = made.join(expected.filter(pl.col("method") == method), on=["stage", "years"])
    assert (both["survival"] - both["net_survival"]).abs().max() < 3e-4  # type: ignore[operator]


def test_the_fixture_of_hakulinen_reads_the_life_table_ten_years_off(
    peer: tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame],
) -> None:
    """relsurv 2.2-9 does, given a table of `transrate`: days from 1970 meet a table whose days are from 1960. So the fixture
    is met by making the same slip, and by no other; what relsurv says without it is ours (tests/agreement/test_against_r.py).
    """
    patients, table, expected = peer
    lifetable = epi.LifeTable.from_frame(table, mortality="qx")

    def furthest(days_off: int) -> float:
        moved = patients.with_columns(pl.col("diagnosed_on") - pl.duration(days=days_off))
        made = pl.concat(
            epi.survival(part, lifetable=lifetable, method="hakulinen", by=["stage"], at=[1, 3, 5]).rows
            for part in moved.partition_by("stage")
        )
        both = made.join(expected.filter(pl.col("method") == "hakulinen"), on=["stage", "years"])
        assert both.height == 12
        return float((both["survival"] - both["net_survival"]).abs().max())  # type: ignore[arg-type]

    from_1960_to_1970 = 3653
    assert furthest(from_1960_to_1970) < SURVIVAL
    assert furthest(0) > 0.02
