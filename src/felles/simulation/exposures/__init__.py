"""What was each person exposed to, and how much does it raise the risk of cancer?

The order: `prepare` once, `draw` for each chunk of people, `weigh` for the clocks of the cancers.
"""

from felles.simulation.exposures.drawing import draw
from felles.simulation.exposures.means import mean_weights, smoking_share
from felles.simulation.exposures.model import COHORTS, FIRST_COHORT, RISKS, ExposureModel
from felles.simulation.exposures.preparing import prepare
from felles.simulation.exposures.risks import RelativeRisks, relative_risks
from felles.simulation.exposures.weighing import Weights, weigh

__all__ = [
    "COHORTS",
    "FIRST_COHORT",
    "RISKS",
    "ExposureModel",
    "RelativeRisks",
    "Weights",
    "draw",
    "mean_weights",
    "prepare",
    "relative_risks",
    "smoking_share",
    "weigh",
]
