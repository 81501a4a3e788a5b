"""What do the services of the simulated country need beyond their steps: who is referred in vain, what queues there are,
how does a patient feel from week to week?

Read from simulation/services/suspicions/*.yaml, simulation/services/resources/*.yaml and simulation/services/symptoms/*.yaml
(each file one). The steps of a service are read with the engine of courses.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

from felles.definitions.readers import Named, WholeNumber
from felles.definitions.records import Problem
from felles.definitions.simulation.figures import Ranged, Share
from felles.definitions.texts import Texts
from felles.definitions.words import Id


@dataclass(frozen=True, kw_only=True)
class Suspicion:
    """How many people are referred to a pathway, and turn out not to have cancer. The id is the pathway's."""

    id: Annotated[str, Named("pathway"), "the pathway"]
    per_1000: Annotated[Ranged, "referred without cancer, per 1000 people a year, where by_age is 1"]
    by_age: Annotated[Mapping[str, float], "the rate by the age from which it holds, against the one of per_1000"]
    women: Annotated[Ranged, "the rate of women against the one of per_1000; 0 where only men have the organ"]
    men: Annotated[Ranged, "the same for men"]
    note: str | None = None

    def problems(self) -> Iterator[Problem]:
        ages = list(self.by_age)
        if not ages or ages[0] != "0" or any(not age.isdigit() for age in ages):
            yield Problem(
                "by_age", ", ".join(ages) or "nothing", 'ages in whole years, in quotes, the first of them "0"'
            )
        elif [int(age) for age in ages] != sorted({int(age) for age in ages}):
            yield Problem("by_age", ", ".join(ages), "ages that rise")
        if any(weight < 0 for weight in self.by_age.values()):
            yield Problem("by_age", "a rate below 0", "rates of 0 or more")
        if self.per_1000.ends[0] < 0 or self.per_1000.ends[1] > 100:
            yield Problem("per_1000", f"{self.per_1000.value:g}", "0 to 100 per 1000 people a year")


@dataclass(frozen=True, kw_only=True)
class QuietWeeks:
    """Weeks of the year in which less comes in and less is done."""

    from_week: Annotated[int, WholeNumber(0, 52), "week of the year, 0 for the days from 1 January"]
    to_week: Annotated[int, WholeNumber(0, 52), "the last of them"]
    arrivals: Annotated[Share, "of what comes in other weeks"]
    capacity: Annotated[Share, "of what is done in other weeks"]

    def problems(self) -> Iterator[Problem]:
        if self.to_week < self.from_week:
            yield Problem("to_week", f"{self.to_week}", f"{self.from_week} or later")


@dataclass(frozen=True, kw_only=True)
class Resource:
    """A service that all pathways share and queue for, such as pathology."""

    id: Id
    label: Texts
    arrivals: Annotated[Ranged, "cases a week per 100,000 people in the first year"]
    arrivals_growth: Annotated[Ranged, "of a year against the year before; 0.02 is two per cent more"]
    capacity: Annotated[
        Mapping[str, Ranged], "cases that can be done for each that arrives in the first year, by region"
    ]
    capacity_growth: Annotated[Ranged, "of a year against the year before"]
    longest: Annotated[Ranged, "days of waiting at which overtime is worked and capacity is bought"]
    quiet: tuple[QuietWeeks, ...] = ()
    note: str | None = None

    def problems(self) -> Iterator[Problem]:
        if not self.capacity:
            yield Problem("capacity", "no region", "every health region with its capacity")
        if any(figure.ends[0] <= 0 for figure in self.capacity.values()):
            yield Problem("capacity", "0 or less", "more than 0: nothing would ever be answered")


@dataclass(frozen=True, kw_only=True)
class SymptomItem:
    """One question of the form: what lies behind the answer, on its scale from 0 to 4."""

    label: Texts
    usual: Annotated[Ranged, "the level of an ordinary person on an ordinary day"]
    own: Annotated[Ranged, "how much people differ: a standard deviation"]
    treatment: Annotated[Mapping[str, Ranged], "what a treatment adds when it is at its worst, by its kind"]
    worsening: Annotated[Ranged, "what a disease that comes back or kills adds on its last day"]


@dataclass(frozen=True, kw_only=True)
class SymptomCourse:
    """How patients feel from week to week, and how that becomes answers to our own short form."""

    id: Annotated[Id, "the id of the form"]
    label: Texts
    version: str
    items: Annotated[Mapping[str, SymptomItem], "the questions by their link ids"]
    fading: Annotated[Mapping[str, Ranged], "days in which what a treatment adds has fallen to a third, by its kind"]
    growing: Annotated[Ranged, "days before the relapse or death at which a third of the worsening is felt"]
    weekly: Annotated[Ranged, "how much a week differs from another: a standard deviation"]
    answering: Annotated[Ranged, "how far an answer lies from what is felt: a standard deviation"]
    left_out: Annotated[Share, "of forms in which one question is not answered"]
    yellow: Annotated[Ranged, "the felt level from which somebody ought to look"]
    red: Annotated[Ranged, "the felt level from which somebody ought to call the same day"]

    def problems(self) -> Iterator[Problem]:
        if not 1 <= len(self.items) <= 5:
            yield Problem(
                "items", f"{len(self.items)} questions", "1 to 5: every combination of answers is a word of the log"
            )
        kinds = {kind for item in self.items.values() for kind in item.treatment}
        if missing := sorted(kinds - set(self.fading)):
            yield Problem(
                "fading", f"nothing for {', '.join(missing)}", "the days of each kind of treatment that adds something"
            )
        if self.red.value <= self.yellow.value:
            yield Problem("red", f"{self.red.value:g}", f"more than yellow, {self.yellow.value:g}")
