"""How many cases, deaths and years of life are there in a stretch of lives, split as asked?"""

from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from felles.definitions.simulation.exposures import SEXES
from felles.simulation.country import diagnosed_between
from felles.simulation.structs import ALIVE, OTHER_CAUSE, People, Tumours

Counts = NDArray[np.float64]
"""(groups, measures)."""
MEASURES = (
    "cases", "stage_1", "stage_2", "stage_3", "stage_4", "not_staged", "cancer_deaths", "deaths", "life_years"
)  # fmt: skip
NOT_BY_SITE = ("deaths", "life_years")
_STAGED = {1: 1, 2: 2, 3: 3, 4: 4, 0: 5}
_CANCER_DEATHS, _DEATHS, _LIFE_YEARS = 6, 7, 8
AGES = ("0-19", "20-29", "30-39", "40-49", "50-59", "60-69", "70-79", "80+")
SPLITS = ("year", "region", "sex", "age", "site")


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What is counted, and how it is split. by: some of SPLITS, in that order. The window's years are both included.

    regions: names; region_of: the region of each county; sites: names in the order of Tumours.site.
    """

    by: tuple[str, ...]
    first: int
    last: int
    regions: tuple[str, ...]
    region_of: tuple[int, ...]
    sites: tuple[str, ...]

    def values(self, split: str) -> tuple[str | int, ...]:
        """What a split tells apart, in order."""
        found: dict[str, tuple[str | int, ...]] = {
            "year": tuple(range(self.first, self.last + 1)),
            "region": self.regions,
            "sex": SEXES,
            "age": AGES,
            "site": self.sites,
        }
        return found[split]

    @property
    def shape(self) -> tuple[int, ...]:
        """How many values each split has."""
        return tuple(len(self.values(split)) for split in self.by)

    @property
    def window(self) -> tuple[float, float]:
        """From and until, in decimal years."""
        return float(self.first), float(self.last + 1)


def count(frame: Frame, people: People, tumours: Tumours) -> Counts:
    """The counts of each group. A person's region is the one at entry, the age that at the event (life years: mid-year)."""
    made = np.zeros((prod(frame.shape), len(MEASURES)))
    _count_cases(frame, people, tumours, made)
    _count_deaths(frame, people, made)
    if "site" not in frame.by:
        _count_life_years(frame, people, made)
    return made


def _count_cases(frame: Frame, people: People, tumours: Tumours, made: Counts) -> None:
    found = diagnosed_between(people, tumours, *frame.window)
    groups = _groups(frame, people, tumours.row[found], tumours.diagnosed[found], tumours.site[found])
    _add(made, 0, groups)
    for stage, measure in _STAGED.items():
        _add(made, measure, groups[tumours.stage_found[found] == stage])


def _count_deaths(frame: Frame, people: People, made: Counts) -> None:
    begins, ends = frame.window
    here = (people.died >= begins) & (people.died < ends) & (people.died < people.emigrates)
    rows = np.flatnonzero(here & (people.died >= people.entered) & (people.cause > OTHER_CAUSE))
    _add(made, _CANCER_DEATHS, _groups(frame, people, rows, people.died[rows], people.cause[rows] - 1))
    if "site" not in frame.by:
        rows = np.flatnonzero(here & (people.died >= people.entered) & (people.cause != ALIVE))
        _add(made, _DEATHS, _groups(frame, people, rows, people.died[rows], np.zeros(len(rows))))


def _count_life_years(frame: Frame, people: People, made: Counts) -> None:
    until = np.minimum(people.died, people.emigrates)
    for year in range(frame.first, frame.last + 1):
        lived = np.minimum(until, year + 1.0) - np.maximum(people.entered, float(year))
        rows = np.flatnonzero(lived > 0)
        groups = _groups(frame, people, rows, np.full(len(rows), year + 0.5), np.zeros(len(rows)))
        made[:, _LIFE_YEARS] += np.bincount(groups, lived[rows], len(made))


def _groups(
    frame: Frame, people: People, rows: NDArray[Any], when: NDArray[np.float64], site: NDArray[Any]
) -> NDArray[np.int64]:
    """The group of each row; only what the frame splits by is looked up."""
    found = np.zeros(len(rows), np.int64)
    for split, size in zip(frame.by, frame.shape, strict=True):
        found = found * size + _code(split, frame, people, rows, when, site)
    return found


def _code(
    split: str, frame: Frame, people: People, rows: NDArray[Any], when: NDArray[np.float64], site: NDArray[Any]
) -> NDArray[Any]:
    codes: NDArray[Any] = people.sex[rows] if split == "sex" else site
    if split == "year":
        codes = np.floor(when).astype(np.int64) - frame.first
    elif split == "region":
        codes = np.take(np.array(frame.region_of, np.int64), people.county[rows])
    elif split == "age":
        codes = np.clip(((when - people.born[rows]) // 10).astype(np.int64) - 1, 0, len(AGES) - 1)
    return codes


def _add(made: Counts, measure: int, groups: NDArray[np.int64]) -> None:
    made[:, measure] += np.bincount(groups, minlength=len(made))
