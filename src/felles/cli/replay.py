"""`felles replay`: what would change if the limits changed, before anyone is told of a new limit?"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from felles.cli.answer import Json, console, say
from felles.cli.case_sources import names_in
from felles.cli.choices import one_of
from felles.cli.counts import number_of
from felles.cli.event_sources import AtOption, EngineOption, KnownOnOption, LakeOption, TableOption, reading_events
from felles.cli.rows import Csv, answer_rows, one_form, say_notes
from felles.cli.rule_books import open_book

if TYPE_CHECKING:
    import polars as pl

    from felles.pathways import Book

_UNKNOWN = "unknown"


def replay(
    rules: Annotated[
        list[str],
        typer.Option(help="Give it twice: the rules as they are (A), and those to try (B); names or folders."),
    ],
    at: AtOption,
    by: Annotated[
        str, typer.Option(help="What to split the counts by: pathway, region, month, one or several with commas.")
    ] = "pathway,region,month",
    table: TableOption = None,
    lake: LakeOption = None,
    known_on: KnownOnOption = None,
    engine: EngineOption = "duckdb",
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Try new limits on what has already happened: how many would be within time, late or overdue, and who moves.

    felles replay --rules norway --rules trial --table events.csv --at 2026-11-21 --by pathway,month

    One row per group and interval that both books have: how many were within, late, overdue and running under A and
    under B; to_late and to_within count those that move. share_within is within of within, late and overdue. Rows with
    a limit that nobody has confirmed stand apart (confirmed: false). Region is that of the trust that started the
    pathway, month that of its start.
    """
    from felles.definitions import load_content
    from felles.pathways.comparing import compared
    from felles.pathways.holding import trusts_by_name
    from felles.store import Refused

    one_form(as_json=as_json, as_csv=as_csv)
    if len(rules) != 2:
        raise Refused(f"Give --rules twice, the rules as they are and those to try; got {len(rules)}.")
    groups = _groups(by)
    content = load_content()
    one, other = (open_book(name, content) for name in rules)
    _refuse_strangers(one, other)
    regions = {trust.id: trust.region for trust in content.trusts.values()}
    with reading_events(table, lake, known_on, engine) as events:
        rule = compared(events.relation, one, other, at=at, by=groups, trusts=trusts_by_name(content), regions=regions)
        rows = _sorted(events.run(rule), groups)
        notes = [*events.notes, *_notes(rows, one, other)]
    answer_rows(
        rows,
        notes,
        as_json=as_json,
        as_csv=as_csv,
        words=lambda: _summary(rows, notes, rules),
        more={"rules": {"a": rules[0], "b": rules[1]}, "at": at.isoformat(), "by": groups},
    )


def _groups(by: str) -> list[str]:
    from felles.pathways.comparing import BY

    return [one_of("--by", name, BY) for name in dict.fromkeys(names_in(by))]


def _refuse_strangers(one: "Book", other: "Book") -> None:
    from felles.store import Refused

    have = [sorted(each.id for each in book.intervals) for book in (one, other)]
    if not set(have[0]) & set(have[1]):
        raise Refused(
            f"The two rule books have no interval in common: {one.name} has {', '.join(have[0])}, {other.name} has"
            f" {', '.join(have[1])}. Give the intervals to try the names that they have in the first book."
        )


def _sorted(rows: "pl.DataFrame", groups: list[str]) -> "pl.DataFrame":
    import polars as pl

    named = rows.with_columns(pl.col(name).fill_null(_UNKNOWN) for name in groups)
    return named.sort(*groups, "interval", pl.col("confirmed"), descending=[False] * (len(groups) + 1) + [True])


def _notes(rows: "pl.DataFrame", one: "Book", other: "Book") -> Iterator[str]:
    ids = [{each.id for each in book.intervals} for book in (one, other)]
    if alone := sorted(ids[0] ^ ids[1]):
        yield f"Intervals that only one of the rule books has, not compared: {', '.join(alone)}."
    for sign, book in (("a", one), ("b", other)):
        if count := int(rows[f"no_limit_{sign}"].sum()):
            yield f"Intervals without a limit in {sign.upper()} ({book.name}), with one in the other: {count}."
    unconfirmed = int(rows.filter(~rows["confirmed"])["intervals"].sum())
    if unconfirmed:
        yield f"Intervals with a limit that nobody has confirmed, counted in rows of their own: {unconfirmed}."
    yield "Small numbers are not hidden here: look at the counts before a row leaves this machine."


def _summary(rows: "pl.DataFrame", notes: list[str], rules: list[str]) -> None:
    import polars as pl

    shown = Table("Interval", "Confirmed", "Intervals", "In time A", "In time B", "To late", "To in time", box=None)
    totals = rows.group_by("interval", "confirmed").agg(pl.col(pl.Int64).sum()).sort("interval", "confirmed")
    for row in totals.iter_rows(named=True):
        shares = [_share(row, sign) for sign in "ab"]
        confirmed = "yes" if row["confirmed"] else "no"
        shown.add_row(
            row["interval"], confirmed, str(row["intervals"]), *shares, str(row["to_late"]), str(row["to_within"])
        )
    console.print(shown)
    say_notes(notes)
    say(f"A is {rules[0]}, B is {rules[1]}. {number_of(rows.height, 'row')} by group: --json or --csv.")


def _share(row: dict[str, int], sign: str) -> str:
    within, past = row[f"within_{sign}"], row[f"late_{sign}"] + row[f"overdue_{sign}"]
    known = within + past
    return f"{within} of {known} ({100 * within / known:.0f} %)" if known else "none known"
