"""What does a statistic answer with: rows, and what a reader of them must know?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    """rows: a frame of the kind that was given in. notes: conventions that were used and counts of what they touched."""

    rows: Any
    notes: Sequence[str] = ()
