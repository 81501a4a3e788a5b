"""What raises or lowers the risk of cancer in the simulated country: tobacco, a vaccine, work?

`simulation/exposures/tobacco.yaml`, `vaccination.yaml`, `work.yaml` and `risks.yaml`, each one file (form whole), and the
tables beside them. What a policy may bring (a generation that may not buy tobacco, help to stop) is a rule here, `null` as
things stand.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from felles.definitions.readers import Named, WholeNumber
from felles.definitions.records import Problem
from felles.definitions.simulation.figures import Ranged, Share
from felles.definitions.simulation.people import Sex, ShareByAge, not_bands, not_rising

OLDEST = 110
EDUCATIONS = ("compulsory", "secondary", "tertiary_short", "tertiary_long")
SEXES = ("female", "male")
Year = Annotated[int, WholeNumber(1800, 2200)]
Age = Annotated[int, WholeNumber(0, OLDEST)]


@dataclass(frozen=True, kw_only=True)
class Factor(Ranged):
    """What a rate or a number is multiplied by: not negative, and no more than a hundred."""

    def problems(self) -> Iterator[Problem]:
        yield from super().problems()
        low, high = self.ends
        if low < 0 or high > 100:
            yield Problem("value", f"{low:g} to {high:g}", "a factor from 0 to 100")


@dataclass(frozen=True, kw_only=True)
class Spread(Ranged):
    """The spread of a lognormal distribution: the standard deviation of the logarithm."""

    def problems(self) -> Iterator[Problem]:
        yield from super().problems()
        low, high = self.ends
        if low <= 0 or high > 3:
            yield Problem("value", f"{low:g} to {high:g}", "a spread above 0 and up to 3")


@dataclass(frozen=True, kw_only=True)
class Lognormal:
    """Half lie below the median; the logarithm has this spread."""

    median: Ranged
    spread: Spread

    def problems(self) -> Iterator[Problem]:
        if self.median.ends[0] <= 0:
            yield Problem("median", f"{self.median.ends[0]:g} at the least", "a median above 0")


@dataclass(frozen=True, kw_only=True)
class Beginning:
    """At which age does one begin who ever does? Years after the earliest age are lognormal, cut at the latest."""

    earliest: Age
    latest: Age
    median: Annotated[Ranged, "the age at which half of them have begun"]
    spread: Spread

    def problems(self) -> Iterator[Problem]:
        low, high = self.median.ends
        if not self.earliest < low <= high < self.latest:
            yield Problem("median", f"{low:g} to {high:g}", f"an age between {self.earliest} and {self.latest}")


@dataclass(frozen=True, kw_only=True)
class Stopping:
    """How many stop for good in a year, of those who use it?"""

    by_age: Annotated[ShareByAge, "a year, by the age at which a band begins"]
    by_year: Annotated[Mapping[str, Factor], "what that is multiplied by, by calendar year; straight between them"]
    education: Annotated[Mapping[str, Factor], "what that is multiplied by, by education"]

    def problems(self) -> Iterator[Problem]:
        yield from not_bands("by_age", self.by_age)
        yield from not_rising("by_year", list(self.by_year), "years")
        yield from not_each("education", self.education, EDUCATIONS)


@dataclass(frozen=True, kw_only=True)
class Product:
    """A tobacco product. How many of a birth cohort ever use it daily stands in the table `tobacco_by_cohort`."""

    level: Annotated[Factor, "what the cumulative hazard of beginning is multiplied by, in every cohort"]
    begins: Beginning
    education: Annotated[Mapping[str, Factor], "what the hazard of beginning is multiplied by; 1 for secondary"]
    stops: Stopping

    def problems(self) -> Iterator[Problem]:
        yield from not_each("education", self.education, EDUCATIONS)


@dataclass(frozen=True, kw_only=True)
class Generation:
    """Tobacco is not sold to those born in or after a year. It acts on beginning alone, from the day that it starts."""

    starts: Annotated[Year, "1 January of this year"]
    born_from: Annotated[Year, "the first birth year that is covered"]
    kept: Annotated[Share, "how much of the hazard of beginning to smoke remains: leakage"]
    snus_kept: Annotated[Share, "the same for snus"]
    to_snus: Annotated[Share, "how many of those who would have begun to smoke, and now do not, use snus instead"]
    neighbours: Annotated[Share, "how much of the effect reaches those born the year before"]
    neighbour_years: Annotated[int, WholeNumber(1, 30), "how many years older the last are whom it reaches at all"]


@dataclass(frozen=True, kw_only=True)
class Help:
    """Smokers are offered help to stop: medicine and guidance."""

    starts: Annotated[Year, "1 January of this year"]
    reach: Annotated[Share, "how many of the smokers get it in a year"]
    gain: Annotated[Share, "how many more of them have stopped after six months than without"]
    lasts: Annotated[Share, "how many of those never begin again"]


@dataclass(frozen=True, kw_only=True)
class Tobacco:
    """Who smokes and who uses snus, when they begin and when they stop."""

    smoking: Product
    snus: Product
    cigarettes: Annotated[Mapping[str, Lognormal], "a day, by sex, of a daily smoker"]
    half_life: Annotated[Factor, "years after stopping in which half of the excess risk has gone"]
    generation: Annotated[Generation | None, "null: tobacco is sold to all adults"] = None
    help: Annotated[Help | None, "null: help as it is today, which the rates of stopping hold already"] = None

    def problems(self) -> Iterator[Problem]:
        yield from not_each("cigarettes", self.cigarettes, SEXES)


@dataclass(frozen=True, kw_only=True)
class Offer:
    """The vaccine as it is offered to those who are not in the table `hpv_coverage` yet."""

    share: Annotated[Mapping[str, Share], "how many take at least one dose, by sex"]
    age: Annotated[Age, "the year in which they turn this age"]

    def problems(self) -> Iterator[Problem]:
        yield from not_each("share", self.share, SEXES)


@dataclass(frozen=True, kw_only=True)
class Vaccination:
    """Who is vaccinated against HPV? Coverage by birth year and sex stands in the table `hpv_coverage`."""

    onwards: Annotated[Offer, "for those born after the last year of the table"]
    counties: Annotated[Mapping[str, Factor], "odds of being vaccinated against those of the nation, by county; else 1"]
    elsewhere: Annotated[
        Share, "the coverage of those who came after the age of the offer, against those who lived here"
    ]


@dataclass(frozen=True, kw_only=True)
class Agent:
    """Something that some meet at work and that can give cancer."""

    share: Annotated[
        Mapping[str, Share], "of those with secondary education who ever meet it in a working life, by sex"
    ]
    work: Annotated[Literal["manual", "shifts"], "which kind of work it is met in; see by_education"]
    years: Annotated[Lognormal, "how long"]
    level: Annotated[Lognormal, "the mean level"]
    unit: str
    from_year: Annotated[Year | None, "the first year in which it was met; null: always"] = None
    until_year: Annotated[Year | None, "the last year in which it was met; null: it still is"] = None

    def problems(self) -> Iterator[Problem]:
        yield from not_each("share", self.share, SEXES)


AGENTS = ("quartz", "asbestos", "diesel_exhaust", "welding_fume", "radon", "night_work")


@dataclass(frozen=True, kw_only=True)
class Work:
    """Who meets what at work, from when and for how long?"""

    exposed: Annotated[Ranged, "how many meet any of it now; what the shares are held against"]
    begins: Annotated[Mapping[str, Age], "from and until: the ages between which it begins, evenly"]
    lag: Annotated[Factor, "years from the first exposure until the risk is raised"]
    by_education: Annotated[
        Mapping[str, Mapping[str, Factor]],
        "what the shares of a kind of work are multiplied by, by education; 1 for secondary",
    ]
    agents: Mapping[str, Agent]

    def problems(self) -> Iterator[Problem]:
        yield from not_each("agents", self.agents, AGENTS)
        yield from not_each("by_education", self.by_education, ("manual", "shifts"))
        for factors in self.by_education.values():
            yield from not_each("by_education", factors, EDUCATIONS)
        yield from not_each("begins", self.begins, ("from", "until"))
        if tuple(sorted(self.begins)) == ("from", "until") and not self.begins["from"] < self.begins["until"]:
            yield Problem("begins", f"{self.begins['from']} to {self.begins['until']}", "an age before the other")
        yield from self.too_many()

    def too_many(self) -> Iterator[Problem]:
        """A problem where the shares of all agents come to more than everybody, in some sex and education."""
        for sex in SEXES:
            for education in EDUCATIONS:
                total = sum(
                    agent.share[sex].ends[1] * self.by_education[agent.work][education].ends[1]
                    for agent in self.agents.values()
                    if sex in agent.share and education in self.by_education.get(agent.work, {})
                )
                if total > 1:
                    yield Problem("agents", f"{total:g} of {sex}, {education}", "shares that come to no more than 1")


@dataclass(frozen=True, kw_only=True)
class Risk:
    """How many times as often does a cancer come to the exposed as to those who never were?"""

    exposure: Literal["smoking", "quartz", "asbestos", "diesel_exhaust", "welding_fume", "radon", "night_work"]
    site: Annotated[str, Named("site")]
    sex: Annotated[Sex | None, "where it was found for one sex alone"] = None
    ratio: Annotated[Factor, "against never; of smoking: while it lasts"]

    def problems(self) -> Iterator[Problem]:
        if self.ratio.value < 1:
            yield Problem("ratio", f"{self.ratio.value:g}", "a relative risk of at least 1")


@dataclass(frozen=True, kw_only=True)
class Protection:
    """What the vaccine does: the rate of cancer of the cervix that is left, by age at vaccination; and other sites."""

    by_age: Annotated[ShareByAge, "what is left, by the age at the first dose at which a band begins"]
    sites: Annotated[Mapping[str, Share], "which share of a site's cancers HPV gives; the vaccine acts on that share"]

    def problems(self) -> Iterator[Problem]:
        yield from not_bands("by_age", self.by_age)


@dataclass(frozen=True, kw_only=True)
class Risks:
    """The relative risks that the clocks of the cancers read."""

    ratios: tuple[Risk, ...]
    vaccine: Protection

    def problems(self) -> Iterator[Problem]:
        seen = set()
        for risk in self.ratios:
            key = (risk.exposure, risk.site, risk.sex)
            if key in seen or (risk.exposure, risk.site, None) in seen:
                yield Problem("ratios", f"{risk.exposure} and {risk.site} twice", "each pair once, or once by sex")
            seen.add(key)


def not_each(field: str, found: Mapping[str, object], wanted: tuple[str, ...]) -> Iterator[Problem]:
    """A problem where a mapping has other keys than those."""
    if set(found) != set(wanted):
        yield Problem(field, f"{', '.join(found) or 'nothing'}", f"each of {', '.join(wanted)}")
