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
from felles.epidemiology.frames import give_back
from felles.epidemiology.surviving.answering import numbers_in, values_of
from felles.epidemiology.surviving.approaches import Approach
from felles.epidemiology.surviving.curves import curve, mean_expected, of
from felles.epidemiology.surviving.daily import Daily
from felles.epidemiology.surviving.gathering import joined, regrouped
from felles.epidemiology.surviving.life_table import of_population
from felles.epidemiology.surviving.points import days_of, points, without_answer
from felles.epidemiology.surviving.prepared import Followed, horizon_of
from felles.epidemiology.surviving.summed import summed
from felles.epidemiology.surviving.wanted import Summed, Wanted

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
    from scipy.stats import chi2

    longest = days_of([until])[0] if until else 0.0
    whole = summed(
        frame,
        Wanted(
            what="pohar-perme",
            followed=Followed(by=(*strata, between), approach=approach, period=period, newest=newest),
            table=of_population(lifetable, "The test of net survival"),
            longest=longest,
            horizon=int(longest) if until else None,
        ),
    )
    statistic, freedom = _compared(whole.values, joined(whole.blocks), between, strata)
    return Test(
        statistic=statistic, degrees_of_freedom=freedom, p=float(chi2.sf(statistic, freedom)), notes=whole.notes
    )


def _compared(values: pl.DataFrame, daily: Daily, between: str, strata: Sequence[str]) -> tuple[float, int]:
    """Chi-squared and its degrees of freedom. values: of strata and of the column that is compared."""
    import numpy as np

    apart, strata_values = values_of(values, [between]), values_of(values, strata)
    number, stratum = numbers_in(values, apart, [between]), numbers_in(values, strata_values, strata)
    if apart.height < 2:
        raise BadTable(f"Column {between} has one value only: there is nothing to compare.")
    if not daily.counts.died.any():
        raise BadTable("Nobody died in the time that counts: there is nothing to compare.")
    sums = of(daily)
    score, spread = np.zeros(apart.height), np.zeros((apart.height, apart.height))
    for each in range(max(strata_values.height, 1)):
        chosen = np.flatnonzero(stratum == each)
        risk, excess, squared = (np.zeros((apart.height, sums.ending.shape[1])) for _ in range(3))
        risk[number[chosen]] = sums.ending[chosen]
        excess[number[chosen]] = (sums.died - (sums.ending - sums.starting))[chosen]
        squared[number[chosen]] = sums.died_squared[chosen]
        more_score, more_spread = _in_stratum(risk, excess, squared)
        score += more_score
        spread += more_spread
    part = score[:-1]
    return float(part @ np.linalg.pinv(spread[:-1, :-1]) @ part), apart.height - 1


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
    import polars as pl

    groups_of, days = (*by, between), days_of([at])
    wanted = Wanted(
        what="net-and-everyone",
        followed=Followed(by=groups_of, approach=approach, period=period, newest=newest),
        table=of_population(lifetable, "The number of avoidable deaths"),
        longest=days[0],
        horizon=horizon_of(days),
    )
    whole = summed(frame, wanted)
    sums = joined(whole.blocks)
    rows = _regions(whole, sums, at)
    chosen = _together(whole, sums, by, at) if reference == "all" else _region(rows, between, by, reference)
    chosen = chosen.select(*by, reference="survival", reference_error="error")
    rows = rows.join(chosen, on=list(by), how="left", nulls_equal=True) if by else rows.join(chosen, how="cross")
    known = rows.select(pl.col("survival").is_not_null()).to_numpy()
    notes = (*whole.notes, *without_answer(rows.select(groups_of), [at], known))
    return Answer(give_back(_avoided(rows, groups_of, confidence), like=frame), notes)


def _avoided(rows: pl.DataFrame, groups_of: Sequence[str], confidence: float) -> pl.DataFrame:
    import polars as pl

    far = NormalDist().inv_cdf((1 + confidence) / 2)
    scale = pl.col("n") * pl.col("expected")
    spread = (pl.col("error").pow(2) + pl.col("reference_error").pow(2)).sqrt() * scale * far
    avoided = scale * (pl.col("reference") - pl.col("survival"))
    rows = rows.with_columns(avoidable=avoided, lower=avoided - spread, upper=avoided + spread)
    return rows.select(*groups_of, "years", "n", "expected", "survival", "reference", "avoidable", "lower", "upper")


def _regions(whole: Summed, sums: Daily, at: float) -> pl.DataFrame:
    """Net and expected survival of each group at one time."""
    import numpy as np
    import polars as pl

    days = days_of([at])[0]
    expected = mean_expected(of(sums, "everyone"))
    part = days - int(days)
    columns = {
        "years": np.full(len(expected), at),
        "n": whole.groups.people,
        "expected": expected[:, int(days)] * (1 - part) + expected[:, int(days) + 1] * part,
    }
    return pl.concat([whole.values, pl.DataFrame(columns), _net(sums, at)], how="horizontal")


def _together(whole: Summed, sums: Daily, by: Sequence[str], at: float) -> pl.DataFrame:
    """Net survival of all regions together."""
    import polars as pl

    values = values_of(whole.values, by)
    pooled = regrouped(sums, numbers_in(whole.values, values, by), max(values.height, 1))
    return pl.concat([values, _net(pooled, at)], how="horizontal")


def _region(rows: pl.DataFrame, between: str, by: Sequence[str], reference: str) -> pl.DataFrame:
    """The best region, or the one that is named."""
    import polars as pl

    if reference == "best":
        chosen = rows.filter(pl.col("survival").is_not_null()).sort("survival", descending=True)
        chosen = chosen.unique(by, keep="first", maintain_order=True) if by else chosen.head(1)
    else:
        chosen = rows.filter(pl.col(between).cast(pl.String) == reference)
    if chosen.is_empty():
        raise BadTable(f"Column {between} has no {reference} to compare with; or say all or best.")
    return chosen


def _net(sums: Daily, at: float) -> pl.DataFrame:
    """Net survival of each group at one time, with its standard error."""
    import polars as pl

    found = points(curve("pohar-perme", sums), sums.counts, [at])
    survival = found.survival[:, 0]
    rows = pl.DataFrame({"survival": survival, "error": survival * found.error[:, 0]})
    return rows.with_columns(pl.col("survival", "error").fill_nan(None))
