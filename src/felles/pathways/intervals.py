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
from felles.pathways.latest import rest_of
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
_CODE, _NO_CODE = "0", "1"  # the order of codes on a day: none comes last
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
    begun = starts(events, book)
    since = _after_start(known, begun)
    opened = _opened(_with_limited_points(begun, book), _first_and_last(since, book), book)
    return _with_limits(_by_interval(_closed(since, opened, book), book), book)


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
    """One row per episode that has begun: begun_by (the person), begun_key, episode, pathway, started_on, and the first day
    of each type that begins one.

    An event without an episode belongs to an episode of the person's own: the person's id stands for its key.
    """
    import ibis

    begins = events.filter(events.type.isin(book.starts))
    # The code of the first day as one text with it, so that one aggregate finds both; what has none comes last on its day.
    said = begins.day.cast("string") + ibis.ifelse(begins.code.isnull(), _NO_CODE, _CODE + begins.code)
    begun = begins.group_by("person", "episode").agg(
        **{f"begun_{type_}": begins.day.min(where=begins.type == type_) for type_ in book.starts},
        **{f"said_{type_}": said.min(where=begins.type == type_) for type_ in book.starts},
    )
    pathways = (rest_of(begun[f"said_{type_}"]) for type_ in book.starts)
    return begun.select(
        "episode",
        begun_by=begun.person,
        begun_key=begun.episode.fill_null(begun.person),
        pathway=ibis.coalesce(
            *(ibis.ifelse(told.startswith(_CODE), told.substr(len(_CODE)), ibis.null("string")) for told in pathways)
        ),
        started_on=ibis.coalesce(*(begun[f"begun_{type_}"] for type_ in book.starts)),
        **{f"begun_{type_}": begun[f"begun_{type_}"] for type_ in book.starts},
    )


def since_start(known: ir.Table, book: Book) -> ir.Table:
    """The events of episodes that have begun, those before the start too, each with the day of the start."""
    begun = starts(known, book).drop("pathway", "episode")
    key = known.episode.fill_null(known.person)
    return known.join(begun, [known.person == begun.begun_by, key == begun.begun_key])


def _after_start(known: ir.Table, begun: ir.Table) -> ir.Table:
    """The events of each episode from its start on, as narrow as they can be: there are millions."""
    begun = begun.select("begun_by", "begun_key", "started_on")
    key = known.episode.fill_null(known.person)
    joined = known.join(begun, [known.person == begun.begun_by, key == begun.begun_key, known.day >= begun.started_on])
    return joined.select("begun_by", "begun_key", "type", "day", "code")


def _first_and_last(since: ir.Table, book: Book) -> ir.Table:
    """One row per episode: the first day of what opens each interval and the last of what ends it; and of those that open
    with the start, whatever the kind, the day that closes them."""
    found: dict[str, Any] = {}
    for number, interval in enumerate(book.intervals):
        if interval.opens:
            found[f"first_{number}"] = since.day.min(where=any_holds(interval.opens, since))
            for other, point in enumerate(interval.opens_where_limited):
                found[f"first_{number}_{other}"] = since.day.min(where=point.holds(since))
        elif not interval.by_kind:
            found[f"closed_{number}"] = since.day.min(where=any_holds(interval.closes, since))
    for number, ends in enumerate(_whole_endings(book)):
        found[f"last_{number}"] = since.day.max(where=any_holds(ends, since))
    for number, point in enumerate(book.limited):
        found[f"elsewhere_{number}"] = since.day.max(where=point.holds(since))
    return since.group_by(found_by="begun_by", found_key="begun_key").agg(**found)


def _opened(begun: ir.Table, found: ir.Table, book: Book) -> ir.Table:
    """One row per episode: when each interval was opened and last ended, and which closings are known already."""
    # Joined and chosen from first: what follows is then one relation, which Ibis writes once for all that read it.
    rows = begun.join(found, [begun.begun_by == found.found_by, begun.begun_key == found.found_key])
    rows = rows.select(*(name for name in (*begun.columns, *found.columns) if not name.startswith("found_")))
    known = [name for name in found.columns if name.startswith("closed_")]
    return rows.select(
        "begun_by",
        "begun_key",
        "episode",
        "pathway",
        "started_on",
        *known,
        **{f"opened_{number}": _opening(rows, number, each, book) for number, each in enumerate(book.intervals)},
        **{f"ended_{number}": _ending(rows, *each, book) for number, each in enumerate(_endings(book))},
    )


def _with_limited_points(begun: ir.Table, book: Book) -> ir.Table:
    """The rows with whether each point opens an interval there, by the limits of the pathway on the day it began."""
    return begun.mutate(
        **{f"limited_{number}": _has_limit(begun, periods) for number, periods in enumerate(book.limited.values())}
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


def _closed(since: ir.Table, opened: ir.Table, book: Book) -> ir.Table:
    """The same rows with the day each interval was closed on, the kind of treatment that closed it, and the one planned
    last. A day and a kind are one number, so that one aggregate finds both; words are read of these rows alone."""
    import ibis

    rest = [(number, each) for number, each in enumerate(book.intervals) if each.by_kind or not each.opens_at_start]
    if not rest:
        return opened
    types = sorted({PLANNED.type, *(point.type for _, each in rest for point in each.closes)})
    closing = since.filter(since.type.isin(types)).select(
        "type", "day", "code", closing_by="begun_by", closing_key="begun_key"
    )
    # The whole of `opened`: to choose among its columns first would make Ibis write it, and the engine ask it, twice.
    rows = closing.join(opened, [closing.closing_by == opened.begun_by, closing.closing_key == opened.begun_key])
    packed = day_number(rows.day) * KINDS_ROOM + kind_number(rows.code)
    latest = day_number(rows.day) * KINDS_ROOM + (UNKNOWN - kind_number(rows.code))
    first: dict[str, Any] = {"planned": latest.max(where=PLANNED.holds(rows) & rows.code.notnull())}
    for number, interval in rest:
        closes = any_holds(interval.closes, rows) & (rows.day >= rows[f"opened_{number}"])
        named, found = ("closer", packed) if interval.by_kind else ("closed", rows.day)
        first[f"{named}_{number}"] = found.min(where=closes)
    found = rows.group_by("closing_by", "closing_key").agg(**first)
    joined = opened.left_join(found, [opened.begun_by == found.closing_by, opened.begun_key == found.closing_key])
    start = ibis.literal(_FIRST_DAY)
    days = {
        f"closed_{number}": (start + (joined[f"closer_{number}"] // KINDS_ROOM).cast("int64").as_interval("D"))
        .cast("timestamp")
        .cast("date")
        for number, interval in rest
        if interval.by_kind
    }
    return joined.drop("closing_by", "closing_key").mutate(planned_kind=UNKNOWN - joined.planned % KINDS_ROOM, **days)


def _by_interval(rows: ir.Table, book: Book) -> ir.Table:
    """One row per episode and interval."""
    import ibis

    wide = rows.mutate(number=ibis.range(len(book.intervals)).unnest())

    def of_interval(columns: Sequence[str]) -> Any:
        if len(set(columns)) == 1:
            return wide[columns[0]]
        return ibis.cases(*((wide.number == number, wide[column]) for number, column in enumerate(columns)))

    numbers, endings = range(len(book.intervals)), _endings(book)
    opened, closed = (of_interval([f"{column}_{number}" for number in numbers]) for column in ("opened", "closed"))
    ended = of_interval([f"ended_{endings.index((each.ends, each.ends_elsewhere))}" for each in book.intervals])
    return wide.select(
        "episode",
        "pathway",
        "started_on",
        "number",
        person=wide.begun_by,
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
    return ibis.coalesce(
        wide[f"closer_{number}"] % KINDS_ROOM, wide.planned_kind, ibis.literal(EARLIEST, "int64")
    ).cast("int64")


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


def day_number(day: ir.DateValue) -> ir.IntegerValue:
    import ibis

    return day.delta(ibis.literal(_FIRST_DAY), unit="day").cast("int64")


def kind_number(code: ir.StringValue) -> ir.IntegerValue:
    """The number of a kind of treatment, in the order of the alphabet; what is no kind comes after all of them."""
    import ibis

    return ibis.cases(*((code == kind, number) for number, kind in enumerate(TREATMENT_KINDS)), else_=UNKNOWN).cast(
        "int64"
    )
