"""How many are in a pathway, and how many pathways keep the recommended time? The official indicators.

OA1 and OA2 tell of activity and inclusion, OF1 to OF4 of time (content/pathways/measurement.yaml, which says what of it
was read and what is remembered).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from felles.definitions import Content
from felles.definitions.registration import MeasurementPoint
from felles.pathways.book import Book
from felles.pathways.holding import trust_of, trusts_by_name
from felles.pathways.intervals import spans, standing
from felles.pathways.limits import TREATMENT_KINDS
from felles.pathways.national.inclusion import patients
from felles.pathways.national.starts import in_force, starts

if TYPE_CHECKING:  # naming a rule must not cost the second that importing Ibis takes
    from ibis.expr import types as ir

BY = ("tertial", "pathway", "kind", "trust", "region")
COUNTS = ("numerator", "denominator", "closed", "unconfirmed", "without_limit", "waiting", "overdue")
DAYS = ("median_days", "p90_days")
STARTED, INCLUDED = "OA1", "OA2"


def pathway_time(events: ir.Table, book: Book, content: Content, *, at: date, by: Sequence[str] = ()) -> ir.Table:
    """One row per measure and group: OA1, OA2, and the intervals of the book (Norway's: OF1 to OF4).

    events: `current_event`; by: any of BY. A pathway belongs to the trust that started it (OA2: the trust of the
    diagnosis) and to that trust's region; to the tertial in which the interval closed, in OA1 that of the start, in OA2
    that of the diagnosis; who still waits, to the tertial of `at`.

    Returns measure, the columns of `by`, and
    - OA1: numerator, the pathways for an organ that started;
    - OA2: denominator, new patients with a diagnosis that a pathway is for; numerator, those of them in a pathway; share;
    - OF1 to OF4: closed; of these denominator, with a confirmed limit, unconfirmed, with a limit that nobody has
      confirmed, and without_limit; numerator, the closed within a confirmed limit; share, numerator by denominator;
      median_days and p90_days of all closed; waiting, opened and neither closed nor ended; overdue, those of them past a
      confirmed limit.

    Raises ValueError for a group that is none of BY.
    """
    import ibis

    if not set(by) <= set(BY):
        raise ValueError(f"by takes {', '.join(BY)}; got {', '.join(by)}.")
    trusts, known = trusts_by_name(content), events.filter(events.day <= at)
    begun = starts(known, book, trusts)
    parts = (_times(known, begun, book, at), _started(begun, content), _included(known, begun, content, trusts))
    made = [_counted(_with_groups(part, content), by) for part in parts]
    rows = ibis.union(*made)
    share = rows.numerator.cast("float64") / rows.denominator.nullif(0)
    return rows.select("measure", *by, *COUNTS, *DAYS, share=share)


def _times(known: ir.Table, begun: ir.Table, book: Book, at: date) -> ir.Table:
    """The intervals that have closed or run, each one once."""
    import ibis

    rows = standing(spans(known, book), at=at, also=("kind",))
    rows = rows.filter(rows.state.notin(["not_started", "ended"]))
    rows = rows.join(begun, [rows.person == begun.begun_by, rows.episode.fill_null(rows.person) == begun.begun_key])
    closed, confirmed = rows.to.notnull(), ibis.coalesce(rows.limit_verified, ibis.literal(False))
    limited = rows.limit_days.notnull()
    return _facts(
        rows,
        measure=rows.interval,
        counted_on=ibis.coalesce(rows.to, ibis.literal(at)),
        pathway=rows.pathway,
        kind=ibis.cases(*((rows.kind == number, kind) for number, kind in enumerate(TREATMENT_KINDS))),
        trust=rows.started_at,
        numerator=confirmed & (rows.state == "done_within"),
        denominator=closed & confirmed,
        closed=closed,
        unconfirmed=closed & limited & ~confirmed,
        without_limit=closed & ~limited,
        waiting=~closed,
        overdue=confirmed & (rows.state == "overdue"),
        days=ibis.ifelse(closed, rows.days, ibis.null("int64")),
    )


def _started(begun: ir.Table, content: Content) -> ir.Table:
    """The pathways for an organ that have started."""
    organs = [each for each in content.pathways.values() if each.group == "organ_specific"]
    rows = begun.filter(in_force(begun.started_pathway, begun.started_on, organs))
    rows = rows.filter(~_removed(rows, _point(content, STARTED)))
    return _facts(
        rows,
        measure=STARTED,
        counted_on=rows.started_on,
        pathway=rows.started_pathway,
        trust=rows.started_at,
        numerator=True,
    )


def _included(known: ir.Table, begun: ir.Table, content: Content, trusts: Mapping[str, str]) -> ir.Table:
    """New patients by the pathway that their diagnosis is for, and whether they are in any."""
    import ibis

    rows = patients(known, begun, content)
    return _facts(
        rows,
        measure=INCLUDED,
        counted_on=rows.day,
        pathway=rows.pathway,
        trust=trust_of(rows.place, trusts),
        numerator=rows.included_on.notnull(),
        denominator=ibis.literal(True),
    )


def _point(content: Content, id: str) -> MeasurementPoint:
    return next(each for each in content.measurement.points if each.id == id)


def _removed(rows: ir.Table, point: MeasurementPoint) -> ir.BooleanValue:
    import ibis

    gone = ((rows.started_pathway == each.pathway, rows.started_on >= each.begins) for each in point.without)
    return ibis.cases(*gone, else_=False) if point.without else ibis.literal(False)


def _facts(rows: ir.Table, **given: ir.Value | str | bool) -> ir.Table:
    """One shape for all measures: what is not given is not counted (null). PostgreSQL makes no bigint of a truth value."""
    import ibis

    empty = {"kind": ibis.null("string"), "days": ibis.null("int64"), **{name: ibis.null("boolean") for name in COUNTS}}
    facts = {**empty, **given}
    words = ("measure", "pathway", "kind", "trust")
    return rows.select(
        **{name: ibis.literal(facts[name]) if isinstance(facts[name], str) else facts[name] for name in words},
        counted_on=facts["counted_on"],
        days=facts["days"],
        **{
            name: (ibis.literal(facts[name]) if isinstance(facts[name], bool) else facts[name]).cast("int32")
            for name in COUNTS
        },
    )


def _with_groups(rows: ir.Table, content: Content) -> ir.Table:
    import ibis

    day = rows.counted_on
    third = ((day.month() + 3) // 4).cast("int64").cast("string")
    region = ibis.cases(*((rows.trust == each.id, each.region) for each in content.trusts.values()))
    return rows.mutate(tertial=day.year().cast("string") + "T" + third, region=region)


def _counted(rows: ir.Table, by: Sequence[str]) -> ir.Table:
    return rows.group_by("measure", *by).agg(
        **{name: rows[name].sum().cast("int64") for name in COUNTS},
        median_days=rows.days.quantile(0.5).cast("float64"),
        p90_days=rows.days.quantile(0.9).cast("float64"),
    )
