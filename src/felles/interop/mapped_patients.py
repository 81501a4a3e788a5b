"""Which patients does a registry file tell of through its mapping, each row beside what was made of it?"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from felles.interop.importing import chosen_mapping
from felles.interop.mapped import events_of_rows
from felles.interop.mapped_events import calendar_days
from felles.interop.mapping import load_mappings
from felles.interop.reading import rows_of
from felles.interop.recognise import NotReadable, recognise, refuse_no_file
from felles.interop.rows import LINE

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class MappedPatients:
    """rows: those of the file as they stand. patients: row by row sex, born_on, diagnosed_on, followed_until, status."""

    rows: pl.DataFrame
    patients: pl.DataFrame
    notes: Sequence[str]


def read_mapped_patients(path: Path, mapping: str) -> MappedPatients:
    """The patients of a registry file. mapping: the id of one, or the path of one's own. Raises NotReadable.

    A row that the mapping cannot read whole is a patient of whom nothing is known, so that rows keep their numbers.
    """
    refuse_no_file(path)
    mappings = load_mappings()
    file = recognise(path, mappings, chosen=chosen_mapping(mapping, mappings))
    if file.mapping is None:
        raise NotReadable(f"{path.name} is an event table, which needs no mapping: leave --mapping out.")
    read, made, problems = [], [], []
    for block in rows_of(file):
        events, found = events_of_rows(block.frame, file.mapping, str(path))
        read.append(block.frame)
        made.append(_patients(events, block.frame))
        problems.append(found)
    return MappedPatients(pl.concat(read).drop(LINE), pl.concat(made), [*file.notes, *_unread(pl.concat(problems))])


def _patients(events: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    type_, day = pl.col("type"), pl.col("day")
    died, ended = type_ == "died", type_ == "follow_up_ended"
    told = (
        events.with_columns(day=calendar_days("time"))
        .group_by(pl.col("line").alias(LINE))
        .agg(
            sex=pl.col("code").filter(type_ == "born").first(),
            born_on=day.filter(type_ == "born").first(),
            diagnosed_on=day.filter(type_ == "diagnosed").first(),
            followed_until=pl.coalesce(day.filter(died).first(), day.filter(ended).first()),
            status=pl.when(died.any())
            .then(pl.col("code").filter(died).first().fill_null("dead"))
            .when(ended.any())
            .then(pl.lit("alive")),
        )
    )
    return rows.select(LINE).join(told, on=LINE, how="left", maintain_order="left").drop(LINE)


def _unread(problems: pl.DataFrame) -> list[str]:
    if problems.is_empty():
        return []
    rows = problems.unique(LINE, keep="first", maintain_order=True).sort(LINE)
    shown = "; ".join(f"line {line}, column {field}" for line, field in rows.select(LINE, "field").head(_SHOWN).rows())
    more = " ..." if rows.height > _SHOWN else ""
    return [f"Rows that the mapping cannot read, of whom nothing counts: {rows.height} ({shown}{more})."]
