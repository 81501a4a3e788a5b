"""`felles touchpoints`: the conversations of the home pathway, what is due, and how many had them, where."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from felles.cli.answer import Json, console, say
from felles.cli.choices import one_of, some_of
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

if TYPE_CHECKING:
    import polars as pl

    from felles.definitions import Content

LISTS = ("touchpoints", "needs", "handovers", "children")
_NOT_CUT = "Small numbers are not hidden here: do not publish these rows as they are."


def touchpoints(
    at: AtOption,
    by: Annotated[
        list[str] | None,
        typer.Option(help="Statistics instead of rows, by region, trust or municipality. Give it twice to cross two."),
    ] = None,
    show: Annotated[
        str, typer.Option("--list", help="What to list: touchpoints, needs, handovers, or children (as relatives).")
    ] = "touchpoints",
    table: TableOption = None,
    lake: LakeOption = None,
    known_on: KnownOnOption = None,
    engine: EngineOption = "duckdb",
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """The conversations of the home pathway after each diagnosis and relapse: their windows, states and who has them.

    A table has one event a row: person, episode, type, time, until, code, place (time in ISO 8601; a bare date is that day).

    felles touchpoints --table events.csv --at 2026-11-21 --json

    felles touchpoints --at 2026-11-21 --by region --csv

    The answer is one row per episode, round and touchpoint: window_from, window_to, window_verified, what was offered,
    held, declined (ask_again_on), put off and moved, state, due, due_by (window, agreed, or ours: our own reminder),
    days_left, responsible (the trust, or the number of the municipality). The notes count what could not be used.
    """
    from felles.definitions import load_content

    one_form(as_json=as_json, as_csv=as_csv)
    _sensible(by or (), show)
    content = load_content()
    with reading_events(table, lake, known_on, engine) as events:
        rows = _coverage(events, content, by, at) if by else _listed(events, content, show, at)
        notes = [*events.notes, *_notes(events, content, at)]
    if by:
        notes.append(_NOT_CUT)
    shown = None if by or show != "touchpoints" else _summary(rows, notes, at)
    answer_rows(rows, notes, as_json=as_json, as_csv=as_csv, words=shown)


def _sensible(by: Sequence[str], show: str) -> None:
    from felles.pathways.home import BREAKDOWNS
    from felles.store import Refused

    some_of("--by", by, BREAKDOWNS)
    one_of("--list", show, LISTS)
    if by and show != "touchpoints":
        raise Refused("Choose one of --by and --list: the statistics are of the touchpoints.")


def _listed(events: EventSource, content: "Content", show: str, at: date) -> "pl.DataFrame":
    """The rows of a list, named as the source names persons and episodes."""
    from felles.pathways.holding import trusts_by_name
    from felles.pathways.home import children, handovers, needs, touchpoints, touchpoints_of

    relation, points, trusts = events.relation, touchpoints_of(content), trusts_by_name(content)
    asked: dict[str, Callable[[], Any]] = {
        "touchpoints": lambda: touchpoints(relation, points, at=at, trusts=trusts),
        "needs": lambda: needs(relation, at=at),
        "handovers": lambda: handovers(relation, at=at),
        "children": lambda: children(relation.filter(relation.day <= at)),
    }
    rows = events.run(asked[show]())
    if "episode" in rows.columns:
        return events.names(rows).sort("person", "episode", *rows.columns[2:6], nulls_last=True)
    # Who names rows names persons and episodes together.
    import polars as pl

    empty = rows.with_columns(episode=pl.lit(None, rows["person"].dtype))
    return events.names(empty).drop("episode").sort("person")


def _coverage(events: EventSource, content: "Content", by: Sequence[str], at: date) -> "pl.DataFrame":
    import polars as pl

    from felles.pathways.holding import trusts_by_name
    from felles.pathways.home import coverage, placed, touchpoints, touchpoints_of

    points = touchpoints_of(content)
    rows = touchpoints(events.relation, points, at=at, trusts=trusts_by_name(content))
    found = events.run(coverage(placed(rows, content), by=by, at=at))
    order = pl.Enum([point.id for point in points])
    return found.sort(*by, pl.col("touchpoint").cast(order), nulls_last=True)


def _notes(events: EventSource, content: "Content", at: date) -> Iterator[str]:
    from felles.pathways.home import ODDITIES, oddities, touchpoints_of

    counted = events.run(oddities(events.relation, touchpoints_of(content), at=at)).row(0, named=True)
    yield from (sentence.format(counted[name]) for name, sentence in ODDITIES.items() if counted[name])


def _summary(rows: "pl.DataFrame", notes: Sequence[str], at: date) -> Callable[[], None]:
    def words() -> None:
        shown = Table("Touchpoint", "State", "How many", box=None, pad_edge=False)
        for line in rows.group_by("touchpoint", "state").len().sort("touchpoint", "state").iter_rows():
            shown.add_row(*map(str, line))
        console.print(shown)
        say_notes(notes)
        say(f"{number_of(rows.height, 'row')}, seen from {at}. To have them: --json or --csv.")

    return words
