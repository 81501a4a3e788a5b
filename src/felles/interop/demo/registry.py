"""How does the made-up cancer registry of a demonstration come into the log, once, so that statistics show something?"""

from collections.abc import Iterator
from pathlib import Path
from typing import LiteralString

import polars as pl

from felles.definitions.errors import DefinitionError
from felles.definitions.plain_values import plain_values
from felles.interop.event_table import events_of_table
from felles.interop.rows import LINE
from felles.store import Store

_SAID: LiteralString = "select exists (select from felles.event where source = %s)"
_FILE = "content/demo/registry.yaml"


def load_demo_registry(store: Store, content: Path) -> int:
    """Put the tumours of `content/demo/registry.csv` in the log, each person marked as made up.

    Done once for a log. Returns the number of events that went in. Raises DefinitionError for a file that is not marked.
    """
    source = _source(content / "demo" / "registry.yaml")
    with store.connection() as connection:
        row = connection.execute(_SAID, (source,)).fetchone()
    if row is not None and row[0]:
        return 0
    return store.append_frame(registry_events(content / "demo" / "registry.csv", source), made_up=True).new


def registry_events(path: Path, source: str) -> pl.DataFrame:
    """The events (felles.events.FRAME_SCHEMA) of a file with one row a tumour and person; see content/demo/README.md."""
    tumours = pl.read_csv(path, infer_schema=False)
    told = pl.concat(list(_told(tumours)), how="diagonal").with_row_index(LINE)
    told = told.with_columns(pl.col(LINE).cast(pl.Int64), source_id=pl.format("{}:{}", "person", "type"))
    return events_of_table(told, path.name, source).events


def _told(tumours: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """What each row tells of: a birth, a diagnosis with its stage, and a death or the end of follow-up."""
    one = pl.col("id").alias("person")
    data = pl.concat_str(pl.lit('{"morphology":"'), "morphology", pl.lit('","basis":'), "basis", pl.lit("}"))
    yield tumours.select(one, type=pl.lit("born"), time="born", code="sex", place="lives")
    yield tumours.select(one, type=pl.lit("diagnosed"), time="diagnosed", episode="id", code="code", data=data)
    yield tumours.select(one, type=pl.lit("staged"), time="diagnosed", episode="id", code=pl.format("tnm8:{}", "stage"))
    dead = tumours.filter(pl.col("died").is_not_null())
    yield dead.select(one, type=pl.lit("died"), time="died", code="cause")
    seen = tumours.filter(pl.col("seen").is_not_null())
    yield seen.select(one, type=pl.lit("follow_up_ended"), time="seen", code=pl.lit("end_of_study"))


def _source(path: Path) -> str:
    written = plain_values(path.read_text(encoding="utf-8"))
    if written.get("made_up") is not True:
        raise DefinitionError(_FILE, "made_up", str(written.get("made_up")), "true: only made-up people may stand here")
    return str(written["source"])
