"""What do the 17 goals say, and which indicators tell where they stand?"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from felles.definitions.figures import Fact
from felles.definitions.readers import Named, WholeNumber
from felles.definitions.records import Problem
from felles.definitions.texts import Texts
from felles.definitions.words import Id


@dataclass(frozen=True, kw_only=True)
class Area:
    """A target area: what some of the goals have in common."""

    id: Id
    number: Annotated[int, WholeNumber(1, 5), "the strategy's number of it"]
    label: Texts
    about: Annotated[Texts, "one sentence on what it is for"]


@dataclass(frozen=True, kw_only=True)
class Goal:
    """A ten-year goal."""

    id: Id
    number: Annotated[int, WholeNumber(1, 17), "the strategy's number of it"]
    area: Annotated[str, Named("area"), "its target area"]
    title: Annotated[Texts, "the strategy's own words in nb; a translation of them in the others"]
    heading: Annotated[Texts, "the same in a few everyday words, for a card"]
    why: Annotated[Texts, "why it matters, in our own words"]
    facts: Annotated[tuple[Fact, ...], "numbers the goal rests on"] = ()
    indicators: Annotated[tuple[Annotated[str, Named("indicator")], ...], "what tells where it stands"]
    lead_indicator: Annotated[str, Named("indicator"), "the one to show on the card"]

    def problems(self) -> Iterator[Problem]:
        if not self.indicators:
            yield Problem("indicators", "an empty list", "at least one indicator")
        elif self.lead_indicator not in self.indicators:
            yield Problem("lead_indicator", f'"{self.lead_indicator}"', "one of the goal's own indicators")
