"""What would change if the limits changed? The same events in two rule books, side by side.

Each interval of each episode is asked in both books; what differs is where its limits, or its clock, differ. Rows with a
limit that nobody has confirmed, in either book, are counted apart: `confirmed` is false there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from felles.pathways.book import Book
from felles.pathways.intervals import intervals
from felles.pathways.national.starts import starts

if TYPE_CHECKING:
    from ibis.expr import types as ir

BY = ("pathway", "region", "month")
"""What the counts can be split by: the pathway, the health region that started it, the month it started in."""
COUNTED = {"within": "done_within", "late": "done_late", "overdue": "overdue", "running": "running"}
"""The columns that are counted in each book, and the state of `intervals` that each counts."""


def compared(
    events: ir.Table,
    one: Book,
    other: Book,
    *,
    at: date,
    by: Sequence[str] = BY,
    trusts: Mapping[str, str],
    regions: Mapping[str, str],
) -> ir.Table:
    """What each book says at the end of a day of the intervals that both have, one row per group and interval.

    trusts: the trust by every name that the log may use; regions: the health region of each trust. Columns: `by`,
    interval, confirmed, intervals (how many were opened, and have a limit in either book); for the first book (`_a`)
    and the other (`_b`) COUNTED, no_limit and share_within; to_late and to_within: how many move from in time to past
    their limit, and back. share_within is those within of those within, late or overdue: of all whose outcome is known.
    A region is null where the place of the first referral is not known. Raises ValueError for an unknown `by`, or where
    the books have no interval in common.
    """
    if unknown := [word for word in by if word not in BY]:
        raise ValueError(f"Counts can be split by {', '.join(BY)}; got {', '.join(unknown)}.")
    shared = sorted({each.id for each in one.intervals} & {each.id for each in other.intervals})
    if not shared:
        raise ValueError(f"The rule books {one.name} and {other.name} have no interval in common.")
    pairs = _pairs(events, one, other, at).filter(lambda row: row.interval.isin(shared))
    placed = _placed(pairs, events.filter(events.day <= at), one, trusts, regions)
    return _counted(placed, by)


def _pairs(events: ir.Table, one: Book, other: Book, at: date) -> ir.Table:
    """One row per episode and interval that was opened in either book, with its state in both."""
    first, second = (_said(intervals(events, book, at=at), sign) for book, sign in ((one, "a"), (other, "b")))
    both = first.join(
        second,
        [
            first.person_a == second.person_b,
            first.key_a == second.key_b,
            first.interval_a == second.interval_b,
        ],
    )
    limited = both.limit_days_a.notnull() | both.limit_days_b.notnull()
    silent = ("not_started", "ended")
    opened = both.state_a.notin(silent) | both.state_b.notin(silent)
    return both.filter(limited & opened).select(
        "state_a",
        "state_b",
        person=both.person_a,
        key=both.key_a,
        interval=both.interval_a,
        pathway=both.pathway_a,
        confirmed=both.limit_verified_a.fill_null(True) & both.limit_verified_b.fill_null(True),
    )


def _said(rows: ir.Table, sign: str) -> ir.Table:
    named = rows.select(
        "person",
        "interval",
        "pathway",
        "state",
        "limit_days",
        "limit_verified",
        key=rows.episode.fill_null(rows.person),
    )
    return named.rename({f"{name}_{sign}": name for name in named.columns})


def _placed(
    pairs: ir.Table, known: ir.Table, book: Book, trusts: Mapping[str, str], regions: Mapping[str, str]
) -> ir.Table:
    """The pairs with the month in which the episode started and the region of the trust that started it."""
    import ibis

    begun = starts(known, book, trusts)
    rows = pairs.join(begun, [pairs.person == begun.begun_by, pairs.key == begun.begun_key])
    named = [(rows.started_at == trust, region) for trust, region in regions.items()]
    month = rows.started_on.year().cast("string") + "-" + rows.started_on.month().cast("string").lpad(2, "0")
    region = ibis.cases(*named) if named else ibis.null("string")
    return rows.select(*pairs.columns, region=region, month=month)


def _counted(rows: ir.Table, by: Sequence[str]) -> ir.Table:
    in_time, past = ("done_within", "running"), ("done_late", "overdue")

    def count(where: ir.BooleanValue) -> ir.IntegerValue:
        return rows.count(where=where)

    counts = {
        f"{name}_{book}": count(rows[f"state_{book}"] == state) for book in "ab" for name, state in COUNTED.items()
    }
    without = {f"no_limit_{book}": count(rows[f"state_{book}"].endswith("_no_limit")) for book in "ab"}
    moved = {
        "to_late": count(rows.state_a.isin(in_time) & rows.state_b.isin(past)),
        "to_within": count(rows.state_a.isin(past) & rows.state_b.isin(in_time)),
    }
    found = rows.group_by(*by, "interval", "confirmed").agg(intervals=rows.count(), **counts, **without, **moved)
    shares = {f"share_within_{book}": _share(found, book) for book in "ab"}
    order = [f"{name}_{book}" for book in "ab" for name in (*COUNTED, "no_limit", "share_within")]
    return found.mutate(**shares).select(*by, "interval", "confirmed", "intervals", *order, *moved)


def _share(found: ir.Table, book: str) -> ir.FloatingValue:
    known = found[f"within_{book}"] + found[f"late_{book}"] + found[f"overdue_{book}"]
    return found[f"within_{book}"].cast("float64") / known.nullif(0).cast("float64")
