"""Who gets which cancer in latent time, how does it grow, and when would it kill?"""

from felles.simulation.cancers.alone import Alone, draw_alone, places_of
from felles.simulation.cancers.certificates import certify
from felles.simulation.cancers.ends import end_lives
from felles.simulation.cancers.kinds import Subtype, subtypes
from felles.simulation.cancers.model import CancerModel
from felles.simulation.cancers.natural_history import draw
from felles.simulation.cancers.preparing import cancers_in_order, prepare
from felles.simulation.cancers.relapses import relapses

__all__ = [
    "Alone",
    "CancerModel",
    "Subtype",
    "cancers_in_order",
    "certify",
    "draw",
    "draw_alone",
    "end_lives",
    "places_of",
    "prepare",
    "relapses",
    "subtypes",
]
