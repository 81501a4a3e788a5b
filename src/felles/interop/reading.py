"""Which events do the rows of a recognised file tell of, a block of rows at a time?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from felles.events import frame_problems
from felles.interop.blocks import whole_lines
from felles.interop.delimited import Layout, delimited_rows
from felles.interop.event_table import COLUMNS, events_of_table
from felles.interop.json_lines import json_rows
from felles.interop.mapped import PROBLEMS, events_of_rows
from felles.interop.parquet_rows import parquet_rows
from felles.interop.real_numbers import real_number_problems
from felles.interop.recognise import Recognised
from felles.interop.rejects import REJECTS
from felles.interop.rows import LINE, Rows, records_of


@dataclass(frozen=True, slots=True)
class EventBlock:
    """What a block of rows gave: events (felles.events.FRAME_SCHEMA), rejects (REJECTS), rows read, assumptions."""

    events: pl.DataFrame
    rejects: pl.DataFrame
    rows: int
    assumed: dict[str, int]


def rows_of(file: Recognised) -> Iterator[Rows]:
    """The rows of a file as text, under the names of the event columns or of its mapping."""
    known = {name.casefold(): name for name in known_columns(file)}
    names = tuple(known.get(name.casefold(), name) for name in file.columns)
    if file.form == "parquet":
        wanted = [(column, name) for column, name in zip(file.columns, names, strict=True) if name in known.values()]
        yield from parquet_rows(file.path, str(file.path), *_unzipped(wanted))
        return
    blocks = whole_lines(file.path, file.encoding)
    if file.form == "ndjson":
        # A field may first appear after the lines that were looked at.
        yield from json_rows(blocks, str(file.path), tuple(dict.fromkeys((*file.columns, *known.values()))))
    else:
        yield from delimited_rows(blocks, Layout(str(file.path), names, file.delimiter, file.header_line))


def known_columns(file: Recognised) -> Sequence[str]:
    """The columns that are read, as they are called here."""
    return COLUMNS if file.mapping is None else (*file.mapping.columns, *file.mapping.optional)


def read_events(file: Recognised, *, source: str | None, today: date, demo: bool = False) -> Iterator[EventBlock]:
    """The events of a file. A record with a problem is set aside whole; problems that need other records come later.

    source: what the events' source is called, instead of the mapping's own name or, in an event table, `file`.
    demo: records that name a real person are set aside, and not shown.
    """
    mapping = file.mapping and replace(file.mapping, source=source or file.mapping.source)
    for rows in rows_of(file):
        assumed: dict[str, int] = {}
        if mapping is not None:
            events, problems = events_of_rows(rows.frame, mapping, str(file.path))
        else:
            read = events_of_table(rows.frame, str(file.path), source or "file")
            events, problems, assumed = read.events, read.problems, read.assumed
        events, refused = without_problems(events, frame_problems(events, today=today))
        rejects = with_records(str(file.path), pl.concat([problems, refused]), rows.frame)
        if demo:
            events, real = without_problems(events, real_number_problems(events))
            rejects = pl.concat([rejects, as_rejects(str(file.path), real)])
        yield EventBlock(events, pl.concat([rows.rejects, rejects]), rows.frame.height + rows.rejects.height, assumed)


def without_problems(events: pl.DataFrame, found: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The events of the records (file, line) in which nothing was found, and what was found in the others, by LINE.

    found: row, field, got, allowed, as felles.events.frame_problems gives it.
    """
    if found.is_empty():
        return events, pl.DataFrame(schema=PROBLEMS)
    places = events.select("file", "line").with_row_index("row").cast({"row": pl.Int64})
    problems = found.join(places, on="row", maintain_order="left")
    sound = events.join(
        problems.select("file", "line").unique(), on=["file", "line"], how="anti", maintain_order="left"
    )
    return sound, problems.select(pl.col("line").alias(LINE), "field", "got", "allowed").unique(maintain_order=True)


def with_records(file: str, problems: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Problems (PROBLEMS) as rejects (REJECTS), each with the row it is about."""
    if problems.is_empty():
        return pl.DataFrame(schema=REJECTS)
    records = records_of(rows.join(problems.select(LINE).unique(), on=LINE, how="semi"))
    found = problems.sort(LINE, maintain_order=True).join(records, on=LINE, how="left", maintain_order="left")
    return as_rejects(file, found)


def as_rejects(file: str, problems: pl.DataFrame) -> pl.DataFrame:
    """Problems as rejects (REJECTS), with their `record` where it is there."""
    shown = problems if "record" in problems.columns else problems.with_columns(record=pl.lit(None, pl.String))
    named = shown.with_columns(pl.lit(file).alias("file"), pl.col(LINE).alias("line"))
    return named.select(list(REJECTS)).cast(REJECTS)


def records_at(file: Recognised, problems: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Problems found later (PROBLEMS) as rejects: the file is read once more, to show the records they are about."""
    for rows in rows_of(file):
        here = problems.join(rows.frame.select(LINE), on=LINE, how="semi", maintain_order="left")
        yield with_records(str(file.path), here, rows.frame)


def _unzipped(pairs: Sequence[tuple[str, str]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(column for column, _ in pairs), tuple(name for _, name in pairs)
