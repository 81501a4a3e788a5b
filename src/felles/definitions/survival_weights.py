"""To which ages at diagnosis is survival weighed, so that young and old patients can be compared?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

from felles.definitions.readers import Named
from felles.definitions.records import Problem
from felles.definitions.texts import Texts
from felles.definitions.words import Id

_CLOSE = 1e-6


@dataclass(frozen=True, kw_only=True)
class SurvivalWeights:
    """Shares of patients by age at diagnosis."""

    id: Id
    label: Texts
    weights: Annotated[Mapping[str, float], "shares by age at diagnosis, in order, that sum to one: 15-44, ... 75+"]
    source: Annotated[str, Named("source"), "where the weights were read"]
    verified: Annotated[bool, "whether they were read there"]
    note: str | None = None

    def problems(self) -> Iterator[Problem]:
        """What does not hold between the weights."""
        total = sum(self.weights.values())
        if abs(total - 1) > _CLOSE:
            yield Problem("weights", f"weights that sum to {total:g}", "shares that sum to 1")
        for group, weight in self.weights.items():
            if weight < 0:
                yield Problem("weights", f"{weight:g} for {group}", "0 or more")
