"""What is a course when everything that can be settled before a run is settled?"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from felles.simulation.courses.conditions import Condition
from felles.simulation.courses.numbers import NumberPlan
from felles.simulation.courses.spans import SpanPlan
from felles.simulation.courses.views import Ref
from felles.simulation.courses.wording import WordsPlan

TEXTS = ("code", "place", "actor", "unit")
"""Columns of an event that hold a word."""


@dataclass(frozen=True, slots=True)
class SharePlan:
    """A probability and its question."""

    number: NumberPlan
    purpose: int


@dataclass(frozen=True, slots=True)
class RepeatPlan:
    """How often a step comes back."""

    every: SpanPlan
    times: SpanPlan | None
    until: Ref | None
    share: SharePlan | None
    jitter: SpanPlan | None


@dataclass(frozen=True, slots=True)
class UntilPlan:
    """When an event ends. from_: None for the event's own day. known_late: whether the end is not known before it comes."""

    from_: Ref | None
    days: SpanPlan | None

    @property
    def known_late(self) -> bool:
        """Whether the end is a fact of life, and not something that was set."""
        return self.from_ is not None and self.days is None


@dataclass(frozen=True, slots=True)
class ReplacesPlan:
    """The step whose event is corrected, the number of its events, and whether it is written however old."""

    step: Ref
    number: int
    history: bool


@dataclass(slots=True)
class DataPlan:
    """digits: what the number of an object is written with, each the words of one field, or of several that share a number.

    A digit is -1 for none, and so may a number be: it counts from the end. texts: the objects; place: [number] -> place among
    them, -1 for what no row can have; number: of the run, by the number of the object, or by what is made.
    """

    digits: tuple[tuple[tuple[str, WordsPlan], ...], ...]
    texts: tuple[str, ...]
    place: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    made: WordsPlan | None = None
    number: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many words each digit may be, counting none."""
        return tuple(len(fields[0][1].words) + 1 for fields in self.digits)


@dataclass(slots=True)
class StepPlan:
    """One step. number: of its events; asks: what later steps ask of it; words: column -> number in the run of each own word."""

    name: str
    number: int
    anchor: Ref
    event: str | None
    type: int = -1
    each: Ref | None = None
    days: SpanPlan | None = None
    not_before: tuple[Ref, ...] = ()
    not_after: tuple[Ref, ...] = ()
    weekdays: bool = False
    share: SharePlan | None = None
    conditions: tuple[Condition, ...] = ()
    only_if: tuple[Ref, ...] = ()
    unless: tuple[Ref, ...] = ()
    repeat: RepeatPlan | None = None
    texts: dict[str, WordsPlan] = field(default_factory=dict)
    value: SpanPlan | WordsPlan | None = None
    data: DataPlan | None = None
    until: UntilPlan | None = None
    precision: int = 0
    recorded: SpanPlan | None = None
    replaces: ReplacesPlan | None = None
    episode: str | None = None
    history: bool = False
    needs_code: bool = False  # whether it cannot happen where there is no code
    after_life: bool = False
    asks: frozenset[str] = frozenset()
    words: dict[str, NDArray[np.int32]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CoursePlan:
    """A file."""

    id: str
    of: str
    conditions: tuple[Condition, ...]
    steps: tuple[StepPlan, ...]
