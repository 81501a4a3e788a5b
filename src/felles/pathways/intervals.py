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
from felles.pathways.kinds import day_and_kind, day_in, kind_in, kind_planned, last_planned, start_of
from felles.pathways.limits import ANY, EARLIEST, EVERY_PATHWAY, LimitRow, limits_table
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
    since = _of_episodes(known, starts(events, book))
    rows = _closed(_opened(_found(since, book), book), book)
    return _with_limits(_by_interval(rows, book), book)


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


def starts(events: ir.Table, book: Book) -> ir.Table:
    """One row per episode that has begun: begun_by (the person), begun_key, started_on, and the first day of each type that
    begins one.

    An event without an episode belongs to an episode of the person's own: the person's id stands for its key.
    """
    import ibis

    begins = events.filter(events.type.isin(book.starts))
    begun = begins.group_by("person", "episode").agg(
        **{f"begun_{type_}": begins.day.min(where=begins.type == type_) for type_ in book.starts}
    )
    days = {f"begun_{type_}": begun[f"begun_{type_}"] for type_ in book.starts}
    return begun.select(
        begun_by=begun.person,
        begun_key=begun.episode.fill_null(begun.person),
        started_on=ibis.coalesce(*days.values()),
        **days,
    )


def since_start(known: ir.Table, book: Book) -> ir.Table:
    """The events of episodes that have begun, those before the start too, each with the day of the start."""
    return _of_episodes(known, starts(known, book))


def _of_episodes(known: ir.Table, begun: ir.Table) -> ir.Table:
    key = known.episode.fill_null(known.person)
    return known.join(begun, [known.person == begun.begun_by, key == begun.begun_key])


def _found(since: ir.Table, book: Book) -> ir.Table:
    """One row per episode: its pathway; of each interval the first day of what opens it, and what may close it; the last
    days of what ends any; and the treatment planned last. Words are read here alone."""
    after = since.day >= since.started_on
    found: dict[str, Any] = {"started_on": since.started_on.min(), "pathway": _pathway(since, book)}
    for number, interval in enumerate(book.intervals):
        closes = after & any_holds(interval.closes, since)
        closing = day_and_kind(since) if interval.by_kind else since.day
        if interval.opens_at_start:
            found[f"closing_{number}"] = closing.min(where=closes)
            continue
        found[f"closings_{number}"] = closing.collect(where=closes)
        found[f"first_{number}"] = since.day.min(where=after & any_holds(interval.opens, since))
        for other, point in enumerate(interval.opens_where_limited):
            found[f"first_{number}_{other}"] = since.day.min(where=after & point.holds(since))
    for number, ends in enumerate(_whole_endings(book)):
        found[f"last_{number}"] = since.day.max(where=after & any_holds(ends, since))
    for number, point in enumerate(book.limited):
        found[f"elsewhere_{number}"] = since.day.max(where=after & point.holds(since))
    if any(interval.by_kind for interval in book.intervals):
        found["planned"] = last_planned(since, after)
    return since.group_by("person", "episode").agg(**found)


def _pathway(since: ir.Table, book: Book) -> ir.StringScalar:
    """What the events of the first day say, the alphabetically first; a type that may begin an episode comes before the
    next one of the book."""
    import ibis

    told = ((since.type == type_) & (since.day == since[f"begun_{type_}"]) for type_ in book.starts)
    return ibis.coalesce(*(since.code.min(where=each) for each in told))


def _opened(found: ir.Table, book: Book) -> ir.Table:
    """The rows with when each interval was opened and last ended."""
    limited = {f"limited_{number}": _has_limit(found, each) for number, each in enumerate(book.limited.values())}
    rows = found.mutate(**limited)
    return rows.mutate(
        **{f"opened_{number}": _opening(rows, number, each, book) for number, each in enumerate(book.intervals)},
        **{f"ended_{number}": _ending(rows, *each, book) for number, each in enumerate(_endings(book))},
    )


def _opening(rows: ir.Table, number: int, interval: Interval, book: Book) -> ir.DateValue:
    import ibis

    if interval.opens_at_start:
        return rows.started_on
    first: ir.DateValue = rows[f"first_{number}"]
    for other, point in enumerate(interval.opens_where_limited):
        counts = rows[f"limited_{list(book.limited).index(point)}"]
        first = ibis.least(first, ibis.ifelse(counts, rows[f"first_{number}_{other}"], ibis.null("date")))
    return first


def _ending(rows: ir.Table, ends: tuple[Point, ...], elsewhere: tuple[Point, ...], book: Book) -> ir.DateValue:
    import ibis

    last: ir.DateValue = rows[f"last_{_whole_endings(book).index(ends)}"]
    for number, point in enumerate(book.limited):
        if point in elsewhere:
            counts = ibis.ifelse(rows[f"limited_{number}"], ibis.null("date"), rows[f"elsewhere_{number}"])
            last = ibis.greatest(last, counts)
    return last


def _closed(rows: ir.Table, book: Book) -> ir.Table:
    """The rows with the first of what may close each interval, from the day on that it was opened."""
    import ibis

    found: dict[str, Any] = {}
    for number, interval in enumerate(book.intervals):
        if interval.opens_at_start:
            continue
        opened = rows[f"opened_{number}"]
        since = start_of(opened) if interval.by_kind else opened
        later = rows[f"closings_{number}"].filter(lambda each, since=since: each >= since).sort()
        # Not the least of the list (`mins`): on PostgreSQL Ibis names that by chance, and a kept rule must be the same text.
        found[f"closing_{number}"] = ibis.ifelse(later.length() > 0, later[0], ibis.null(later[0].type()))
    return rows.mutate(**found)


def _by_interval(rows: ir.Table, book: Book) -> ir.Table:
    """One row per episode and interval."""
    import ibis

    wide = rows.mutate(number=ibis.range(len(book.intervals)).unnest())

    def of_interval(values: Sequence[Any]) -> Any:
        return ibis.cases(*((wide.number == number, value) for number, value in enumerate(values)))

    endings = _endings(book)
    by_number = list(enumerate(book.intervals))
    opened = of_interval([wide[f"opened_{number}"] for number, _ in by_number])
    ends = [endings.index((each.ends, each.ends_elsewhere)) for each in book.intervals]
    ended = of_interval([wide[f"ended_{each}"] for each in ends]) if len(endings) > 1 else wide.ended_0
    return wide.select(
        "person",
        "episode",
        "pathway",
        "started_on",
        "number",
        interval=of_interval([each.id for each in book.intervals]),
        opened_on=opened,
        closed_on=of_interval([_closing_day(wide, *each) for each in by_number]),
        ended_on=ibis.ifelse(ended >= opened, ended, ibis.null("date")),
        kind=of_interval([_kind(wide, *each) for each in by_number]),
        limit_key=ibis.cases(
            *((wide.number == number, ibis.literal(EVERY_PATHWAY)) for number in _alike(book)), else_=wide.pathway
        )
        if _alike(book)
        else wide.pathway,
    )


def _closing_day(wide: ir.Table, number: int, interval: Interval) -> Any:
    closing = wide[f"closing_{number}"]
    return day_in(closing) if interval.by_kind else closing


def _kind(wide: ir.Table, number: int, interval: Interval) -> Any:
    """Which kind's limit counts: of the treatment that closed it, else of the one planned last, else the shortest."""
    import ibis

    if not interval.by_kind:
        return ibis.literal(ANY, "int64")
    kinds = kind_in(wide[f"closing_{number}"]), kind_planned(wide.planned), ibis.literal(EARLIEST, "int64")
    return ibis.coalesce(*kinds).cast("int64")


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


def _endings(book: Book) -> list[tuple[tuple[Point, ...], tuple[Point, ...]]]:
    """What ends intervals, in general and in some pathways: once for all that end alike."""
    return list(dict.fromkeys((each.ends, each.ends_elsewhere) for each in book.intervals))


def _whole_endings(book: Book) -> list[tuple[Point, ...]]:
    return list(dict.fromkeys(each.ends for each in book.intervals))


def _has_limit(rows: ir.Table, periods: tuple[LimitRow, ...]) -> ir.BooleanValue:
    import ibis

    holds = [
        (rows.pathway == row.pathway) & (rows.started_on >= row.begins) & (rows.started_on < row.until)
        for row in periods
    ]
    return reduce(lambda one, other: one | other, holds, ibis.literal(False)).fill_null(False)
