"""`felles lake`: the log as Parquet files that analyses read."""

from typing import Annotated

import typer

from felles.cli.answer import Json, answer, progress, say
from felles.cli.counts import number_of


def lake(
    anew: Annotated[bool, typer.Option("--anew", help="Write all of it again, not only what is new.")] = False,
    as_json: Json = False,
) -> None:
    """Bring the copy of the log that statistics read up to now: Parquet files by year, in FELLES_HOME/lake."""
    from felles.cli.opening import opened

    with opened() as store, progress("Writing the lake") as report:
        events = store.count_events()
        made = store.snapshot(anew=anew, on_progress=lambda done: report(done, events))
    result = {
        "folder": str(made.folder),
        "added": made.added,
        "events": made.events,
        "files": made.files,
        "refreshed": made.refreshed,
        "recorded_until": made.recorded_until.isoformat(),
    }
    answer(
        result,
        as_json=as_json,
        words=lambda: say(f"{number_of(made.added, 'event')} added, {made.events:,} in {made.folder}"),
    )
