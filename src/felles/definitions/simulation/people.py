"""Who lives in the simulated country: births, migration, deaths, homes, moves, schooling, family and work?

Each record is one file of content/simulation/people with the record's name: `simulation/people/fertility.yaml` and so
on, form `whole`. The tables that they lean on stand in content/simulation/people/tables.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal, TypeAlias

from felles.definitions.records import Problem
from felles.definitions.simulation.figures import Ranged, Share

Sex = Literal["female", "male"]
ByYear: TypeAlias = Mapping[str, Ranged]
"""Figures by calendar year in quotes; a straight line between two years, the end values outside."""
ByAge: TypeAlias = Mapping[str, Ranged]
"""Figures by the age in quotes at which a band begins; the first begins at "0", each lasts until the next."""
ShareByAge: TypeAlias = Mapping[str, Share]
MOST_EMIGRATE, STEEPEST = 0.5, 0.1
"""What no country has seen: half of an age leaving in a year, mortality changing by a tenth a year for ever."""


def not_rising(field: str, keys: list[str], what: str) -> Iterator[Problem]:
    """Keys that are no whole numbers, or do not rise."""
    allowed = f"{what} in quotes, the least first"
    if not keys:
        yield Problem(field, "nothing", allowed)
    for before, key in zip(["-1", *keys], keys, strict=False):
        if not key.isdecimal() or (before.lstrip("-").isdecimal() and int(key) <= int(before)):
            yield Problem(field, f'"{key}"', allowed)


def not_bands(field: str, bands: Mapping[str, object]) -> Iterator[Problem]:
    """Bands of ages that leave an age out."""
    yield from not_rising(field, list(bands), "ages at which bands begin")
    if bands and next(iter(bands)) != "0":
        yield Problem(
            field, f'"{next(iter(bands))}" first', 'the first band from "0", so that every age has its figure'
        )


def outside(field: str, figures: Mapping[str, Ranged], least: float, most: float, what: str) -> Iterator[Problem]:
    """Figures that may be below the least or above the most that makes sense."""
    for key, figure in figures.items():
        low, high = figure.ends
        if low < least or high > most:
            yield Problem(field, f'{low:g} to {high:g} at "{key}"', f"{what} from {least:g} to {most:g}")


def negative(field: str, figures: Mapping[str, Ranged]) -> Iterator[Problem]:
    """Figures that may be below nothing."""
    for key, figure in figures.items():
        if figure.ends[0] < 0:
            yield Problem(field, f'{figure.ends[0]:g} at "{key}"', "0 or more")


@dataclass(frozen=True, kw_only=True)
class Fertility:
    """How many are born after the last year of the table of births."""

    children_per_woman: Annotated[ByYear, "total fertility"]
    age_of_mothers: Annotated[Ranged, "mean, in years"]
    spread_of_ages: Annotated[Ranged, "standard deviation, in years"]
    boys: Annotated[Share, "share of the newborn"]

    def problems(self) -> Iterator[Problem]:
        yield from not_rising("children_per_woman", list(self.children_per_woman), "years")
        yield from negative("children_per_woman", self.children_per_woman)
        if self.spread_of_ages.ends[0] <= 0:
            yield Problem("spread_of_ages", f"{self.spread_of_ages.ends[0]:g}", "more than 0 years")


@dataclass(frozen=True, kw_only=True)
class Migration:
    """How many move into and out of the country.

    To the last table of the population immigrants are what is missing when births, deaths and emigrants are counted.
    """

    immigrants: Annotated[ByYear, "persons a year in the whole country, after the last table"]
    ages_like: Annotated[
        Mapping[Literal["from", "to"], int], "years whose immigrants later ones resemble in age and sex"
    ]
    emigration: Annotated[ShareByAge, "share of an age who leave in a year"]

    def problems(self) -> Iterator[Problem]:
        yield from not_rising("immigrants", list(self.immigrants), "years")
        yield from negative("immigrants", self.immigrants)
        yield from not_bands("emigration", self.emigration)
        yield from outside(
            "emigration", self.emigration, 0, MOST_EMIGRATE, "a share of those of that age who leave in a year"
        )
        if set(self.ages_like) != {"from", "to"} or not 2000 <= self.ages_like["from"] <= self.ages_like["to"] <= 2023:
            yield Problem("ages_like", str(dict(self.ages_like)), "from and to, years from 2000 to 2023, in order")


@dataclass(frozen=True, kw_only=True)
class Declines:
    """By how much mortality falls."""

    female: ByAge
    male: ByAge

    def problems(self) -> Iterator[Problem]:
        for field, bands in (("female", self.female), ("male", self.male)):
            yield from not_bands(field, bands)
            yield from outside(field, bands, -STEEPEST, STEEPEST, "a share of the rate a year")


@dataclass(frozen=True, kw_only=True)
class Mortality:
    """Of what else than modelled cancers people die: the life table, its future, and what smoking does to it."""

    decline: Annotated[Declines, "share by which the rates of an age fall in a year, after the last life table"]
    other_at_least: Annotated[Share, "the least share of all deaths that is not of a modelled cancer"]
    smokers: Annotated[ByAge, "relative risk of death of other causes, daily smokers against those who never smoked"]
    former_smokers: Annotated[ByAge, "the same for those who have stopped"]

    def problems(self) -> Iterator[Problem]:
        for field, bands in (("smokers", self.smokers), ("former_smokers", self.former_smokers)):
            yield from not_bands(field, bands)
            yield from negative(field, bands)


@dataclass(frozen=True, kw_only=True)
class Moving:
    """How often people move to another municipality, and how far."""

    rate: Annotated[ByAge, "moves to another municipality a person and year"]
    between_counties: Annotated[Share, "share of the moves that cross a county's border"]

    def problems(self) -> Iterator[Problem]:
        yield from not_bands("rate", self.rate)
        yield from negative("rate", self.rate)


@dataclass(frozen=True, kw_only=True)
class Level:
    """When a level of education is completed: in June of the year in which the person reaches an age."""

    age: Annotated[Ranged, "the age that the earliest reach that year, in whole years"]
    years: Annotated[Ranged, "over how many years those who complete it are spread"]


@dataclass(frozen=True, kw_only=True)
class Schooling:
    """When each level of education is completed. Who reaches which is in the table `education`."""

    compulsory: Level
    secondary: Level
    tertiary_short: Level
    tertiary_long: Level


@dataclass(frozen=True, kw_only=True)
class Partners:
    """Who lives with somebody."""

    female: ShareByAge
    male: ShareByAge
    years_older: Annotated[Ranged, "how much older men are than the women they live with"]
    spread: Annotated[Ranged, "standard deviation of that, in years"]

    def problems(self) -> Iterator[Problem]:
        yield from not_bands("female", self.female)
        yield from not_bands("male", self.male)
        if self.spread.ends[0] < 0:
            yield Problem("spread", f"{self.spread.ends[0]:g}", "0 years or more")


@dataclass(frozen=True, kw_only=True)
class Family:
    """Who stands close. How many children people have is in the table `children`."""

    partners: Partners
    first_child: Annotated[ByYear, "mean age of women at the first child, by their year of birth"]
    fathers_older: Annotated[Ranged, "years that men are older at the first child"]
    spread_of_first: Annotated[Ranged, "standard deviation of the age at the first child, in years"]
    between_children: Annotated[Ranged, "mean years from a child to the next"]
    parent_alive: Annotated[ShareByAge, "share who have a parent alive, by the person's age"]
    sibling_alive: Annotated[ShareByAge, "share who have a sibling alive"]

    def problems(self) -> Iterator[Problem]:
        yield from not_rising("first_child", list(self.first_child), "years of birth")
        yield from not_bands("parent_alive", self.parent_alive)
        yield from not_bands("sibling_alive", self.sibling_alive)
