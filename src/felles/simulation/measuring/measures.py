"""What does the simulated country say about a published figure? One function a measure, all of the same shape.

Each takes the registers and what the figure is of, and gives the value with its standard error from having simulated so many
people and no more.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from felles.definitions.simulation.targets import About, Measure
from felles.epidemiology.occurrence.rates import standardised, variance
from felles.simulation.measuring.registers import Registers, members
from felles.simulation.measuring.relative import net_survival
from felles.simulation.measuring.tallies import AGES, FIRST_COHORT, VACCINATION_AGE, Counts
from felles.simulation.request import CannotSimulate
from felles.simulation.screening.results import CANCER, FALSE_POSITIVE, NOT_ATTENDED, PRECANCER

if TYPE_CHECKING:
    import polars as pl

SEXES = ("female", "male")
_EDUCATIONS = {None: [0, 1, 2, 3], "compulsory": [0], "secondary": [1], "tertiary": [2, 3]}
_PRODUCTS = ("smoking", "snus")
_STAGES = ("I", "II", "III", "IV")
_HUNDRED_THOUSAND = 100_000


class Measured(NamedTuple):
    """A value as published figures have it, and its standard error."""

    value: float
    error: float


UNTOLD = Measured(float("nan"), float("nan"))
"""Too few were simulated to say anything."""


def _years(registers: Registers, about: About) -> slice:
    if about.year is None:
        raise CannotSimulate("The figure says no year.")
    last = about.until or about.year
    return slice(registers.counted_in(about.year), registers.counted_in(last) + 1)


def _sexes(about: About) -> list[int]:
    return [0, 1] if about.sex is None else [SEXES.index(about.sex)]


def _ages(about: About) -> slice:
    return slice(about.ages[0], about.ages[1] + 1) if about.ages else slice(0, AGES)


def _cases(registers: Registers, about: About) -> "pl.DataFrame":
    """The cases that the figure counts."""
    import polars as pl

    years = _years(registers, about)
    rows = registers.frame.filter(
        pl.col("year").is_between(registers.first + years.start, registers.first + years.stop - 1),
        pl.col("sex").is_in(_sexes(about)),
        pl.col("site").is_in(members(registers, about.site)),
    )
    if about.ages:
        rows = rows.filter(pl.col("age").is_between(about.ages[0], about.ages[1]))
    if about.county:
        rows = rows.filter(pl.col("county") == registers.counties.index(about.county))
    return rows


def _counted(registers: Registers, count: float) -> Measured:
    return Measured(float(count) * registers.scale, float(np.sqrt(max(count, 1))) * registers.scale)


def _share(part: float, whole: float) -> Measured:
    if whole == 0:
        return UNTOLD
    share = float(part) / float(whole)
    return Measured(share, float(np.sqrt(max(share * (1 - share), 0.25 / whole) / whole)))


def _how_many(rows: "pl.Series") -> int:
    return int(np.count_nonzero(rows.to_numpy()))


def cases(registers: Registers, about: About) -> Measured:
    """New cases in the years together, in the whole country."""
    return _counted(registers, _cases(registers, about).height)


def deaths(registers: Registers, about: About) -> Measured:
    """Deaths certified as of the site, or of any modelled cancer."""
    causes = [1 + site for site in members(registers, about.site)]
    part = registers.tally.certified[_years(registers, about)][:, _sexes(about)][:, :, _ages(about)]
    return _counted(registers, part[..., causes].sum())


def deaths_of_all_causes(registers: Registers, about: About) -> Measured:
    """Deaths, whatever of."""
    part = registers.tally.deaths[_years(registers, about)][:, _sexes(about)][:, :, _ages(about)]
    return _counted(registers, part.sum())


def population(registers: Registers, about: About) -> Measured:
    """People on 1 January."""
    part = registers.tally.population[_years(registers, about)][:, _sexes(about)][:, :, _ages(about)]
    return _counted(registers, part.sum())


def births(registers: Registers, about: About) -> Measured:
    """Children born in the country."""
    return _counted(registers, registers.tally.births[_years(registers, about)][:, _sexes(about)].sum())


def prevalence(registers: Registers, about: About) -> Measured:
    """Persons alive on 31 December who have ever had the cancer, each once for the site."""
    every = about.site in (None, "all")
    sites = [len(registers.sites)] if every else members(registers, about.site)
    part = registers.tally.alive_after[_years(registers, about)][:, sites][:, :, _sexes(about)]
    return _counted(registers, part.sum())


def rate(registers: Registers, about: About) -> Measured:
    """Cases per 100,000 person-years, not standardised."""
    lived = registers.person_years[_years(registers, about)][:, _sexes(about)][:, :, _ages(about)].sum()
    found = _cases(registers, about).height
    return Measured(
        found / lived * _HUNDRED_THOUSAND, float(np.sqrt(max(found, 1))) / lived * _HUNDRED_THOUSAND
    )  # fmt: skip


def standardised_rate(registers: Registers, about: About) -> Measured:
    """Cases per 100,000 person-years, standardised to a standard population; of a county, where one is named."""
    standard = registers.definitions.content.standards[about.standard or "norway2014"]
    found, lived = _by_group(registers, about, groups=len(standard.weights))
    if not found.any():
        return UNTOLD
    weights = np.array(list(standard.weights.values()))
    weights /= weights.sum()
    value, spread = standardised(found, lived, weights), variance(found, lived, weights)
    return Measured(float(value) * _HUNDRED_THOUSAND, float(np.sqrt(spread)) * _HUNDRED_THOUSAND)


def cumulative_risk(registers: Registers, about: About) -> Measured:
    """The risk of the cancer before 80, if one died of nothing else: 1 - exp(-5 times the sum of the rates to 79)."""
    found, lived = _by_group(registers, about, groups=18)
    if not found.any():
        return UNTOLD
    hazard = 5 * (found[:16] / lived[:16]).sum()
    error = 5 * np.sqrt((found[:16] / lived[:16] ** 2).sum())
    return Measured(float(1 - np.exp(-hazard)), float(np.exp(-hazard) * error))


def survival(registers: Registers, about: About) -> Measured:
    """Net survival at five years or as many as the figure says, by the period approach over the years that it names."""
    return Measured(*net_survival(registers, about, members(registers, about.site)))


def stage_share(registers: Registers, about: About) -> Measured:
    """The share of a stage, of those that are staged."""
    rows = _cases(registers, about)
    stages = [_STAGES.index(stage) + 1 for stage in about.stage]
    return _share(_how_many(rows["stage"].is_in(stages)), _how_many(rows["stage"] > 0))


def age_share(registers: Registers, about: About) -> Measured:
    """The share of the cases in some ages."""
    rows = _cases(registers, About(year=about.year, until=about.until, site=about.site, sex=about.sex))
    return _share(_how_many(rows["age"].is_between(about.ages[0], about.ages[1])), rows.height)


def median_age(registers: Registers, about: About) -> Measured:
    """The median age at diagnosis, with the half year that whole ages leave out."""
    return _age_of(registers, about, np.median, 1.2533)


def mean_age(registers: Registers, about: About) -> Measured:
    """The mean age at diagnosis."""
    return _age_of(registers, about, np.mean, 1.0)


def tobacco(registers: Registers, about: About) -> Measured:
    """The share of daily users in the middle of the year."""
    survey = registers.tally.survey[_years(registers, about)][:, :, _sexes(about)][:, :, :, _ages(about)]
    survey = survey[..., _EDUCATIONS[about.education]]
    product = 1 + _PRODUCTS.index(about.product or "smoking")
    return _share(survey[:, product].sum(), survey[:, 0].sum())


def vaccinated(registers: Registers, about: About) -> Measured:
    """The share with a dose of the vaccine against HPV at the end of the year in which they turn 16."""
    cohort = (about.year or 0) - VACCINATION_AGE - FIRST_COHORT
    rows = registers.tally.vaccinated[cohort, _sexes(about)].sum(axis=0)
    return _share(rows[1], rows[0])


def attendance(registers: Registers, about: About) -> Measured:
    """The share of invitations after which somebody came."""
    rows = _rounds(registers, about)
    return _share(rows.sum() - rows[NOT_ATTENDED], rows.sum())


def attended_once(registers: Registers, about: About) -> Measured:
    """The share who came at least once, of those who had been invited so many times by the end of the year."""
    until = registers.counted_in(about.year or registers.last) + 1
    rows = registers.tally.ever[:until, _programme(registers, about), about.invitations or slice(1, None)]
    rows = rows.reshape(-1, 2).sum(axis=0)
    return _share(rows[1], rows[0])


def tested(registers: Registers, about: About) -> Measured:
    """How many came, in the whole country."""
    rows = _rounds(registers, about)
    return _counted(registers, rows.sum() - rows[NOT_ATTENDED])


def coverage(registers: Registers, about: About) -> Measured:
    """The share of the population with a test of the programme in the last three and a half years, at the end of the year."""
    years, ages = _years(registers, about), _ages(about)
    people = registers.tally.population[years.start + 1 : years.stop + 1][:, _sexes(about)][:, :, ages].sum()
    return _share(registers.tally.covered[years, _programme(registers, about), ages].sum(), people)


def positive_share(registers: Registers, about: About) -> Measured:
    """The share of positive tests, of those who came."""
    rows = _rounds(registers, about)
    return _share(rows[[FALSE_POSITIVE, PRECANCER, CANCER]].sum(), rows.sum() - rows[NOT_ATTENDED])


def found_share(registers: Registers, about: About) -> Measured:
    """The share with a cancer or precancer found, of those who came."""
    rows = _rounds(registers, about)
    return _share(rows[[PRECANCER, CANCER]].sum(), rows.sum() - rows[NOT_ATTENDED])


def found_of_positive(registers: Registers, about: About) -> Measured:
    """The share with a cancer, of those whose test was positive."""
    rows = _rounds(registers, about)
    return _share(rows[CANCER], rows[[FALSE_POSITIVE, PRECANCER, CANCER]].sum())


def _programme(registers: Registers, about: About) -> int:
    if about.programme not in registers.programmes:
        raise CannotSimulate(f"The programme {about.programme} is not described in content/simulation/screening.")
    return registers.programmes.index(about.programme)


def _rounds(registers: Registers, about: About) -> Counts:
    part = registers.tally.rounds[_years(registers, about), _programme(registers, about)][:, _sexes(about)]
    if about.county:
        part = part[:, :, [registers.counties.index(about.county)]]
    made: Counts = part[:, :, :, _ages(about)].sum(axis=(0, 1, 2, 3))
    return made


def _by_group(registers: Registers, about: About, groups: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Cases and person-years by groups of five years, the last open."""
    ages = np.minimum(_cases(registers, about)["age"].to_numpy() // 5, groups - 1)
    residents = registers.tally.residents[_years(registers, about)][:, :, _sexes(about)]
    if about.county:
        residents = residents[:, [registers.counties.index(about.county)]]
    of_age = np.minimum(np.arange(AGES) // 5, groups - 1)
    lived = np.bincount(of_age, residents.sum(axis=(0, 1, 2)), groups).astype(float)
    return np.bincount(ages, minlength=groups).astype(float), lived


def _age_of(
    registers: Registers, about: About, middle: Callable[[NDArray[np.float64]], np.floating], wider: float
) -> Measured:
    rows = _cases(registers, about)
    ages = (rows["found"] - rows["born"]).to_numpy()
    if not len(ages):
        return UNTOLD
    return Measured(float(middle(ages)), wider * float(np.std(ages)) / float(np.sqrt(len(ages))))


MEASURES: Mapping[Measure, Callable[[Registers, About], Measured]] = {
    "cases": cases,
    "deaths": deaths,
    "deaths_of_all_causes": deaths_of_all_causes,
    "population": population,
    "births": births,
    "prevalence": prevalence,
    "rate": rate,
    "standardised_rate": standardised_rate,
    "cumulative_risk": cumulative_risk,
    "survival": survival,
    "stage_share": stage_share,
    "age_share": age_share,
    "median_age": median_age,
    "mean_age": mean_age,
    "tobacco": tobacco,
    "vaccinated": vaccinated,
    "attendance": attendance,
    "attended_once": attended_once,
    "tested": tested,
    "coverage": coverage,
    "positive_share": positive_share,
    "found_share": found_share,
    "found_of_positive": found_of_positive,
}
"""What the lives alone can answer. The shares within time need what the services write: `validating.pathways`."""
