"""How do the definitions of the cancers become the arrays that the kernel reads?"""

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from felles.definitions.simulation.cancers import SEXES, Cancer
from felles.simulation.cancers.fates import better, curves, mixtures, older
from felles.simulation.cancers.figures import Figures
from felles.simulation.cancers.hazards import Rates, cumulative, population_by_age, rates_by_age, rates_of
from felles.simulation.cancers.kinds import shares_by_age
from felles.simulation.cancers.levels import Growth, trends_of
from felles.simulation.cancers.model import OLDEST, CancerModel, Floats
from felles.simulation.cancers.screened import screened_of
from felles.simulation.cancers.smokers import mean_smoking_excess
from felles.simulation.exposures.means import mean_weights
from felles.simulation.exposures.model import FIRST_COHORT, ExposureModel
from felles.simulation.exposures.risks import RelativeRisks, relative_risks
from felles.simulation.parameters import Draw

if TYPE_CHECKING:
    from felles.definitions.simulation.loading import SimulationDefinitions

RARELY_LONGER = 1e-4
"""The share of sojourns that may be longer than what is looked for beyond the end."""
LAST_PEOPLE = 2023
"""The last year whose mean population is known."""


def cancers_in_order(simulation: "SimulationDefinitions") -> tuple[Cancer, ...]:
    """The cancers by their number for chance: `Tumours.site` is the place here."""
    return tuple(sorted(simulation.records["cancer"].values(), key=lambda cancer: cancer.number))


def prepare(
    simulation: "SimulationDefinitions",
    draw: Draw,
    exposures: ExposureModel | None,
    *,
    last_year: int,
    only: Sequence[str] = (),
) -> CancerModel:
    """The cancers in a parameter set.

    exposures: none for a country in which nobody is exposed to anything and the rates are all the same. last_year: what
    begins after the end of it is not kept. only: the ids of the cancers that are wanted; their tumours are then the same as
    with all of them.
    """
    every = [Figures(cancer, draw) for cancer in cancers_in_order(simulation)]
    ids = [figures.cancer.id for figures in every]
    risks = _risks(simulation, draw, every, exposures is not None)
    rates = _rates(simulation, draw, every, risks, exposures)
    people = population_by_age(simulation.content.population["age_group_sex"])
    growth = {figures.cancer.id: _growth(figures) for figures in every}
    trends = trends_of(rates, growth, simulation.tables["cancer_cases"], people)
    places = [place for place, name in enumerate(ids) if not only or name in only]
    wanted = [every[place] for place in places]
    cohorts = np.arange(FIRST_COHORT, last_year + 2)
    hazard = np.array([_hazard(figures, rates, trends, cohorts) for figures in wanted])
    sojourn = np.array([figures.time("latent.sojourn") for figures in wanted])
    county = county_ratios(simulation)
    peto = np.array([figures.cancer.smoking == "peto" and exposures is not None for figures in wanted])
    excess = risks.excess[:, places]
    observed = [rates[figures.cancer.id].observed for figures in wanted]
    patients = [
        mixtures(figures, of_all, people[LAST_PEOPLE]) for figures, of_all in zip(wanted, observed, strict=True)
    ]

    def each(*paths: str) -> Floats:
        drawn = np.array([[figures(path) for path in paths] for figures in wanted])
        return drawn[:, 0] if len(paths) == 1 else drawn

    return CancerModel(
        numbers=np.array([figures.cancer.number for figures in wanted], np.uint8),
        first_cohort=FIRST_COHORT,
        last=last_year + 1.0,
        hazard=hazard,
        most=_most(hazard, cohorts, last_year + 1.0, sojourn, county),
        county=county,
        second=each("incidence.second"),
        excess=np.ascontiguousarray(excess),
        vaccine=risks.vaccine[places],
        vaccine_from=risks.bands,
        peto=peto,
        exposable=peto | excess.any(axis=(0, 2)),
        sojourn=sojourn,
        indolent=each("latent.indolent"),
        precursor=np.array(
            [figures.time("latent.precursor") if figures.cancer.latent.precursor else (0.0, 1.0) for figures in wanted]
        ),
        stages=np.array([np.cumsum(figures.stages("share")) for figures in wanted]),
        dwell=np.array([figures.stages("dwell") for figures in wanted]),
        curves=np.array([curves(figures, mixed) for figures, mixed in zip(wanted, patients, strict=True)]),
        older=np.array([older(figures) for figures in wanted]),
        better=np.array([better(figures, mixed) for figures, mixed in zip(wanted, patients, strict=True)]),
        found=each("found.emergency", "found.incidental", "found.certificate"),
        relapse=each("relapse.of_deaths", "relapse.after", "relapse.of_cured"),
        certified=np.array([[_certified(figures, sex) for sex in SEXES] for figures in wanted]),
        kinds=_padded([shares_by_age(figures.cancer) for figures in wanted]),
    )


def _risks(simulation: "SimulationDefinitions", draw: Draw, every: Sequence[Figures], exposed: bool) -> RelativeRisks:
    """Relative risks of all cancers; none by smoking where it goes by cigarettes and years, none where nobody is exposed."""
    risks = relative_risks(simulation, draw, [figures.cancer.id for figures in every])
    excess = risks.excess if exposed else np.zeros_like(risks.excess)
    excess[0, [place for place, figures in enumerate(every) if figures.cancer.smoking is not None]] = 0.0
    return risks._replace(excess=excess)


def _rates(
    simulation: "SimulationDefinitions",
    draw: Draw,
    every: Sequence[Figures],
    risks: RelativeRisks,
    exposures: ExposureModel | None,
) -> Mapping[str, Rates]:
    """By cancer: the rates of the table, without and with what exposures add on average."""
    made, table = {}, simulation.tables["cancer_incidence"]
    weights = None if exposures is None else mean_weights(exposures)[..., :OLDEST]
    for place, figures in enumerate(every):
        cancer, mean = figures.cancer, None
        observed = np.array([rates_by_age(table, cancer.incidence.rows, sex) for sex in SEXES])
        if cancer.sex is not None:
            observed[1 - SEXES.index(cancer.sex)] = 0.0
        if weights is not None and risks.excess[:, place].any():
            mean = np.einsum("rs,rsca->sca", risks.excess[:, place], weights)
        if exposures is not None and cancer.smoking == "peto":
            mean = mean_smoking_excess(simulation, exposures, draw) + (0.0 if mean is None else mean)
        screened = screened_of(simulation.tables["cancer_screened"], cancer.id)
        older = figures("incidence.older") if cancer.incidence.older else 0.0
        made[cancer.id] = rates_of(observed, mean, FIRST_COHORT, screened, older)
    return made


def _growth(figures: Figures) -> Growth:
    women, men = (figures.of_sex("incidence.grew", sex) for sex in SEXES)
    return Growth((women, men), figures("incidence.goes_on"))


def _certified(figures: Figures, sex: str) -> tuple[float, float]:
    return figures.of_sex("certified.elsewhere", sex), figures.of_sex("certified.ascribed", sex)


def _hazard(
    figures: Figures, rates: Mapping[str, Rates], trends: Mapping[str, Floats], cohorts: NDArray[np.int64]
) -> Floats:
    name = figures.cancer.id
    return cumulative(
        rates[name],
        trends[name],
        survive=np.array([figures.of_sex("survival.rs5", sex) for sex in SEXES]),
        second=figures("incidence.second"),
        indolent=figures("latent.indolent"),
        cohorts=cohorts,
    )


def _most(hazard: Floats, cohorts: NDArray[np.int64], last: float, sojourn: Floats, county: Floats) -> Floats:
    """(2, C, S) the cumulative hazard until the end and the longest sojourn after it, in the county with the highest."""
    longest = sojourn[:, 0] * (-math.log(RARELY_LONGER)) ** (1 / sojourn[:, 1])
    age = np.clip(np.ceil(last + longest[:, None] - cohorts).astype(int), 0, OLDEST)
    until = np.take_along_axis(hazard, age[:, None, :, None], axis=3)[..., 0]
    return np.ascontiguousarray((until * county.max()).transpose(1, 2, 0))


def county_ratios(simulation: "SimulationDefinitions") -> Floats:
    """(2, counties by code) hazards against the nation's; counties that the table does not name share what is left."""
    codes = sorted(simulation.content.counties)
    people = simulation.content.population["county_age_group"].columns
    first, persons = min(people["day"]), np.zeros(len(codes))
    for day, code, number in zip(people["day"], people["county"], people["persons"], strict=True):
        if day == first and code in codes:
            persons[codes.index(code)] += number
    ratio = np.full((len(SEXES), len(codes)), np.nan)
    columns = simulation.tables["cancer_counties"].columns
    named = [columns[name] for name in ("county", "sex", "rate", "national_rate")]
    for code, sex, rate, nation in zip(*named, strict=True):
        ratio[SEXES.index(sex), codes.index(code)] = rate / nation
    for of_sex in ratio:
        known = ~np.isnan(of_sex)
        of_sex[~known] = (persons.sum() - persons[known] @ of_sex[known]) / persons[~known].sum()
    return ratio


def _padded(tables: Sequence[Floats]) -> NDArray[np.float32]:
    """Tables of shares with as many columns as the longest; what is added is never reached."""
    widest = max(table.shape[1] for table in tables)
    wide = [np.pad(table, ((0, 0), (0, widest - table.shape[1])), constant_values=2.0) for table in tables]
    return np.array(wide, np.float32)
