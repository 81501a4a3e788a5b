"""How many person-years are there behind the cases, from a table of the population?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from felles.definitions import Content
from felles.epidemiology import frames
from felles.epidemiology.ages import GROUP_YEARS, LAST_GROUP
from felles.epidemiology.errors import BadTable
from felles.epidemiology.noting import Note
from felles.epidemiology.occurrence.case_tables import as_dates, as_whole_numbers, bands
from felles.epidemiology.occurrence.counting import NO_BAND
from felles.epidemiology.occurrence.sexes import SEXES, with_sexes

if TYPE_CHECKING:
    import polars as pl

COUNTS = ("person_years", "persons", "population", "population_both_sexes")
"""The column that holds the numbers, the first of these that is there."""
SPLITS = ("year", "sex", "county", "region", "place")
"""What a population can be split by, besides age."""
_TEXTS = ("sex", "county", "region", "place")
_OLDEST = 120


@dataclass(frozen=True, slots=True)
class Population:
    """rows: band, person_years and some of SPLITS, one row a cell. source: what it is, in a sentence."""

    rows: pl.DataFrame
    source: str
    notes: tuple[str, ...] = ()

    @property
    def splits(self) -> tuple[str, ...]:
        """What it can be split by."""
        return tuple(name for name in SPLITS if name in self.rows.columns)

    @property
    def years(self) -> list[int]:
        """The years it has, in order; none where it has no year."""
        return sorted(self.rows["year"].unique()) if "year" in self.rows.columns else []


def read_population(table: Any, *, source: str = "the population table that was given") -> Population:
    """Person-years from a table. Raises BadTable naming row and column.

    table: `age` or `age_group`; one of COUNTS, or `female` and `male` side by side; and some of sex, county, region, place
    and `year` or `day`. Numbers of a `year` are its mean (mid-year) population, or person-years. Numbers of a `day` are
    counts on it: those of 1 January become the mean of this one and the next; those of 1 July are the year's own.
    Without `year` and `day` the numbers are the person-years of the whole period.
    """
    frame = _in_long_form(frames.read(table))
    frame = _of_known_age(_with_bands(frame))
    if "sex" in frame.columns:
        frame = with_sexes(frame)
    if "day" in frame.columns and "year" not in frame.columns:
        return _from_days(frame, source)
    if "year" in frame.columns:
        frame = frame.with_columns(as_whole_numbers(frame["year"]))
    return Population(_summed(frame), source)


def population_of_country(content: Content, splits: Sequence[str]) -> Population:
    """The population in `content/country` that has these splits: the nation by sex, or the counties.

    No table has county and sex: a county's people are split by the nation's share of each sex at each age, on the same
    1 January or the last one that is known.
    """
    import polars as pl

    nation = content.population["age_group_sex"]
    if not {"county", "region", "place"} & set(splits):
        return read_population(nation.frame, source=nation.about.title)
    counties = content.population["county_age_group"]
    frame, notes = counties.frame, tuple[str, ...]()
    if "sex" in splits:
        long = _with_bands(_in_long_form(nation.frame)).filter(pl.col("day") == pl.col("day").max())
        share = long.group_by("band", "sex").agg(pl.col("person_years").sum())
        share = share.with_columns(share=pl.col("person_years") / pl.col("person_years").sum().over("band"))
        frame = _with_bands(_in_long_form(frame)).join(share.select("band", "sex", "share"), on="band")
        frame = frame.with_columns(persons=pl.col("person_years") * pl.col("share"))
        frame = frame.drop("person_years", "share").with_columns(age=pl.col("band") * GROUP_YEARS).drop("band")
        notes = (Note("sex_by_share"),)
    made = read_population(frame, source=counties.about.title)
    return replace(made, notes=(*made.notes, *notes))


def with_regions(population: Population, regions: dict[str, str]) -> Population:
    """The population with `region` beside `county`. regions: the health region of each county."""
    import polars as pl

    if "region" in population.rows.columns or "county" not in population.rows.columns:
        return population
    region = pl.col("county").replace_strict(regions, default=None, return_dtype=pl.String)
    return replace(population, rows=population.rows.with_columns(region=region))


def _in_long_form(frame: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    frame = frame.rename({name: name.casefold() for name in frame.columns})
    frame = frame.rename(
        {old: new for old, new in _RENAMED.items() if old in frame.columns and new not in frame.columns}
    )
    named = next((name for name in COUNTS if name in frame.columns), None)
    if named is None and set(SEXES) <= set(frame.columns):
        rest = [name for name in frame.columns if name not in SEXES]
        frame = frame.unpivot(SEXES, index=rest, variable_name="sex", value_name="person_years")
    elif named is None:
        allowed = f"one of {', '.join(COUNTS)}, or female and male side by side"
        raise BadTable(f"The population has no column with the numbers: {allowed}. It has {', '.join(frame.columns)}.")
    else:
        frame = frame.rename({named: "person_years"})
    numbers = frame["person_years"].cast(pl.Float64, strict=False)
    wrong = (numbers.is_null() | ~numbers.is_finite() | (numbers < 0)).arg_true()
    if len(wrong):
        row = int(wrong[0])
        got = frame["person_years"][row]
        raise BadTable(
            f"The population, row {row + 1}, column {named or 'female/male'}: got {got}; allowed is a number, 0 or more."
        )
    texts = [name for name in _TEXTS if name in frame.columns and frame.schema[name] != pl.String]
    return frame.with_columns(numbers.alias("person_years"), *(pl.col(name).cast(pl.String) for name in texts))


_RENAMED = {"date": "day", "municipality": "place", "health_region": "region"}


def _with_bands(frame: pl.DataFrame) -> pl.DataFrame:

    if "band" in frame.columns:
        return frame
    if "age" in frame.columns:
        ages = as_whole_numbers(frame["age"])
        wrong = (ages.is_null() | (ages < 0) | (ages > _OLDEST)).arg_true()
        if len(wrong):
            row = int(wrong[0])
            raise BadTable(f"The population, row {row + 1}, column age: got {ages[row]}; allowed is 0 to {_OLDEST}.")
        return frame.with_columns(band=(ages // GROUP_YEARS).clip(0, LAST_GROUP))
    if "age_group" in frame.columns:
        return frame.with_columns(band=bands(frame["age_group"]))
    raise BadTable(f"The population has neither age nor age_group. It has {', '.join(frame.columns)}.")


def _of_known_age(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows of a known age. People of unknown age, who could stand behind no rate by age, must not be there."""
    import polars as pl

    ageless = frame.filter(pl.col("band") == NO_BAND)["person_years"].sum()
    if ageless:
        raise BadTable(
            f"The population has {ageless:g} people of unknown age. Spread them over the ages, or leave them out."
        )
    return frame.filter(pl.col("band") != NO_BAND)


def _summed(frame: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    keys = [name for name in SPLITS if name in frame.columns]
    return frame.group_by(*keys, "band").agg(pl.col("person_years").sum())


def _from_days(frame: pl.DataFrame, source: str) -> Population:
    import polars as pl

    frame = frame.with_columns(as_dates(frame["day"])).with_columns(year=pl.col("day").dt.year().cast(pl.Int64))
    others = frame.filter(~((pl.col("day").dt.day() == 1) & pl.col("day").dt.month().is_in([1, 7])))
    if others.height:
        day = others["day"][0]
        raise BadTable(
            f"The population has counts of {day}; allowed are those of 1 January or 1 July, or a column year."
        )
    if frame["day"].dt.month().n_unique() > 1:
        raise BadTable("The population mixes counts of 1 January and of 1 July. Give one of them.")
    counts = _summed(frame)
    if frame["day"].dt.month()[0] == 7:
        return Population(counts, source)
    return _means_of_januaries(counts, source)


def _means_of_januaries(counts: pl.DataFrame, source: str) -> Population:
    """Person-years of a year: the mean of its two 1 January counts; where the second is not known, the first one alone."""
    import polars as pl

    years = set(counts["year"])
    keys = [name for name in counts.columns if name != "person_years"]
    begun = counts.with_columns(pl.lit(0.5).alias("share"))
    ended = counts.with_columns(pl.col("year") - 1, pl.lit(0.5).alias("share")).filter(
        pl.col("year").is_in(list(years))
    )
    alone = sorted(year for year in years if year + 1 not in years)
    both = pl.concat([begun, ended]).with_columns(
        share=pl.when(pl.col("year").is_in(alone)).then(1.0).otherwise("share")
    )
    rows = both.group_by(keys).agg(person_years=(pl.col("person_years") * pl.col("share")).sum())
    return Population(rows, source, tuple(Note("january_alone", year=year) for year in alone))
