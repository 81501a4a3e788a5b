"""How does a plain table of cases and population become age groups by five-year periods, seen and to come?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from felles.epidemiology.ages import AGE_GROUPS
from felles.epidemiology.errors import BadTable
from felles.epidemiology.frames import read
from felles.epidemiology.noting import Note
from felles.epidemiology.occurrence.case_tables import as_whole_numbers, bands
from felles.epidemiology.projecting.glm import Floats

if TYPE_CHECKING:
    import polars as pl

AGE_COLUMNS = ("age_group", "age_from", "age")
POPULATION_COLUMNS = ("population", "person_years")
_NOT_OF_PEOPLE = ("site", "cancer", "icd10", "stage", "morphology")  # columns that split cases but not the population
WIDTH = 5  # years of an age group and of a period: the model needs them alike


@dataclass(frozen=True, kw_only=True)
class CaseSeries:
    """Counts of one kind. cases: (18 ages, observed periods); person_years: (18 ages, all periods, those to come last).

    years: the first year of each period, where the table tells years; yearly: year -> population (ages,) of the years
    after the last one observed.
    """

    key: dict[str, Any]
    periods: tuple[str, ...]
    cases: Floats
    person_years: Floats
    years: tuple[int, ...] = ()
    yearly: dict[int, Floats] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What a sentence calls it."""
        return ", ".join(f"{column} {value}" for column, value in self.key.items()) or "The table"

    @property
    def observed(self) -> int:
        """How many of the periods are observed."""
        return int(self.cases.shape[1])

    @property
    def ahead(self) -> int:
        """How many periods are to come."""
        return len(self.periods) - self.observed

    @property
    def to_come(self) -> Floats:
        """Person-years (ages, periods to come)."""
        return self.person_years[:, self.observed :]

    def until(self, observed: int) -> CaseSeries:
        """The table as it was when only so many of the observed periods were known: the others are to come."""
        known = slice(0, self.observed)
        return replace(
            self,
            periods=self.periods[known],
            cases=self.cases[:, :observed],
            person_years=self.person_years[:, known],
            years=self.years[known],
            yearly={},
        )


def read_series(
    table: Any, population: Any = None, *, by: Sequence[str] = ()
) -> tuple[list[CaseSeries], tuple[str, ...]]:
    """One CaseSeries for each combination of `by`, and notes on what was left out.

    table: by..., `year` (counts by year) or `period` (five years; in the order of the file), `age_group` (or age_from,
    age: 0-4 to 85+, or single years), `cases`, `population` (or person_years). Rows without cases carry the population
    of the time to come. population: the same columns without cases, for times that the table has no population of; the
    columns of `by` that it has are matched. Years are put together five and five back from the last one observed.
    Raises BadTable with row and column.
    """
    import polars as pl

    given = read(table, columns=[*by, "cases"])
    time = next((name for name in ("year", "period") if name in given.columns), None)
    if time is None:
        raise BadTable(f"The table needs a column year or period. It has {', '.join(given.columns)}.")
    counts = given.select(*by, _time(given, time), _age(given), as_whole_numbers(given["cases"]))
    counts = counts.filter(pl.col("cases").is_not_null())
    _refuse(counts, "cases", counts["cases"] < 0, "0 or more")
    notes: list[str] = []
    unknown = int(counts.filter(pl.col("age") < 0)["cases"].sum())
    if unknown:
        notes.append(Note("unknown_ages", count=unknown))
    people = _people(given, population, by, time)
    groups = counts.group_by(by, maintain_order=True) if by else [((), counts)]
    found = []
    for values, rows in groups:
        key = dict(zip(by, values, strict=True))
        matched = [pl.col(name).eq_missing(pl.lit(value)) for name, value in key.items() if name in people.columns]
        found.append(_of_series(key, rows, people.filter(matched) if matched else people, time, notes))
    if not found:
        raise BadTable("The table has no row with cases.")
    return found, tuple(dict.fromkeys(notes))


def _of_series(
    key: dict[str, Any], rows: pl.DataFrame, people: pl.DataFrame, time: str, notes: list[str]
) -> CaseSeries:
    empty = CaseSeries(key=key, periods=(), cases=np.empty((0, 0)), person_years=np.empty((0, 0)))
    seen, known = (frame["time"].unique(maintain_order=True).to_list() for frame in (rows, people))
    if time == "year":
        seen = list(
            range(min(seen), max(seen) + 1)
        )  # a year without a row had no case; without people it is refused below
        known = list(range(min(seen), max([*seen, *known]) + 1))
    moments = [*seen, *(moment for moment in known if moment not in seen)]
    periods, groups, begins = _periods(moments, len(seen), time, empty.name, notes)
    observed = sum(group[-1] < len(seen) for group in groups)
    population = _grid(people, "population", moments)
    person_years = np.column_stack([population[:, group].sum(axis=1) for group in groups])
    _refuse_empty(person_years, observed, periods, empty.name)
    cases = np.nan_to_num(_grid(rows, "cases", moments))
    to_come = range(len(seen), len(moments)) if time == "year" else ()
    return replace(
        empty,
        periods=periods,
        cases=np.column_stack([cases[:, group].sum(axis=1) for group in groups[:observed]]),
        person_years=person_years,
        years=begins,
        yearly={moments[place]: population[:, place] for place in to_come},
    )


def _periods(
    moments: Sequence[Any], seen: int, time: str, named: str, notes: list[str]
) -> tuple[tuple[str, ...], list[list[int]], tuple[int, ...]]:
    """The periods: their names, the places of their moments, and their first years where they are known."""
    if time == "period":
        begins = tuple(int(moment[:4]) for moment in moments if moment[:4].isdigit())
        known = begins if len(begins) == len(moments) else ()
        return tuple(moments), [[place] for place in range(len(moments))], known
    early, late = seen % WIDTH, (len(moments) - seen) % WIDTH
    if seen < WIDTH:
        raise BadTable(f"{named}: a period is {WIDTH} years; there are {seen}.")
    if early:
        notes.append(Note("early_years", name=named, count=early))
    if late:
        notes.append(Note("late_years", name=named, count=late))
    groups = [list(range(first, first + WIDTH)) for first in range(early, len(moments) - late, WIDTH)]
    begins = tuple(int(moments[group[0]]) for group in groups)
    return tuple(f"{begin}-{begin + WIDTH - 1}" for begin in begins), groups, begins


def _people(given: pl.DataFrame, population: Any, by: Sequence[str], time: str) -> pl.DataFrame:
    """The population of the table itself, and that of the other one for the times that are not in it."""
    import polars as pl

    for name in _NOT_OF_PEOPLE:
        if name in given.columns and name not in by and given[name].n_unique() > 1:
            raise BadTable(
                f"The table has several {name}, and each repeats the population: project by {name}, or keep one."
            )
    frames = [given] if population is None else [given, read(population)]
    made: list[pl.DataFrame] = []
    for frame in frames:
        column = next((name for name in POPULATION_COLUMNS if name in frame.columns), None)
        if column is None and len(frames) > 1 and frame is given:
            continue
        if column is None or time not in frame.columns:
            has = ", ".join(frame.columns)
            raise BadTable(f"The population needs the columns {time} and population (or person_years). It has {has}.")
        people = frame.select(
            *(name for name in by if name in frame.columns), _time(frame, time), _age(frame), _amount(frame[column])
        )
        people = people.filter(pl.col("population").is_not_null(), pl.col("age") >= 0)
        made.append(people if not made else people.join(made[0], on="time", how="anti"))
    if len(made) == 1:
        return made[0]
    lacking = [name for name in by if name not in made[1].columns]
    for name in lacking:  # the same people for every value, such as every site
        made[1] = made[1].join(given.select(name).unique(), how="cross")
    return pl.concat([made[0], made[1].select(made[0].columns)], how="vertical_relaxed")


def _refuse_empty(person_years: Floats, observed: int, periods: Sequence[str], named: str) -> None:
    wrong = np.isnan(person_years)
    wrong[:, :observed] |= person_years[:, :observed] <= 0
    if wrong.any():
        age, period = np.argwhere(wrong)[0]
        raise BadTable(f"The population of {named}, age {AGE_GROUPS[age]}, {periods[period]} is missing or 0.")


def _grid(frame: pl.DataFrame, column: str, moments: Sequence[Any]) -> Floats:
    """(ages, moments), empty cells not a number."""
    import polars as pl

    grid = np.full((len(AGE_GROUPS), len(moments)), np.nan)
    place = {moment: number for number, moment in enumerate(moments)}
    summed = frame.filter(pl.col("age") >= 0).group_by("age", "time").agg(pl.col(column).sum())
    for age, moment, value in summed.iter_rows():
        if moment in place:
            grid[age, place[moment]] = value
    return grid


def _age(frame: pl.DataFrame) -> pl.Series:
    """The number of the age group, -1 where it is not known."""
    name = next((name for name in AGE_COLUMNS if name in frame.columns), None)
    if name is None:
        raise BadTable(f"The table needs a column age_group, age_from or age. It has {', '.join(frame.columns)}.")
    return bands(frame[name]).alias("age")


def _amount(column: pl.Series) -> pl.Series:
    import polars as pl

    words = column.cast(pl.String).str.strip_chars()
    number = words.cast(pl.Float64, strict=False)
    wrong = (number.is_null() & (words.fill_null("") != "")) | (number < 0).fill_null(False)
    _refuse(column.to_frame(), column.name, wrong, "a number, 0 or more, or nothing")
    return number.alias("population")


def _time(frame: pl.DataFrame, time: str) -> pl.Series:
    import polars as pl

    moment = frame[time].cast(pl.String) if time == "period" else as_whole_numbers(frame[time])
    _refuse(frame, time, moment.is_null(), "a period such as 2003-2007" if time == "period" else "a year such as 2020")
    return moment.alias("time")


def _refuse(frame: pl.DataFrame, column: str, wrong: pl.Series, allowed: str) -> None:
    place = wrong.arg_true()
    if len(place):
        raise BadTable(f"Row {place[0] + 1}, column {column}: got {frame[column][place[0]]}; allowed is {allowed}.")
