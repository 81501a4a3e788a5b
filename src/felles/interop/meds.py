"""How is the log written in the Medical Event Data Standard (MEDS 0.4), for those who train and test models on it?

One row an event: subject_id, time, code, numeric_value, and unit, precision and end as columns of their own. A code is
`type//code`; births and deaths are also there under the codes that MEDS itself has for them. Times are Oslo's clock,
and midnight of the day where no more is known. Free text is never written.
Source of the layout: https://github.com/Medical-Event-Data-Standard/meds
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from felles.events import EVENT_TYPES
from felles.events.envelope import OSLO
from felles.interop.pseudonyms import whole_numbers
from felles.store.refused import Refused

MEDS_VERSION = "0.4.1"
BIRTH, DEATH = "MEDS_BIRTH", "MEDS_DEATH"
ROWS_A_SHARD = 1_000_000

SELECT = """
    select person, type, "time", until, day, "precision", code, value, unit
    from felles.current_event order by person, day, "time", id
"""
"""What the rows are made from: all events of a person together, oldest first."""

SCHEMA = pa.schema(
    [
        pa.field("subject_id", pa.int64(), nullable=False),
        pa.field("time", pa.timestamp("us")),
        pa.field("code", pa.string(), nullable=False),
        pa.field("numeric_value", pa.float32()),
        pa.field("unit", pa.string()),
        pa.field("precision", pa.string()),
        pa.field("end", pa.timestamp("us")),
    ]
)
_CODES = pa.schema([("code", pa.string()), ("description", pa.string()), ("parent_codes", pa.list_(pa.string()))])


def write_meds(
    events: Iterable[pa.RecordBatch], folder: Path, *, made_at: datetime, version: str, rows_a_shard: int = ROWS_A_SHARD
) -> int:
    """Write events (the columns of SELECT, in its order) as a MEDS dataset; returns how many events were written.

    Raises Refused where the folder holds something already: two exports in one folder would be read as one.
    """
    if folder.exists() and any(folder.iterdir()):
        raise Refused(f"The folder {folder} is not empty. Name a new folder for the export.")
    for part in ("data", "metadata"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    counted = _Counted()
    for number, shard in enumerate(_shards(_rows(events, counted), rows_a_shard)):
        pq.write_table(shard, folder / "data" / f"{number}.parquet", compression="zstd")
    if counted.events == 0:
        pq.write_table(SCHEMA.empty_table(), folder / "data" / "0.parquet")
    pq.write_table(_codes(counted.codes), folder / "metadata" / "codes.parquet")
    about = {
        "dataset_name": "felles",
        "etl_name": "felles",
        "etl_version": version,
        "meds_version": MEDS_VERSION,
        "created_at": made_at.isoformat(),
        "code_modifier_columns": ["unit", "precision"],
        "other_extension_columns": ["end"],
    }
    (folder / "metadata" / "dataset.json").write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8")
    return counted.events


@dataclass(slots=True)
class _Counted:
    """What went by: how many events, and which codes."""

    events: int = 0
    codes: set[str] = field(default_factory=set)


def _rows(events: Iterable[pa.RecordBatch], counted: _Counted) -> Iterator[pl.DataFrame]:
    for batch in events:
        frame = _meds_rows(batch)
        counted.events += batch.num_rows
        counted.codes.update(frame["code"].unique())
        yield frame


def _meds_rows(batch: pa.RecordBatch) -> pl.DataFrame:
    """The rows of a batch; a birth or a death is one row more, before the row with its own code."""
    frame = pl.DataFrame(pl.from_arrow(batch)).with_columns(
        subject_id=whole_numbers(batch.column("person")),
        time=_on_the_clock("time", "day"),
        end=pl.col("until").dt.convert_time_zone(str(OSLO)).dt.replace_time_zone(None),
        numeric_value=pl.col("value").cast(pl.Float32),
        own=pl.concat_str([pl.col("type"), pl.col("code")], separator="//", ignore_nulls=True),
        standard=pl.col("type").replace_strict({"born": BIRTH, "died": DEATH}, default=None, return_dtype=pl.String),
    )
    codes = (
        pl.when(pl.col("standard").is_null()).then(pl.concat_list("own")).otherwise(pl.concat_list("standard", "own"))
    )
    return frame.with_columns(code=codes).explode("code").select(SCHEMA.names)


def _on_the_clock(time: str, day: str) -> pl.Expr:
    """Oslo's clock, without a zone. Where the time of day is not known the stored day decides, as for every rule."""
    clock = pl.col(time).dt.convert_time_zone(str(OSLO)).dt.replace_time_zone(None)
    return pl.when(pl.col("precision") == "minute").then(clock).otherwise(pl.col(day).cast(pl.Datetime("us")))


def _shards(rows: Iterable[pl.DataFrame], rows_a_shard: int) -> Iterator[pa.Table]:
    """Tables of about that many rows; all rows of a person in one of them, by time."""
    waiting: list[pl.DataFrame] = []
    for frame in rows:
        waiting.append(frame)
        if sum(each.height for each in waiting) < rows_a_shard:
            continue
        together = pl.concat(waiting)
        last = together["subject_id"][-1]
        whole, begun = together.filter(pl.col("subject_id") != last), together.filter(pl.col("subject_id") == last)
        if whole.height:
            yield _table(whole)
        waiting = [begun]
    if waiting:
        yield _table(pl.concat(waiting))


def _table(rows: pl.DataFrame) -> pa.Table:
    return rows.sort("subject_id", "time", maintain_order=True).to_arrow().cast(SCHEMA)


def _codes(codes: set[str]) -> pa.Table:
    listed = sorted(codes)
    return pa.table(
        [listed, [_description(code) for code in listed], [_parents(code) for code in listed]], schema=_CODES
    )


def _description(code: str) -> str | None:
    if code in (BIRTH, DEATH):
        return {BIRTH: "Birth", DEATH: "Death"}[code]
    name, _, own = code.partition("//")
    kind = EVENT_TYPES.get(name)
    if kind is None:
        return None
    return ": ".join(part for part in (kind.label["en"], kind.codes.get(own, {}).get("en", own)) if part)


def _parents(code: str) -> list[str] | None:
    """`diagnosed//C43` belongs under `diagnosed`; what stands alone belongs under nothing."""
    name, separator, _ = code.partition("//")
    return [name] if separator else None
