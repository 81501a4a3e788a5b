"""When does a country's clock start and stop, how long may it run, and who says so? One file is one interval."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Annotated, Literal

from felles.definitions.dated import Dated
from felles.definitions.examples import Example
from felles.definitions.pathways import Step, TreatmentKind
from felles.definitions.readers import Named, Shaped, WholeNumber
from felles.definitions.records import Problem
from felles.definitions.texts import Texts
from felles.definitions.words import Id

IntervalId = Annotated[
    str, Shaped(r"[A-Za-z][A-Za-z0-9_]*", 'the name that the country uses, of letters, digits and "_", such as OF1')
]
Point = Annotated[
    str,
    Shaped(
        r"start|[a-z][a-z_]*(:[a-z][a-z_]*)?",
        'an event type, with a code after a colon where that matters, such as "decided:treat"; or start',
    ),
]


@dataclass(frozen=True, kw_only=True)
class RuleLimitValue:
    """How many days an interval may take, from a day on."""

    value: Annotated[int | None, WholeNumber(0, 400), "calendar days; empty: no time is defined or known"]
    source: Annotated[str, Named("source"), "where it was read, or remembered"]
    verified: Annotated[bool, "whether the number was read there; an unverified one is never used for official shares"]
    start: Annotated[
        Literal["stated", "seen"],
        "stated: the source says from when; seen: it does not, and the first day it is known to be in force was taken",
    ]
    until: Annotated[date | None, "the first day on which it no longer applies; empty while the next one follows"] = (
        None
    )
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class RuleLimit:
    """The longest time of an interval: for all pathways or one, for any first treatment or one kind of it."""

    pathway: Annotated[Id | None, "the code of the referral; empty for all"] = None
    kind: Annotated[TreatmentKind | None, "the first treatment; empty where it does not matter"] = None
    days: Annotated[Dated[RuleLimitValue], "values by the first day of a pathway to which each applies"]

    def problems(self) -> Iterator[Problem]:
        for (_, earlier), (begins, _) in pairwise(self.days):
            if earlier.until is not None and earlier.until != begins:
                kind = "a gap" if earlier.until < begins else "an overlap"
                got = f"{kind}: one value until {earlier.until}, the next from {begins}"
                yield Problem("days", got, "values that follow each other; write a null value where none applied")
        last_begins, last = self.days.entries[-1]
        if last.until is not None and last.until <= last_begins:
            yield Problem("days", f"a value from {last_begins} until {last.until}", "an end after the beginning")


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One interval of a country's rule book: what opens it, closes it and ends it, and how long it may take."""

    id: IntervalId
    label: Texts
    starts: Annotated[
        tuple[Point, ...], "what begins the clocks of an episode: the first of these that it has; alike in the folder"
    ] = ("referred",)
    opens: Annotated[tuple[Point, ...], "the first of these on or after the start opens it; start is the start itself"]
    opens_where_limited: Annotated[
        tuple[Point, ...], "these too, in a pathway that has a limit for the treatment of the same code"
    ] = ()
    closes: Annotated[tuple[Point, ...], "the first of these on or after the opening closes it"]
    ends: Annotated[
        tuple[Point, ...],
        "these end it unclosed. A type whose codes open something in this book ends with its other codes",
    ] = ("pathway_ended",)
    step: Annotated[Step | None, "where the limits are those of this step in content/pathways"] = None
    limits: Annotated[tuple[RuleLimit, ...], "else its own limits; none where no time is known"] = ()
    source: Annotated[str, Named("source"), "where the rule of the clock was read"]
    verified: Annotated[bool, "whether what opens and closes it was read there"]
    notes: Annotated[tuple[str, ...], "what a user of the times must know"] = ()
    examples: tuple[Example, ...] = ()

    @property
    def by_kind(self) -> bool:
        """Whether its limits differ by the first treatment."""
        own = any(limit.kind for limit in self.limits)
        return own or (self.step is not None and self.step.endswith("treatment_start"))

    def problems(self) -> Iterator[Problem]:
        if self.step is not None and self.limits:
            yield Problem("limits", "limits beside a step", "one of the two: a step of content/pathways, or limits")
        for field, mixed in (
            ("kind", {limit.kind is None for limit in self.limits}),
            ("pathway", {limit.pathway is None for limit in self.limits}),
        ):
            if len(mixed) > 1:
                yield Problem("limits", f"some limits with a {field} and some without", f"a {field} in all or in none")
        keys = [(limit.pathway or "all pathways", limit.kind or "") for limit in self.limits]
        for pathway, kind in sorted({key for key in keys if keys.count(key) > 1}):
            yield Problem("limits", f"an overlap: {pathway} {kind}".rstrip() + " twice", "each pathway and kind once")
