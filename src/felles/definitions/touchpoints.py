"""When is each conversation of the home pathway due, who holds it, and who says so? One file is one touchpoint."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from felles.definitions.dated import Dated
from felles.definitions.event_points import EventPoint
from felles.definitions.examples import Example
from felles.definitions.readers import Named, WholeNumber
from felles.definitions.records import Problem
from felles.definitions.texts import Texts
from felles.definitions.words import Id

Months = Annotated[int | None, WholeNumber(0, 120), "whole months from the diagnosis or relapse; empty: none is set"]
Holder = Literal["hospital", "municipality"]


@dataclass(frozen=True, kw_only=True)
class TouchpointWindow:
    """Between which days a conversation is to be held, from a day on. Both ends have to be written, also where null."""

    from_months: Months
    to_months: Months
    source: Annotated[str, Named("source"), "where it was read, or remembered"]
    verified: Annotated[bool, "whether the window was read there; an unverified one is never used for official shares"]
    start: Annotated[
        Literal["stated", "introduction"],
        "stated: the source says from when; introduction: it does not, and the day of the first text is taken",
    ]
    note: str | None = None

    def problems(self) -> Iterator[Problem]:
        if (self.from_months is None) != (self.to_months is None):
            yield Problem("to_months", "one end without the other", "both ends of the window, or neither")
        elif self.from_months is not None and self.to_months is not None and self.to_months <= self.from_months:
            yield Problem("to_months", f"{self.to_months}", f"more than from_months, {self.from_months}")


@dataclass(frozen=True, kw_only=True)
class OwnDays:
    """A number of days that we chose, because nobody official has set one."""

    value: Annotated[int, WholeNumber(1, 400), "calendar days"]
    assumption: Annotated[str, "that it is ours, and why it is what it is"]


@dataclass(frozen=True, kw_only=True)
class Touchpoint:
    """One conversation of the home pathway (samhandlingspunkt), held after each diagnosis and each relapse."""

    id: Annotated[Id, "the code of the conversation's events, such as municipality_first"]
    number: Annotated[int, WholeNumber(1, 9), "its place among them; a later one that was held leaves it behind"]
    label: Texts
    holder: Annotated[Holder, "who holds it: the hospital, or the municipality where the person lives"]
    opens: Annotated[
        Literal["told", "window"], "told: when the person has been told the diagnosis; window: when the window begins"
    ]
    held_by: Annotated[
        tuple[EventPoint, ...], "what in the log shows that it was held; no other touchpoint may name it"
    ]
    dropped_by: Annotated[
        tuple[EventPoint, ...], "what shows that it was settled not to be relevant, so that nobody need hold it"
    ]
    window: Annotated[Dated[TouchpointWindow], "by the day of the diagnosis or relapse; before the first there is none"]
    remind_after: Annotated[
        OwnDays | None, "our soft reminder where there is no window: days after the person was told, or else diagnosed"
    ] = None
    ask_again_after: Annotated[
        OwnDays, "when to ask again after a no, or take up what was put off, where no day was said"
    ]
    source: Annotated[str, Named("source"), "where it was read who holds it and when"]
    verified: Annotated[bool, "whether who holds it, and when it opens, was read there"]
    notes: Annotated[tuple[str, ...], "what a user of the days must know"] = ()
    examples: tuple[Example, ...] = ()

    def problems(self) -> Iterator[Problem]:
        if not self.held_by:
            yield Problem("held_by", "nothing", "at least one event, such as needs_conversation_held:hospital")
        without = [begins for begins, window in self.window if window.from_months is None]
        if without and self.remind_after is None:
            yield Problem(
                "remind_after", f"nothing, and no window from {without[0]}", "a reminder, so that none is lost"
            )
        if without and self.opens == "window":
            yield Problem("opens", f'"window", and no window from {without[0]}', '"told"')
