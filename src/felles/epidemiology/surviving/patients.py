"""Whom does the log follow from a diagnosis, until when, and how did it end? One row a tumour, ready for survival."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from felles.epidemiology.lives import READS as OF_LIVES
from felles.epidemiology.lives import lives
from felles.epidemiology.residence import READS as OF_RESIDENCE
from felles.epidemiology.residence import places_on
from felles.epidemiology.tumours import READS as OF_TUMOURS
from felles.epidemiology.tumours import tumours

if TYPE_CHECKING:  # naming a rule must not cost the second that importing Ibis takes
    from ibis.expr import types as ir

READS = OF_LIVES | OF_TUMOURS | OF_RESIDENCE


def patients(events: ir.Table, *, until: date) -> ir.Table:
    """Every tumour with a day of diagnosis, and the follow-up of its person.

    events: `current_event`. until: the day on which the log is closed; who has neither died nor left by then is followed
    to that day, and what happened later does not count. Returns person, episode, icd10, stage, sex, born_on,
    diagnosed_on, place (municipality at diagnosis), followed_until, status (`alive`, or the code of the death, `dead` where
    there is none).
    """
    import ibis

    if "precision" not in events.columns:  # a plain table of events need not say it
        events = events.mutate(precision=ibis.null("string"))
    known = events.filter(events.day <= until)
    found = tumours(known).filter(lambda row: row.diagnosed_on.notnull())
    both = found.left_join(lives(known), "person").drop("person_right")
    lived = places_on(known, found.select("person", "episode", day=found.diagnosed_on))
    lived = lived.select(_person=lived.person, _episode=lived.episode, place=lived.place)
    same = [both.person == lived._person, both.episode.identical_to(lived._episode)]
    both = both.join(lived, same, how="left").drop("_person", "_episode")
    died = both.died_on.notnull() & (both.followed_until.isnull() | (both.died_on <= both.followed_until))
    return both.select(
        "person",
        "episode",
        "icd10",
        "stage",
        "sex",
        "born_on",
        "diagnosed_on",
        "place",
        followed_until=ibis.coalesce(died.ifelse(both.died_on, both.followed_until), ibis.literal(until)),
        status=died.ifelse(both.cause.fill_null("dead"), "alive"),
    )
