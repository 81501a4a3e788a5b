"""How much more often does each cancer come to the exposed, and how much less often to the vaccinated?"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from felles.definitions.simulation.exposures import SEXES, Risks
from felles.simulation.exposures.model import RISKS, Table
from felles.simulation.parameters import Draw

if TYPE_CHECKING:
    from felles.definitions.simulation.loading import SimulationDefinitions

PATH = "exposures/risks"


class RelativeRisks(NamedTuple):
    """In the order of the sites that were asked for."""

    excess: Table  # risk, site, sex: relative risk - 1 at weight 1; 0 where there is none
    vaccine: Table  # site, band: what is left of the hazard after vaccination at the ages of a band; 1 where all is
    bands: Table  # the age at which each band begins


def relative_risks(simulation: "SimulationDefinitions", draw: Draw, sites: Sequence[str]) -> RelativeRisks:
    """sites: ids of content/sites.yaml. What the file says of other sites is left out."""
    risks: Risks = simulation.records["risks"]["risks"]
    excess = np.zeros((len(RISKS), len(sites), len(SEXES)))
    for risk in risks.ratios:
        if risk.site in sites:
            ratio = draw(risk.ratio, f"{PATH}.ratios.{risk.exposure}.{risk.site}.{risk.sex or 'both'}")
            sexes = range(len(SEXES)) if risk.sex is None else [SEXES.index(risk.sex)]
            excess[RISKS.index(risk.exposure), sites.index(risk.site), list(sexes)] = ratio - 1
    left = np.array([draw(share, f"{PATH}.vaccine.by_age.{age}") for age, share in risks.vaccine.by_age.items()])
    vaccine = np.ones((len(sites), len(left)))
    for site, share in risks.vaccine.sites.items():
        if site in sites:
            vaccine[sites.index(site)] = 1 - draw(share, f"{PATH}.vaccine.sites.{site}") * (1 - left)
    return RelativeRisks(excess, vaccine, np.array([float(age) for age in risks.vaccine.by_age]))
