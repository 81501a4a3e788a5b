"""How many fell ill or died, and what is the rate, crude, by age and weighed to a standard population?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from felles.definitions import Content
from felles.epidemiology import frames
from felles.epidemiology.ages import UNKNOWN as UNKNOWN_AGE
from felles.epidemiology.answers import Answer
from felles.epidemiology.asking import chosen_standard, period_of, shipped, weights_of
from felles.epidemiology.noting import Note, of_deaths
from felles.epidemiology.occurrence import rates
from felles.epidemiology.occurrence.case_tables import case_table, death_table, is_events
from felles.epidemiology.occurrence.cells import Cells, arranged
from felles.epidemiology.occurrence.columns import column, in_order, spread_by_age
from felles.epidemiology.occurrence.denominators import denominators, gaps
from felles.epidemiology.occurrence.primaries import Primaries
from felles.epidemiology.occurrence.tallies import Run, polars_of, tallied

if TYPE_CHECKING:
    import polars as pl
    from ibis.expr import types as ir
    from numpy.typing import NDArray

    Columns = dict[str, tuple[NDArray[np.float64], NDArray[np.bool_] | bool, float]]

Interval = Literal["gamma", "normal"]
PER = 100_000
DEFAULT_STANDARD = "norway2014"
_TO_75, _TO_80 = 15, 16
_INTERVALS = {"gamma": rates.gamma_limits, "normal": rates.normal_limits}


def incidence(
    table: Any,
    population: Any = None,
    *,
    by: Iterable[str] = ("year",),
    site: str | Iterable[str] | None = None,
    standard: str = DEFAULT_STANDARD,
    period: int | str | Sequence[int] | None = None,
    primaries: Primaries = "registered",
    interval: Interval = "gamma",
    level: float = 0.95,
    content: Content | None = None,
    run: Run | None = None,
) -> Answer:
    """New cases and their rates per 100,000 person-years.

    table: one row a tumour, with `icd10`, `sex`, `year` (or `diagnosed_on`), `age` (or `born_on`, or `age_group`), `person`,
        `place` or `county`, `stage`, `morphology` as far as they are asked for; or a row a count, in `cases`. Polars, pandas,
        PyArrow, a dict of columns, or an Ibis table: of cases, or of events (`current_event` of a log or a lake).
    population: a table (see read_population in population.py beside this), or None: the population of the log where the table
        is one of events that holds one, else that of the country in `content/`.
    by: any of year, sex, age, site, county, region, stage, morphology and the table's other columns; none for one row.
    site: ids of content/sites.yaml; None counts every new tumour as Cancer in Norway does (the site `all`).
    standard: an id of content/standards. period: a year, or first and last. primaries: `registered` counts each row;
    `iacr` one per person and organ. interval: of `asr`. level: of all limits. run: how an Ibis table is carried out.

    Returns rows (as the kind of frame that `table` is) with the columns of `by`, then cases, population (person-years), crude,
    asr, lower, upper (of asr, or of crude where `by` has age), crude_lower, crude_upper (exact, Poisson), and
    cumulative_risk_75 and _80 in per cent. Combinations without cases have a row. Null where no rate can be had; the notes
    say why. Raises BadTable and NotAnswerable, which are ValueErrors.

    Sources: Breslow and Day, Statistical methods in cancer research II (IARC 1987); Fay and Feuer, Stat Med 1997;16:791-801.
    """
    return _answered(
        table,
        case_table(table),
        population,
        by,
        site=site,
        standard=standard,
        period=period,
        primaries=primaries,
        interval=interval,
        level=level,
        content=content,
        run=run,
    )


def mortality(
    table: Any,
    population: Any = None,
    *,
    by: Iterable[str] = ("year",),
    site: str | Iterable[str] | None = None,
    standard: str = DEFAULT_STANDARD,
    period: int | str | Sequence[int] | None = None,
    interval: Interval = "gamma",
    level: float = 0.95,
    content: Content | None = None,
    run: Run | None = None,
) -> Answer:
    """Deaths and their rates per 100,000 person-years, by the underlying cause: as `incidence`, with `deaths` for `cases`.

    table: one row a death, with `icd10` or `cause`, `sex`, `year` (or `died_on`), `age` (or `born_on`); or an Ibis table of
    events. A death of `cancer` without a code counts among all sites and in none of them.
    """
    answer = _answered(
        table,
        death_table(table),
        population,
        by,
        site=site,
        standard=standard,
        period=period,
        primaries="registered",
        interval=interval,
        level=level,
        content=content,
        run=run,
    )
    rows = frames.read(answer.rows).rename({"cases": "deaths"})
    notes = [of_deaths(note) for note in answer.notes]
    return Answer(frames.give_back(rows, like=table), notes)


def _answered(
    table: Any,
    counted: ir.Table,
    population: Any,
    by: Iterable[str],
    *,
    site: str | Iterable[str] | None,
    standard: str,
    period: int | str | Sequence[int] | None,
    primaries: Primaries,
    interval: Interval,
    level: float,
    content: Content | None,
    run: Run | None,
) -> Answer:
    definitions, carry_out = content or shipped(), run or polars_of
    weights = weights_of(chosen_standard(standard, definitions))
    tally = tallied(
        counted,
        by,
        site=site,
        period=period_of(period),
        primaries=primaries,
        content=definitions,
        run=carry_out,
    )
    people = denominators(table if is_events(table) else None, population, tally, definitions, carry_out)
    cells = arranged(tally.rows, people, [name for name in tally.by if name != "age"], tally.sex_of, tally.years)
    notes = [*tally.notes, *people.notes, *gaps(cells, people, tally)]
    rows = _by_age(cells, level) if "age" in tally.by else _weighed(cells, weights, interval, level)
    if "age" in tally.by:
        notes.append(Note("by_age"))
    return Answer(frames.give_back(in_order(rows, tally), like=table), tuple(dict.fromkeys(notes)))


def _weighed(cells: Cells, weights: NDArray[np.float64], interval: Interval, level: float) -> pl.DataFrame:
    import polars as pl

    d, n = cells.cases, cells.person_years
    total = d.sum(axis=1) + cells.ageless
    people = n.sum(axis=1)
    # Cases at an age where nobody lives say that cases and population do not belong together: then there is no rate.
    fits = cells.known & ~((d > 0) & (n <= 0)).any(axis=1)
    limits = _INTERVALS[interval](d, n, weights, level)
    exact = rates.poisson_limits(total, level)
    per_person = np.where(people > 0, PER / np.where(people > 0, people, 1), np.nan)
    made: Columns = {
        "cases": (total, True, 1.0),
        "population": (people, cells.known, 1.0),
        "crude": (total * per_person, cells.known, 1.0),
        "asr": (rates.standardised(d, n, weights), fits, PER),
        "lower": (limits.lower, fits, PER),
        "upper": (limits.upper, fits, PER),
        "crude_lower": (exact.lower * per_person, cells.known, 1.0),
        "crude_upper": (exact.upper * per_person, cells.known, 1.0),
        "cumulative_risk_75": (rates.cumulative_risk(d, n, _TO_75), fits, 100.0),
        "cumulative_risk_80": (rates.cumulative_risk(d, n, _TO_80), fits, 100.0),
    }
    return cells.rows.with_columns(column(name, *each) for name, each in made.items()).cast({"cases": pl.Int64})


def _by_age(cells: Cells, level: float) -> pl.DataFrame:
    """A row for each age group, in the order of the ages; those of unknown age have a row where there are some."""
    import polars as pl

    rows, d, n = spread_by_age(cells)
    known = n > 0
    per_person = np.where(known, PER / np.where(known, n, 1), np.nan)
    exact = rates.poisson_limits(d, level)
    made: Columns = {
        "cases": (d, True, 1.0),
        "population": (n, known, 1.0),
        "crude": (d * per_person, known, 1.0),
        "asr": (np.full(d.shape, np.nan), False, 1.0),
        "lower": (exact.lower * per_person, known, 1.0),
        "upper": (exact.upper * per_person, known, 1.0),
    }
    rows = rows.with_columns(column(name, *each) for name, each in made.items()).cast({"cases": pl.Int64})
    return rows.filter((pl.col("age") != UNKNOWN_AGE) | (pl.col("cases") > 0))
