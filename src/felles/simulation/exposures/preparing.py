"""How do the definitions of the exposures become the arrays that kernels read?"""

from typing import TYPE_CHECKING

import numpy as np

from felles.simulation.exposures.model import ExposureModel
from felles.simulation.exposures.tobacco import tobacco_tables
from felles.simulation.exposures.vaccination import county_odds, coverage
from felles.simulation.exposures.work import agent_shares, lognormals, years_met
from felles.simulation.parameters import Draw
from felles.simulation.people import education_shares

if TYPE_CHECKING:
    from felles.definitions.simulation.loading import SimulationDefinitions


def prepare(simulation: "SimulationDefinitions", draw: Draw, start: float) -> ExposureModel:
    """The exposures in a parameter set, with the measures of the policies that were applied to the definitions.

    start: the decimal year in which the population starts; who enters after it has come from elsewhere or was born.
    """
    records, tables = simulation.records, simulation.tables
    vaccination, work = records["vaccination"]["vaccination"], records["work"]["work"]
    share, offered = coverage(vaccination, tables["hpv_coverage"], draw)
    return ExposureModel(
        **tobacco_tables(records["tobacco"]["tobacco"], tables["tobacco_by_cohort"], draw)._asdict(),
        start=start,
        coverage=share,
        offered=offered,
        county_odds=county_odds(vaccination, sorted(simulation.content.counties), draw),
        elsewhere=draw(vaccination.elsewhere, "exposures/vaccination.elsewhere"),
        agent_share=agent_shares(work, draw),
        agent_years=lognormals(work, "years", draw),
        agent_level=lognormals(work, "level", draw),
        agent_met=years_met(work),
        work_begins=np.array([float(work.begins["from"]), float(work.begins["until"])]),
        lag=draw(work.lag, "exposures/work.lag"),
        education=education_shares(simulation),
    )
