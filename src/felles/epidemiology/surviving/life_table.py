"""How likely are people of each sex, age and calendar year to die, whatever of?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from felles.epidemiology.errors import BadTable
from felles.epidemiology.frames import read
from felles.epidemiology.surviving.calendar import YEAR

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    from numpy.typing import NDArray

SEXES = ("male", "female")
RATES = ("mx", "rate", "hazard_1y")
MORTALITY = ("survival_1y", *RATES, "qx")
YearTurns = Literal["new_year", "birthday"]
_SHOWN = 3


@dataclass(frozen=True, kw_only=True)
class LifeTable:
    """A population's mortality as hazards that are constant within a cell of sex, year and age.

    hazards: per day, of shape (2, years, ages), male first; NaN for a sex that the table lacks. first_year, first_age:
    of the first cell. Beyond its ends the table goes on as its last (or first) year and age.
    year_turns: when a person passes to the next calendar year's cell. Rates (mx) belong to calendar years: `new_year`.
    One-year survival probabilities run from one birthday to the next: `birthday` (in relsurv: dimension type 3 and 4).
    """

    hazards: NDArray[np.float64]
    first_year: int
    first_age: int
    year_turns: YearTurns

    @property
    def last_age(self) -> int:
        """The highest age that has a hazard of its own."""
        return self.first_age + int(self.hazards.shape[2]) - 1

    @property
    def last_year(self) -> int:
        """The last calendar year that has hazards of its own."""
        return self.first_year + int(self.hazards.shape[1]) - 1

    @classmethod
    def from_frame(cls, frame: Any, *, mortality: str | None = None, year_turns: YearTurns | None = None) -> LifeTable:
        """A life table from a data frame with sex, age, year and a column of mortality.

        sex: 1 or male, 2 or female. year may be left out of a table that holds for all years. Mortality: `survival_1y`,
        the probability of surviving one year; or `mx`, `rate` or `hazard_1y`, deaths per person-year; or `qx`, the
        probability of dying within a calendar year, which is what relsurv's transrate takes (as 1 - qx): its hazard is
        -log(1 - qx). The first of them that is there counts, unless `mortality` names one. year_turns: as of the class,
        unless said otherwise here. Raises BadTable, which names row and column.
        """
        table = read(frame, columns=["sex", "age"])
        column = _mortality(table, mortality)
        cells = _cells(table, column)
        by_birthday = column == "survival_1y"
        return _complete(cells, column, year_turns or ("birthday" if by_birthday else "new_year"))


def of_population(lifetable: Any, whose: str) -> LifeTable:
    """The life table, or that of a frame. whose: what asks for it. Raises BadTable where there is none."""
    if lifetable is None:
        raise BadTable(f"{whose} compares with a population: give it a life table.")
    return lifetable if isinstance(lifetable, LifeTable) else LifeTable.from_frame(lifetable)


def _mortality(table: pl.DataFrame, asked: str | None) -> str:
    """The column of mortality that counts. Raises BadTable where there is none."""
    names = ", ".join(table.columns)
    if asked is not None and asked not in MORTALITY:
        raise BadTable(f"Mortality is one of {', '.join(MORTALITY)}; got {asked}.")
    column = next((name for name in ([asked] if asked else MORTALITY) if name in table.columns), None)
    if column is None:
        wanted = asked or "survival_1y or mx (or rate, hazard_1y, qx)"
        raise BadTable(f"A life table has a column {wanted}. This one has {names}.")
    return column


def _cells(table: pl.DataFrame, column: str) -> pl.DataFrame:
    """sex (0, 1), year, age, hazard per day, in the order of the rows."""
    import polars as pl

    from felles.epidemiology.surviving.codes import sex_codes

    year = pl.col("year") if "year" in table.columns else pl.lit(0)
    number = pl.col(column).cast(pl.Float64, strict=False)
    hazard = {"survival_1y": -number.log(), "qx": -(1 - number).log()}.get(column, number)
    cells = table.select(
        sex=sex_codes(table["sex"]),
        year=year.cast(pl.Int32, strict=False),
        age=pl.col("age").cast(pl.Int32, strict=False),
        got=pl.col(column),
        hazard=hazard / YEAR,
    )
    for name in ("sex", "year", "age"):
        if cells[name].null_count():
            row = cells[name].is_null().arg_max() or 0
            got = table[name][row] if name in table.columns else None
            raise BadTable(f"Life table, row {row + 1}, column {name}: {got!r} cannot be read.")
    sound = (pl.col("hazard") >= 0) & pl.col("hazard").is_finite()
    wrong = cells.with_row_index("row", offset=1).filter(sound.fill_null(False).not_())
    if wrong.height:
        row, got = wrong.row(0, named=True)["row"], wrong["got"][0]
        allowed = {"survival_1y": "above 0 and at most 1", "qx": "from 0 and below 1"}.get(column, "0 or more")
        raise BadTable(f"Life table, row {row}, column {column}: {got!r}, where a number {allowed} is needed.")
    return cells


def _complete(cells: pl.DataFrame, column: str, year_turns: YearTurns) -> LifeTable:
    """The cells as one block without holes."""
    import numpy as np

    key = cells.select("sex", "year", "age")
    if key.is_duplicated().any():
        row = key.is_duplicated().arg_max() or 0
        raise BadTable(f"Life table, row {row + 1}: {_named(*key.row(row))} stands there more than once.")
    columns = {name: cells[name].to_numpy() for name in cells.columns if name != "got"}
    first_year, first_age = int(columns["year"].min()), int(columns["age"].min())
    years, ages = columns["year"] - first_year, columns["age"] - first_age
    hazards = np.full((2, int(years.max()) + 1, int(ages.max()) + 1), np.nan)
    hazards[columns["sex"], years, ages] = columns["hazard"]
    there = np.unique(columns["sex"])
    holes = np.argwhere(np.isnan(hazards[there]))
    if len(holes):
        shown = "; ".join(_named(there[sex], first_year + year, first_age + age) for sex, year, age in holes[:_SHOWN])
        raise BadTable(f"The life table has holes in column {column}: {len(holes)} cells without a row, first {shown}.")
    return LifeTable(hazards=hazards, first_year=first_year, first_age=first_age, year_turns=year_turns)


def _named(sex: int, year: int, age: int) -> str:
    return f"{SEXES[sex]}, year {year}, age {age}"
