"""What may a step ask of a function of the code, where steps cannot say it: a form's answers, a course of symptoms?"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Asked:
    """The rows for which something is to be made, one entry each.

    seed; person: index in the run (uint32); own: the row's own number (uint32); repeat: which occurrence, from 0 (int64);
    day: of the event (int32). column: numbers of a column's (or an earlier step's code's) words, or its numbers or years;
    day_of: days of a time column or an earlier step, NO_DAY for never. Both of what the maker said that it needs.
    """

    seed: int
    person: NDArray[np.uint32]
    own: NDArray[np.uint32]
    repeat: NDArray[np.int64]
    day: NDArray[np.int32]
    column: Callable[[str], NDArray[Any]]
    day_of: Callable[[str], NDArray[np.int32]]


@dataclass(frozen=True, slots=True)
class Maker:
    """words: what may come out (a code, or a whole `data` as JSON), empty where values do; make: rows -> numbers of words
    (-1 for none), or values; needs: what it asks for, named as in a step file."""

    words: tuple[str, ...]
    make: Callable[[Asked], NDArray[Any]]
    needs: tuple[str, ...] = ()
