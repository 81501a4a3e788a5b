"""Who begins with tobacco, and who stops? Cumulative hazards by sex, birth cohort, education and age.

A hazard of beginning is the cohort's (ever daily, from the table) times that of the education, spread over ages by a
lognormal. Measures of a policy only lower it, from the first whole year of age that lies after they start.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from scipy.special import ndtr

from felles.definitions.population import PopulationTable
from felles.definitions.simulation.exposures import EDUCATIONS, SEXES, Generation, Product, Stopping, Tobacco
from felles.definitions.simulation.figures import Ranged
from felles.simulation.exposures.model import AGES, COHORTS, FIRST_COHORT, LATEST_START, Table, cohort_years
from felles.simulation.parameters import Draw

PATH = "exposures/tobacco"


class TobaccoTables(NamedTuple):
    """As in ExposureModel."""

    smoking_start: Table
    smoking_start_before: Table
    smoking_stop: Table
    smoking_stop_before: Table
    snus_start: Table
    snus_start_before: Table
    snus_stop: Table
    cigarettes: Table
    to_snus: float
    half_life: float


def tobacco_tables(tobacco: Tobacco, by_cohort: PopulationTable, draw: Draw) -> TobaccoTables:
    """by_cohort: the table of how many ever use each product daily, by birth year."""
    smoking = begun(tobacco.smoking, ever(by_cohort, "smoking"), "smoking", draw)
    snus = begun(tobacco.snus, ever(by_cohort, "snus"), "snus", draw)
    stops = yearly_stops(tobacco.smoking.stops, f"{PATH}.smoking.stops", draw)
    rule = tobacco.generation
    smoking_before, snus_before = summed(smoking), summed(snus)
    return TobaccoTables(
        smoking_start=smoking_before if rule is None else summed(smoking * kept_of(rule, "kept", draw)),
        smoking_start_before=smoking_before,
        smoking_stop=summed(stops + helped(tobacco, draw)[:, None, :]),
        smoking_stop_before=summed(stops),
        snus_start=snus_before if rule is None else summed(snus * kept_of(rule, "snus_kept", draw)),
        snus_start_before=snus_before,
        snus_stop=summed(yearly_stops(tobacco.snus.stops, f"{PATH}.snus.stops", draw)),
        cigarettes=np.array(
            [
                (
                    draw(tobacco.cigarettes[sex].median, f"{PATH}.cigarettes.{sex}.median"),
                    draw(tobacco.cigarettes[sex].spread, f"{PATH}.cigarettes.{sex}.spread"),
                )
                for sex in SEXES
            ]
        ),
        to_snus=0.0 if rule is None else draw(rule.to_snus, f"{PATH}.generation.to_snus"),
        half_life=draw(tobacco.half_life, f"{PATH}.half_life"),
    )


def ever(by_cohort: PopulationTable, product: str) -> Table:
    """How many ever use it daily, by sex and cohort, of those with secondary education; straight between birth years."""
    born = by_cohort.columns["born"]
    return np.array([np.interp(cohort_years(), born, by_cohort.columns[f"{product}_{sex}"]) for sex in SEXES])


def begun(product: Product, ever_daily: Table, name: str, draw: Draw) -> Table:
    """The hazard of beginning in each year of age, by sex, cohort and education."""
    level = draw(product.level, f"{PATH}.{name}.level")
    factors = drawn_by(product.education, EDUCATIONS, f"{PATH}.{name}.education", draw)
    hazard = -np.log1p(-ever_daily) * level
    yearly: Table = hazard[:, :, None, None] * factors[None, None, :, None] * ages_of_beginning(product, name, draw)
    return yearly


def ages_of_beginning(product: Product, name: str, draw: Draw) -> Table:
    """How the hazard of beginning is shared between the years of age; together one."""
    begins = product.begins
    median = draw(begins.median, f"{PATH}.{name}.begins.median") - begins.earliest
    spread = draw(begins.spread, f"{PATH}.{name}.begins.spread")
    years = np.clip(np.arange(LATEST_START + 1) - begins.earliest, 1e-9, begins.latest - begins.earliest)
    begun_by = ndtr(np.log(years / median) / spread)
    share: Table = np.diff(begun_by) / begun_by[-1]
    return share


def yearly_stops(stops: Stopping, path: str, draw: Draw) -> Table:
    """The hazard of stopping for good in each year of age, by cohort and education."""
    by_age = np.zeros(AGES - 1)
    for begins, rate in stops.by_age.items():
        by_age[int(begins) :] = draw(rate, f"{path}.by_age.{begins}")
    years = [float(year) for year in stops.by_year]
    factors = [draw(factor, f"{path}.by_year.{year}") for year, factor in stops.by_year.items()]
    in_year = np.interp(cohort_years()[:, None] + np.arange(AGES - 1) + 0.5, years, factors)
    education = drawn_by(stops.education, EDUCATIONS, f"{path}.education", draw)
    stopping: Table = (by_age * in_year)[:, None, :] * education[None, :, None]
    return stopping


def kept_of(rule: Generation, field: str, draw: Draw) -> Table:
    """How much of the hazard of beginning a ban on sales to a generation leaves, by cohort and year of age."""
    kept = draw(getattr(rule, field), f"{PATH}.generation.{field}")
    neighbours = draw(rule.neighbours, f"{PATH}.generation.neighbours")
    older = rule.born_from - cohort_years()
    reached = np.where(older <= 0, 1.0, neighbours * np.clip(1 - (older - 1) / rule.neighbour_years, 0.0, 1.0))
    after = cohort_years()[:, None] + np.arange(LATEST_START) >= rule.starts
    return np.where(after, 1.0 - (1.0 - kept) * reached[:, None], 1.0)[:, None, :]


def helped(tobacco: Tobacco, draw: Draw) -> Table:
    """What help to stop adds to the hazard of stopping, by cohort and year of age."""
    rule = tobacco.help
    if rule is None:
        return np.zeros((COHORTS, AGES - 1))
    added = float(np.prod([draw(getattr(rule, name), f"{PATH}.help.{name}") for name in ("reach", "gain", "lasts")]))
    after = FIRST_COHORT + np.arange(COHORTS)[:, None] + np.arange(AGES - 1) >= rule.starts
    return np.where(after, added, 0.0)


def drawn_by(figures: Mapping[str, Ranged], names: Sequence[str], path: str, draw: Draw) -> Table:
    """The figures of these names, in this parameter set."""
    return np.array([draw(figures[name], f"{path}.{name}") for name in names])


def summed(yearly: Table) -> Table:
    """What a hazard by year of age has come to at each whole age, from 0 at birth."""
    table: Table = np.zeros((*yearly.shape[:-1], yearly.shape[-1] + 1))
    np.cumsum(yearly, axis=-1, out=table[..., 1:])
    return table
