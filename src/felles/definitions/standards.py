"""To which ages are rates weighed, so that a young and an old population can be compared?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

from felles.definitions.readers import Named
from felles.definitions.records import Problem
from felles.definitions.texts import Texts
from felles.definitions.words import Id


@dataclass(frozen=True, kw_only=True)
class Standard:
    """A standard population: weights by age."""

    id: Id
    label: Texts
    weights: Annotated[Mapping[str, float], "persons or shares by age group: 0-4, 5-9, ... and an open last one, 85+"]
    source: Annotated[str, Named("source"), "where the weights were read"]
    verified: Annotated[bool, "whether they were read there"]
    note: str | None = None

    def problems(self) -> Iterator[Problem]:
        expected = 0
        for number, (group, weight) in enumerate(self.weights.items(), 1):
            last = number == len(self.weights)
            wanted = f"{expected}+" if last else f"{expected}-{expected + 4}"
            if group != wanted:
                yield Problem("weights", f'"{group}"', f'"{wanted}": five years a group, in order, the last open')
                return
            if weight < 0:
                yield Problem("weights", f"{weight:g} for {group}", "0 or more")
            expected += 5
        if not sum(self.weights.values()) > 0:
            yield Problem("weights", "weights that sum to nothing", "at least one weight above 0")
