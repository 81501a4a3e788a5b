"""Who is invited to which screening, how many come, and what does the test see?

Read from simulation/screening/*.yaml (file): a programme each, run by the same kernel.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from felles.definitions.readers import Named, WholeNumber
from felles.definitions.records import Problem
from felles.definitions.simulation.expressions import NUMBER
from felles.definitions.simulation.figures import Ranged, Share
from felles.definitions.texts import Texts
from felles.definitions.words import Id

STAGES = ("1", "2", "3", "4", "none")
"""Stages I to IV, and cancers without stages."""
Age = Annotated[int, WholeNumber(0, 120)]


@dataclass(frozen=True, kw_only=True)
class Regime:
    """What is offered from a year on, to some ages. Of several that hold, the last one listed counts."""

    from_: Annotated[int, WholeNumber(1950, 2200), "the year from which it holds"]
    ages: Annotated[tuple[Age, ...], "from and until (not included)"]
    every: Annotated[Ranged, "years between invitations"]
    test: str
    counties: Annotated[tuple[Annotated[str, Named("county")], ...], "where; left out: everywhere"] = ()

    def problems(self) -> Iterator[Problem]:
        if len(self.ages) != 2 or self.ages[0] >= self.ages[1]:
            yield Problem("ages", f"{list(self.ages)}", "two ages, the first below the second")


@dataclass(frozen=True, kw_only=True)
class Attendance:
    """How many come, of those invited from a year on."""

    from_: Annotated[int, WholeNumber(1950, 2200), "the year from which it holds"]
    share: Annotated[Any, NUMBER, "the share of an invitation; a table by sex, county, age or test"]
    education: Annotated[Mapping[str, Ranged], "what education adds, in standard deviations of the willingness to come"]
    tendency: Annotated[Ranged, "how much persons differ, against how much a person differs from one time to another"]
    after_reminder: Annotated[Share, "of those who come, the share that comes after a reminder"]


@dataclass(frozen=True, kw_only=True)
class Days:
    """Days as chance gives them: half wait less than the median."""

    median: Ranged
    spread: Annotated[Ranged, "standard deviation of the logarithm"]


@dataclass(frozen=True, kw_only=True)
class Test:
    """What a test sees, and what comes of it."""

    sensitivity: Annotated[Mapping[str, Share], "of a cancer that could be detected, by the stage it has come to"]
    growing: Annotated[
        Ranged, "years in which it comes to 63 per cent of that, after it could first be detected; 0: at once"
    ]
    false_first: Annotated[
        Share, "of those without cancer and precancer, who are called in for nothing, the first time they are asked"
    ]
    false_later: Annotated[Share, "the same, later times"]
    unsuitable: Annotated[Share, "tests that say nothing"]
    precancer_sensitivity: Annotated[Share, "of a precancer that would become cancer"]
    other_precancer: Annotated[Any, NUMBER, "other precancers found, of those who come; a table by age"]
    work_up: Annotated[Share, "of those called in, who come to the work-up"]

    def problems(self) -> Iterator[Problem]:
        if set(self.sensitivity) != set(STAGES):
            yield Problem("sensitivity", ", ".join(self.sensitivity), ", ".join(STAGES))


@dataclass(frozen=True, kw_only=True)
class Smoked:
    """How much a person must have smoked to be invited."""

    pack_years: Annotated[Ranged, "at least: packs of 20 a day, times years"]
    within: Annotated[Ranged, "years since stopping, at most"]


@dataclass(frozen=True, kw_only=True)
class Programme:
    """A screening programme."""

    id: Id
    label: Texts
    why: str
    sexes: tuple[Literal["female", "male"], ...]
    sites: Annotated[tuple[str, ...], "cancers that it looks for"]
    begins: Annotated[Any, NUMBER, "the year of the first invitations; a table by county"]
    spread: Annotated[Ranged, "years in which those of the right age are first invited, where the programme begins"]
    all_ages: Annotated[
        bool, "whether all of the right age are invited when it begins, or only those who reach the first age"
    ]
    smoked: Annotated[Smoked | None, "what must have been smoked; left out: anybody is invited"] = None
    rounds: Annotated[int | None, WholeNumber(1, 60), "invitations at most"] = None
    regimes: tuple[Regime, ...]
    attendance: tuple[Attendance, ...]
    tests: Mapping[str, Test]
    reminder: Annotated[Days, "from invitation to reminder"]
    answer: Annotated[Days, "from invitation (or reminder) to the test"]
    found: Annotated[Days, "from the test to the diagnosis"]

    def problems(self) -> Iterator[Problem]:
        for regime in self.regimes:
            if regime.test not in self.tests:
                yield Problem("regimes", f'"{regime.test}"', f"a test of the programme: {', '.join(self.tests)}")
        for field in ("regimes", "attendance"):
            years = [each.from_ for each in getattr(self, field)]
            if not years or years != sorted(years):
                yield Problem(field, ", ".join(map(str, years)) or "none", "one or more, the oldest first")
