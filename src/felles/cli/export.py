"""`felles export`: the log out, in forms that others read."""

from pathlib import Path
from typing import Annotated

import typer

from felles.cli.answer import Json, answer, progress, say
from felles.cli.counts import number_of


def export(
    meds: Annotated[Path | None, typer.Option(help="A folder in the Medical Event Data Standard (Parquet).")] = None,
    xes: Annotated[
        Path | None, typer.Option(help="A file in XES, for process mining: a trace per person and episode.")
    ] = None,
    table: Annotated[
        Path | None,
        typer.Option(help="A file in our own columns: .csv, .ndjson or .parquet. It can be imported again."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Write the log to a folder or a file; several at once if you like.

    MEDS and XES hold what stands, under pseudonyms. The table holds all that was said, with the sources' own identifiers
    and free text, so that another home can import it: keep it as you keep the log.
    """
    from felles.cli.opening import opened
    from felles.interop.exporting import export_log
    from felles.store import Refused

    if not (meds or xes or table):
        raise Refused("Say what to write: --meds FOLDER, --xes FILE or --table FILE.")
    with opened() as store, progress("Exporting") as report:
        written = export_log(store, meds=meds, xes=xes, table=table, on_progress=report)

    def words() -> None:
        for each in written:
            say(f"{number_of(each['events'], 'event')} to {each['path']}")

    answer({"written": written}, as_json=as_json, words=words)
