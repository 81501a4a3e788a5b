"""Which rows does a Parquet file hold, as text, whatever types its columns have?"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from felles.interop.rejects import no_rejects, set_aside
from felles.interop.rows import LINE, Rows

ROWS_AT_ONCE = 100_000

ReadError = (pa.ArrowException, OSError)


def parquet_rows(path: Path, file: str, columns: Sequence[str], names: Sequence[str]) -> Iterator[Rows]:
    """The rows of some columns, read under the given names; LINE counts rows from 1.

    Where the file is damaged, the rows before the damage are given, and one reject says where the rest begins.
    """
    row = 1
    try:
        with pq.ParquetFile(path) as source:
            for batch in source.iter_batches(batch_size=ROWS_AT_ONCE, columns=list(columns)):
                batch.validate(full=True)
                yield Rows(_as_text(batch, columns, names, row), no_rejects())
                row += batch.num_rows
    except ReadError:
        rest = "rows that can be read to the end; get the file anew"
        yield Rows(_nothing(names), set_aside(file, [(row, "file", "damaged rows from here on", rest, None)]))


def text_columns(path: Path) -> tuple[list[str], list[str]]:
    """The columns of a Parquet file that can be read as text, and the others. Raises one of ReadError."""
    schema = pq.read_schema(path)
    readable = [name for name in schema.names if _readable(schema.field(name).type)]
    return readable, [name for name in schema.names if name not in readable]


def _readable(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    if pa.types.is_nested(kind):
        return bool(pa.types.is_struct(kind))
    return not (pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind))


def _as_text(batch: pa.RecordBatch, columns: Sequence[str], names: Sequence[str], first: int) -> pl.DataFrame:
    frame = pl.DataFrame(pl.from_arrow(pa.Table.from_batches([batch])))
    text = [_column_as_text(frame[column]).alias(name) for column, name in zip(columns, names, strict=True)]
    frame = pl.DataFrame(text).with_columns(pl.all().str.strip_chars().replace("", None))
    return frame.with_columns(pl.int_range(first, first + pl.len(), dtype=pl.Int64).alias(LINE))


def _column_as_text(column: pl.Series) -> pl.Series:
    kind = column.dtype
    if isinstance(kind, pl.Datetime):
        zone = "%:z" if kind.time_zone else ""
        return column.dt.strftime(f"%Y-%m-%dT%H:%M:%S%.6f{zone}")
    if isinstance(kind, pl.Struct):
        return column.struct.json_encode().str.replace_all(r'"[^"\\]*":null,?', "").str.replace(r",\}$", "}")
    if kind.is_float() and bool((column.drop_nulls() % 1 == 0).all()):
        # A column of whole numbers with gaps is stored as decimals by some tools; 17.0 is the identifier 17.
        return column.cast(pl.Int64, strict=False).cast(pl.String)
    return column.cast(pl.String)


def _nothing(names: Sequence[str]) -> pl.DataFrame:
    return pl.DataFrame(schema=dict.fromkeys(names, pl.String) | {LINE: pl.Int64})
