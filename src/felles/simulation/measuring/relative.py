"""How many live some years after diagnosis, as the registry counts it: the same estimator that Felles uses on a real log."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from felles.definitions.simulation.targets import About
from felles.simulation.measuring.tallies import day_numbers

if TYPE_CHECKING:
    import polars as pl

    from felles.simulation.measuring.registers import Registers

_SEXES = np.array(["female", "male"])
_USUAL = 5


def years_after(about: About) -> int:
    """How many years after diagnosis survival is told of."""
    return about.after or _USUAL


def years_before(about: About) -> int:
    """Years before the period from which diagnoses may count in it: those that are told of, and the year of diagnosis."""
    return years_after(about) + 1


def net_survival(registers: "Registers", about: About, sites: list[int]) -> tuple[float, float]:
    """Net survival (Pohar Perme) by the period approach, and its standard error; nan where nobody is left."""
    import polars as pl

    from felles.epidemiology.errors import NobodyLeft
    from felles.epidemiology.surviving.estimate import survival

    first, last = about.year or registers.first, about.until or about.year or registers.last
    rows, years = _patients(registers, about, sites, first, last), years_after(about)
    if rows.is_empty():
        return float("nan"), float("nan")
    try:
        found = survival(
            rows,
            lifetable=registers.life_table,
            at=(years,),
            approach="period",
            period=(first, last),
            limits_on="plain",
        )
    except NobodyLeft:
        return float("nan"), float("nan")
    (row,) = pl.DataFrame(found.rows).iter_rows(named=True)
    if row["survival"] is None or row["upper"] <= row["lower"]:  # nobody has died: no error to tell
        return float("nan"), float("nan")
    return row["survival"], (row["upper"] - row["lower"]) / 2 / 1.96


def _patients(registers: "Registers", about: About, sites: list[int], first: int, last: int) -> "pl.DataFrame":
    """Persons by their first cancer of the site (of all, for all sites), followed until they die, leave or the period ends."""
    import polars as pl

    rows = registers.frame.filter(
        pl.col("year").is_between(first - years_before(about), last),
        pl.col("site").is_in(sites),
        pl.col("left") > pl.col("found"),
    )
    if len(sites) == len(registers.sites):
        rows = rows.filter("first")
    if about.sex:
        rows = rows.filter(pl.col("sex") == ("female", "male").index(about.sex))
    if about.stage:
        rows = rows.filter(pl.col("stage").is_in([("I", "II", "III", "IV").index(each) + 1 for each in about.stage]))
    if about.ages:
        rows = rows.filter(pl.col("age").is_between(about.ages[0], about.ages[1]))
    end = (date(last + 1, 1, 1) - date(1970, 1, 1) - timedelta(days=1)).days
    left = day_numbers(np.minimum(rows["left"].to_numpy(), last + 10.0))
    return pl.DataFrame(
        {
            "sex": _SEXES[rows["sex"].to_numpy()],
            "born_on": _dates(day_numbers(rows["born"].to_numpy())),
            "diagnosed_on": _dates(day_numbers(rows["found"].to_numpy())),
            "followed_until": _dates(np.minimum(left, end).astype(np.int32)),
            "status": np.where(rows["died"].to_numpy() & (left <= end), 1, 0),
        }
    )


def _dates(days: np.ndarray) -> np.ndarray:
    return days.astype("datetime64[D]")
