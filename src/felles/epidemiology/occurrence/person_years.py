"""How many person-years did the log's own population live, exactly, by year, sex, age and municipality?"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from felles.epidemiology.cases import completed_years
from felles.epidemiology.firsts import first_code, first_day
from felles.epidemiology.occurrence.counting import band_of
from felles.epidemiology.residence import residences

if TYPE_CHECKING:
    from ibis.expr import types as ir

READS = frozenset({"born", "moved", "died", "follow_up_ended"})


def person_years(events: ir.Table, first_year: int, last_year: int) -> ir.Table:
    """Person-years of everybody with a birth: year, sex, place, county, band (five-year age group), person_years.

    events: `current_event`. A day lived is 1/365 of a person-year, 1/366 in a leap year. Nobody is counted after the last
    day that any event of the log has, so that a year that has not ended is as short here as it is among the cases.
    Each year is cut at the birthday: before it the person is one year younger. Nobody is counted before birth, whatever the
    log says of where they lived then.
    """
    import ibis

    spans = residences(events)
    told = events.filter(events.type == "born")
    people = told.group_by("person").agg(born_on=first_day(told, "born"), sex=first_code(told, "born", told.code))
    last_day = events.agg(last_day=events.day.max())
    lived = spans.join(people, "person").cross_join(last_day)
    year = ibis.range(first_year, last_year + 1).unnest().name("year").as_table()
    year = year.mutate(year=year.year.cast("int64"))
    year = year.mutate(begins=ibis.date(year.year, 1, 1), ends=ibis.date(year.year + 1, 1, 1))
    lived = lived.mutate(
        lived_from=ibis.greatest(lived.lived_from, lived.born_on),
        until=ibis.least(lived.lived_until.fill_null(lived.last_day), lived.last_day),
    )
    crossed = lived.join(year, [lived.lived_from < year.ends, lived.until > year.begins])
    start = ibis.greatest(crossed.lived_from, crossed.begins)
    end = ibis.least(crossed.until, crossed.ends)
    birthday = _birthday(crossed.born_on, crossed.year)
    younger = ibis.greatest(_days(start, ibis.least(end, birthday)), 0)
    older = ibis.greatest(_days(ibis.greatest(start, birthday), end), 0)
    length = _days(crossed.begins, crossed.ends)
    age = crossed.year - crossed.born_on.year()
    # Whole cohorts first, then their ages: a row for each person and year is many, one for each cohort few.
    cohorts = (
        crossed.mutate(_age=age, _younger=younger / length, _older=older / length)
        .group_by("year", "sex", "place", "_age")
        .agg(younger=lambda rows: rows._younger.sum(), older=lambda rows: rows._older.sum())
    )
    parts = [
        cohorts.select("year", "sex", "place", band=band_of(cohorts._age - 1), person_years=cohorts.younger),
        cohorts.select("year", "sex", "place", band=band_of(cohorts._age), person_years=cohorts.older),
    ]
    both = ibis.union(*parts)
    both = both.filter(both.person_years > 0).mutate(county=both.place.substr(0, 2))
    return both.group_by("year", "sex", "place", "county", "band").agg(person_years=both.person_years.sum())


def people_on(events: ir.Table, at: date) -> ir.Table:
    """The people who live on a day, in the same columns: year (of the day), sex, place, county, band, person_years (people)."""
    import ibis

    day = ibis.date(at.year, at.month, at.day)
    spans = residences(events)
    living = spans.filter((spans.lived_from <= day) & (spans.lived_until.isnull() | (spans.lived_until > day)))
    told = events.filter(events.type == "born")
    people = told.group_by("person").agg(born_on=first_day(told, "born"), sex=first_code(told, "born", told.code))
    rows = living.join(people, "person")
    rows = rows.filter(rows.born_on <= day)
    rows = rows.mutate(
        year=ibis.literal(at.year), band=band_of(completed_years(rows.born_on, day)), county=rows.place.substr(0, 2)
    )
    return rows.group_by("year", "sex", "place", "county", "band").agg(person_years=rows.count().cast("float64"))


def population_share(events: ir.Table) -> ir.Table:
    """One row: people (with a birth), and patients among them (with a referral or a diagnosis)."""
    marks = events.filter(events.type.isin(["born", "referred", "diagnosed"]))
    each = marks.group_by("person").agg(born=(marks.type == "born").any(), patient=(marks.type != "born").any())
    return each.agg(people=each.count(where=each.born), patients=each.count(where=each.born & each.patient))


def holds_population(people: int, patients: int) -> bool:
    """Whether a log's people are a population, and not a list of patients: fewer than half of them are patients.

    A convention of ours (assumption): a registry's or a hospital's log has a birth for its patients alone, and rates with
    them as denominator would be nonsense.
    """
    return people > 0 and 2 * patients < people


def _days(start: ir.DateValue, end: ir.DateValue) -> ir.IntegerValue:
    return end.delta(start, unit="day")


def _birthday(born: ir.DateColumn, year: ir.IntegerColumn) -> ir.DateColumn:
    """The birthday in a year; who was born on 29 February has it on 1 March where there is none."""
    import ibis

    on_leap_day = (born.month() == 2) & (born.day() == 29)
    leap = ((year % 4 == 0) & (year % 100 != 0)) | (year % 400 == 0)
    moved = on_leap_day & ~leap
    month = ibis.ifelse(moved, 3, born.month())
    day = ibis.ifelse(moved, 1, born.day())
    return ibis.date(year, month, day)
