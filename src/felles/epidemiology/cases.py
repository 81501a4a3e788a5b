"""Which tumours and which deaths does the log hold, each with what a statistic asks about it?

One row per tumour, one row per death. Both are one Ibis expression over the event table, for one patient or a country.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from felles.epidemiology.firsts import first_code
from felles.epidemiology.lives import lives
from felles.epidemiology.residence import places_on
from felles.epidemiology.tumours import tumours

if TYPE_CHECKING:  # naming a rule must not cost the second that importing Ibis takes
    from ibis.expr import types as ir

READS = frozenset({"born", "moved", "diagnosed", "staged", "died", "follow_up_ended"})
DETAILS = ("morphology", "basis", "laterality", "topography")
"""What a diagnosis holds in `data`. Read where the relation has that column as text, which rule columns are without."""


def cases(events: ir.Table) -> ir.Table:
    """One row per tumour that was diagnosed: a person's episode with a `diagnosed`; the first one counts.

    events: `current_event`. Returns person, episode, sex, born_on, diagnosed_on, diagnosed_precision, year, age (completed
    years), icd10, stage, place (municipality at diagnosis), died_on, cause, followed_until, followed_to; and where
    `events` has `data`: morphology, basis, laterality, topography. What is not known is null; age is null where the birth
    is unknown, and negative where it is told after the diagnosis.
    """
    import ibis

    told = events if "precision" in events.columns else events.mutate(precision=ibis.null("string"))
    found = tumours(told)
    found = found.filter(found.diagnosed_on.notnull()).drop("relapsed_on")
    if "data" in events.columns:
        found = _with_details(found, told)
    days = found.select("person", "episode", day=found.diagnosed_on)
    lived = places_on(told, days)
    lived = lived.select(_person=lived.person, _episode=lived.episode, place=lived.place)
    found = found.join(lived, [found.person == lived._person, found.episode.identical_to(lived._episode)], how="left")
    found = found.drop("_person", "_episode")
    people = lives(told)
    people = people.select(
        _person=people.person,
        sex=people.sex,
        born_on=people.born_on,
        died_on=people.died_on,
        cause=people.cause,
        followed_until=people.followed_until,
        followed_to=people.followed_to,
    )
    rows = found.join(people, found.person == people._person, how="left").drop("_person")
    return rows.mutate(
        sex=rows.sex.fill_null("unknown"),
        year=rows.diagnosed_on.year().cast("int64"),
        age=completed_years(rows.born_on, rows.diagnosed_on),
    )


def deaths(events: ir.Table) -> ir.Table:
    """One row per death: person, sex, born_on, died_on, year, age, cause, icd10 (the cause again) and place (municipality).

    events: `current_event`. The cause is an ICD-10 code, or `cancer`, `other`, `unknown` where no more is known.
    """
    import ibis

    told = events if "precision" in events.columns else events.mutate(precision=ibis.null("string"))
    people = lives(told)
    people = people.filter(people.died_on.notnull())
    lived = places_on(told, people.select("person", day=people.died_on))
    lived = lived.select(_person=lived.person, place=lived.place)
    rows = people.join(lived, people.person == lived._person, how="left")
    return rows.select(
        "person",
        "born_on",
        "died_on",
        "cause",
        "place",
        sex=rows.sex.fill_null("unknown"),
        icd10=rows.cause,
        year=rows.died_on.year().cast("int64"),
        age=completed_years(rows.born_on, rows.died_on),
    )


def completed_years(born: ir.DateColumn, on: ir.DateColumn) -> ir.IntegerColumn:
    """The age in completed years: one more on each birthday; who was born on 29 February has it on 1 March in other years."""
    before_birthday = (on.month() < born.month()) | ((on.month() == born.month()) & (on.day() < born.day()))
    # Cast one by one: PostgreSQL makes a decimal number of each part of a date, and no number of a truth.
    return on.year().cast("int64") - born.year().cast("int64") - before_birthday.ifelse(1, 0)


def _with_details(found: ir.Table, events: ir.Table) -> ir.Table:
    """What the first diagnosis of each tumour says beside its code, found in the text of `data`.

    By a pattern, since no two engines read JSON alike; the values are codes without quotes or backslashes.
    """
    said = events.filter(events.type == "diagnosed")
    text = said.data.cast("string")
    for name in DETAILS:
        value = text.re_extract(rf'"{name}": ?"?([^",}}]+)', 1).nullif("")
        said = said.mutate(**{name: value})
    details = said.group_by("person", "episode").agg(
        **{name: first_code(said, "diagnosed", said[name]) for name in DETAILS}
    )
    details = details.rename(_person="person", _episode="episode")
    same = [found.person == details._person, found.episode.identical_to(details._episode)]
    return found.join(details, same, how="left").drop("_person", "_episode")
