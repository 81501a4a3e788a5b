"""Does net survival differ between groups, and how many deaths would be avoided if it did not?

Graffeo, Castell, Belot and Giorgi 2016, Biometrics 72:872-9 (the log-rank-type test; relsurv's rs.diff). Avoidable deaths:
Dickman and others 1997, Eur J Cancer 33:1830-7; Ellis and others 2012, Br J Cancer 107:1610-5.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, Literal

from felles.epidemiology.answers import Answer
from felles.epidemiology.errors import BadTable
from felles.epidemiology.frames import give_back, read
from felles.epidemiology.surviving.approaches import Approach
from felles.epidemiology.surviving.codes import ALIVE
from felles.epidemiology.surviving.curves import curve, mean_expected
from felles.epidemiology.surviving.daily import Question, daily, everyones
from felles.epidemiology.surviving.points import Points, days_of, points, without_answer
from felles.epidemiology.surviving.prepared import prepare
from felles.epidemiology.surviving.tally import add_up, count

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    from numpy.typing import NDArray


@dataclass(frozen=True, kw_only=True)
class Test:
    """A chi-squared statistic with its degrees of freedom and p; under equal net survival, small p are rare."""

    statistic: float
    degrees_of_freedom: int
    p: float
    notes: tuple[str, ...]


def net_survival_test(
    frame: Any,
    *,
    lifetable: Any,
    between: str,
    strata: Sequence[str] = (),
    until: float | None = None,
    approach: Approach = "complete",
    period: tuple[int, int] | None = None,
    newest: tuple[int, int] | None = None,
) -> Test:
    """Whether net survival differs between the values of a column, within strata.

    frame, lifetable and the rest as for `survival`. until: years since diagnosis that count; all, unless given.
    Raises BadTable where there is only one group, or none of them has a death.
    """
    import numpy as np
    import polars as pl
    from scipy.stats import chi2

    by = [*strata, between]
    longest = days_of([until])[0] if until else 0.0
    ready = prepare(frame, lifetable=lifetable, by=by, approach=approach, period=period, newest=newest, longest=longest)
    cohort, table = ready.cohort, ready.table
    if table is None:
        raise BadTable("The test of net survival compares with a population: give it a life table.")
    groups = cohort.groups.height
    horizon = int(longest) if until else int(cohort.last.max())
    dead = cohort.status != ALIVE
    sums = add_up(cohort, table, groups, horizon, power=1, died=dead)
    values = cohort.groups.select(
        between=pl.col(between).rank("dense") - 1,
        stratum=pl.struct(strata).rank("dense") - 1 if strata else pl.lit(0),
    ).fill_null(cohort.groups[between].n_unique() - 1)
    number = values["between"].to_numpy().astype(int)
    compared = int(number.max()) + 1
    if compared < 2:
        raise BadTable(f"Column {between} has one value only: there is nothing to compare.")
    score, spread = np.zeros(compared), np.zeros((compared, compared))
    for stratum in range(int(values["stratum"].to_numpy().max()) + 1):
        chosen = np.flatnonzero(values["stratum"].to_numpy() == stratum)
        risk, excess, squared = (np.zeros((compared, horizon + 1)) for _ in range(3))
        risk[number[chosen]] = sums.ending[chosen]
        excess[number[chosen]] = (sums.died - (sums.ending - sums.starting))[chosen]
        squared[number[chosen]] = sums.died_squared[chosen]
        more_score, more_spread = _in_stratum(risk, excess, squared)
        score += more_score
        spread += more_spread
    if not dead.any():
        raise BadTable("Nobody died: there is nothing to compare.")
    part = score[:-1]
    statistic = float(part @ np.linalg.pinv(spread[:-1, :-1]) @ part)
    freedom = compared - 1
    return Test(
        statistic=statistic, degrees_of_freedom=freedom, p=float(chi2.sf(statistic, freedom)), notes=ready.notes
    )


def _in_stratum(
    risk: NDArray[np.float64], excess: NDArray[np.float64], squared: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Excess deaths beyond each group's share of them, and their covariances."""
    import numpy as np

    at_risk = risk.sum(axis=0)
    days = at_risk > 0
    share = risk[:, days] / at_risk[days]
    score = (excess[:, days] - share * excess[:, days].sum(axis=0)).sum(axis=1)
    own = np.eye(len(risk))[:, :, None] - share[:, None, :]
    spread = np.einsum("gkd,hkd,kd->gh", own, own, squared[:, days], optimize=True)
    return score, spread


def avoidable_deaths(
    frame: Any,
    *,
    lifetable: Any,
    between: str,
    by: Sequence[str] = (),
    at: float = 5.0,
    reference: Literal["best", "all"] | str = "all",
    approach: Approach = "complete",
    period: tuple[int, int] | None = None,
    newest: tuple[int, int] | None = None,
    confidence: float = 0.95,
) -> Answer:
    """How many of each region's patients would not have died within `at` years with the reference's net survival.

    between: the column of regions. by: columns within which regions are compared, such as an age group. reference:
    `all` patients together, the `best` region, or the name of one. Avoidable: n * expected survival (Ederer I) *
    (reference - net survival), below 0 where the region does better. Rows: by, the region, years, n, expected, survival,
    reference, avoidable, lower, upper (normal, the two survivals taken as independent). Raises BadTable.
    """
    import numpy as np
    import polars as pl

    groups_of = [*by, between]
    table = read(frame, columns=groups_of)
    of_regions, ready = _net(table, lifetable, groups_of, at, approach, period, newest)
    rows = of_regions
    if reference == "all":
        pooled, _ = _net(table, lifetable, list(by), at, approach, period, newest)
        pooled = pooled.select(*by, reference="survival", reference_error="error")
        rows = rows.join(pooled, on=list(by), how="left", nulls_equal=True) if by else rows.join(pooled, how="cross")
    else:
        rows = _with_region(rows, between, list(by), reference)
    far = NormalDist().inv_cdf((1 + confidence) / 2)
    scale = pl.col("n") * pl.col("expected")
    spread = (pl.col("error").pow(2) + pl.col("reference_error").pow(2)).sqrt() * scale * far
    avoided = scale * (pl.col("reference") - pl.col("survival"))
    rows = rows.with_columns(avoidable=avoided, lower=avoided - spread, upper=avoided + spread)
    chosen = rows.select(*groups_of, "years", "n", "expected", "survival", "reference", "avoidable", "lower", "upper")
    known = np.isfinite(rows["survival"].fill_null(np.nan).to_numpy())[:, None]
    notes = (*ready, *without_answer(rows.select(groups_of), [at], known))
    return Answer(give_back(chosen, like=frame), notes)


def _with_region(rows: pl.DataFrame, between: str, by: list[str], reference: str) -> pl.DataFrame:
    """The rows beside the best region, or the one that is named."""
    import polars as pl

    if reference == "best":
        chosen = rows.filter(pl.col("survival").is_not_null()).sort("survival", descending=True)
        chosen = chosen.unique(by, keep="first", maintain_order=True) if by else chosen.head(1)
    else:
        chosen = rows.filter(pl.col(between).cast(pl.String) == reference)
    if chosen.is_empty():
        raise BadTable(f"Column {between} has no {reference} to compare with; or say all or best.")
    chosen = chosen.select(*by, reference="survival", reference_error="error")
    return rows.join(chosen, on=by, how="left", nulls_equal=True) if by else rows.join(chosen, how="cross")


def _net(
    table: pl.DataFrame,
    lifetable: Any,
    by: list[str],
    at: float,
    approach: Approach,
    period: tuple[int, int] | None,
    newest: tuple[int, int] | None,
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Net survival of each group at one time with its standard error, and expected survival; and the notes."""
    import numpy as np
    import polars as pl

    days = days_of([at])[0]
    ready = prepare(table, lifetable=lifetable, by=by, approach=approach, period=period, newest=newest, longest=days)
    if ready.table is None:
        raise BadTable("Avoidable deaths compare with a population: give them a life table.")
    cohort = ready.cohort
    groups, horizon = max(cohort.groups.height, 1), int(days) + 1
    dead = cohort.status != ALIVE
    counts = count(cohort, groups, horizon, dead)
    question = Question(cohort=cohort, counts=counts, died=dead, table=ready.table)
    found: Points = points(curve("pohar-perme", daily("pohar-perme", question)), counts, [at])
    expected = mean_expected(everyones(question))
    part = days - int(days)
    survival = found.survival[:, 0]
    columns = {
        "years": np.full(groups, at),
        "n": np.bincount(cohort.group, minlength=groups),
        "expected": expected[:, int(days)] * (1 - part) + expected[:, int(days) + 1] * part,
        "survival": survival,
        "error": survival * found.error[:, 0],
    }
    made = pl.DataFrame(columns).with_columns(pl.col("survival", "error").fill_nan(None))
    return (pl.concat([cohort.groups, made], how="horizontal") if by else made), ready.notes
