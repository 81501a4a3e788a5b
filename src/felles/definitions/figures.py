"""Which number is said, of when, and who says so?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from felles.definitions.readers import Named
from felles.definitions.records import Problem
from felles.definitions.texts import Texts
from felles.definitions.words import Period

Qualifier = Literal["about", "at_least", "at_most", "below", "more_than"]


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A number with its source. No value means that nothing published was found: it is never filled by a guess."""

    value: Annotated[float | None, "the number; empty where nothing published was found (never filled by a guess)"] = (
        None
    )
    up_to: Annotated[float | None, "the other end, where the source gives a range"] = None
    by_sex: Annotated[Mapping[str, float] | None, "female and male, where the source gives them apart"] = None
    times_baseline: Annotated[float | None, "for a target: how many times the baseline (2 is a doubling)"] = None
    unit: Annotated[str | None, Named("unit"), "what is counted, where that is not the indicator's own unit"] = None
    qualifier: Annotated[Qualifier | None, "how exactly the source says it"] = None
    period: Annotated[Period | None, "when it was so; empty where the source does not say"] = None
    source: Annotated[str | None, Named("source"), "who says so"] = None
    assumption: Annotated[str | None, "instead of a source: what is assumed, and why"] = None
    stated_in_strategy: Annotated[bool, "whether the strategy text itself prints the number"] = False
    note: Annotated[str | None, "what a reader of the number must know"] = None

    @property
    def is_known(self) -> bool:
        """Whether there is any number at all."""
        return any(part is not None for part in (self.value, self.by_sex, self.times_baseline))

    def problems(self) -> Iterator[Problem]:
        if self.is_known and self.source is None and self.assumption is None:
            yield Problem("source", "a figure without a source", "a source id, or an assumption with a sentence")
        if not self.is_known and self.note is None:
            yield Problem("note", "neither a value nor a note", "a value, or a note that says what was looked for")
        if self.up_to is not None and (self.value is None or self.up_to <= self.value):
            yield Problem("up_to", f"{self.up_to:g}", "more than the value")


@dataclass(frozen=True, kw_only=True)
class Fact(Figure):
    """A figure that stands on its own, with its text."""

    label: Texts
    unit: Annotated[str, Named("unit"), "what is counted"]


@dataclass(frozen=True, kw_only=True)
class Point:
    """One point of a series."""

    period: Annotated[Period | None, "when; empty where the source does not say"] = None
    value: float
    source: Annotated[str | None, Named("source"), "who says so"] = None
    assumption: Annotated[str | None, "instead of a source"] = None
    standard: Annotated[str | None, "the standard population of an age-standardised rate"] = None
    scope: Annotated[str | None, "what it covers, where that is not all"] = None
    note: str | None = None

    def problems(self) -> Iterator[Problem]:
        if self.source is None and self.assumption is None:
            yield Problem("source", "a figure without a source", "a source id, or an assumption with a sentence")
