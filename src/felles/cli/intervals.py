"""`felles intervals`: the days of every pathway, its limits and what is due, in any country's rules."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from felles.cli.answer import Json, console, say
from felles.cli.counts import number_of
from felles.cli.event_sources import (
    AtOption,
    EngineOption,
    EventSource,
    KnownOnOption,
    LakeOption,
    TableOption,
    reading_events,
)
from felles.cli.rows import Csv, answer_rows, one_form, say_notes
from felles.cli.rule_books import open_book

if TYPE_CHECKING:
    import polars as pl

    from felles.definitions import Content
    from felles.pathways import Book


def intervals(
    rules: Annotated[
        list[str],
        typer.Option(
            help="The rule book: norway, england, wales, scotland, sweden, denmark, or a folder with one of your own."
            " Give it twice to see the same events in two books."
        ),
    ],
    at: AtOption,
    table: TableOption = None,
    lake: LakeOption = None,
    known_on: KnownOnOption = None,
    engine: EngineOption = "duckdb",
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """How long each part of each pathway has taken, the limit that applies, and the days left.

    A table has one event a row: person, episode, type, time, code, place (time in ISO 8601; a bare date is that day).

    felles intervals --rules norway --table events.csv --at 2026-11-21 --json

    The answer is one row per episode and interval: from, to, days, limit_days, limit_verified (false: not confirmed),
    state, due, days_left; earliest marks the shortest limit while no treatment is planned; deferred tells the reasons
    and days that something was put off, which are never subtracted. The notes count what could not be used.
    """
    import polars as pl

    from felles.definitions import load_content

    one_form(as_json=as_json, as_csv=as_csv)
    content = load_content()
    books = [open_book(name, content) for name in dict.fromkeys(rules)]
    with reading_events(table, lake, known_on, engine) as events:
        made = [_rows_of(book, events, at) for book in books]
        notes = [*events.notes, *_notes(books, events, at, content)]
    rows = pl.concat(made, how="vertical_relaxed").sort("person", "episode", maintain_order=True, nulls_last=True)
    unconfirmed = rows.filter(~pl.col("limit_verified")).height
    if unconfirmed:
        notes.append(f"Rows with a limit that nobody has confirmed, not for official shares: {unconfirmed}.")
    if as_csv:
        rows = _flat(rows)
    answer_rows(rows, notes, as_json=as_json, as_csv=as_csv, record=_record, words=lambda: _summary(rows, notes, at))


def _rows_of(book: "Book", events: "EventSource", at: date) -> "pl.DataFrame":
    """The rows of one book with their deferrals, named as the source names persons and episodes."""
    import polars as pl

    from felles.pathways import deferrals, intervals

    rule = intervals(events.relation, book, at=at)
    rows = events.run(rule)
    key = ["person", "episode", "interval"]
    put_off = events.relation.filter(events.relation.type == "deferred")
    if events.run(put_off.limit(1).select("type")).is_empty():  # so that most need not wait for the harder question
        rows = rows.with_columns(deferred=pl.lit(None, pl.List(pl.Struct({"reason": pl.String, "days": pl.Int64}))))
    else:
        put_off = events.run(deferrals(events.relation, rule, at=at)).sort("reason")
        said = pl.struct("reason", days="deferred_days")
        rows = rows.join(put_off.group_by(key).agg(deferred=said), on=key, how="left", nulls_equal=True)
    order = pl.Enum([each.id for each in book.intervals])
    named = events.names(rows).with_columns(rules=pl.lit(book.name), deferred=pl.col("deferred").fill_null([]))
    return named.sort(pl.col("interval").cast(order))


def _notes(books: Sequence["Book"], events: "EventSource", at: date, content: "Content") -> Iterator[str]:
    """What could not be as it is told, once where all books say it alike, else with the book's name."""
    from felles.pathways import ODDITIES, oddities
    from felles.pathways.holding import trusts_by_name

    units = trusts_by_name(content)
    counted = {
        book.name: events.run(oddities(events.relation, book, at=at, units=units)).row(0, named=True) for book in books
    }
    for name, sentence in ODDITIES.items():
        counts = {book: int(row[name] or 0) for book, row in counted.items()}
        if len(set(counts.values())) == 1:
            if count := next(iter(counts.values())):
                yield sentence.format(count)
        else:
            yield from (f"{book}: {sentence.format(count)}" for book, count in counts.items() if count)


def _record(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "deferred": {each["reason"]: each["days"] for each in row["deferred"]}}


def _flat(rows: "pl.DataFrame") -> "pl.DataFrame":
    """The reasons of deferrals as one text."""
    import polars as pl

    reason = pl.format(
        "{} {}", pl.element().struct["reason"], pl.element().struct["days"].cast(pl.String).fill_null("?")
    )
    return rows.with_columns(deferred=pl.col("deferred").list.eval(reason).list.join("; "))


def _summary(rows: "pl.DataFrame", notes: Sequence[str], at: date) -> None:
    counted = rows.group_by("rules", "interval", "state").len().sort("rules", "interval", "state")
    shown = Table("Rules", "Interval", "State", "How many", box=None, pad_edge=False)
    for line in counted.iter_rows():
        shown.add_row(*map(str, line))
    console.print(shown)
    say_notes(notes)
    say(f"{number_of(rows.height, 'row')}, seen from {at}. To have them: --json or --csv.")
