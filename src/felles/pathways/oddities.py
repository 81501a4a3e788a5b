"""What in the events could not be as it is told, and what became of it? Counted and listed, never passed over in silence.

`found_oddities` is the list that a unit mends from; `oddities` counts the same rows. What people read of each kind is in
content/pathways/oddities.yaml.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import reduce
from typing import TYPE_CHECKING

from felles.events import EVENT_TYPES
from felles.pathways.book import Book
from felles.pathways.holding import part_of
from felles.pathways.intervals import since_start
from felles.pathways.latest import rest_of
from felles.pathways.limits import FOREVER
from felles.pathways.points import Point, any_holds

if TYPE_CHECKING:
    from ibis.expr import types as ir

ODDITIES: dict[str, str] = {
    "ahead": "Events after the day that was asked for, not counted: {}.",
    "no_start": "Episodes with a first visit, a decision or an end of a pathway but no start, which give no rows: {}.",
    "outside": "Episodes with visits or treatment and nothing that begins a pathway, which give no rows: {}.",
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
_OF_PATHWAYS_ALONE = (Point("decided"), Point("pathway_ended"), Point("attended", "first_visit"))
"""People come to the hospital and are treated outside a pathway too, and after one; these are part of one and nothing else."""

_NOT_TO_MEND = ("outside",)

FOUND = ("kind", "person", "episode", "type", "day", "place")


def oddities(events: ir.Table, book: Book, *, at: date, units: Collection[str] = ()) -> ir.Table:
    """One row with a column for each of ODDITIES: how many there are. The arguments are those of `found_oddities`."""
    rows = found_oddities(events, book, at=at, units=units)
    return rows.agg(**{kind: rows.count(where=rows.kind == kind) for kind in ODDITIES})


def found_oddities(events: ir.Table, book: Book, *, at: date, units: Collection[str] = ()) -> ir.Table:
    """One row per oddity found: kind (of ODDITIES), person, episode, type, day and place of the event that shows it.

    events: as for `intervals`, with `place`, the unit that can mend it. Of an episode the event is its start (without one
    its first event), of treatment without a decision the first treatment. units: the units that are known, by every name
    they go by; none to leave transfers alone.
    """
    import ibis

    kinds = {**_of_events(events, book, at, units), **_of_episodes(events.filter(events.day <= at), book)}
    made = [
        rows.filter(strange).select(
            kind=ibis.literal(kind),
            **{name: rows[f"{prefix}{name}"] for name in ("person", "episode", "type", "day", "place")},
        )
        for kind, (rows, strange, prefix) in kinds.items()
    ]
    return ibis.union(*made)


def lasting_oddities(events: ir.Table, book: Book, units: Collection[str]) -> ir.Table:
    """What is found whatever the day, kept ready for the unit's list: neither events that lie ahead nor what is as it
    should be, such as treatment outside a pathway."""
    found = found_oddities(events, book, at=FOREVER, units=units)
    return found.filter(found.kind.notin(_NOT_TO_MEND))


_Found = tuple["ir.Table", "ir.BooleanValue", str]


def _of_events(events: ir.Table, book: Book, at: date, units: Collection[str]) -> dict[str, _Found]:
    """For each kind that a single event shows: the events, which of them show it, and how their columns begin."""
    import ibis

    known = events.day <= at
    coded = known & events.type.isin(_CODED)
    strange = [(events.type == type_) & events.code.notin(sorted(EVENT_TYPES[type_].codes)) for type_ in _CODED]
    nowhere = part_of(events.code).notin(sorted(units)) if units else ibis.literal(False)
    reads = events.type.isin(sorted(book.reads))
    since = since_start(events.filter(known & reads), book)
    return {
        "ahead": (events, reads & ~known, ""),
        "unknown_unit": (events, known & (events.type == "transferred") & nowhere, ""),
        "unknown_code": (events, coded & reduce(lambda one, other: one | other, strange), ""),
        "no_code": (events, coded & events.code.isnull(), ""),
        "before_start": (since, since.type.notin(book.starts) & (since.day < since.started_on), ""),
    }


def _of_episodes(known: ir.Table, book: Book) -> dict[str, _Found]:
    """The same for each kind that an episode shows."""
    import ibis

    of_book = known.filter(known.type.isin(sorted(book.reads)))
    begun, never = _begun(since_start(of_book, book), book), _never_begun(of_book, book)
    treated = begun.treated.notnull() & (begun.decided.isnull() | (begun.decided > begun.treated))
    impossible = ibis.literal(False)
    retired = [(begun.pathway == id) & (begun.day >= day) for id, day in book.retired.items()]
    return {
        "no_start": (never, never.of_pathway, ""),
        "outside": (never, ~never.of_pathway, ""),
        "same_day": (begun, begun.starts > 1, ""),
        "later_start": (begun, begun.begun_first.isnull(), ""),
        "undecided": (begun, treated, "treated_"),
        "no_pathway": (begun, begun.pathway.isnull(), ""),
        "unknown_pathway": (
            begun,
            begun.pathway.notin(sorted(book.pathways)) if book.pathways else impossible,
            "",
        ),
        "retired_pathway": (begun, reduce(lambda one, other: one | other, retired, impossible), ""),
    }


def _begun(since: ir.Table, book: Book) -> ir.Table:
    """One row per episode that has begun, with its start and its first treatment as events."""
    import ibis

    starts = since.type.isin(book.starts) & (since.day == since.started_on)
    after = since.day >= since.started_on
    # Relief of symptoms may follow a decision against treatment, and has no limit that a decision would begin.
    treats = after & (since.type == "treatment_started") & (since.code.fill_null("") != "symptom_relief")
    openers = [point for each in book.intervals for point in (*each.opens, *each.opens_where_limited)]
    decides = [point for point in openers if point.type == "decided"]
    rows = since.group_by("person", "episode").agg(
        type=since.type.min(where=starts),
        day=since.started_on.min(),
        place=since.place.min(where=starts),
        begun_first=since[f"begun_{book.starts[0]}"].min(),
        starts=starts.sum(),
        pathway=since.code.min(where=starts),
        treated=since.day.min(where=treats),
        treated_where=(since.day.cast("string") + since.place).min(where=treats),
        decided=since.day.min(where=after & any_holds(decides, since)) if decides else since.day.min(),
    )
    return rows.mutate(
        treated_person=rows.person,
        treated_episode=rows.episode,
        treated_type=ibis.literal("treatment_started"),
        treated_day=rows.treated,
        treated_place=rest_of(rows.treated_where),
    )


def _never_begun(of_book: ir.Table, book: Book) -> ir.Table:
    """The first event of each episode without a start."""
    started = of_book.type.isin(book.starts)
    rows = of_book.group_by("person", "episode").agg(
        started=started.sum(),
        of_pathway=any_holds(_OF_PATHWAYS_ALONE, of_book).fill_null(False).sum() > 0,
        day=of_book.day.min(),
        said=(of_book.day.cast("string") + of_book.type).min(),
        seen=(of_book.day.cast("string") + of_book.place).min(),
    )
    rows = rows.filter(rows.started == 0)
    return rows.mutate(type=rest_of(rows.said), place=rest_of(rows.seen))
