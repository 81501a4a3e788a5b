"""Who was followed, from when to when, and how did it end? A table of patients as arrays, and what could not be used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from felles.epidemiology.errors import BadTable, NobodyLeft
from felles.epidemiology.frames import read
from felles.epidemiology.noting import Note
from felles.epidemiology.surviving.calendar import YEAR
from felles.epidemiology.surviving.codes import sex_codes, status_codes

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    from numpy.typing import NDArray

_SHOWN = 3
_LONGEST = 150 * 366


@dataclass(frozen=True, kw_only=True, eq=False)
class Cohort:
    """Patients as arrays of one length.

    sex: 0 male, 1 female. age: at diagnosis, in days. diagnosed: day number (from 1970). entry, last: whole days since
    diagnosis after which observation begins and on which it ends; last 0 stands for half a day. status: as in codes.
    group: number of the row of `groups`, which holds the values of the `by` columns. Sex, age and diagnosed are empty
    where no life table asks for them. notes: what was left out or assumed, with counts.
    """

    sex: NDArray[np.int8]
    age: NDArray[np.float64]
    diagnosed: NDArray[np.int64]
    entry: NDArray[np.int64]
    last: NDArray[np.int64]
    status: NDArray[np.int8]
    group: NDArray[np.int64]
    groups: pl.DataFrame
    notes: tuple[str, ...]

    @property
    def size(self) -> int:
        """How many rows there are."""
        return len(self.last)


def read_cohort(frame: Any, *, by: Sequence[str], matched: bool, dated: bool, aged: bool) -> Cohort:
    """Patients of a data frame, one row each (or several that follow each other, by entry_days).

    Columns: `days` of follow-up or `followed_until`; `status` (0/1, alive/dead, or cancer/other/an ICD-10 cause where
    causes are told apart); perhaps `entry_days`, where observation began later than diagnosis; the columns of `by`.
    matched (to a life table): also `sex`, the age and the day of diagnosis. dated: `diagnosed_on`, or `year` for the
    middle of a year. aged: `born_on`, `age_days` or `age` in years (half a year more where all are whole).

    Rows that cannot be used are left out, with a note that names column and rows. Raises BadTable for a missing
    column, and where no row is left.
    """
    import polars as pl

    table = read(frame, columns=[*by, "status"])
    dated = dated or matched or "days" not in table.columns or "entered_on" in table.columns
    columns = {"status": status_codes(table["status"])}
    notes: list[str] = []
    if dated:
        columns["diagnosed"] = _diagnosed(table, notes)
    columns["days"] = _followed(table, columns)
    columns["entry"] = _entry(table)
    if aged or matched:
        columns["age"] = _age(table, columns, notes)
    if matched:
        columns["sex"] = sex_codes(read(table, columns=["sex"])["sex"])
    rows = pl.DataFrame(columns).with_row_index("row", offset=1)
    rows, left_out = _usable(rows)
    notes += left_out
    if rows.is_empty():
        raise NobodyLeft(f"No row of the table can be used. {' '.join(notes)}".strip(), tuple(notes))
    return _arrays(rows, table, by, notes)


def _diagnosed(table: pl.DataFrame, notes: list[str]) -> pl.Series:
    import polars as pl

    if "diagnosed_on" in table.columns:
        return _day_numbers(table, "diagnosed_on")
    if "year" not in table.columns:
        raise BadTable("The table has neither diagnosed_on nor year, the day or the year of diagnosis.")
    notes.append(Note("only_year"))
    year = pl.col("year").cast(pl.Int32, strict=False)
    return table.select(pl.date(year, 7, 1).cast(pl.Int32).cast(pl.Int64)).to_series()


def _day_numbers(table: pl.DataFrame, name: str) -> pl.Series:
    """A column of days, as numbers from 1970; text is read as ISO 8601."""
    import polars as pl

    column = table[name]
    if column.dtype == pl.String:
        column = column.str.to_date("%Y-%m-%d", strict=False)
    if not column.dtype.is_temporal():
        raise BadTable(f"Column {name} holds {column.dtype}, where days such as 2026-11-21 are needed.")
    return column.cast(pl.Date).cast(pl.Int32).cast(pl.Int64)


def _followed(table: pl.DataFrame, columns: dict[str, pl.Series]) -> pl.Series:
    import polars as pl

    if "days" in table.columns:
        return table["days"].cast(pl.Float64, strict=False)
    if "followed_until" not in table.columns:
        raise BadTable("The table has neither days nor followed_until: how long was each person followed?")
    return (_day_numbers(table, "followed_until") - columns["diagnosed"]).cast(pl.Float64)


def _entry(table: pl.DataFrame) -> pl.Series:
    import polars as pl

    if "entry_days" in table.columns:
        return table["entry_days"].cast(pl.Float64, strict=False)
    return pl.zeros(table.height, pl.Float64, eager=True)


def _age(table: pl.DataFrame, columns: dict[str, pl.Series], notes: list[str]) -> pl.Series:
    """Age at diagnosis in days."""
    import polars as pl

    if "born_on" in table.columns:
        diagnosed = columns["diagnosed"] if "diagnosed" in columns else _day_numbers(table, "diagnosed_on")
        return (diagnosed - _day_numbers(table, "born_on")).cast(pl.Float64)
    if "age_days" in table.columns:
        return table["age_days"].cast(pl.Float64, strict=False)
    if "age" not in table.columns:
        raise BadTable("The table has none of born_on, age_days and age, the age at diagnosis.")
    age = table["age"].cast(pl.Float64, strict=False)
    if (age % 1 == 0).all():
        notes.append(Note("whole_ages"))
        return (age + 0.5) * YEAR
    return age * YEAR


def _usable(rows: pl.DataFrame) -> tuple[pl.DataFrame, list[str]]:
    """The rows that can be used, whole days in them, and notes on the others and on what was rounded."""
    import polars as pl

    notes: list[str] = []
    for name, unusable, why in _unusable():
        if name not in rows.columns:
            continue
        wrong = rows.filter(unusable)
        if wrong.height:
            shown = ", ".join(map(str, wrong["row"].head(_SHOWN)))
            where = Note("in_rows", rows=shown + (" ..." if wrong.height > _SHOWN else ""))
            notes.append(Note("left_out", count=wrong.height, why=Note(why), column=name, rows=where))
            rows = rows.filter(unusable.not_())
    broken = rows.filter((pl.col("days") % 1 > 0) | (pl.col("entry") % 1 > 0)).height
    if broken:
        notes.append(Note("parts_of_a_day", count=broken))
    zero = rows.filter(pl.col("days") == 0).height
    if zero:
        notes.append(Note("zero_days", count=zero))
    whole = rows.with_columns(pl.col("days").ceil().cast(pl.Int64), pl.col("entry").ceil().cast(pl.Int64))
    return whole, notes


def _unusable() -> Iterator[tuple[str, pl.Expr, str]]:
    """Column, what makes a row unusable, and the code of the words that say why."""
    import polars as pl

    days, entry = pl.col("days"), pl.col("entry")
    yield "status", pl.col("status").is_null(), "no_status"
    yield "diagnosed", pl.col("diagnosed").is_null(), "no_diagnosis_day"
    yield "days", (days.is_finite() & (days < _LONGEST)).fill_null(False).not_(), "no_follow_up"
    yield "days", days < 0, "ended_before"
    yield "entry", entry.is_finite().fill_null(False).not_(), "no_start"
    yield (
        "entry",
        (entry < 0) | ((entry >= days) & (entry > 0)),
        "wrong_start",
    )
    yield "age", (pl.col("age").is_finite() & (pl.col("age") >= 0)).fill_null(False).not_(), "no_age"
    yield "sex", pl.col("sex").is_null(), "no_sex"


def _arrays(rows: pl.DataFrame, table: pl.DataFrame, by: Sequence[str], notes: list[str]) -> Cohort:
    import numpy as np
    import polars as pl

    group, groups = np.zeros(rows.height, np.int64), pl.DataFrame({"": [0]}).drop("")
    if by:
        values = table.select(by)
        if rows.height < table.height:
            values = values[rows["row"].cast(pl.Int64) - 1]
        groups = values.unique().sort(by, nulls_last=True)
        numbered = groups.with_row_index("_group")
        joined = values.join(numbered, on=by, how="left", nulls_equal=True, maintain_order="left")
        group = joined["_group"].to_numpy().astype(np.int64)

    def array(name: str, kind: Any) -> Any:
        return rows[name].to_numpy().astype(kind, copy=False) if name in rows.columns else np.empty(0, kind)

    return Cohort(
        sex=array("sex", np.int8),
        age=array("age", np.float64),
        diagnosed=array("diagnosed", np.int64),
        entry=array("entry", np.int64),
        last=array("days", np.int64),
        status=array("status", np.int8),
        group=group,
        groups=groups,
        notes=tuple(notes),
    )


def replaced(cohort: Cohort, **arrays: NDArray[Any]) -> Cohort:
    """The cohort with other arrays in place of its own."""
    return replace(cohort, **arrays)  # type: ignore[arg-type]


def only(cohort: Cohort, kept: NDArray[Any]) -> Cohort:
    """The rows of a cohort that are kept: true for each, or their numbers."""
    names = ("sex", "age", "diagnosed", "entry", "last", "status", "group")
    arrays = {name: getattr(cohort, name) for name in names}
    return replaced(cohort, **{name: array[kept] for name, array in arrays.items() if len(array)})
