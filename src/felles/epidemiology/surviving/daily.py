"""What has to be added up over persons, day by day since diagnosis, for the curve of a method or another answer?

Sums over persons: those of two parts of the patients, wherever they lie, add up to those of the whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from felles.epidemiology.errors import BadTable
from felles.epidemiology.surviving.codes import OF_CANCER
from felles.epidemiology.surviving.cohort import replaced
from felles.epidemiology.surviving.tally import Counts, Sums, add_up, count

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from felles.epidemiology.surviving.cohort import Cohort
    from felles.epidemiology.surviving.life_table import LifeTable

Method = Literal["kaplan-meier", "cause-specific", "ederer1", "ederer2", "hakulinen", "pohar-perme"]
OBSERVED = ("kaplan-meier", "cause-specific")
RELATIVE = ("ederer1", "ederer2", "hakulinen", "pohar-perme")
METHODS = (*OBSERVED, *RELATIVE)
Summing = Method | Literal["causes", "net-and-everyone"]
"""What is added up: what a method asks for; deaths by cause; or net survival with the expected survival of everyone."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Question:
    """Those whom sums are made of.

    cohort, counts: the people, and how many of them there were each day. died: whose last day is a death that counts.
    table: with the relative methods. weight: of each person, for standardisation. closing: the day number on which
    those who died would have been followed no longer (Hakulinen; relsurv's fin.date); by default the last day on which
    anybody was followed.
    """

    cohort: Cohort
    counts: Counts
    died: NDArray[np.bool_]
    table: LifeTable | None = None
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

    def add_up(self, power: int, **arrays: NDArray[Any]) -> Sums:
        """The sums of these people with 1 / S to a power, with other arrays in place of the cohort's own."""
        if self.table is None:
            raise BadTable("This method compares with a population: give it a life table.")
        cohort = replaced(self.cohort, **arrays)
        return add_up(cohort, self.table, self.groups, self.horizon, power=power, died=self.died, weight=self.weight)


@dataclass(frozen=True, kw_only=True, eq=False)
class Observed:
    """By group and day, persons in their weights: at risk, died, and died in squared weights."""

    at_risk: NDArray[np.float64]
    died: NDArray[np.float64]
    died_squared: NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Causes:
    """By group and day, how many died of the cancer."""

    of_cancer: NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Daily:
    """All that an answer is made from; what it does not need is None.

    observed: with the methods that have observed survival in them; sums: with the relative ones; everyone: expected
    survival of everyone beside them; causes: deaths by cause. weighted: whether persons have weights.
    """

    counts: Counts
    observed: Observed | None
    sums: Sums | None
    everyone: Sums | None
    causes: Causes | None
    weighted: bool


def daily(what: Summing, question: Question) -> Daily:
    """The sums that are asked for. Raises BadTable where they need a life table and there is none."""
    needed = {
        "pohar-perme": _net,
        "ederer2": _at_risk,
        "ederer1": _everyones,
        "hakulinen": _potential,
        "net-and-everyone": _net,
    }
    return Daily(
        counts=question.counts,
        observed=_observed(question) if what in (*OBSERVED, "ederer1", "hakulinen") else None,
        sums=needed[what](question) if what in needed else None,
        everyone=_everyones(question) if what == "net-and-everyone" else None,
        causes=_causes(question) if what == "causes" else None,
        weighted=question.weight is not None,
    )


def _net(question: Question) -> Sums:
    return question.add_up(1)


def _at_risk(question: Question) -> Sums:
    return question.add_up(0)


def _everyones(question: Question) -> Sums:
    """Expected survival of everyone since diagnosis, whether followed or not (Ederer I)."""
    import numpy as np

    last = question.cohort.last
    return question.add_up(-1, entry=np.zeros_like(last), last=np.full_like(last, question.horizon + 1))


def _potential(question: Question) -> Sums:
    """Expected survival of those whose follow-up could have reached the day."""
    import numpy as np

    cohort = question.cohort
    closing = int((cohort.diagnosed + cohort.last).max()) if question.closing is None else question.closing
    potential = np.where(question.died, np.maximum(closing - cohort.diagnosed, cohort.last), cohort.last)
    return question.add_up(-1, last=potential)


def _causes(question: Question) -> Causes:
    of_cancer = question.cohort.status == OF_CANCER
    return Causes(of_cancer=count(question.cohort, question.groups, question.horizon, of_cancer).died)


def _observed(question: Question) -> Observed:
    """Heads, unless persons have weights."""
    import numpy as np

    counts, cohort, weight = question.counts, question.cohort, question.weight
    if weight is None:
        deaths = counts.died.astype(np.float64)
        return Observed(at_risk=counts.at_risk.astype(np.float64), died=deaths, died_squared=deaths)
    width = question.horizon + 2

    def summed(day: NDArray[np.int64], value: NDArray[np.float64]) -> NDArray[np.float64]:
        place = cohort.group * width + np.minimum(day, width - 1)
        made = np.bincount(place, value, minlength=question.groups * width)
        return np.asarray(made.reshape(question.groups, width)[:, :-1])

    came = summed(np.where(cohort.entry > 0, cohort.entry + 1, 0), weight)
    gone = np.pad(summed(cohort.last, weight).cumsum(axis=1), ((0, 0), (1, 0)))[:, :-1]
    died = weight * question.died
    return Observed(
        at_risk=came.cumsum(axis=1) - gone,
        died=summed(cohort.last, died),
        died_squared=summed(cohort.last, weight * died),
    )
