"""Which published figures is the simulated country held against, and which of them was it fitted to?

Reads `simulation/targets/*.yaml` and `simulation/validation/*.yaml` (form file, the same record): figures that were fitted to
(or that the engine was built on), and figures that nothing was fitted to. No figure may stand in both.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from typing import Annotated, Literal

from felles.definitions.errors import DefinitionError
from felles.definitions.readers import Named, WholeNumber
from felles.definitions.records import Problem
from felles.definitions.simulation.figures import Ranged
from felles.definitions.texts import Texts
from felles.definitions.words import Id

Measure = Literal[
    "cases", "deaths", "deaths_of_all_causes", "population", "births", "prevalence", "rate", "standardised_rate",
    "cumulative_risk", "survival", "stage_share", "age_share", "median_age", "mean_age", "tobacco", "vaccinated",
    "attendance", "attended_once", "tested", "coverage", "positive_share", "found_share", "found_of_positive", "within_time",
    "in_pathway",
]  # fmt: skip
"""What the engine can be asked; docs/reference/simulation/measures.md says each in a sentence."""
Fit = Literal["poisson", "binomial", "lognormal"]
Year = Annotated[int, WholeNumber(1900, 2120)]
Age = Annotated[int, WholeNumber(0, 120)]
SHARES = frozenset(
    {"survival", "stage_share", "age_share", "tobacco", "vaccinated", "attendance", "attended_once", "coverage",
     "positive_share", "found_share", "found_of_positive", "within_time", "in_pathway", "cumulative_risk"}
)  # fmt: skip
"""Measures whose figures are shares from 0 to 1."""
COUNTS = frozenset({"cases", "deaths", "deaths_of_all_causes", "population", "births", "prevalence", "tested"})
"""Measures whose figures are numbers of people in the whole country."""


@dataclass(frozen=True, kw_only=True)
class About:
    """What a figure is of. What is left out is not told apart: no sex is both sexes, no site all cancers."""

    year: Annotated[Year | None, "the year, or the first of several"] = None
    until: Annotated[Year | None, "the last of several years"] = None
    site: Annotated[str | None, Named("site")] = None
    sex: Literal["female", "male"] | None = None
    ages: Annotated[tuple[Age, ...], "from and to, both included"] = ()
    stage: Annotated[tuple[Literal["I", "II", "III", "IV"], ...], "one or several together"] = ()
    county: Annotated[str | None, Named("county")] = None
    region: Annotated[str | None, Named("region")] = None
    education: Literal["compulsory", "secondary", "tertiary"] | None = None
    product: Literal["smoking", "snus"] | None = None
    programme: Literal["breast", "cervix", "colorectal"] | None = None
    invitations: Annotated[int | None, WholeNumber(1, 40), "of those invited so many times"] = None
    standard: Annotated[str | None, Named("standard"), "what rates are standardised to"] = None
    after: Annotated[int | None, WholeNumber(1, 20), "of survival: years after diagnosis; left out for five"] = None

    def problems(self) -> Iterator[Problem]:
        if self.ages and (len(self.ages) != 2 or self.ages[0] > self.ages[1]):
            yield Problem("ages", f"{list(self.ages)}", "two ages, the first no higher than the second")
        if self.until is not None and (self.year is None or self.until < self.year):
            yield Problem("until", f"{self.until}", "a year after `year`")

    def filled(self, other: "About") -> "About":
        """This, with what it leaves out taken from the other."""
        said = {each.name: getattr(self, each.name) for each in fields(self)}
        return replace(other, **{name: value for name, value in said.items() if value not in (None, ())})

    @property
    def words(self) -> tuple[str, ...]:
        """What is told apart, as words of an identifier."""
        years = f"{self.year}_{self.until}" if self.until else str(self.year or "")
        ages = f"{self.ages[0]}_{self.ages[1]}" if self.ages else ""
        times = f"invited_{self.invitations}" if self.invitations else ""
        after = f"after_{self.after}" if self.after else ""
        words = (
            self.programme, self.product, self.site, *self.stage, self.sex, ages, self.education, self.county, self.region,
            times, after, years,
        )  # fmt: skip
        return tuple(word for word in words if word)


@dataclass(frozen=True, kw_only=True)
class Published:
    """A figure as it was published. low and high: how uncertain it is, where that is known or plain from the rounding."""

    of: Annotated[About, "what it is of, beside what the whole file is of"] = About()
    value: Annotated[float, "a count, a rate per 100 000, an age, or a share from 0 to 1"]
    low: float | None = None
    high: float | None = None
    source: Annotated[str, Named("source")]
    note: str | None = None

    def problems(self) -> Iterator[Problem]:
        if (self.low is None) != (self.high is None):
            yield Problem("low", "one end of a range", "both low and high, or neither")
        if self.low is not None and self.high is not None and not self.low <= self.value <= self.high:
            yield Problem("value", f"{self.value:g} outside {self.low:g} to {self.high:g}", "a value between them")


@dataclass(frozen=True, kw_only=True)
class FigureSet:
    """Published figures of one measure."""

    id: Id
    label: Texts
    measure: Measure
    fit: Annotated[Fit, "how a deviation is weighed: counts, shares, or ratios with their limits"]
    of: Annotated[About, "what all of them are of"] = About()
    counted: Annotated[Ranged | None, "of shares: how many persons each was counted among"] = None
    rounded: Annotated[float | None, "the step to which they were printed, such as 0.01 for whole percent"] = None
    about: Annotated[Texts | None, "what to beware of"] = None
    figures: tuple[Published, ...]

    def problems(self) -> Iterator[Problem]:
        if not self.figures:
            yield Problem("figures", "none", "at least one figure")
        if self.measure in SHARES and any(not 0 <= figure.value <= 1 for figure in self.figures):
            yield Problem("figures", "a share outside 0 to 1", "shares from 0 to 1: 0.284 for 28.4 percent")
        if self.fit == "poisson" and self.measure not in COUNTS:
            yield Problem("fit", '"poisson"', f"for {self.measure}: binomial for a share, else lognormal")
        if self.fit == "binomial" and (self.measure not in SHARES or self.counted is None):
            yield Problem(
                "fit", '"binomial"', "binomial only for shares, with `counted`: among how many they were counted"
            )
        if self.fit == "lognormal" and any(self.limits(figure) is None for figure in self.figures):
            yield Problem(
                "fit", '"lognormal"', "lognormal only where every figure has low and high, or all are rounded"
            )
        if len({figure.of for figure in self.figures}) < len(self.figures):
            yield Problem("figures", "a figure twice", "each figure once")

    def limits(self, figure: Published) -> tuple[float, float] | None:
        """The ends of a published figure where they are known: said, or from its rounding."""
        if figure.low is not None and figure.high is not None:
            return figure.low, figure.high
        if self.rounded is not None:
            return figure.value - self.rounded / 2, figure.value + self.rounded / 2
        return None

    def key(self, figure: Published) -> tuple[str, About]:
        """What the figure measures, of what: the same for the same figure wherever it stands."""
        return self.measure, figure.of.filled(self.of)

    def id_of(self, figure: Published) -> str:
        """The figure's name: its file and what tells it from the others there."""
        return ".".join((self.id, *figure.of.words))


def in_both(targets: Iterable[FigureSet], validation: Iterable[FigureSet]) -> Iterator[DefinitionError]:
    """Figures of the validation that are targets too: what was fitted to validates nothing."""
    fitted = {each.key(figure): each.id_of(figure) for each in targets for figure in each.figures}
    for each in validation:
        for figure in each.figures:
            if each.key(figure) in fitted:
                got = f'"{each.id_of(figure)}", which is the target "{fitted[each.key(figure)]}" too'
                file = f"content/simulation/validation/{each.id}.yaml"
                yield DefinitionError(file, "figures", got, "figures that nothing is fitted to")
