"""What is an array of a chunk's rows, and what is one that says the same of all? Which numbers it holds, its column says."""

from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np

Array: TypeAlias = Any


def same(value: float, count: int, kind: Any) -> Array:
    """One value for all rows, that takes no room of its own."""
    return np.ndarray(count, kind, _alone(value, kind), strides=(0,))


@lru_cache(maxsize=1024)
def _alone(value: float, kind: Any) -> Array:
    return np.array(value, kind)
