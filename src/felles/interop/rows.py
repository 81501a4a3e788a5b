"""What does a file give before its columns mean anything: rows of text with their lines, and what was set aside?"""

from dataclasses import dataclass

import polars as pl

LINE = "#line"
"""The column that holds where a row stood: its line, or its row in a Parquet file; both count from 1."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows of a file as text columns with LINE, and the rejects among them (felles.interop.rejects.REJECTS)."""

    frame: pl.DataFrame
    rejects: pl.DataFrame


def records_of(rows: pl.DataFrame) -> pl.DataFrame:
    """LINE and `record`: each row as a JSON object of what it holds."""
    cells = pl.struct(pl.exclude(LINE)) if rows.width > 1 else pl.lit(None)
    return rows.select(LINE, record=cells.struct.json_encode())
