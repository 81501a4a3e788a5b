"""What in the events could not be as it is told, and what became of it? Counted, never passed over in silence."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import reduce
from typing import TYPE_CHECKING

from felles.events import EVENT_TYPES
from felles.pathways.book import Book
from felles.pathways.points import any_holds

if TYPE_CHECKING:
    from ibis.expr import types as ir

ODDITIES: dict[str, str] = {
    "ahead": "Events after the day that was asked for, not counted: {}.",
    "no_start": "Episodes with events of a pathway but no start, which give no rows: {}.",
    "before_start": "Events before the start of their episode, not counted in any interval: {}.",
    "same_day": "Episodes with several starts on their first day; the alphabetically first pathway counts: {}.",
    "later_start": "Episodes without the event that starts the clock in this rule book; a later one was taken: {}.",
    "undecided": "Episodes whose treatment started without a decision to treat before it or on that day: {}.",
    "no_pathway": "Episodes whose start names no pathway, without a limit where limits differ by pathway: {}.",
    "unknown_pathway": "Episodes of a pathway that the rule book does not know, without a limit: {}.",
    "retired_pathway": "Episodes that started when their pathway no longer applied, without a limit: {}.",
    "unknown_unit": "Transfers to a unit that is not known here; the episode goes on with its start: {}.",
    "unknown_code": "Decisions and treatments with a code that the vocabulary does not have: {}.",
    "no_code": "Decisions and treatments without a code, which open and end nothing: {}.",
}
"""What is counted, with the sentence that says what became of it."""

_CODED = ("decided", "treatment_planned", "treatment_started")


def oddities(events: ir.Table, book: Book, *, at: date, units: Collection[str] = ()) -> ir.Table:
    """One row with a column for each of ODDITIES: how many there are.

    events: as for `intervals`. units: the units that are known; none to leave transfers alone.
    """
    of_events = _of_events(events, book, at, units)
    of_episodes = _of_episodes(events.filter(events.day <= at), book)
    return of_events.cross_join(of_episodes).select(*ODDITIES)


def _of_events(events: ir.Table, book: Book, at: date, units: Collection[str]) -> ir.Table:
    known = events.day <= at
    coded = known & events.type.isin(_CODED)
    strange = [(events.type == type_) & events.code.notin(sorted(EVENT_TYPES[type_].codes)) for type_ in _CODED]
    sent = known & (events.type == "transferred")
    counts = events.agg(
        ahead=(events.type.isin(sorted(book.reads)) & ~known).sum(),
        unknown_unit=(sent & (events.code.notin(sorted(units)) if units else False)).sum(),
        unknown_code=(coded & reduce(lambda one, other: one | other, strange)).sum(),
        no_code=(coded & events.code.isnull()).sum(),
    )
    return counts.select(**{name: counts[name].fill_null(0) for name in counts.columns})


def _of_episodes(known: ir.Table, book: Book) -> ir.Table:
    import ibis

    of_book = known.filter(known.type.isin(sorted(book.reads)))
    begun = of_book.group_by("person", "episode").agg(
        **{f"begun_{type_}": of_book.day.min(where=of_book.type == type_) for type_ in book.starts}
    )
    begun = begun.select(
        begun_by="person",
        begun_key=begun.episode.fill_null(begun.person),
        started_on=ibis.coalesce(*(begun[f"begun_{type_}"] for type_ in book.starts)),
        begun_first=begun[f"begun_{book.starts[0]}"],
    )
    key = of_book.episode.fill_null(of_book.person)
    rows = of_book.join(begun, [of_book.person == begun.begun_by, key == begun.begun_key])
    starts = rows.type.isin(book.starts)
    openers = [point for each in book.intervals for point in (*each.opens, *each.opens_where_limited)]
    decides = [point for point in openers if point.type == "decided"]
    after = rows.day >= rows.started_on
    first = rows.group_by("begun_by", "begun_key").agg(
        started_on=rows.started_on.min(),
        begun_first=rows.begun_first.min(),
        before=(~starts & (rows.day < rows.started_on)).sum(),
        starts=(starts & (rows.day == rows.started_on)).sum(),
        pathway=rows.code.min(where=starts & (rows.day == rows.started_on)),
        treated=rows.day.min(where=after & (rows.type == "treatment_started")),
        decided=rows.day.min(where=after & any_holds(decides, rows)) if decides else rows.day.min(),
    )
    begun_at_all = first.started_on.notnull()
    never = begun_at_all & ibis.literal(False)
    retired = [(first.pathway == id) & (first.started_on >= day) for id, day in book.retired.items()]
    counts = {
        "no_start": ~begun_at_all,
        "same_day": first.starts > 1,
        "later_start": begun_at_all & first.begun_first.isnull(),
        "undecided": first.treated.notnull() & (first.decided.isnull() | (first.decided > first.treated)),
        "no_pathway": begun_at_all & first.pathway.isnull(),
        "unknown_pathway": first.pathway.notin(sorted(book.pathways)) if book.pathways else never,
        "retired_pathway": reduce(lambda one, other: one | other, retired, never),
    }
    return first.agg(
        before_start=first.before.sum().fill_null(0), **{name: each.sum().fill_null(0) for name, each in counts.items()}
    )
