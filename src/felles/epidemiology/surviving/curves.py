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
from felles.epidemiology.surviving.cohort import replaced
from felles.epidemiology.surviving.integrals import divided, gaps, growth, since, stepped_growth
from felles.epidemiology.surviving.tally import Counts, Sums, add_up

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from felles.epidemiology.surviving.cohort import Cohort
    from felles.epidemiology.surviving.life_table import LifeTable

Method = Literal["kaplan-meier", "cause-specific", "ederer1", "ederer2", "hakulinen", "pohar-perme"]
Product = Literal["kaplan-meier", "fleming-harrington"]
OBSERVED = ("kaplan-meier", "cause-specific")
RELATIVE = ("ederer1", "ederer2", "hakulinen", "pohar-perme")
METHODS = (*OBSERVED, *RELATIVE)
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


@dataclass(frozen=True, kw_only=True, eq=False)
class Question:
    """What a curve is made from.

    cohort, counts: the people, and how many of them there were each day. died: whose last day is a death that counts.
    table: with the relative methods. product: relsurv's `type`, the estimate as a product or as an exponential.
    precision: 1 goes through gaps between two times as relsurv does with that option, 0 integrates exactly.
    weight: of each person, for standardisation. closing: the day number on which those who died would have been
    followed no longer (Hakulinen; relsurv's fin.date); by default the last day on which anybody was followed.
    """

    cohort: Cohort
    counts: Counts
    died: NDArray[np.bool_]
    table: LifeTable | None = None
    product: Product = "kaplan-meier"
    precision: int = 1
    weight: NDArray[np.float64] | None = None
    closing: int | None = None

    @property
    def groups(self) -> int:
        """How many groups there are."""
        return int(self.counts.at_risk.shape[0])

    @property
    def horizon(self) -> int:
        """The last day."""
        return int(self.counts.at_risk.shape[1]) - 1

    def add_up(self, power: int) -> Sums:
        """The sums of these people with 1 / S to a power."""
        if self.table is None:
            raise BadTable("This method compares with a population: give it a life table.")
        return add_up(
            self.cohort, self.table, self.groups, self.horizon, power=power, died=self.died, weight=self.weight
        )


def curve(method: Method, question: Question) -> Curve:
    """The curve of every group. Raises BadTable for a method or a product that there is not."""
    if method not in METHODS:
        raise BadTable(f"There is no method {method}. There are {', '.join(METHODS)}.")
    if question.product not in PRODUCTS:
        raise BadTable(f"There is no product {question.product}. There are {', '.join(PRODUCTS)}.")
    if method == "pohar-perme":
        return _pohar_perme(question)
    if method == "ederer2":
        return _ederer2(question)
    observed = _observed(question, greenwood=method in OBSERVED)
    if method in OBSERVED:
        return observed
    expected = expected_survival(question) if method == "ederer1" else _potential_survival(question)
    return Curve(survival=observed.survival / expected, variance=observed.variance, expected=observed.expected)


def _pohar_perme(question: Question) -> Curve:
    sums, begins = question.add_up(1), gaps(question.counts)
    expected = stepped_growth(sums, begins) if question.precision else growth(sums)
    variance = divided(sums.died_squared, sums.ending**2).cumsum(axis=1)
    survival = _survival(question, divided(sums.died, sums.ending), expected)
    return Curve(survival=survival, variance=variance, expected=expected)


def _ederer2(question: Question) -> Curve:
    sums = question.add_up(0)
    expected = divided(sums.hazards, sums.ending)
    variance = divided(sums.died_squared, sums.ending**2).cumsum(axis=1)
    survival = _survival(question, divided(sums.died, sums.ending), expected)
    return Curve(survival=survival, variance=variance, expected=expected * 0)


def _observed(question: Question, *, greenwood: bool) -> Curve:
    """Kaplan-Meier; its variance after Greenwood, or the sum of deaths over squares of those at risk (relsurv)."""
    at_risk, deaths, squared = _at_risk_and_deaths(question)
    if greenwood and question.weight is None:
        variance = divided(deaths, at_risk * (at_risk - deaths))
    else:
        variance = divided(squared, at_risk**2)
    hazard = divided(deaths, at_risk)
    nothing = hazard * 0
    survival = _survival(question, hazard, nothing)
    return Curve(survival=survival, variance=variance.cumsum(axis=1), expected=nothing)


def expected_survival(question: Question) -> NDArray[np.float64]:
    """By group and day, the mean expected survival of everyone since diagnosis, whether followed or not (Ederer I)."""
    import numpy as np

    cohort = question.cohort
    everyone = replaced(cohort, entry=np.zeros_like(cohort.entry), last=np.full_like(cohort.last, question.horizon + 1))
    sums = _of(question, everyone).add_up(-1)
    return divided(sums.ending, sums.starting[:, :1])


def _potential_survival(question: Question) -> NDArray[np.float64]:
    """By group and day, expected survival among those whose follow-up could have reached that day."""
    import numpy as np

    cohort = question.cohort
    closing = int((cohort.diagnosed + cohort.last).max()) if question.closing is None else question.closing
    potential = np.where(question.died, np.maximum(closing - cohort.diagnosed, cohort.last), cohort.last)
    sums = _of(question, replaced(cohort, last=potential)).add_up(-1)
    return np.asarray(np.exp(growth(sums).cumsum(axis=1)))


def _of(question: Question, cohort: Cohort) -> Question:
    from dataclasses import replace

    return replace(question, cohort=cohort)


def _at_risk_and_deaths(question: Question) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """By group and day: at risk, died, and died in squared weights; heads unless persons have weights."""
    import numpy as np

    counts, cohort, weight = question.counts, question.cohort, question.weight
    if weight is None:
        deaths = counts.died.astype(np.float64)
        return counts.at_risk.astype(np.float64), deaths, deaths
    width = question.horizon + 2

    def summed(day: NDArray[np.int64], value: NDArray[np.float64]) -> NDArray[np.float64]:
        place = cohort.group * width + np.minimum(day, width - 1)
        made = np.bincount(place, value, minlength=question.groups * width)
        return np.asarray(made.reshape(question.groups, width)[:, :-1])

    came = summed(np.where(cohort.entry > 0, cohort.entry + 1, 0), weight)
    gone = np.pad(summed(cohort.last, weight).cumsum(axis=1), ((0, 0), (1, 0)))[:, :-1]
    at_risk = np.where(counts.at_risk > 0, came.cumsum(axis=1) - gone, 0.0)
    died = weight * question.died
    return at_risk, summed(cohort.last, died), summed(cohort.last, weight * died)


def _survival(question: Question, hazard: NDArray[np.float64], expected: NDArray[np.float64]) -> NDArray[np.float64]:
    """The product over the days of 1 - hazard + expected; as relsurv has it, a whole gap's expected hazard is one step."""
    import numpy as np

    if question.product == "fleming-harrington":
        return np.asarray(np.exp((expected - hazard).cumsum(axis=1)))
    if not question.precision:
        return np.asarray(np.cumprod(1 - hazard + expected, axis=1))
    begins = gaps(question.counts)
    step = 1 - hazard + since(expected, begins)
    ends = np.pad(begins[:, 1:], ((0, 0), (0, 1)))
    before = np.cumprod(np.where(ends, step, 1.0), axis=1)
    return np.asarray(np.pad(before, ((0, 0), (1, 0)), constant_values=1.0)[:, :-1] * step)
