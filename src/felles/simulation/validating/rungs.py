"""What is a rung of the ladder: something that must hold, what was found, and whether it does?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Part = Literal["analytic", "determinism", "coupling", "lung_risk"]
PARTS: dict[Part, str] = {
    "analytic": "Clocks and chance against their formulas",
    "determinism": "The same country, however it is run",
    "coupling": "Policies share luck",
    "lung_risk": "A published formula of risk",
}


@dataclass(frozen=True, kw_only=True)
class Rung:
    """Something that must hold. tolerance: how far off `found` may be from `expected`."""

    id: str
    part: Part
    holds_that: str
    expected: float
    found: float
    tolerance: float = 0.0
    only_told: bool = False
    """Whether it is told for comparison alone, so that nothing fails where it is off."""

    @property
    def holds(self) -> bool:
        return abs(self.found - self.expected) <= self.tolerance


def all_hold(rungs: Sequence[Rung]) -> bool:
    """Whether every rung that must hold does."""
    return all(rung.holds for rung in rungs if not rung.only_told)
