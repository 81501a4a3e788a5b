"""What is an array of a chunk's rows called? Which numbers it holds, its column says."""

from functools import cache
from typing import Any, TypeAlias

import numpy as np

Array: TypeAlias = Any


def same(value: float, count: int, kind: type[np.generic]) -> Array:
    """One value for all rows, that takes no room of its own."""
    return np.ndarray(count, kind, _alone(value, kind), strides=(0,))


@cache
def _alone(value: float, kind: type[np.generic]) -> Array:
    return np.array(value, kind)
