"""Net survival of 100,000 and of a million patients, against relsurv in R; Kaplan-Meier against lifelines."""

import json
import os
import resource
import shutil
import subprocess
import sys
import time
from importlib.util import find_spec
from math import exp
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa

from bench.measure import Result, in_turn, once
from felles import epidemiology as epi

PEOPLE, MANY, STRATA = 100_000, 1_000_000, 30
AT = [1, 5, 10]
TEN_YEARS = 3652
START, GROWTH = -9.5, 0.09
R_PEOPLE = 100_000
"""relsurv takes a time in proportion to the people; fewer here for a short run, and then it is scaled."""


def run(*, r_people: int = R_PEOPLE) -> list[Result]:
    patients, table = invented_patients(PEOPLE), life_table()
    compiling = _compiling()
    epi.survival(patients, lifetable=table, at=AT)
    (ours,) = in_turn([lambda: epi.survival(patients, lifetable=table, at=AT)], 7, warm=1)
    results = [
        *_against_relsurv(patients, table, ours, r_people),
        Result("compiling the kernels of survival, once on a machine", f"{compiling:.1f} s", "", "", "", True),
    ]
    one, thirty = _measured_alone(1), _measured_alone(STRATA)
    peak = max(one["peak"], thirty["peak"]) / 2**30
    growth = thirty["seconds"] / one["seconds"]
    return [
        *results,
        Result(
            f"Pohar Perme, 1 M patients, {STRATA} strata", f"{thirty['seconds']:.2f} s, {peak:.2f} GiB",
            f"{one['seconds']:.2f} s in one stratum", f"{growth:.2f}x", "under 3x, under 1 GiB", growth < 3 and peak < 1,
        ),
        *_against_lifelines(),
    ]  # fmt: skip


def invented_patients(people: int, strata: int = 1) -> pa.Table:
    """Followed by the day for up to ten years; sex, birth, diagnosis, status and stratum by chance."""
    chance = np.random.default_rng(1)
    sex, age = chance.integers(1, 3, people), chance.normal(66, 12, people).clip(20, 95)
    diagnosed = np.datetime64("2000-01-01") + chance.integers(0, 3650, people)
    hazard = np.exp(START + GROWTH * age - 0.1) * np.where(sex == 1, 1.6, 1)
    to_other = np.log1p(chance.exponential(size=people) * GROWTH / hazard) / GROWTH
    to_cancer = chance.exponential(14, people)
    days = (np.minimum(to_other, to_cancer) * 365.241).astype(np.int64)
    to_end = np.where(chance.random(people) < 0.3, chance.integers(1, TEN_YEARS, people), TEN_YEARS + 1)
    return pa.table(
        {
            "sex": sex,
            "born_on": diagnosed - (age * 365.241).astype(np.int64),
            "diagnosed_on": diagnosed,
            "days": np.minimum(days, to_end).clip(1),
            "status": (days < to_end).astype(np.int64),
            "stratum": chance.integers(0, strata, people),
        }
    )


def mortality() -> pl.DataFrame:
    cells = [
        (sex, year, age, exp(START + GROWTH * age - 0.02 * (year - 2000)) * (1.6 if sex == 1 else 1))
        for sex in (1, 2)
        for year in range(2000, 2021)
        for age in range(106)
    ]
    return pl.DataFrame(cells, schema=["sex", "year", "age", "mx"], orient="row")


def life_table() -> epi.LifeTable:
    return epi.LifeTable.from_frame(mortality())


def _compiling() -> float:
    """Seconds of a first answer in a new process with an empty cache, less those of a second."""
    program = (
        "import time; from bench.survival import *; p, t = invented_patients(100), life_table(); a = time.perf_counter();"
        "epi.survival(p, lifetable=t); b = time.perf_counter(); epi.survival(p, lifetable=t);"
        "print(2 * b - a - time.perf_counter())"
    )
    with TemporaryDirectory(prefix="felles-bench-") as cache:
        made = subprocess.run(
            [sys.executable, "-c", program], check=True, capture_output=True, text=True,
            env={**os.environ, "NUMBA_CACHE_DIR": cache},
        )  # fmt: skip
    return float(made.stdout)


def _against_relsurv(patients: pa.Table, table: epi.LifeTable, ours: float, people: int) -> list[Result]:
    job = f"Pohar Perme, {PEOPLE:,} patients, daily times, ten years, from Arrow"
    rscript = shutil.which("Rscript")
    has_relsurv = rscript and subprocess.run([rscript, "-e", "library(relsurv)"], capture_output=True).returncode == 0
    if not rscript or not has_relsurv:
        print("survival: R with relsurv is not there (apt install r-cran-relsurv); not compared.", file=sys.stderr)
        return [Result(job, f"{ours * 1000:.0f} ms", "", "", "at least 100x relsurv", False)]
    some = patients.slice(0, people)
    with TemporaryDirectory(prefix="felles-bench-") as folder:
        frame = pl.DataFrame(pl.from_arrow(some))
        frame.write_csv(Path(folder) / "patients.csv")
        mortality().write_csv(Path(folder) / "mortality.csv")
        script = Path(__file__).with_name("survival.R")
        told = subprocess.run([rscript, str(script), folder], check=True, capture_output=True, text=True).stdout.split()
    seconds, theirs = float(told[0]) * PEOPLE / people, [float(word) for word in told[1:]]
    mine = pl.DataFrame(epi.survival(some, lifetable=table, at=AT).rows)["survival"].to_list()
    apart = max(abs(one - other) for one, other in zip(mine, theirs, strict=True))
    assert apart < 2e-4, f"relsurv and Felles differ by {apart}"
    scaled = "" if people == PEOPLE else f", scaled from {people:,}"
    return [
        Result(
            f"{job} (numbers differ by {apart:.0e})", f"{ours * 1000:.0f} ms", f"{seconds:.0f} s relsurv{scaled}",
            f"{seconds / ours:.0f}x", "at least 100x", seconds / ours >= 100,
        )
    ]  # fmt: skip


def _against_lifelines() -> list[Result]:
    patients = invented_patients(MANY)
    job = "Kaplan-Meier, 1 M with daily ties"
    if find_spec("lifelines") is None:
        print("survival: lifelines is not installed; not compared.", file=sys.stderr)
        taken = once(lambda: epi.survival(patients, method="kaplan-meier", at=AT))
        return [Result(job, f"{taken:.2f} s", "", "", "at least as fast as lifelines", False)]
    from lifelines import KaplanMeierFitter

    days, status = patients["days"].to_numpy(), patients["status"].to_numpy()
    ours, theirs = in_turn(
        [
            lambda: epi.survival(patients, method="kaplan-meier", at=AT),
            lambda: KaplanMeierFitter().fit(days, status),
        ],
        3,
        warm=1,
    )
    return [
        Result(job, f"{ours:.2f} s", f"{theirs:.2f} s lifelines", f"{ours / theirs:.2f}x", "at most 1x", ours <= theirs)
    ]


def _measured_alone(strata: int) -> dict[str, Any]:
    """Seconds and peak memory in bytes, in a process that does nothing else."""
    made = subprocess.run(
        [sys.executable, "-m", "bench.survival", str(strata)], check=True, capture_output=True, text=True
    )
    found: dict[str, Any] = json.loads(made.stdout)
    return found


def _measure(strata: int) -> dict[str, Any]:
    patients, table = invented_patients(MANY, strata), life_table()
    epi.survival(patients.slice(0, 100), lifetable=table, at=AT)
    taken = []
    for _ in range(3):
        start = time.perf_counter()
        epi.survival(patients, lifetable=table, at=AT, by=["stratum"])
        taken.append(time.perf_counter() - start)
    return {"seconds": sorted(taken)[1], "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}


if __name__ == "__main__":
    print(json.dumps(_measure(int(sys.argv[1]))))
