"""How much does each age at diagnosis count, so that survival can be compared between young and old patients?

Corazziari, Quinn and Capocaccia 2004, Eur J Cancer 40:2307-16 (the international standards, ICSS); Brenner, Arndt,
Gefeller and Hakulinen 2004, Eur J Cancer 40:2317-22 (weights of persons).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from felles.epidemiology.errors import BadTable
from felles.epidemiology.surviving.calendar import YEAR

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_CLOSE = 1e-6
_GROUP = re.compile(r"(\d+)\s*[-–]\s*(\d+)|(\d+)\s*\+")


@dataclass(frozen=True, kw_only=True, eq=False)
class AgeWeights:
    """Age groups with weights that sum to one. first, last: whole years, both included; an open end is infinite."""

    labels: tuple[str, ...]
    first: NDArray[np.float64]
    last: NDArray[np.float64]
    weights: NDArray[np.float64]

    def group_of(self, age: NDArray[np.float64]) -> NDArray[np.int64]:
        """The number of the group of each age in days; -1 outside all of them."""
        import numpy as np

        years = np.floor(age / YEAR)
        inside = (years[:, None] >= self.first) & (years[:, None] <= self.last)
        return np.where(inside.any(axis=1), inside.argmax(axis=1), -1)


def age_weights(weights: Mapping[str, float]) -> AgeWeights:
    """Weights by age group, such as {"15-44": 0.28, ..., "75+": 0.14}; groups of weight 0 do not count at all.

    Raises BadTable for groups that cannot be read or overlap, and for weights that do not sum to one.
    """
    import numpy as np

    kept = {label: float(weight) for label, weight in weights.items() if weight}
    negative = [label for label, weight in kept.items() if not weight > 0]
    if negative:
        raise BadTable(f"Weights, row {negative[0]}: {kept[negative[0]]:g} is not a share of 0 or more.")
    total = sum(kept.values())
    if abs(total - 1) > _CLOSE:
        raise BadTable(f"The weights of {', '.join(kept)} sum to {total:g}, not to 1: divide each by the sum.")
    ends = [_ends(label) for label in kept]
    for one in range(len(ends) - 1):
        if ends[one + 1][0] <= ends[one][1]:
            labels = list(kept)
            raise BadTable(f"The age groups {labels[one]} and {labels[one + 1]} overlap or are not in order.")
    first, last = np.array(ends).T
    return AgeWeights(labels=tuple(kept), first=first, last=last, weights=np.array(list(kept.values())))


def _ends(label: str) -> tuple[float, float]:
    found = _GROUP.fullmatch(label.strip())
    if found is None:
        raise BadTable(f"Weights, row {label}: an age group is written 15-44 or 75+.")
    start, end, open_ = found.groups()
    return (float(open_), float("inf")) if open_ else (float(start), float(end))


def of_persons(weights: AgeWeights, counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Brenner's weight of a person of each group and age: the standard's share of the age over that of the group's people.

    counts: the people, of shape (groups, ages).
    """
    import numpy as np

    share = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    with np.errstate(divide="ignore"):
        return np.asarray(np.where(share > 0, weights.weights / share, 0.0))
