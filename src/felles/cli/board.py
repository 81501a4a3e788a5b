"""`felles board`: the open pathways of a unit, the most urgent first, as the coordinator sees them."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from felles.cli.answer import Json, console, say
from felles.cli.choices import no_such
from felles.cli.counts import number_of
from felles.cli.event_sources import AtOption, EngineOption, KnownOnOption, LakeOption, TableOption, reading_events
from felles.cli.rows import Csv, answer_rows, one_form, say_notes
from felles.cli.rule_books import open_book

if TYPE_CHECKING:
    import polars as pl

    from felles.definitions import Content

SOON = 7
_ORDER = ("due", "started_on", "person", "episode")


def board(
    at: AtOption,
    unit: Annotated[
        list[str] | None,
        typer.Option(help="The trust that has the pathways now, such as innlandet or ous. Default: all."),
    ] = None,
    region: Annotated[str | None, typer.Option(help="All trusts of this health region, such as south_east.")] = None,
    pathway: Annotated[str | None, typer.Option(help="One pathway, such as lung.")] = None,
    rules: Annotated[str, typer.Option(help="The rule book that has the deadlines: its name, or a folder.")] = "norway",
    table: TableOption = None,
    lake: LakeOption = None,
    known_on: KnownOnOption = None,
    engine: EngineOption = "duckdb",
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """The open pathways: where each stands, who has it, what comes next, and the days left to its nearest deadline.

    A table has one event a row: person, episode, type, time, until, code, place (time in ISO 8601; a bare date is that day).

    felles board --unit innlandet --pathway lung --at 2026-11-21 --json

    The most urgent come first, those without a limit last. interval is the one whose deadline is nearest, with its days,
    limit_days, limit_verified (false: not confirmed), due and days_left; pathway_days counts from the referral.
    """
    from felles.definitions import load_content
    from felles.pathways.board import board as open_pathways
    from felles.pathways.holding import trusts_by_name

    one_form(as_json=as_json, as_csv=as_csv)
    content = load_content()
    trusts, book = trusts_by_name(content), open_book(rules, content)
    holders = _holders(unit or (), region, content)
    with reading_events(table, lake, known_on, engine) as events:
        rule = open_pathways(events.relation, book, trusts, at=at)
        rows = events.run(rule).drop("closed_on")
        if holders is not None:
            rows = _only(rows, "holder", "unit", sorted(holders), content.trusts)
        if pathway is not None:
            rows = _only(rows, "pathway", "pathway", [pathway], {*content.pathways, *book.pathways})
        rows = events.names(rows).sort(*_ORDER, nulls_last=True)
        notes = [*events.notes, *_notes(rows)]
    counts = _counts(rows)
    answer_rows(
        rows, notes, as_json=as_json, as_csv=as_csv, words=_summary(rows, counts, notes, at), more={"phases": counts}
    )


def _holders(units: Sequence[str], region: str | None, content: "Content") -> Collection[str] | None:
    """The trusts that are asked for; None for all. Raises Refused."""
    from felles.pathways.holding import trusts_by_name
    from felles.store import Refused

    if region is None:
        parts = [unit.partition(":")[0] for unit in units]
        return {trusts_by_name(content).get(part, part) for part in parts} or None
    if units:
        raise Refused("Choose one of --unit and --region.")
    if region not in content.regions:
        raise no_such("health region", region, content.regions)
    return {id for id, trust in content.trusts.items() if trust.region == region}


def _only(rows: "pl.DataFrame", column: str, what: str, asked: Collection[str], known: Iterable[str]) -> "pl.DataFrame":
    """The rows with one of these names, each known here or to a table of one's own. Raises Refused for another."""
    import polars as pl

    there = {*known, *rows[column].drop_nulls()}
    for name in asked:
        if name not in there:
            raise no_such(what, name, sorted(there))
    return rows.filter(pl.col(column).is_in(list(asked)))


def _counts(rows: "pl.DataFrame") -> dict[str, dict[str, int]]:
    """For each phase how many are open, past a deadline, and at one within seven days."""
    import polars as pl

    from felles.pathways.board import OPEN_PHASES

    counted = rows.group_by("phase").agg(
        open=pl.len(),
        overdue=(pl.col("days_left") < 0).sum(),
        soon=pl.col("days_left").is_between(0, SOON).sum(),
        without_limit=pl.col("due").is_null().sum(),
    )
    found = {row.pop("phase"): row for row in counted.to_dicts()}
    return {phase: found.get(phase, {"open": 0, "overdue": 0, "soon": 0, "without_limit": 0}) for phase in OPEN_PHASES}


def _notes(rows: "pl.DataFrame") -> Iterator[str]:
    import polars as pl

    if unconfirmed := rows.filter(~pl.col("limit_verified")).height:
        yield f"Pathways with a limit that nobody has confirmed: {unconfirmed}."
    if nowhere := rows["holder"].null_count():
        yield f"Pathways that are in nobody's hands, as no event names a place: {nowhere}."
    if strayed := rows.height - rows["unknown_receiver"].null_count():
        yield f"Pathways transferred to a unit that is not known here; they stay where they were: {strayed}."


def _summary(
    rows: "pl.DataFrame", counts: dict[str, dict[str, int]], notes: Sequence[str], at: date
) -> Callable[[], None]:
    def words() -> None:
        shown = Table("Phase", "Open", "Past a deadline", f"Within {SOON} days", "No limit", box=None, pad_edge=False)
        for phase, count in counts.items():
            shown.add_row(phase, *map(str, count.values()))
        console.print(shown)
        say_notes(notes)
        say(f"{number_of(rows.height, 'open pathway')}, seen from {at}. To have them: --json or --csv.")

    return words
