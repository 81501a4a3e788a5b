"""How long has each part of a pathway taken, and is its limit passed?

One expression for all episodes: when did each begin (`starts`), when was each interval opened, closed and ended, which
limit was in force, and what follows from it on a day. Days count, never the time of day: what happens on one day happens
at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import reduce
from typing import TYPE_CHECKING, Any

from felles.pathways.book import Book, Interval
from felles.pathways.limits import (
    ANY,
    EARLIEST,
    EVERY_PATHWAY,
    TREATMENT_KINDS,
    UNKNOWN,
    LimitRow,
    limits_table,
)
from felles.pathways.points import Point, any_holds

if TYPE_CHECKING:  # naming a rule must not cost the second that importing Ibis takes
    from ibis.expr import types as ir

COLUMNS = (
    "person",
    "episode",
    "pathway",
    "interval",
    "from",
    "to",
    "days",
    "limit_days",
    "limit_verified",
    "state",
    "due",
    "days_left",
    "earliest",
)

PLANNED = Point("treatment_planned")
_FIRST_DAY = date(1, 1, 1)
KINDS_ROOM = 8  # the room for a kind's number when a day and a kind are packed into one number


def intervals(events: ir.Table, book: Book, *, at: date) -> ir.Table:
    """Every interval of every episode, as it stands at the end of a day.

    events: `current_event` (or a table with its person, episode, type, day and code). Returns COLUMNS, one row per
    episode with a start and interval of the book. `days` are calendar days from opening to closing, or to `at` while it
    runs; `earliest` marks the limit of the kind with the shortest, while no kind is known.
    """
    return standing(spans(events.filter(events.day <= at), book), at=at)


def spans(events: ir.Table, book: Book) -> ir.Table:
    """What holds whatever the day: person, episode, pathway, interval, opened_on, closed_on, ended_on, the number of the
    kind of treatment that counts (see `limits`), and the limit."""
    known = events.filter(events.type.isin(sorted(book.reads)))
    since = since_start(known, book)
    opened = _opened(since, book)
    closed = _closed(since, opened, book)
    return _with_limits(_by_interval(closed, book), book)


def standing(spans: ir.Table, *, at: date, also: Sequence[str] = ()) -> ir.Table:
    """The state of each span at the end of a day: the columns of `intervals`, and what else of `spans` is asked for."""
    import ibis

    today = ibis.literal(at)
    closed, limited = spans.closed_on.notnull(), spans.limit_days.notnull()
    runs = spans.opened_on.notnull() & ~closed & spans.ended_on.isnull()
    days = ibis.cases(
        (closed, spans.closed_on.delta(spans.opened_on, unit="day")),
        (runs, today.delta(spans.opened_on, unit="day")),
    )
    # By way of a timestamp: PostgreSQL makes one of a day and an interval, and Ibis takes it for a day already.
    due = (spans.opened_on + spans.limit_days.as_interval("D")).cast("timestamp").cast("date")
    state = ibis.cases(
        (spans.opened_on.isnull(), "not_started"),
        (closed & ~limited, "done_no_limit"),
        (closed & (days <= spans.limit_days), "done_within"),
        (closed, "done_late"),
        (spans.ended_on.notnull(), "ended"),
        (~limited, "running_no_limit"),
        (today > due, "overdue"),
        else_="running",
    )
    return spans.select(
        "person",
        "episode",
        "pathway",
        "interval",
        **{"from": spans.opened_on, "to": spans.closed_on},
        days=days.cast("int64"),
        limit_days=spans.limit_days,
        limit_verified=spans.limit_verified,
        state=state,
        due=due,
        days_left=ibis.ifelse(runs & limited, due.delta(today, unit="day"), ibis.null()).cast("int64"),
        earliest=spans.earliest,
        **{name: spans[name] for name in also},
    )


def since_start(known: ir.Table, book: Book) -> ir.Table:
    """The events of episodes that have begun, each with the day of the start.

    An event without an episode belongs to an episode of the person's own: the person's id stands for its key.
    """
    import ibis

    begun = (
        known.filter(known.type.isin(book.starts))
        .group_by("person", "episode")
        .agg(**{f"begun_{type_}": known.day.min(where=known.type == type_) for type_ in book.starts})
    )
    begun = begun.select(
        begun_by=begun.person,
        begun_key=begun.episode.fill_null(begun.person),
        started_on=ibis.coalesce(*(begun[f"begun_{type_}"] for type_ in book.starts)),
        **{f"begun_{type_}": begun[f"begun_{type_}"] for type_ in book.starts},
    )
    key = known.episode.fill_null(known.person)
    return known.join(begun, [known.person == begun.begun_by, key == begun.begun_key])


def _opened(since: ir.Table, book: Book) -> ir.Table:
    """One row per episode: its pathway, when each interval was opened and last ended, and the kind planned last."""
    import ibis

    after = since.day >= since.started_on
    pathways = {
        f"pathway_{type_}": since.code.min(where=(since.type == type_) & (since.day == since[f"begun_{type_}"]))
        for type_ in book.starts
    }
    reached: dict[str, Any] = {}
    for number, interval in enumerate(book.intervals):
        if interval.opens:
            reached[f"opened_{number}"] = since.day.min(where=after & any_holds(interval.opens, since))
        for other, point in enumerate(interval.opens_where_limited):
            reached[f"opened_{number}_{other}"] = since.day.min(where=after & point.holds(since))
    for number, ends in enumerate(_endings(book)):
        reached[f"ended_{number}"] = since.day.max(where=after & any_holds(ends, since))
    for number, point in enumerate(book.limited):
        reached[f"elsewhere_{number}"] = since.day.max(where=after & point.holds(since))
    planned = after & PLANNED.holds(since) & since.code.notnull()
    latest = day_number(since.day) * KINDS_ROOM + (UNKNOWN - kind_number(since.code))
    rows = since.group_by("person", "episode").agg(
        started_on=since.started_on.min(), planned=latest.max(where=planned), **pathways, **reached
    )
    rows = rows.mutate(
        pathway=ibis.coalesce(*(rows[f"pathway_{type_}"] for type_ in book.starts)),
        planned_kind=UNKNOWN - rows.planned % KINDS_ROOM,
    )
    limited = {point: _has_limit(rows, periods) for point, periods in book.limited.items()}
    return rows.select(
        "person",
        "episode",
        "pathway",
        "started_on",
        "planned_kind",
        **{
            f"opened_{number}": _opening(rows, number, interval, limited)
            for number, interval in enumerate(book.intervals)
        },
        **{
            f"ended_{number}": _ending(rows, _endings(book).index(interval.ends), interval, book, limited)
            for number, interval in enumerate(book.intervals)
        },
    )


def _opening(rows: ir.Table, number: int, interval: Interval, limited: dict[Point, ir.BooleanValue]) -> ir.DateValue:
    import ibis

    first: ir.DateValue = rows.started_on if interval.opens_at_start else rows[f"opened_{number}"]
    for other, point in enumerate(interval.opens_where_limited):
        first = ibis.least(first, ibis.ifelse(limited[point], rows[f"opened_{number}_{other}"], ibis.null("date")))
    return first


def _ending(
    rows: ir.Table, ends: int, interval: Interval, book: Book, limited: dict[Point, ir.BooleanValue]
) -> ir.DateValue:
    import ibis

    last: ir.DateValue = rows[f"ended_{ends}"]
    for number, point in enumerate(book.limited):
        if point in interval.ends_elsewhere:
            elsewhere = ibis.ifelse(limited[point], ibis.null("date"), rows[f"elsewhere_{number}"])
            last = ibis.greatest(last, elsewhere)
    return last


def _closed(since: ir.Table, opened: ir.Table, book: Book) -> ir.Table:
    """The same rows with the day each interval was closed on, and the kind of treatment that closed it."""
    closers = sorted({point.type for each in book.intervals for point in each.closes})
    closing = since.filter(since.type.isin(closers)).select(
        "type", "day", "code", closing_by="begun_by", closing_key="begun_key"
    )
    key = opened.episode.fill_null(opened.person)
    joined = closing.join(opened, [closing.closing_by == opened.person, closing.closing_key == key])
    first: dict[str, Any] = {}
    for number, interval in enumerate(book.intervals):
        closes = any_holds(interval.closes, joined) & (joined.day >= joined[f"opened_{number}"])
        first[f"closed_{number}"] = joined.day.min(where=closes)
        if interval.by_kind:
            packed = day_number(joined.day) * KINDS_ROOM + kind_number(joined.code)
            first[f"kind_{number}"] = packed.min(where=closes) % KINDS_ROOM
    found = joined.group_by("closing_by", "closing_key").agg(**first)
    return opened.left_join(found, [opened.person == found.closing_by, key == found.closing_key])


def _by_interval(rows: ir.Table, book: Book) -> ir.Table:
    """One row per episode and interval."""
    import ibis

    wide = rows.mutate(number=ibis.range(len(book.intervals)).unnest())

    def of_interval(column: str) -> Any:
        return ibis.cases(
            *((wide.number == number, wide[f"{column}_{number}"]) for number in range(len(book.intervals)))
        )

    opened, closed, ended = (of_interval(column) for column in ("opened", "closed", "ended"))
    return wide.select(
        "person",
        "episode",
        "pathway",
        "started_on",
        "number",
        interval=ibis.cases(*((wide.number == number, each.id) for number, each in enumerate(book.intervals))),
        opened_on=opened,
        closed_on=closed,
        ended_on=ibis.ifelse(ended >= opened, ended, ibis.null("date")),
        kind=ibis.cases(*((wide.number == number, _kind(wide, number, book)) for number in range(len(book.intervals)))),
        limit_key=ibis.cases(
            *((wide.number == number, ibis.literal(EVERY_PATHWAY)) for number in _alike(book)), else_=wide.pathway
        )
        if _alike(book)
        else wide.pathway,
    )


def _kind(wide: ir.Table, number: int, book: Book) -> Any:
    """Which kind's limit counts: of the treatment that closed it, else of the one planned last, else the shortest."""
    import ibis

    if not book.intervals[number].by_kind:
        return ibis.literal(ANY, "int64")
    return ibis.coalesce(wide[f"kind_{number}"], wide.planned_kind, ibis.literal(EARLIEST, "int64")).cast("int64")


def _with_limits(rows: ir.Table, book: Book) -> ir.Table:
    limits = limits_table(book.limits, {each.id: number for number, each in enumerate(book.intervals)})
    found = rows.left_join(
        limits,
        [
            rows.limit_key == limits.limit_pathway,
            rows.number == limits.limit_interval,
            rows.kind == limits.limit_kind,
            rows.started_on >= limits.limit_begins,
            rows.started_on < limits.limit_until,
        ],
    )
    return found.select(
        "person",
        "episode",
        "pathway",
        "interval",
        "started_on",
        "opened_on",
        "closed_on",
        "ended_on",
        "kind",
        "limit_days",
        "limit_verified",
        earliest=(found.kind == EARLIEST) & found.limit_days.notnull(),
    )


def _alike(book: Book) -> list[int]:
    return [number for number, each in enumerate(book.intervals) if each.id in book.limits_every_pathway]


def _endings(book: Book) -> list[tuple[Point, ...]]:
    return list(dict.fromkeys(each.ends for each in book.intervals))


def _has_limit(rows: ir.Table, periods: tuple[LimitRow, ...]) -> ir.BooleanValue:
    import ibis

    holds = [
        (rows.pathway == row.pathway) & (rows.started_on >= row.begins) & (rows.started_on < row.until)
        for row in periods
    ]
    return reduce(lambda one, other: one | other, holds, ibis.literal(False)).fill_null(False)


def day_number(day: ir.DateValue) -> ir.IntegerValue:
    import ibis

    return day.delta(ibis.literal(_FIRST_DAY), unit="day").cast("int64")


def kind_number(code: ir.StringValue) -> ir.IntegerValue:
    """The number of a kind of treatment, in the order of the alphabet; what is no kind comes after all of them."""
    import ibis

    return ibis.cases(*((code == kind, number) for number, kind in enumerate(TREATMENT_KINDS)), else_=UNKNOWN).cast(
        "int64"
    )
