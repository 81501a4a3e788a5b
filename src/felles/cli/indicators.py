"""`felles indicators`: the official indicators, counted from the log. One command an indicator."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING, Annotated

import typer

from felles.cli.answer import Json, progress, say
from felles.cli.case_sources import names_in
from felles.cli.choices import some_of
from felles.cli.event_sources import AtOption, EngineOption, KnownOnOption, LakeOption, TableOption, reading_events
from felles.cli.rows import Csv, answer_rows, one_form

if TYPE_CHECKING:
    import polars as pl

    from felles.cli.event_sources import EventSource
    from felles.definitions import Content

app = typer.Typer(help="The official indicators, counted from the log.", no_args_is_help=True)


@app.callback()
def indicators() -> None:
    """The official indicators, counted from the log."""


@app.command("pathway_time")
def pathway_time(
    at: AtOption,
    by: Annotated[
        str, typer.Option(help="What to split by: any of tertial, pathway, kind, trust, region, with commas between.")
    ] = "tertial",
    publish: Annotated[
        bool, typer.Option("--publish", help="Hide counts under five, and what would give them away; with all sums.")
    ] = False,
    national: Annotated[
        bool, typer.Option("--national", help="The same under three, for the copy that is not published.")
    ] = False,
    table: TableOption = None,
    lake: LakeOption = None,
    known_on: KnownOnOption = None,
    engine: EngineOption = "duckdb",
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """How many are in a pathway (OA1, OA2), and how many pathways keep the recommended time (OF1 to OF4).

    felles indicators pathway_time --at 2026-11-21 --by tertial,trust --publish --csv

    The share of OF1 to OF4 is numerator by denominator: closed within a confirmed limit, and closed with one.
    unconfirmed were closed with a limit that nobody has confirmed, without_limit without any; waiting are still open, of
    them overdue past a confirmed limit. In published tables * is the sum over a column, and hidden names the counts that
    were hidden in a row.
    """
    from felles.definitions import load_content
    from felles.store import Refused

    one_form(as_json=as_json, as_csv=as_csv)
    if publish and national:
        raise Refused("Choose one of --publish and --national: the copy that is not published hides less.")
    groups = _groups(by)
    content = load_content()
    with reading_events(table, lake, known_on, engine) as events:
        if publish or national:
            rows = _with_sums(events, content, at, groups)
            with progress("Hiding small numbers"):
                rows = _hidden(rows, groups, national=national)
        else:
            rows = _counted(events, content, at, groups)
            say("These numbers are not cut: small ones may point at somebody. For others to see: --publish.")
    notes = [*events.notes, *_notes(content, rows)]
    if as_csv and "hidden" in rows.columns:
        rows = rows.with_columns(rows["hidden"].list.join(" "))
    answer_rows(rows, notes, as_json=as_json, as_csv=as_csv)


def _groups(by: str) -> list[str]:
    """What to split by, in the order of the engine. Raises Refused."""
    from felles.pathways.national import BY

    return some_of("--by", names_in(by), BY)


def _counted(events: "EventSource", content: "Content", at: date, groups: Sequence[str]) -> "pl.DataFrame":
    from felles.pathways import book_of
    from felles.pathways.national import pathway_time

    rule = pathway_time(events.relation, book_of("norway", content), content, at=at, by=groups)
    return events.run(rule).sort("measure", *groups, nulls_last=True)


def _with_sums(events: "EventSource", content: "Content", at: date, groups: Sequence[str]) -> "pl.DataFrame":
    """The rows of every group and of every sum over groups, so that what is hidden in one cannot be read from another."""
    import polars as pl

    from felles.access.small_numbers import TOTAL

    made = []
    for kept in (chosen for many in range(len(groups), -1, -1) for chosen in combinations(groups, many)):
        if "trust" in kept and "region" in groups and "region" not in kept:
            continue  # a trust lies in one region: the same rows again
        rows = _counted(events, content, at, kept)
        filled = [pl.col(name).fill_null("?") if name in kept else pl.lit(TOTAL).alias(name) for name in groups]
        made.append(rows.with_columns(filled).select("measure", *groups, pl.exclude("measure", *groups)))
    return pl.concat(made)


def _hidden(rows: "pl.DataFrame", groups: Sequence[str], *, national: bool) -> "pl.DataFrame":
    import polars as pl

    from felles.access.small_numbers import NATIONAL_COPY, PUBLISHED, hide
    from felles.pathways.national import COUNTS

    rest = {"_late": ("denominator", "numerator"), "_in_time": ("waiting", "overdue")}
    rows = rows.with_columns(**{name: pl.col(whole) - pl.col(part) for name, (whole, part) in rest.items()})
    shown = hide(
        rows,
        counts=[*COUNTS, *rest],
        within=groups,
        apart=["measure"],
        sums={
            "denominator": ("numerator", "_late"),
            "closed": ("denominator", "unconfirmed", "without_limit"),
            "waiting": ("overdue", "_in_time"),
        },
        derived={"share": ("numerator", "denominator"), "median_days": ("closed",), "p90_days": ("closed",)},
        least=NATIONAL_COPY if national else PUBLISHED,
    )
    names = pl.col("hidden").list.set_difference(list(rest)).list.sort()
    return shown.drop(rest).with_columns(hidden=names)


def _notes(content: "Content", rows: "pl.DataFrame") -> Iterator[str]:
    """What a reader of the numbers must know of what was confirmed."""
    unread = [each.id for each in content.measurement.points if not each.verified]
    if unread:
        yield f"Remembered, not read in a source: what {', '.join(unread)} are called or how they are split."
    if not all(each.icd10.verified for each in content.pathways.values()):
        yield "OA2 is not for official use: the diagnoses of the pathways are remembered, not confirmed."
    if rows["unconfirmed"].sum():
        yield "Pathways with a limit that nobody has confirmed are in no share; they are counted as unconfirmed."
    yield "An interval counts in the tertial in which it closed, who waits in that of the day asked for: an assumption."
