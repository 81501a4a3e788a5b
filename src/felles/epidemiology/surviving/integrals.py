"""How large is the weighted expected hazard over a day, or over a gap in which nobody comes or goes?

A person's weight 1 / S grows with the person's expected hazard. So among the same people the weighted mean hazard,
integrated, is the growth of the logarithm of their summed weights: exactly, whatever the life table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from felles.epidemiology.surviving.tally import Counts, Sums


def growth(sums: Sums) -> NDArray[np.float64]:
    """The logarithm of how the sums grew over each day among the same people; 0 where there were none."""
    import numpy as np

    anybody = (sums.ending > 0) & (sums.starting > 0)
    grown = np.divide(sums.ending, sums.starting, out=np.ones_like(sums.ending), where=anybody)
    return np.asarray(np.log(grown))


def stepped_growth(sums: Sums, begins: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Nearly the same, as relsurv's rs.surv(precision = 1) has it: each day counts the mean since its gap began."""
    import numpy as np

    length = np.ones(sums.ending.shape[1])
    length[:2] = 0.5
    hazards, weights = (sums.ending - sums.starting) / length, (sums.ending + sums.starting) / 2
    return divided(since(hazards, begins), since(weights, begins)) * length


def gaps(counts: Counts) -> NDArray[np.bool_]:
    """True on each day that begins a gap: the first, and those after a day on which somebody came, left or died."""
    import numpy as np

    begins = np.ones(counts.died.shape, bool)
    begins[:, 1:] = (counts.died[:, :-1] > 0) | (counts.at_risk[:, :-1] != counts.at_risk[:, 1:])
    return begins


def since(values: NDArray[np.float64], begins: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Running sums along the days that start anew where a gap begins."""
    import numpy as np

    total = values.cumsum(axis=1)
    before = total - values
    start = np.maximum.accumulate(np.where(begins, np.arange(values.shape[1]), 0), axis=1)
    return np.asarray(total - np.take_along_axis(before, start, axis=1))


def divided(above: NDArray[np.float64], below: NDArray[np.float64]) -> NDArray[np.float64]:
    """Above / below, and 0 where there is nothing below: days on which nobody was at risk add nothing."""
    import numpy as np

    return np.divide(above, below, out=np.zeros(np.broadcast(above, below).shape), where=below > 0)
