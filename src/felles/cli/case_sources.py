"""Where does a statistic of the command line find its cases, and how are its answers given?"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from felles.cli.answer import say
from felles.cli.event_sources import reading_events, refuse_odd_source
from felles.cli.rows import answer_rows, only_rows
from felles.cli.table_files import read_table_file

if TYPE_CHECKING:
    import polars as pl

    from felles.epidemiology.answers import Answer

CaseTable = Annotated[
    Path | None,
    typer.Option(
        help="A table (CSV, NDJSON or Parquet) with one row a tumour, or with one event a row, instead of the log."
    ),
]
MappingOption = Annotated[
    str | None,
    typer.Option(
        help="Read --table as a registry file, with this mapping, such as encr_incidence, or a file of your own."
    ),
]
PopulationFile = Annotated[
    Path | None,
    typer.Option(help="The population: age or age_group, sex, year or day, county, and persons or person_years."),
]
SiteOption = Annotated[
    str, typer.Option(help="Sites of content/sites.yaml, such as lung,breast. Without: every new tumour, as in Norway.")
]
SiteOfLogOption = Annotated[
    str, typer.Option(help="Without --table: a site of content/sites.yaml, such as lung, in the log or the --lake.")
]
StandardOption = Annotated[
    str, typer.Option(help="The standard population of asr: norway2014, nordic2000, europe1976, europe2013, world.")
]
PeriodOption = Annotated[str | None, typer.Option(help="A year or first and last, such as 2020 or 2016-2020.")]
PrimariesOption = Annotated[
    str, typer.Option(help="registered: each tumour counts; iacr: one of each person and organ, to compare countries.")
]
Publish = Annotated[
    bool,
    typer.Option("--publish", help="Hide numbers under five, and what would give them away, as for a public file."),
]
_EVENT_COLUMNS = {"person", "type", "time"}


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseSource:
    """cases: what a statistic takes (a frame, or an Ibis table of events); run: how it is carried out; notes: on reading."""

    cases: Any
    run: Callable[[Any], Any] | None = None
    notes: Sequence[str] = ()


@contextmanager
def reading_cases(table: Path | None, lake: Path | None, mapping: str | None, engine: str) -> Iterator[CaseSource]:
    """The cases of a file, of a lake, or else of the log of this home. Raises Refused."""
    from felles.store import Refused

    refuse_odd_source(table, lake, engine)
    if mapping is not None and table is None:
        raise Refused("--mapping reads a --table: name the registry file.")
    frame = None if table is None or mapping is not None else read_table_file(table)
    of_tumours = frame is not None and not {name.casefold() for name in frame.columns} >= _EVENT_COLUMNS
    if engine != "duckdb" and (mapping is not None or of_tumours):
        raise Refused("--engine chooses what reads events; this table has one row a tumour: leave it out.")
    if table is not None and mapping is not None:
        yield _mapped(table, mapping)
        return
    if of_tumours:
        yield CaseSource(cases=frame)
        return
    with reading_events(table, lake, None, engine, details=True) as events:
        notes = [note for note in events.notes if not note.startswith("Persons and episodes")]
        yield CaseSource(cases=events.relation, run=events.run, notes=notes)


def _mapped(table: Path, mapping: str) -> CaseSource:
    import ibis

    from felles.interop.mapped_events import read_mapped_events

    read = read_mapped_events(table, mapping, today=datetime.now(UTC).date())
    aside = [f"Rows that could not be read whole were left out: {read.set_aside}."] if read.set_aside else []
    return CaseSource(cases=ibis.memtable(read.events), notes=[*read.notes, *aside])


def period_or_window(period: str | None, lake: Path | None) -> str | None:
    """The period that was asked for; else the years that a simulated country tells of, for before them only those who lived
    on are known; else none."""
    from felles.store.lake import read_manifest

    manifest = None if period or lake is None else read_manifest(lake)
    if manifest is None or "simulation" not in manifest:
        return period
    asked = manifest["simulation"]["request"]
    say(f"A simulated country: the years that were simulated, {asked['first']}-{asked['last']}. For others: --period.")
    return f"{asked['first']}-{asked['last']}"


def names_in(words: str) -> list[str]:
    """The names of a list with commas."""
    return [name.strip() for name in words.split(",") if name.strip()]


def population_in(path: Path | None) -> Any:
    """The population of a file, or None."""
    return None if path is None else read_table_file(path)


def give(
    answer: "Answer",
    source: CaseSource,
    *,
    as_json: bool,
    as_csv: bool,
    hide: "Callable[[pl.DataFrame], pl.DataFrame] | None",
    more: Mapping[str, Any] | None = None,
    only: str = "",
    drawn: "Callable[[pl.DataFrame], None] | None" = None,
) -> None:
    """Print the answer, its small numbers hidden where `hide` is given, and otherwise the warning that they are not.

    only: the rows that are shown; what is hidden is found before. drawn: makes a figure of them.
    """
    from felles.epidemiology import frames

    rows = frames.read(answer.rows)
    if hide is None:
        say("Small numbers are not hidden here. For anything that others will see: --publish.")
    else:
        rows = hidden(rows, hide)
    rows = only_rows(rows, only)
    if drawn is not None:
        drawn(rows)
    answer_rows(rows, [*source.notes, *answer.notes], as_json=as_json, as_csv=as_csv, more=more)


def hidden(rows: "pl.DataFrame", hide: "Callable[[pl.DataFrame], pl.DataFrame]") -> "pl.DataFrame":
    """The rows without small numbers; `hidden` names what is hidden in each. Raises Refused where it cannot be done."""
    import polars as pl

    from felles.access.small_numbers import CannotHide
    from felles.store import Refused

    try:
        return hide(rows).with_columns(pl.col("hidden").list.join(","))
    except CannotHide as error:
        raise Refused(str(error)) from None
