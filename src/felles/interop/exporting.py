"""How does the log leave the house: which of its rows go into which form?"""

from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import polars as pl
import pyarrow as pa

from felles.interop import meds as meds_form
from felles.interop import xes as xes_form
from felles.interop.meds import write_meds
from felles.interop.pseudonyms import whole_numbers
from felles.interop.table import SCHEMA, write_table
from felles.interop.xes import write_xes
from felles.store import Store
from felles.store.doorway import said, sealed_types
from felles.store.identity.people import NATIONAL, identifiers_of
from felles.store.identity.sealing import Sealer

Progress = Callable[[int, int | None], None]

_SAID = """
    select event.person, event.type, event."time", event.until, event."precision", event.episode, event.code,
        event.value,
        event.unit, event.place, event.actor, event.source, event.source_id, event.data,
        replaced.source_id as replaces
    from felles.event as event left join felles.event as replaced on replaced.id = event.replaces
    order by event.recorded, event.id
"""


def export_log(
    store: Store,
    *,
    meds: Path | None = None,
    xes: Path | None = None,
    table: Path | None = None,
    on_progress: Progress | None = None,
) -> list[dict[str, Any]]:
    """Write the log in each form that has a path; returns `path` and `events` of each.

    MEDS and XES hold what stands (no corrected events); the table holds all that was said, for another home.
    """
    count, report = store.count_events(), on_progress or _unseen
    written = []
    if meds is not None:
        batches = _counted(store.arrow(meds_form.SELECT), count, report)
        made = write_meds(batches, meds, made_at=store.clock(), version=version("felles"))
        written.append({"path": str(meds), "events": made})
    if xes is not None:
        made = write_xes(_counted(store.arrow(xes_form.SELECT), count, report), xes)
        written.append({"path": str(xes), "events": made})
    if table is not None:
        made = write_table(_counted(said_events(store), count, report), table)
        written.append({"path": str(table), "events": made})
    return written


def _unseen(_done: int, _all: int | None) -> None:
    return None


def _counted(batches: Iterable[pa.RecordBatch], count: int, report: Progress) -> Iterator[pa.RecordBatch]:
    done = 0
    for batch in batches:
        yield batch
        done += batch.num_rows
        report(done, count)


def said_events(store: Store) -> Iterator[pa.RecordBatch]:
    """All that was said, as an event table (felles.interop.table.SCHEMA); nothing about people who were erased.

    Holds the identifiers of everybody in memory while it runs.
    """
    with store.connection() as connection:
        known = list(identifiers_of(connection, store.keys))
        names = pl.DataFrame(
            [(person.bytes, namespace, identifier) for person, namespace, identifier in known],
            schema={"person": pl.Binary, "namespace": pl.String, "identifier": pl.String},
            orient="row",
        )
        sealer = Sealer(connection, store.keys)
        plain = {person: identifier for person, _, identifier in known}
        for batch in store.arrow(_SAID):
            frame = pl.DataFrame(pl.from_arrow(batch)).with_columns(
                pl.col("person").cast(pl.Binary),
                episode=whole_numbers(batch.column("episode")).cast(pl.String),
            )
            frame = _opened(frame, sealer, plain)
            yield from _named(frame, names).to_arrow().cast(SCHEMA).to_batches()


def _named(frame: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """The persons as their events' source names them, else by national number, else as another source names them."""
    own = names.rename({"namespace": "source", "identifier": "own"}).unique(["person", "source"])
    national = names.filter(pl.col("namespace") == NATIONAL).select("person", national="identifier").unique("person")
    other = names.sort("namespace", "identifier").unique("person", keep="first").select("person", other="identifier")
    joined = frame.join(own, on=["person", "source"], how="left", maintain_order="left")
    joined = joined.join(national, on="person", how="left", maintain_order="left")
    joined = joined.join(other, on="person", how="left", maintain_order="left")
    joined = joined.with_columns(person=pl.coalesce("own", "national", "other")).filter(pl.col("person").is_not_null())
    return joined.select(SCHEMA.names)


def _opened(frame: pl.DataFrame, sealer: Sealer, names: dict[UUID, str]) -> pl.DataFrame:
    """Free text as it was written, and the other record of a `joined` event by its identifier."""
    sealed = pl.col("type").is_in(sealed_types()) & pl.col("data").is_not_null()
    numbered = frame.with_row_index("row")
    special = numbered.filter(sealed).select("row", "person", "type", "data")
    if special.is_empty():
        return frame
    sealer.fetch([UUID(bytes=person) for person in special["person"].unique()])
    opened = [
        said(sealer, names, UUID(bytes=person), type_, orjson.loads(data))
        for _, person, type_, data in special.iter_rows()
    ]
    plain = special.select("row", opened=pl.Series(opened, dtype=pl.String))
    joined = numbered.join(plain, on="row", how="left", maintain_order="left")
    return joined.with_columns(data=pl.coalesce("opened", "data")).drop("row", "opened")
