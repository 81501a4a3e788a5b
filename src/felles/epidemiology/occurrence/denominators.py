"""Which population stands behind the cases: the one that was given, the log's own, or the country's?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from felles.definitions import Content
from felles.epidemiology.noting import Note
from felles.epidemiology.occurrence.cells import Cells
from felles.epidemiology.occurrence.person_years import holds_population, people_on, person_years, population_share
from felles.epidemiology.occurrence.population import (
    SPLITS,
    Population,
    population_of_country,
    read_population,
    with_regions,
)
from felles.epidemiology.occurrence.tallies import Run, Tally, listed

if TYPE_CHECKING:
    from ibis.expr import types as ir

COUNTRY = "country"
"""What `population` may say to have the country's, whatever the log holds."""


def denominators(events: ir.Table | None, population: Any, tally: Tally, content: Content, run: Run) -> Population:
    """Person-years for a tally, and in its notes whose they are.

    events: the log that the cases are from, where they are from one. population: a table, a Population, `country` or None.
    """
    own = population_of_log(events, tally.years, run) if events is not None and population is None else None
    return _told(Note("person_years"), own or _of_table(population, tally, content), tally, content)


def on_a_day(
    events: ir.Table | None, population: Any, tally: Tally, content: Content, run: Run, at: date
) -> Population:
    """The people of a day: those of the log where it holds a population, else the mean of the day's year."""
    own = None
    if events is not None and population is None and (source := _own(events, run)):
        rows = run(people_on(events, at))
        own = Population(rows.cast({"year": int, "band": int, "person_years": float}), source)
    said = Note("people") if own else Note("people_mean", year=at.year)
    return _told(said, own or _of_table(population, tally, content), tally, content)


def _of_table(population: Any, tally: Tally, content: Content) -> Population:
    if isinstance(population, Population):
        return population
    if population is None or (isinstance(population, str) and population == COUNTRY):
        return population_of_country(content, (*tally.by, *(("sex",) if tally.sex_of else ())))
    return read_population(population)


def _told(what: str, chosen: Population, tally: Tally, content: Content) -> Population:
    chosen = with_regions(chosen, {id: county.region for id, county in content.counties.items()})
    return replace(chosen, notes=(Note("denominator", what=what, source=chosen.source), *_needed(chosen, tally)))


def population_of_log(events: ir.Table, years: Any, run: Run) -> Population | None:
    """The person-years of a log that holds a population; None where it holds patients alone."""
    source = _own(events, run) if years else None
    if source is None:
        return None
    rows = run(person_years(events, min(years), max(years)))
    return Population(rows.cast({"year": int, "band": int, "person_years": float}), source)


def _own(events: ir.Table, run: Run) -> str | None:
    """What a log's own population is, in words; None where its people are patients."""
    people, patients = (number or 0 for number in run(population_share(events)).row(0))
    if not holds_population(people, patients):
        return None
    return Note("own_people", people=f"{people:,}", patients=f"{patients:,}")


def _needed(population: Population, tally: Tally) -> list[str]:
    """The notes on a population that concern the years that are counted."""
    counted = {None, *tally.years}
    return [note for note in population.notes if not isinstance(note, Note) or note.values.get("year") in counted]


def gaps(cells: Cells, population: Population, tally: Tally) -> list[str]:
    """What has no rate, and why."""
    notes: list[str] = []
    missing = [year for year in tally.years if year not in population.years] if population.years else []
    if missing:
        notes.append(Note("years_without_people", years=listed(missing)))
    lacking = [name for name in tally.by if name in SPLITS and name not in population.splits]
    if lacking:
        notes.append(Note("people_not_split", columns=", ".join(lacking)))
    if not cells.known.all() and not lacking:
        notes.append(Note("rows_without_people", count=int((~cells.known).sum())))
    strange = cells.known & ((cells.cases > 0) & (cells.person_years <= 0)).any(axis=1)
    if strange.any():
        notes.append(Note("cases_without_people", count=int(strange.sum())))
    empty = cells.known & (cells.person_years <= 0).any(axis=1) & ~strange
    if empty.any():
        notes.append(Note("empty_ages", count=int(empty.sum())))
    return notes
