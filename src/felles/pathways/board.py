"""Where does each pathway stand, who has it, what comes next, and which deadline is nearest?

`pathways` is what holds whatever the day, and is kept ready; `seen_from` adds what follows from it on a day. The deadline
of a pathway is the nearest one among its intervals that run.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from felles.pathways.answers import awaited, taken_and_read
from felles.pathways.book import Book
from felles.pathways.holding import handed, holding
from felles.pathways.intervals import since_start, spans
from felles.pathways.kinds import before_others, kind_planned, last_planned, plans
from felles.pathways.latest import day_of, latest, rest_of
from felles.pathways.limits import TREATMENT_KINDS

if TYPE_CHECKING:  # naming a rule must not cost the second that importing Ibis takes
    from ibis.expr import types as ir

OPEN_PHASES = ("referred", "investigation", "waiting_for_answer", "waiting_for_treatment")
PHASES = (*OPEN_PHASES, "treated", "ended")

NEXT_STEPS = ("first_attendance", "decision", "report", "treatment", "treatment_plan")

READS = frozenset(
    {
        "suspected",
        "referred",
        "attended",
        "imaged",
        "sampled",
        "report_ready",
        "discussed",
        "decided",
        "told",
        "transferred",
        "deferred",
        "pathway_ended",
        "treatment_planned",
        "treatment_started",
        "died",
    }
)
"""The types that a board reads, with those of every rule book."""

_DAY = len("2026-11-21")
_GOES_ON = ("treat", "surveillance")


def pathways(events: ir.Table, intervals: ir.Table, book: Book, trusts: Mapping[str, str]) -> ir.Table:
    """One row per episode that has begun: what holds whatever the day it is seen from.

    events: `current_event`. intervals: what `spans` gave for the same events and book. trusts: the trust of each unit that
    is known here, by every name it goes by (`ous`: `oslo`); none where no unit is known.

    Returns person, episode, pathway, started_on, started_at (trust);
    holder (the trust that has it now), held_at (its unit as it was told), held_since, unknown_receiver (of a transfer that
    reached nobody known);
    phase (of PHASES), phase_since, closed_on (null while open);
    interval, counted_from, due, limit_days, limit_verified, earliest (of the nearest deadline; null without one);
    next_step (of NEXT_STEPS), next_code (the answer or the treatment that is awaited), next_at (the unit where), planned_on
    (the day for which that treatment is planned);
    last_type, last_on; deferred_for, deferred_on, deferred_until (of the latest deferral).
    Raises ValueError for a book that reads other types than READS.
    """
    strange = book.reads - READS
    if strange:
        raise ValueError(f"A board reads {', '.join(sorted(READS))}; the book {book.name} also {', '.join(strange)}.")
    known = events.filter(events.type.isin(sorted(READS - {"died"})))
    facts = _facts(since_start(known, book), trusts)
    # Before the joins: one select after another would be written as one, with everything they share said again and again.
    facts = facts.mutate(**holding(facts, trusts), **awaited(facts))
    rows = _with_deadlines(facts, intervals)
    died = events.filter(events.type == "died").group_by("person").agg(died_on=lambda each: each.day.min())
    died = died.select(dead="person", died_on="died_on")
    return _standing(rows.left_join(died, rows.person == died.dead))


def seen_from(pathways: ir.Table, *, at: date) -> ir.Table:
    """The open pathways at the end of a day, on or after the last that `pathways` knows.

    Adds pathway_days (since the start), days (of the interval whose deadline is nearest, else since the start), days_left
    (null without a limit), state (`running`, `overdue`, `running_no_limit`) and deferred (the reason, while it lasts).
    """
    import ibis

    rows = pathways.filter(pathways.closed_on.isnull())
    today = ibis.literal(at)
    lasts = (rows.deferred_until >= today) | (rows.deferred_until.isnull() & (rows.last_on <= rows.deferred_on))
    return rows.mutate(
        pathway_days=today.delta(rows.started_on, unit="day").cast("int64"),
        days=today.delta(rows.counted_from.fill_null(rows.started_on), unit="day").cast("int64"),
        days_left=rows.due.delta(today, unit="day").cast("int64"),
        state=ibis.cases((rows.due.isnull(), "running_no_limit"), (rows.due < today, "overdue"), else_="running"),
        deferred=ibis.ifelse(lasts.fill_null(False), rows.deferred_for, ibis.null("string")),
    )


def board(events: ir.Table, book: Book, trusts: Mapping[str, str], *, at: date) -> ir.Table:
    """The open pathways at the end of a day, from the events up to then: the columns of `pathways` and `seen_from`."""
    known = events.filter(events.day <= at)
    return seen_from(pathways(known, spans(known, book), book, trusts), at=at)


def _facts(since: ir.Table, trusts: Mapping[str, str]) -> ir.Table:
    """One row per episode with the first or the last of each kind of fact."""
    after = since.day >= since.started_on

    def first(type_: str, *codes: str) -> ir.DateScalar:
        of_type = after & (since.type == type_)
        return since.day.min(where=of_type & since.code.isin(codes) if codes else of_type)

    put_off = after & (since.type == "deferred")
    until = since.until_day.cast("string").fill_null(" " * _DAY)
    planned = after & plans(since)
    return since.group_by("person", "episode").agg(
        attended_on=first("attended"),
        decided_on=first("decided", *_GOES_ON),
        treated_on=first("treatment_started"),
        planned=last_planned(since, after),
        # The day of the plan whose kind counts: the latest, of several on a day the first kind.
        planned_for=latest(since, planned, before_others(since.code).cast("string") + until),
        planned_at=latest(since, planned & since.place.notnull(), since.place),
        last=latest(since, after, since.type),
        put_off=latest(since, put_off, until + since.code.fill_null("")),
        **taken_and_read(since, after),
        **handed(since, after, trusts),
    )


def _with_deadlines(facts: ir.Table, rows: ir.Table) -> ir.Table:
    """The facts with the pathway, whether any interval runs, and the interval that runs with the nearest deadline."""
    import ibis

    runs = rows.opened_on.notnull() & rows.closed_on.isnull() & rows.ended_on.isnull()
    whole = rows.group_by("person", "episode").agg(
        pathway=rows.pathway.max(),
        started_on=rows.started_on.max(),
        runs=runs.any(),
        left_on=ibis.coalesce(rows.ended_on.max(), rows.closed_on.max()),
    )
    due = (rows.opened_on + rows.limit_days.as_interval("D")).cast("timestamp").cast("date")
    limited = rows.mutate(due=due).filter(runs & rows.limit_days.notnull())
    # Of two that are due on one day the one that began first: the whole before its part.
    nearest = ibis.window(
        group_by=[limited.person, limited.episode], order_by=[limited.due, limited.opened_on, limited.interval]
    )
    soonest = limited.mutate(place=ibis.row_number().over(nearest))
    soonest = soonest.filter(soonest.place == 0).select(
        "interval",
        "due",
        "limit_days",
        "limit_verified",
        "earliest",
        soonest_of="person",
        soonest_key=soonest.episode.fill_null(soonest.person),
        counted_from="opened_on",
    )
    whole = whole.select(
        "pathway", "started_on", "runs", "left_on", of="person", key=whole.episode.fill_null(whole.person)
    )
    key = facts.episode.fill_null(facts.person)
    found = facts.join(whole, [facts.person == whole.of, key == whole.key])
    return found.left_join(soonest, [found.of == soonest.soonest_of, found.key == soonest.soonest_key])


def _standing(rows: ir.Table) -> ir.Table:
    """The phase, the next step and who has it."""
    rows = rows.mutate(phase=_phase(rows), planned_kind=_planned_kind(rows))
    closed_on = _closed_on(rows)
    return rows.select(
        "person",
        "episode",
        "pathway",
        "started_on",
        "started_at",
        "holder",
        "held_at",
        "held_since",
        "unknown_receiver",
        "phase",
        phase_since=_phase_since(rows, closed_on),
        closed_on=closed_on,
        interval=rows.interval,
        counted_from=rows.counted_from,
        due=rows.due,
        limit_days=rows.limit_days,
        limit_verified=rows.limit_verified,
        earliest=rows.earliest,
        **_next_step(rows),
        last_type=rest_of(rows["last"]),
        last_on=day_of(rows["last"]),
        deferred_for=rest_of(rows.put_off).substr(_DAY).nullif(""),
        deferred_on=day_of(rows.put_off),
        deferred_until=_day_after(rest_of(rows.put_off), 0),
    )


def _phase(rows: ir.Table) -> ir.StringValue:
    import ibis

    return ibis.cases(
        (rows.treated_on.notnull(), "treated"),
        (~rows.runs | rows.died_on.notnull(), "ended"),
        (rows.decided_on.notnull(), "waiting_for_treatment"),
        (rows.attended_on.isnull(), "referred"),
        (rows.awaited.notnull(), "waiting_for_answer"),
        else_="investigation",
    )


def _planned_kind(rows: ir.Table) -> ir.StringValue:
    import ibis

    planned = kind_planned(rows.planned)
    return ibis.cases(*((planned == number, kind) for number, kind in enumerate(TREATMENT_KINDS)))


def _closed_on(rows: ir.Table) -> ir.DateValue:
    import ibis

    left = ibis.coalesce(rows.treated_on, rows.left_on, rows.died_on, rows.started_on)
    return ibis.ifelse(rows.phase.isin(OPEN_PHASES), ibis.null("date"), left)


def _phase_since(rows: ir.Table, closed_on: ir.DateValue) -> ir.DateValue:
    import ibis

    return ibis.cases(
        (rows.phase == "referred", rows.started_on),
        (rows.phase == "investigation", rows.attended_on),
        (rows.phase == "waiting_for_answer", rows.awaited_since),
        (rows.phase == "waiting_for_treatment", rows.decided_on),
        else_=closed_on,
    )


def _next_step(rows: ir.Table) -> dict[str, Any]:
    """What an open pathway waits for, where, and when it is planned: next_step, next_code, next_at, planned_on."""
    import ibis

    def by_phase(**values: Any) -> Any:
        return ibis.cases(*((rows.phase == name, value) for name, value in values.items()), else_=ibis.null("string"))

    where = by_phase(waiting_for_answer=rows.awaited_at, waiting_for_treatment=rest_of(rows.planned_at))
    planned = rows.phase == "waiting_for_treatment"
    return {
        "next_step": by_phase(
            referred="first_attendance",
            investigation="decision",
            waiting_for_answer="report",
            waiting_for_treatment=ibis.ifelse(rows.planned_kind.isnull(), "treatment_plan", "treatment"),
        ),
        "next_code": by_phase(waiting_for_answer=rows.awaited, waiting_for_treatment=rows.planned_kind),
        "next_at": ibis.ifelse(rows.phase.isin(OPEN_PHASES), ibis.coalesce(where, rows.held_at), ibis.null("string")),
        "planned_on": ibis.ifelse(planned, _day_after(rest_of(rows.planned_for), 1), ibis.null("date")),
    }


def _day_after(text: ir.StringValue, signs: int) -> ir.DateValue:
    """The day that stands after so many signs of a text; none where blanks do."""
    return text.substr(signs, _DAY).nullif(" " * _DAY).cast("date")
