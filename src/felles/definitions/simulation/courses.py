"""What do the services write about each row of the simulated lives, step by step?

Read from simulation/services/*.yaml (file): one course a file. README.md there has the language with examples. What only the
engine knows (its columns, the vocabulary, the order of steps) it checks when it prepares a run.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from felles.definitions.readers import MappingOf, Named, Shaped
from felles.definitions.records import Problem
from felles.definitions.simulation.expressions import NUMBER, SPAN, VALUE, WORDS, Conditions, MadeBy, OneOf
from felles.definitions.words import Id

EpisodeKind = Literal[
    "tumour", "pathway", "round", "plan", "need", "form", "service", "treatment", "trial", "home_pathway", "relative",
    "admission", "other_pathway", "none",
]  # fmt: skip
Precision = Literal["day", "month", "year"]
DATA = OneOf(MappingOf(WORDS), (("made_by", MadeBy),), MappingOf(WORDS))
StepId = Annotated[str, Shaped(r"[a-z][a-z0-9_]*", 'an id of small letters, digits and "_"')]


@dataclass(frozen=True, kw_only=True)
class Repeat:
    """How often a step comes back."""

    every: Annotated[Any, SPAN, "days from one to the next"]
    times: Annotated[Any, SPAN, "how many at most; left out: until `until`, or the end of life, and at most 64"] = None
    until: Annotated[str | None, "an anchor: none comes after it"] = None
    share: Annotated[Any, NUMBER, "the probability of each"] = None
    jitter: Annotated[Any, SPAN, "days on each but the first"] = None


@dataclass(frozen=True, kw_only=True)
class Until:
    """When an event ends: days after itself, an anchor, or days after an anchor."""

    from_: Annotated[str | None, "an anchor; left out: the event's own day"] = None
    days: Annotated[Any, SPAN, "whole days after it"] = None

    def problems(self) -> Iterator[Problem]:
        if self.from_ is None and self.days is None:
            yield Problem("days", "nothing", "days, an anchor in `from`, or both")


@dataclass(frozen=True, kw_only=True)
class Sourced:
    """Who says the plain numbers, and how far off they may be."""

    source: Annotated[str | None, Named("source"), "who says so"] = None
    assumption: Annotated[str | None, "instead of a source: what is assumed, and why"] = None
    give_or_take: Annotated[float | None, "how far off they may be, as a share of each; with an assumption"] = None

    def problems(self) -> Iterator[Problem]:
        if self.source is not None and self.assumption is not None:
            yield Problem("assumption", "beside a source", "a source or an assumption")
        if self.assumption is not None and self.give_or_take is None:
            yield Problem("give_or_take", "an assumption without a range", "how far off it may be, such as 0.3")
        if self.give_or_take is not None and not 0 <= self.give_or_take < 1:
            yield Problem("give_or_take", f"{self.give_or_take:g}", "from 0 to less than 1")


@dataclass(frozen=True, kw_only=True)
class Step(Sourced):
    """Something that happens to a row, and is written down unless it has no event."""

    id: StepId
    event: Annotated[str | None, "a type of the vocabulary; left out: drawn, but not written"] = None
    from_: Annotated[str | None, "the anchor; left out: the row's own time"] = None
    days: Annotated[Any, SPAN, "whole days after the anchor"] = None
    not_before: Annotated[tuple[str, ...], "anchors: the day is moved up to them"] = ()
    not_after: Annotated[tuple[str, ...], "anchors: the day is moved back to them"] = ()
    weekdays: Annotated[bool, "whether weekends are left to the next Monday, or the Friday before"] = False
    share: Annotated[Any, NUMBER, "the probability that it happens"] = None
    when: Annotated[Mapping[str, Any] | None, Conditions(), "conditions on columns"] = None
    only_if: Annotated[tuple[str, ...], "earlier steps that must have happened"] = ()
    unless: Annotated[tuple[str, ...], "earlier steps that must not have"] = ()
    repeat: Repeat | None = None
    each: Annotated[str | None, "a repeated step: once for each of its occurrences"] = None
    code: Annotated[Any, WORDS, "words"] = None
    place: Annotated[Any, WORDS, "words; hospital, receiving and municipality stand for the row's own"] = None
    actor: Annotated[Any, WORDS, "words"] = None
    unit: Annotated[Any, WORDS, "words"] = None
    value: Annotated[Any, VALUE, "a number"] = None
    data: Annotated[Any, DATA, "field -> words, or what a function makes"] = None
    until: Until | None = None
    precision: Precision = "day"
    recorded: Annotated[Any, SPAN, "days until it is in the log; left out: 1"] = None
    replaces: Annotated[str | None, "an earlier step whose event it corrects"] = None
    episode: EpisodeKind | None = None
    history: Annotated[bool, "whether it is written though it lies before the first day that is written"] = False

    def problems(self) -> Iterator[Problem]:
        yield from super().problems()
        if self.each is not None and self.repeat is not None:
            yield Problem("repeat", "with each", "one of the two")


@dataclass(frozen=True, kw_only=True)
class Course(Sourced):
    """What is written about each row of a kind, step by step."""

    id: Id
    why: str
    of: Annotated[str, "people, tumours, rounds, moves, suspicions: the rows it runs over"]
    when: Annotated[Mapping[str, Any] | None, Conditions(), "conditions on columns of the row"] = None
    episode: Annotated[EpisodeKind, "the kind of episode that its events carry"] = "none"
    steps: tuple[Step, ...]

    def problems(self) -> Iterator[Problem]:
        yield from super().problems()
        names = [step.id for step in self.steps]
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield Problem("steps", f'"{name}" twice', "each step once")
        if not names:
            yield Problem("steps", "none", "one step or more")
