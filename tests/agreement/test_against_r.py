"""What R says of the same patients, where R with relsurv and survival is at hand."""

import io
import shutil
import subprocess
from pathlib import Path

import polars as pl
import pytest

from felles import epidemiology as epi
from felles.interop.mapped_patients import read_mapped_patients

SCRIPTS = Path(__file__).parent / "relsurv"
TEN_YEARS = 3653  # from 1 January 1960 to 1 January 1970, in days


def said_by_r(script: str, *words: str) -> pl.DataFrame:
    """The CSV that a script prints."""
    rscript = shutil.which("Rscript")
    if rscript is None:
        pytest.skip("R is not installed; on Debian: apt-get install r-cran-relsurv")
    done = subprocess.run(
        [rscript, str(SCRIPTS / script), *words], capture_output=True, text=True, check=False, timeout=300
    )
    if "there is no package" in done.stderr:
        pytest.skip("R is here without relsurv or survival; on Debian: apt-get install r-cran-relsurv")
    assert done.returncode == 0, done.stderr
    return pl.read_csv(io.StringIO(done.stdout), schema_overrides={"stage": pl.String})


def test_the_variance_of_aalen_and_johansen_is_that_of_survfit_on_real_patients(
    reference: Path, tmp_path: Path
) -> None:
    read = read_mapped_patients(reference / "data" / "melanoma_finland_1975_1995.csv", "melanoma_finland")
    patients = read.patients.with_columns(group=read.rows["stage"])
    days = (pl.col("followed_until") - pl.col("diagnosed_on")).dt.total_days()
    cause = pl.col("status").replace_strict({"alive": 0, "cancer": 1, "other": 2}, return_dtype=pl.Int64)
    patients.select(pl.max_horizontal(days, 0.5).alias("days"), cause.alias("cause"), "group").write_csv(
        tmp_path / "p.csv"
    )

    made = epi.cumulative_incidence(patients, by=["group"], at=[1, 5, 10]).rows

    wanted = said_by_r("aalen_johansen.R", str(tmp_path / "p.csv"))
    both = made.join(wanted, on=["group", "years", "cause"], suffix="_r")
    assert both.height == 24
    assert (both["probability"] - both["probability_r"]).abs().max() < 1e-6  # type: ignore[operator]
    # From the upper limit, 1.96 standard errors away on the log-log scale, back to the error itself.
    far = ((pl.col("upper").log() / pl.col("probability").log()).log().abs() / 1.959964).alias("far")
    error = both.with_columns(far).with_columns(
        error_ours=-pl.col("far") * pl.col("probability") * pl.col("probability").log()
    )
    assert (error["error_ours"] / error["error"] - 1).abs().max() < 0.01  # type: ignore[operator]


def hakulinen(patients: pl.DataFrame, table: pl.DataFrame, *, days_off: int) -> pl.DataFrame:
    """Ours, by stage; days_off: what is taken from the days of diagnosis."""
    lifetable = epi.LifeTable.from_frame(table, mortality="qx")
    moved = patients.with_columns(pl.col("diagnosed_on") - pl.duration(days=days_off))
    each = [
        epi.survival(part, lifetable=lifetable, method="hakulinen", by=["stage"], at=[1, 3, 5]).rows
        for part in moved.partition_by("stage")
    ]
    return pl.concat(each)


@pytest.mark.parametrize(("how", "days_off"), [("Date", 0), ("transrate", TEN_YEARS)])
def test_hakulinen_is_relsurvs_with_dates_and_ten_years_off_with_those_of_transrate(
    reference: Path, how: str, days_off: int
) -> None:
    """relsurv 2.2-9 takes the days of diagnosis, from 1970, for days from 1960 where the table's own dates begin there."""
    folder = reference / "reference" / "norway"
    cohort, table = folder / "peer_fixture_cohort_synthetic.csv", folder / "lifetable_norway_1x1.csv"
    read = pl.read_csv(cohort, try_parse_dates=True)
    patients = read.rename({"age_years": "age", "diag_date": "diagnosed_on", "time_days": "days", "dead": "status"})
    both = pl.concat([patients.with_columns(stage=pl.lit("all")), patients.cast({"stage": pl.String})])

    made = hakulinen(both, pl.read_csv(table), days_off=days_off)

    wanted = said_by_r("hakulinen.R", str(cohort), str(table), how)
    joined = made.join(wanted, on=["stage", "years"], suffix="_r")
    assert joined.height == 12
    assert (joined["survival"] - joined["survival_r"]).abs().max() < 2e-4  # type: ignore[operator]
