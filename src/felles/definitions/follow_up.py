"""Which contacts and tests follow after treatment for a cancer, at which months, and who says so? One file is one plan."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, Any, Literal

from felles.definitions.event_points import EventPoint
from felles.definitions.examples import Example
from felles.definitions.readers import Named, WholeNumber
from felles.definitions.records import Problem
from felles.definitions.texts import Texts
from felles.definitions.words import Id, Period

Who = Literal["hospital", "gp", "hospital_and_gp", "dermatologist"]
AnchorKind = Literal["diagnosis", "surgery", "treatment_end", "radiotherapy_end"]
Months = Annotated[int, WholeNumber(1, 600)]
Days = Annotated[int, WholeNumber(0, 180)]

_SHORTEST_MONTH = 28


@dataclass(frozen=True, kw_only=True)
class FollowUpAnchor:
    """The day that the months of a plan are counted from."""

    kind: Annotated[AnchorKind, "what the source counts from"]
    events: Annotated[tuple[EventPoint, ...], "what tells that day in the log; the latest of them counts"]


@dataclass(frozen=True, kw_only=True)
class FollowUpItem:
    """One contact or test of a plan, with its months."""

    id: Id
    label: Texts
    who: Annotated[Who, "who holds it"]
    done_by: Annotated[tuple[EventPoint, ...], "what in the log shows that it was done"]
    at_months: Annotated[tuple[Months, ...], "single months after the anchor"] = ()
    every_months: Annotated[int | None, WholeNumber(1, 60), "and then every so many months"] = None
    from_months: Annotated[int | None, WholeNumber(1, 600), "the first of those; empty: after one step"] = None
    until_months: Annotated[int | None, WholeNumber(1, 600), "the last of those; empty: for life"] = None
    window_months: Annotated[tuple[Months, ...], "instead: once, between these two months"] = ()
    first_within: Annotated[bool, "whether the first must be done by its day, without slack after it"] = False
    slack_days: Annotated[int | None, WholeNumber(0, 180), "instead of the plan's; under the same assumption"] = None
    clinical_clock: Annotated[
        bool, "whether it stays on the calendar whatever a form says, also when the plan follows need"
    ] = False
    unit: Annotated[
        str | None, "the unit (UCUM) of what is measured, where `measured` is what shows that it was done"
    ] = None
    note: str | None = None

    @property
    def first_month(self) -> int:
        """The month of the first one."""
        starts = [*self.at_months, *self.window_months]
        return min([*starts, self.from_months or self.every_months] if self.every_months else starts)

    def problems(self) -> Iterator[Problem]:
        repeats = self.every_months is not None
        if bool(self.at_months or repeats) == bool(self.window_months):
            yield Problem(
                "at_months",
                "both months and a window" if self.window_months else "no months",
                "months (at_months, every_months) or else window_months",
            )
        if self.window_months and (len(self.window_months) != 2 or self.window_months[0] >= self.window_months[1]):
            yield Problem("window_months", _listed(self.window_months), "two months, the earlier first")
        measures = any(point.startswith("measured:") for point in self.done_by[:1])
        if measures != (self.unit is not None):
            yield Problem(
                "unit",
                "nothing" if measures else f'"{self.unit}"',
                "a unit such as ug/L, with `measured` and only there",
            )
        if any(later <= earlier for earlier, later in pairwise(self.at_months)):
            yield Problem("at_months", _listed(self.at_months), "months that ascend")
        for field in ("from_months", "until_months"):
            if getattr(self, field) is not None and not repeats:
                yield Problem(field, f"{getattr(self, field)} without every_months", "every_months beside it")
        begins = self.from_months or self.every_months
        if self.until_months is not None and begins is not None and self.until_months < begins:
            yield Problem("until_months", str(self.until_months), f"{begins} or later, when the first one is")


@dataclass(frozen=True, kw_only=True)
class FollowUpPlan:
    """A calendar plan for the time after treatment: what, when, who holds it, and what ends it."""

    id: Id
    label: Texts
    pathway: Annotated[str, Named("pathway"), "the pathway it comes after; a person has one plan of a pathway"]
    source: Annotated[str, Named("source"), "where its months were read"]
    source_date: Annotated[Period | None, "the date that the page carries; empty where it carries none"] = None
    verified: Annotated[bool, "whether the months were read there"]
    old: Annotated[bool, "whether the source is old or at second hand; it is shown as such, to be confirmed"] = False
    anchor: FollowUpAnchor
    applies_to: Annotated[
        Any | None, "whom it is for, in the condition language; empty: only those for whom somebody has set it"
    ] = None
    ends: Annotated[
        tuple[EventPoint, ...], "what ends it, beside death, the plan's own last day and a new plan in its place"
    ] = ("relapsed",)
    slack_days: Annotated[Days, "days before and after its day in which a contact is in time"]
    slack_assumption: Annotated[str, "why so many days, for the programmes name none"]
    items: tuple[FollowUpItem, ...]
    afterwards: Annotated[Texts | None, "what follows when the plan is done"] = None
    notes: Annotated[tuple[str, ...], "what a user of the plan must know"] = ()
    examples: Annotated[
        tuple[Example, ...], 'each expects, by item, its first contacts as a day and a state: "2026-07-01 done"'
    ] = ()

    def slack_of(self, item: FollowUpItem) -> int:
        """The days before and after the day of a contact in which it is in time."""
        return self.slack_days if item.slack_days is None else item.slack_days

    def problems(self) -> Iterator[Problem]:
        ids = [item.id for item in self.items]
        if not ids:
            yield Problem("items", "an empty list", "at least one contact or test")
        for id in sorted({id for id in ids if ids.count(id) > 1}):
            yield Problem("items", f"{id} twice", "each id once")
        for item in self.items:
            if not item.window_months and self.slack_of(item) >= item.first_month * _SHORTEST_MONTH:
                allowed = f"fewer days than there are before month {item.first_month}, set with slack_days of the item"
                yield Problem(
                    "items", f"{item.id}, whose window of {self.slack_of(item)} days opens too early", allowed
                )


def _listed(months: tuple[int, ...]) -> str:
    return ", ".join(map(str, months))
