"""Which cancers are lived, where not all of them are?

The others are then among all other causes of death. What is asked of chance stays the same, so that the tumours of a cancer are
those that people have with all of them, in everybody whose death is the same.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from felles.definitions.errors import did_you_mean
from felles.simulation.cancers.model import CancerModel
from felles.simulation.cancers.natural_history import draw
from felles.simulation.cancers.preparing import cancers_in_order
from felles.simulation.exposures.weighing import Weights
from felles.simulation.request import CannotSimulate
from felles.simulation.structs import People, Tumours

if TYPE_CHECKING:
    from felles.definitions.simulation.loading import SimulationDefinitions


class Alone(NamedTuple):
    """model: of the cancers that are lived; places: where each stands among all."""

    model: CancerModel
    places: NDArray[np.uint8]


def places_of(simulation: "SimulationDefinitions", only: Sequence[str]) -> NDArray[np.uint8]:
    """Where the wanted cancers stand among all. Raises CannotSimulate for one that there is not."""
    known = [cancer.id for cancer in cancers_in_order(simulation)]
    for name in only:
        if name not in known:
            meant = did_you_mean(name, known)
            near = f" {meant}" if meant else ""
            raise CannotSimulate(f'--cancer: there is no cancer "{name}".{near} There are: {", ".join(sorted(known))}.')
    return np.array([place for place, name in enumerate(known) if name in only], np.uint8)


def draw_alone(alone: Alone, seed: int, people: People, weights: Weights) -> Tumours:
    """The tumours of the cancers that are lived, as `draw`; `site` is the place among all."""
    tumours = draw(alone.model, seed, people, weights)
    tumours.site[:] = alone.places[tumours.site]
    return tumours
