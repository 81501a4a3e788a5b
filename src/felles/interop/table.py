"""How is the log written as a table that Felles itself can read again, into another home?

The columns are those of an event table; a person is named as the event's source names them, an episode by a number, a
correction by the source_id of what it corrects. The file therefore identifies people: handle it as you would the log.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

import orjson
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from felles.interop.event_table import COLUMNS
from felles.store.refused import Refused

ENDINGS = (".csv", ".ndjson", ".parquet")

_TYPES = {name: pl.String() for name in COLUMNS} | {
    "time": pl.Datetime("us", "UTC"),
    "until": pl.Datetime("us", "UTC"),
    "value": pl.Float64(),
}
SCHEMA = pl.DataFrame(schema=_TYPES).to_arrow().schema
"""The columns of a batch: those of an event table, moments in UTC, `value` a number, `data` JSON text."""


class _Writer(Protocol):
    def __call__(self, rows: pl.DataFrame) -> None: ...


def write_table(events: Iterable[pa.RecordBatch], path: Path) -> int:
    """Write events (columns of SCHEMA) to a file whose ending names its form; returns how many were written.

    The file is readable for its owner alone, and whole or not there: it gets its name when the last row is in it.
    """
    if path.suffix.lower() not in ENDINGS:
        raise Refused(f"The table {path.name} must end in {', '.join(ENDINGS)}: the ending says how it is written.")
    unfinished = path.with_name(f"{path.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    written = 0
    try:
        with _opened(unfinished) as stream, _writer(path.suffix.lower(), stream) as write:
            for batch in events:
                rows = pl.DataFrame(pl.from_arrow(batch)).select(COLUMNS).cast(_TYPES)  # type: ignore[arg-type]
                write(rows)
                written += rows.height
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return written


def _opened(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


@contextmanager
def _writer(ending: str, stream: BinaryIO) -> Iterator[_Writer]:
    if ending == ".parquet":
        with pq.ParquetWriter(stream, SCHEMA, compression="zstd") as parquet:
            yield lambda rows: parquet.write_table(rows.to_arrow().cast(SCHEMA))
    elif ending == ".csv":
        stream.write((",".join(COLUMNS) + "\n").encode())
        yield lambda rows: _plain(rows).write_csv(stream, include_header=False)
    else:
        yield lambda rows: _write_json_lines(rows, stream)


def _plain(rows: pl.DataFrame) -> pl.DataFrame:
    """Moments as ISO text with their zone, so that no reader has to guess."""
    return rows.with_columns(pl.col("time", "until").dt.strftime("%Y-%m-%dT%H:%M:%S%.6f+00:00"))


def _write_json_lines(rows: pl.DataFrame, stream: BinaryIO) -> None:
    for row in _plain(rows).iter_rows(named=True):
        said = {name: value for name, value in row.items() if value is not None}
        if "data" in said:
            said["data"] = orjson.Fragment(said["data"])
        stream.write(orjson.dumps(said, option=orjson.OPT_APPEND_NEWLINE))
