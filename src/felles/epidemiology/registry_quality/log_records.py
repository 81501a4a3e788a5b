"""Which records of tumours does the log hold, as a registry would write them?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from felles.epidemiology.cases import cases
from felles.epidemiology.firsts import first_code
from felles.epidemiology.lives import lives

if TYPE_CHECKING:  # naming a rule must not cost the second that importing Ibis takes
    from ibis.expr import types as ir

READS = frozenset({"born", "moved", "diagnosed", "staged", "died", "follow_up_ended"})


def tumour_records(events: ir.Table) -> ir.Table:
    """One row per tumour that was diagnosed, with the columns that `felles.epidemiology.registry_quality.reading` lists, as text.

    events: `current_event`, with `data` as text and, where known, `recorded` as a date (the day on which the registry learned of
    it). Dates are as exact as their precision. region is the municipality at diagnosis.
    """
    found = cases(events)
    births = lives(events)
    births = births.select(_person=births.person, born_as=births.born_precision)
    found = found.join(births, found.person == births._person, how="left").drop("_person")
    said = events.filter(events.type == "diagnosed")
    said = said.mutate(grade=said.data.cast("string").re_extract(r'"grade": ?"([1-9])"', 1).nullif(""))
    recorded = {"recorded": said.recorded.min()} if "recorded" in events.columns else {}
    more = said.group_by("person", "episode").agg(grade=first_code(said, "diagnosed", said.grade), **recorded)
    more = more.rename(_person="person", _episode="episode")
    same = [found.person == more._person, found.episode.identical_to(more._episode)]
    found = found.join(more, same, how="left")
    dead = events.filter(events.type == "died")
    deaths = dead.group_by("person").agg(died_as=first_code(dead, "died", dead.precision))
    deaths = deaths.rename(_dead="person")
    found = found.join(deaths, found.person == deaths._dead, how="left")
    return found.select(
        id=found.episode.cast("string"),
        person=found.person.cast("string"),
        sex=found.sex,
        born=_as_known(found.born_on, found.born_as),
        diagnosed=_as_known(found.diagnosed_on, found.diagnosed_precision),
        topography=found.topography,
        icd10=found.icd10,
        morphology=found.morphology,
        grade=found.grade,
        basis=found.basis,
        laterality=found.laterality,
        stage=found.stage,
        died=_as_known(found.died_on, found.died_as),
        cause=found.cause,
        last_seen=found.followed_until.cast("string"),
        region=found.place,
        **({"recorded": found.recorded.cast("date").cast("string")} if recorded else {}),
    )


def _as_known(day: ir.DateColumn, precision: ir.StringColumn) -> ir.StringColumn:
    """`2026-11-21`, or as much of it as is known."""
    import ibis

    text = day.cast("string")
    return ibis.cases((precision == "year", text.substr(0, 4)), (precision == "month", text.substr(0, 7)), else_=text)
