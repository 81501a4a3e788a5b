"""`felles followup`: the contacts and tests of each person's follow-up plan, and where each stands."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from felles.cli.answer import Json, console, say
from felles.cli.choices import some_of
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
    from felles.pathways.follow_up import Plan


def followup(
    at: AtOption,
    state: Annotated[
        list[str] | None,
        typer.Option(help="Only these: ahead, due, late, done, replaced_by_form, ended. May be given several times."),
    ] = None,
    only_set: Annotated[
        bool, typer.Option("--only-set", help="Only plans that somebody has set, not those that would apply.")
    ] = False,
    table: TableOption = None,
    lake: LakeOption = None,
    known_on: KnownOnOption = None,
    engine: EngineOption = "duckdb",
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Which controls and tests after treatment lie ahead, are due, are late or were done, by the national plans.

    felles followup --table events.csv --at 2026-11-21 --state due --state late --json

    One row per contact: plan, basis (set by somebody; expected: it would apply, and nobody has set one), item, number,
    due, window_from, window_to, done_on, state, who, clinical_clock (stays on the calendar whatever a form says). A plan
    changed to needs-based shows its other contacts as replaced_by_form.
    """
    import polars as pl

    from felles.definitions import load_content
    from felles.pathways.follow_up import planned, plans_of

    one_form(as_json=as_json, as_csv=as_csv)
    states = _states(state or [])
    content = load_content()
    plans = plans_of(content)
    with reading_events(table, lake, known_on, engine) as events:
        rows = events.names(events.run(planned(events.relation, plans, at=at, expected=not only_set)))
        notes = [*events.notes, *_notes(rows, events, plans, content, at)]
    order = ("person", "episode", "plan", "due", "item", "number")
    rows = rows.filter(pl.col("state").is_in(states)).sort(*order, nulls_last=True)
    answer_rows(rows, notes, as_json=as_json, as_csv=as_csv, words=lambda: _summary(rows, notes, at))


def _states(asked: list[str]) -> list[str]:
    from felles.pathways.follow_up import STATES

    return some_of("--state", asked, STATES) or list(STATES)


def _notes(
    rows: "pl.DataFrame", events: EventSource, plans: "tuple[Plan, ...]", content: "Content", at: date
) -> Iterator[str]:
    from felles.pathways.follow_up import ODDITIES, oddities

    counted = events.run(oddities(events.relation, plans, at=at)).row(0, named=True)
    yield from (sentence.format(count) for name, sentence in ODDITIES.items() if (count := int(counted[name] or 0)))
    used = [content.follow_up_plans[id] for id in sorted(rows["plan"].unique())]
    if old := [plan.id for plan in used if plan.old]:
        yield f"Plans from an old source or at second hand, to be confirmed before use: {', '.join(old)}."
    if unverified := [plan.id for plan in used if not plan.verified]:
        yield f"Plans whose months nobody has confirmed: {', '.join(unverified)}."


def _summary(rows: "pl.DataFrame", notes: list[str], at: date) -> None:
    counted = rows.group_by("plan", "item", "state").len().sort("plan", "item", "state")
    shown = Table("Plan", "Item", "State", "How many", box=None, pad_edge=False)
    for line in counted.iter_rows():
        shown.add_row(*map(str, line))
    console.print(shown)
    say_notes(notes)
    say(f"{number_of(rows.height, 'contact')}, seen from {at}. To have them: --json or --csv.")
