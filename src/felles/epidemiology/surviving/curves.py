"""How large a part survives each day since diagnosis, by the method asked for?

Pohar Perme, Stare and Esteve 2012, Biometrics 68:113-20 (net survival). Ederer, Axtell and Cutler 1961, NCI Monogr
6:101-21, and Ederer and Heise 1959 (Ederer I and II). Hakulinen 1982, Biometrics 38:933-42. Kaplan and Meier 1958, JASA
53:457-81, with Greenwood's variance. Steps and variances are those of relsurv's rs.surv (Pohar Perme and Pavlic 2018,
J Stat Softw 87:8).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from felles.epidemiology.errors import BadTable
from felles.epidemiology.surviving.daily import OBSERVED, Daily, Method
from felles.epidemiology.surviving.integrals import divided, gaps, growth, since, stepped_growth

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from felles.epidemiology.surviving.tally import Sums

Product = Literal["kaplan-meier", "fleming-harrington"]
PRODUCTS = ("kaplan-meier", "fleming-harrington")


@dataclass(frozen=True, kw_only=True, eq=False)
class Curve:
    """By group (row) and day since diagnosis (column; 0 is the first half day).

    survival: at the end of the day. variance: of its logarithm. expected: the expected hazard over the day, for
    estimates at a time within it; 0 with the methods that stay as they were on the last day on which anybody left.
    """

    survival: NDArray[np.float64]
    variance: NDArray[np.float64]
    expected: NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Steps:
    """How the estimate goes from day to day.

    product: relsurv's `type`, the estimate as a product or as an exponential. precision: 1 goes through gaps between two
    times as relsurv does with that option, 0 integrates exactly. Raises BadTable for a product that is not.
    """

    product: Product = "kaplan-meier"
    precision: int = 1

    def __post_init__(self) -> None:
        if self.product not in PRODUCTS:
            raise BadTable(f"There is no product {self.product}. There are {', '.join(PRODUCTS)}.")


def curve(method: Method, sums: Daily, steps: Steps = Steps()) -> Curve:
    """The curve of every group, from the sums that `daily` makes for the method."""
    if method == "pohar-perme":
        return _pohar_perme(sums, steps)
    if method == "ederer2":
        return _ederer2(sums, steps)
    observed = _observed(sums, steps, greenwood=method in OBSERVED)
    if method in OBSERVED:
        return observed
    expected = mean_expected(of(sums)) if method == "ederer1" else _potential_survival(of(sums))
    return Curve(survival=observed.survival / expected, variance=observed.variance, expected=observed.expected)


def of(daily: Daily, part: Literal["sums", "everyone"] = "sums") -> Sums:
    """The sums of the comparison with a population. Raises BadTable where there are none."""
    sums: Sums | None = getattr(daily, part)
    if sums is None:
        raise BadTable("This method compares with a population: give it a life table.")
    return sums


def _pohar_perme(daily: Daily, steps: Steps) -> Curve:
    sums = of(daily)
    expected = stepped_growth(sums, gaps(daily.counts)) if steps.precision else growth(sums)
    variance = divided(sums.died_squared, sums.ending**2).cumsum(axis=1)
    survival = _survival(daily, steps, divided(sums.died, sums.ending), expected)
    return Curve(survival=survival, variance=variance, expected=expected)


def _ederer2(daily: Daily, steps: Steps) -> Curve:
    sums = of(daily)
    expected = divided(sums.hazards, sums.ending)
    variance = divided(sums.died_squared, sums.ending**2).cumsum(axis=1)
    survival = _survival(daily, steps, divided(sums.died, sums.ending), expected)
    return Curve(survival=survival, variance=variance, expected=expected * 0)


def _observed(daily: Daily, steps: Steps, *, greenwood: bool) -> Curve:
    """Kaplan-Meier; its variance after Greenwood, or the sum of deaths over squares of those at risk (relsurv)."""
    import numpy as np

    if daily.observed is None:
        raise BadTable("Observed survival was not added up.")
    deaths = daily.observed.died
    at_risk = np.where(
        daily.counts.at_risk > 0, daily.observed.at_risk, 0.0
    )  # what rounding leaves of weights is nobody
    if greenwood and not daily.weighted:
        variance = divided(deaths, at_risk * (at_risk - deaths))
    else:
        variance = divided(daily.observed.died_squared, at_risk**2)
    hazard = divided(deaths, at_risk)
    nothing = hazard * 0
    survival = _survival(daily, steps, hazard, nothing)
    return Curve(survival=survival, variance=variance.cumsum(axis=1), expected=nothing)


def mean_expected(everyones: Sums) -> NDArray[np.float64]:
    """By group and day, the mean expected survival of everyone since diagnosis (Ederer I)."""
    return divided(everyones.ending, everyones.starting[:, :1])


def _potential_survival(sums: Sums) -> NDArray[np.float64]:
    """By group and day, expected survival among those whose follow-up could have reached that day."""
    import numpy as np

    return np.asarray(np.exp(growth(sums).cumsum(axis=1)))


def _survival(
    daily: Daily, steps: Steps, hazard: NDArray[np.float64], expected: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The product over the days of 1 - hazard + expected; as relsurv has it, a whole gap's expected hazard is one step."""
    import numpy as np

    if steps.product == "fleming-harrington":
        return np.asarray(np.exp((expected - hazard).cumsum(axis=1)))
    if not steps.precision:
        return np.asarray(np.cumprod(1 - hazard + expected, axis=1))
    begins = gaps(daily.counts)
    step = 1 - hazard + since(expected, begins)
    ends = np.pad(begins[:, 1:], ((0, 0), (0, 1)))
    before = np.cumprod(np.where(ends, step, 1.0), axis=1)
    return np.asarray(np.pad(before, ((0, 0), (1, 0)), constant_values=1.0)[:, :-1] * step)
