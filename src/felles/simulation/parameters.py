"""Which value does a parameter take in this set? Set 0 has every central value; the others are drawn between low and high."""

from dataclasses import dataclass
from zlib import crc32

import numpy as np

from felles.definitions.simulation.figures import Ranged
from felles.simulation.luck import uniform
from felles.simulation.purposes import PARAMETER_SET


@dataclass(frozen=True, slots=True)
class Draw:
    """A parameter set by its number. A figure's path says which figure it is, so that a new figure moves no other."""

    number: int = 0

    def __call__(self, figure: Ranged, path: str) -> float:
        """The figure in this set: triangular from low over value to high. path: file and field, such as people/moves.rate."""
        low, high = figure.ends
        if self.number == 0 or low == high:
            return figure.value
        return triangular(uniform(self.number, crc32(path.encode()), PARAMETER_SET, 0), low, figure.value, high)


def triangular(share: float, low: float, mode: float, high: float) -> float:
    """The quantile of the triangular distribution at a share from 0 to 1."""
    turn = (mode - low) / (high - low)
    if share <= turn:
        return low + float(np.sqrt(share * (high - low) * (mode - low)))
    return high - float(np.sqrt((1 - share) * (high - low) * (high - mode)))
