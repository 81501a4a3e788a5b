"""Refitting an age-period-cohort model a thousand times, against R's glm; and watching many charts at once."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import polars as pl

from bench.measure import Result, in_turn
from felles import epidemiology as epi
from felles.epidemiology.ages import AGE_GROUPS
from felles.epidemiology.projecting.plan import choose_plan, rates_to_come

REPETITIONS, PEER_REPETITIONS = 1000, 100
CHARTS, PERIODS = 240, 24

PEER = """
words <- commandArgs(trailingOnly = TRUE)
cells <- read.csv(words[1])
draws <- as.matrix(read.csv(words[2], header = FALSE))
total <- 0
seconds <- system.time(for (i in seq_len(nrow(draws))) {
  fitted <- glm(draws[i, ] ~ factor(age) + period + factor(period) + factor(cohort) - 1 + offset(log(people)),
                family = poisson, data = cells)
  total <- total + sum(fitted(fitted))
})[["elapsed"]]
cat(sprintf('{"seconds": %f, "total": %f}', seconds, total))
"""


def run() -> list[Result]:
    chance = np.random.default_rng(1)
    people = np.full((18, 6), 400_000.0)
    rates = np.r_[np.full(4, 1e-6), np.geomspace(5e-5, 4e-3, 14)][:, None] * np.linspace(1, 1.3, 6)
    cases = chance.poisson(rates * people).astype(float)
    plan = choose_plan(cases, people, "poisson", periods=6, first_age=4, projected_age=5)
    draws = chance.poisson(np.broadcast_to(cases, (REPETITIONS, 18, 6))).astype(float)
    (ours,) = in_turn([lambda: rates_to_come(plan, draws, people, 5)], 5, warm=1)
    peer = _peer(draws[:PEER_REPETITIONS, 4:], people[4:])
    ratio = None if peer is None else peer * REPETITIONS / PEER_REPETITIONS / ours
    table = _counts(chance)
    (watching,) = in_turn([lambda: epi.signals(table, by=["region", "site"], target=0.4, periods_a_year=3)], 3, warm=1)
    return [
        Result(
            f"{REPETITIONS:,} refits of the model with projection (log link, {len(AGE_GROUPS) - 4} ages, 6 periods)",
            f"{ours:.2f} s",
            ""
            if peer is None
            else f"{peer / PEER_REPETITIONS * REPETITIONS:.2f} s R glm, fits alone ({PEER_REPETITIONS} measured)",
            "" if ratio is None else f"{ratio:.0f}x as fast",
            "at least as fast",
            ratio is None or ratio >= 1,
        ),
        Result(
            f"signals of {CHARTS} charts of {PERIODS} periods, exact false alarms",
            f"{watching:.2f} s",
            "",
            "",
            "",
            True,
        ),
    ]


def _peer(draws: np.ndarray, people: np.ndarray) -> float | None:
    """Seconds that R's glm takes for these draws (repetitions, ages, periods); None where there is no R."""
    rscript = shutil.which("Rscript")
    if rscript is None:
        print("projection: R is not installed (apt-get install r-base-core); not compared.", file=sys.stderr)
        return None
    age, period = (axis.ravel() for axis in np.indices(people.shape))
    cells = pl.DataFrame({"age": age, "period": period + 1, "cohort": people.shape[0] - 1 - age + period})
    with TemporaryDirectory(prefix="felles-bench-") as folder:
        script, of_cells, of_draws = (Path(folder) / name for name in ("peer.R", "cells.csv", "draws.csv"))
        script.write_text(PEER, encoding="utf-8")
        cells.with_columns(people=pl.Series(people.ravel())).write_csv(of_cells)
        pl.DataFrame(draws.reshape(len(draws), -1)).write_csv(of_draws, include_header=False)
        made = subprocess.run([rscript, script, of_cells, of_draws], check=True, capture_output=True, text=True)
    found = json.loads(made.stdout)
    assert abs(found["total"] - draws.sum()) < 1e-3 * draws.sum(), (
        "R fitted something else"
    )  # fitted counts add up to the counts
    return float(found["seconds"])


def _counts(chance: np.random.Generator) -> pl.DataFrame:
    n = chance.integers(20, 120, CHARTS * PERIODS)
    chart, period = np.divmod(np.arange(n.size), PERIODS)
    return pl.DataFrame(
        {
            "region": [f"r{each % 4}" for each in chart],
            "site": [f"s{each // 4:02}" for each in chart],
            "period": [f"{2018 + each // 3}-T{each % 3 + 1}" for each in period],
            "n": n,
            "events": chance.binomial(n, 0.4),
        }
    )
