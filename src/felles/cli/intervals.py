"""`felles intervals`: the days of every pathway, its limits and what is due, in any country's rules."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from felles.cli.answer import Json, console, say
from felles.cli.event_sources import EventSource, reading_events
from felles.cli.rows import Csv, answer_rows, day_of_option, one_form, say_notes

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
    at: Annotated[
        str,
        typer.Option(help="The day it is seen from, such as 2026-11-21: what happened up to and on that day counts."),
    ],
    table: Annotated[
        Path | None,
        typer.Option(
            help="Read the events of this file (CSV, NDJSON or Parquet) instead of the log; no database is used."
        ),
    ] = None,
    lake: Annotated[
        Path | None, typer.Option(help="Read the events of this lake (a folder) instead of the log.")
    ] = None,
    known_on: Annotated[
        str | None, typer.Option(help="Only what had been recorded by this day: what one could have known then.")
    ] = None,
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
    from felles.store import Refused

    one_form(as_json=as_json, as_csv=as_csv)
    if table and lake:
        raise Refused("Choose one of --table and --lake; without either the log of this home is read.")
    day, known = day_of_option(at, "--at"), known_on and day_of_option(known_on, "--known-on")
    content = load_content()
    books = [_book(name, content) for name in dict.fromkeys(rules)]
    with reading_events(table, lake, known or None) as events:
        made = [_rows_of(book, events, day) for book in books]
        notes = [*events.notes, *_notes(books, events, day, content)]
    rows = pl.concat(made, how="vertical_relaxed").sort("person", "episode", maintain_order=True, nulls_last=True)
    unconfirmed = rows.filter(~pl.col("limit_verified")).height
    if unconfirmed:
        notes.append(f"Rows with a limit that nobody has confirmed, not for official shares: {unconfirmed}.")
    if as_csv:
        rows = _flat(rows)
    answer_rows(rows, notes, as_json=as_json, as_csv=as_csv, record=_record, words=lambda: _summary(rows, notes, day))


def _book(name: str, content: "Content") -> "Book":
    from felles.definitions.errors import did_you_mean
    from felles.definitions.rule_folders import read_rule_folder
    from felles.pathways import book_of
    from felles.store import Refused

    if name in content.rule_books:
        return book_of(name, content)
    if Path(name).is_dir():
        folder = Path(name).resolve()
        return book_of(folder.name, content, read_rule_folder(folder, content))
    hint = did_you_mean(name, content.rule_books)
    known = f"There are {', '.join(content.rule_books)}; or give a folder with your own."
    raise Refused(f"There is no rule book {name}. {hint + ' ' if hint else ''}{known}")


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

    units = {*content.trusts, *(trust.short.casefold() for trust in content.trusts.values() if trust.short)}
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
    say(f"{rows.height:,} rows, seen from {at}. To have them: --json or --csv.")
