"""How does a table from anywhere become a table of cases that can be counted?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from felles.epidemiology import frames
from felles.epidemiology.ages import UNKNOWN, group_of
from felles.epidemiology.cases import cases, deaths
from felles.epidemiology.errors import BadTable
from felles.epidemiology.occurrence.counting import NO_BAND, with_year_and_age

if TYPE_CHECKING:
    import polars as pl
    from ibis.expr import types as ir

NAMES: Mapping[str, tuple[str, ...]] = {
    "person": ("person", "id"),
    "born_on": ("born_on", "born"),
    "diagnosed_on": ("diagnosed_on", "diagnosed"),
    "died_on": ("died_on", "died"),
    "place": ("place", "municipality"),
}
"""What a column is called here, and what else it may be called. Any other column keeps its name and can be counted by."""
DATES = ("born_on", "diagnosed_on", "died_on", "followed_until")
WHOLE_NUMBERS = ("year", "age", "cases")
_TEXTS = ("sex", "icd10", "stage", "place", "county", "region", "morphology")


def case_table(table: Any) -> ir.Table:
    """The cases as an Ibis table with year, age and county where they can be worked out.

    table: a frame with one row a tumour (or, with a column `cases`, a row a count), an Ibis table of that kind, or an Ibis
    table of events (`current_event`). Raises BadTable naming row and column, TypeError for what is no table.
    """
    return with_year_and_age(_as_ibis(table, cases))


def death_table(table: Any) -> ir.Table:
    """The deaths as an Ibis table like that of the cases: `icd10` is the cause, `year` and `age` are those at death.

    table: as in `case_table`, one row a death, with `icd10` or `cause`. Raises BadTable, TypeError.
    """
    made = _as_ibis(table, deaths)
    if "icd10" not in made.columns and "cause" in made.columns:
        made = made.mutate(icd10=made.cause)
    if "died_on" in made.columns:
        made = made.filter(made.died_on.notnull())
        made = made.drop(*({"diagnosed_on", "year", "age"} & set(made.columns))).rename(diagnosed_on="died_on")
    return with_year_and_age(made)


def is_events(table: Any) -> bool:
    """Whether this is an Ibis table of events."""
    from ibis.expr import types as ir

    return isinstance(table, ir.Table) and {"type", "day", "person"} <= set(table.columns)


def _as_ibis(table: Any, rule: Callable[[ir.Table], ir.Table]) -> ir.Table:
    from ibis.expr import types as ir

    if isinstance(table, ir.Table):
        return _renamed(rule(table) if is_events(table) else table)
    return in_memory(_checked(frames.read(table)))


def in_memory(frame: pl.DataFrame) -> ir.Table:
    """The frame as an Ibis table."""
    import ibis

    return ibis.memtable(frame)


def _renamed(table: ir.Table) -> ir.Table:
    return table.rename(_new_names(table.columns))


def _new_names(columns: Any) -> dict[str, str]:
    present = {name.casefold(): name for name in columns}
    wanted = {name: also for name, also in NAMES.items() if name not in columns}
    found = {name: next((present[each] for each in also if each in present), None) for name, also in wanted.items()}
    canonical = {name.casefold(): name for name in columns}
    lower = {
        name: canonical[name]
        for name in (*WHOLE_NUMBERS, *_TEXTS, "age_group", "followed_until")
        if name in canonical and canonical[name] != name
    }
    return {name: column for name, column in found.items() if column is not None} | lower


def _checked(frame: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    frame = frame.rename({old: new for new, old in _new_names(frame.columns).items()})
    for name in DATES:
        if name in frame.columns:
            frame = frame.with_columns(as_dates(frame[name]))
    for name in WHOLE_NUMBERS:
        if name in frame.columns:
            frame = frame.with_columns(as_whole_numbers(frame[name]))
    if "cases" in frame.columns:
        _refuse_negative(frame["cases"])
    for name in _TEXTS:
        if name in frame.columns and frame.schema[name] != pl.String:
            frame = frame.with_columns(pl.col(name).cast(pl.String))
    if "icd10" in frame.columns:
        code = pl.col("icd10").str.strip_chars()
        # `cancer`, as a cause of death, is no code; the rest as C509, in capitals, as deep as sites look.
        plain = code.str.to_uppercase().str.replace_all(".", "", literal=True).str.head(4)
        frame = frame.with_columns(icd10=pl.when(code == "cancer").then(code).otherwise(plain))
    if "age_group" in frame.columns and "age" not in frame.columns:
        frame = frame.with_columns(band=bands(frame["age_group"]))
    return frame


def as_dates(column: pl.Series) -> pl.Series:
    """The column as dates. Raises BadTable naming the first row that is none; empty cells stay empty."""
    import polars as pl

    if column.dtype == pl.Date:
        return column
    if column.dtype.is_temporal():
        return column.cast(pl.Date)
    words = column.cast(pl.String).str.strip_chars()
    words = words.set(words == "", None)
    dates = words.str.head(10).str.to_date("%Y-%m-%d", strict=False)
    _refuse(words, dates, column.name, "a date such as 2020-02-28")
    return dates.alias(column.name)


def as_whole_numbers(column: pl.Series) -> pl.Series:
    """The column as whole numbers. Raises BadTable naming the first row that is none; empty cells stay empty."""
    import polars as pl

    if column.dtype.is_integer():
        return column.cast(pl.Int64)
    words = column.cast(pl.String).str.strip_chars()
    words = words.set(words == "", None)
    numbers = words.cast(pl.Float64, strict=False)
    numbers = numbers.set(~numbers.is_finite(), None)
    _refuse(words, numbers, column.name, "a whole number")
    return numbers.floor().cast(pl.Int64).alias(column.name)


def _refuse_negative(counts: pl.Series) -> None:
    import polars as pl

    _refuse(counts.cast(pl.String), counts.set(counts < 0, None), counts.name, "0 or more")


def bands(column: pl.Series) -> pl.Series:
    """The numbers of the five-year groups that labels name; -1 for `unknown` and for nothing. Raises BadTable."""
    import polars as pl

    words = column.cast(pl.String)
    known: dict[str | None, int | None] = {
        word: NO_BAND if word is None or word.casefold() in ("", UNKNOWN) else group_of(word) for word in words.unique()
    }
    numbers = pl.Series([known[word] for word in words], dtype=pl.Int64)
    _refuse(words, numbers, column.name, "five years such as 0-4, 85+, or unknown; no sums")
    return numbers.alias(column.name)


def _refuse(words: pl.Series, made: pl.Series, column: str, allowed: str) -> None:
    wrong = (words.is_not_null() & made.is_null()).arg_true()
    if len(wrong):
        row, more = int(wrong[0]), f" Rows like that: {len(wrong)}." if len(wrong) > 1 else ""
        raise BadTable(f'Row {row + 1}, column {column}: got "{words[row][:40]}"; allowed is {allowed}.{more}')
