"""Which numbers do events and episodes have? Each says whose it is, so that no list has to be kept.

Event: person (from bit 28), step (12 bits), the row's own number (10 bits) and which occurrence (6 bits). An episode is the
same with its kind instead of the step, above all steps. People are numbered from 1.
"""

import numpy as np
from numpy.typing import NDArray

from felles.simulation.compiling import kernel_of

KINDS = (
    "tumour", "pathway", "round", "plan", "need", "form", "service", "treatment", "trial", "home_pathway", "relative",
    "admission", "other_pathway",
)  # fmt: skip
ONE_AN_OCCURRENCE = frozenset({"need", "form", "admission"})
"""Kinds of which each occurrence of a repeated step opens one; the others are one for a row."""
MOST_STEPS = 0xFF0
_OCCURRENCE = np.uint32(0x3F)


def numbers_of(person: NDArray[np.uint32], step: int, index: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Numbers of events. index: the row's own number, 64 times, and the occurrence."""
    made = np.empty(len(person), np.int64)
    _number(person, step, index, made)
    return made


def episodes_of(person: NDArray[np.uint32], kind: str, index: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Numbers of the episodes of such a kind."""
    which = index if kind in ONE_AN_OCCURRENCE else index & ~_OCCURRENCE
    return numbers_of(person, MOST_STEPS + KINDS.index(kind), which)


@kernel_of("void(uint32[::1], int64, uint32[::1], int64[::1])")
def _number(person: NDArray[np.uint32], step: int, index: NDArray[np.uint32], made: NDArray[np.int64]) -> None:
    for row in range(len(made)):
        made[row] = ((np.int64(person[row]) + 1) << 28) | (step << 16) | np.int64(index[row])
