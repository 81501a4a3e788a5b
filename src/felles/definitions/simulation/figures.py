"""Which number does the simulated country take, how uncertain is it, and who says so?"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from felles.definitions.readers import Named
from felles.definitions.records import Problem


@dataclass(frozen=True, kw_only=True)
class Ranged:
    """A number with the range in which it may lie. Parameter sets are drawn between low and high."""

    value: Annotated[float, "the number that is taken"]
    low: Annotated[float | None, "the least it may be; left out where the source gives it exactly"] = None
    high: Annotated[float | None, "the most it may be"] = None
    source: Annotated[str | None, Named("source"), "who says so"] = None
    assumption: Annotated[str | None, "instead of a source: what is assumed, and why"] = None

    @property
    def ends(self) -> tuple[float, float]:
        """The least and the most; the number itself where no range is given."""
        return (
            self.value if self.low is None else self.low,
            self.value if self.high is None else self.high,
        )

    def problems(self) -> Iterator[Problem]:
        if self.source is None and self.assumption is None:
            yield Problem("source", "a figure without a source", "a source id, or an assumption with a sentence")
        if (self.low is None) != (self.high is None):
            yield Problem("low", "one end of a range", "both low and high, or neither")
        if self.assumption is not None and self.low is None:
            yield Problem("low", "an assumption without a range", "low and high: how wrong it may be")
        low, high = self.ends
        if not low <= self.value <= high:
            yield Problem("value", f"{self.value:g} outside {low:g} to {high:g}", "a value between low and high")


@dataclass(frozen=True, kw_only=True)
class Share(Ranged):
    """A probability: from 0 to 1, ends included."""

    def problems(self) -> Iterator[Problem]:
        yield from super().problems()
        low, high = self.ends
        if low < 0 or high > 1:
            yield Problem("value", f"{low:g} to {high:g}", "a share from 0 to 1")
