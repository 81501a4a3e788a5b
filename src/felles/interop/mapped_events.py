"""Which events does a registry file tell of through a mapping, for a rule to read without a log?"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from felles.events.envelope import day_of
from felles.events.suspects import day_expression
from felles.interop.importing import chosen_mapping
from felles.interop.mapping import load_mappings
from felles.interop.reading import read_events
from felles.interop.recognise import recognise, refuse_no_file

_OSLO_IN_POLARS_SINCE = pl.datetime(1970, 1, 2, time_zone="UTC")


@dataclass(frozen=True, slots=True)
class MappedEvents:
    """events: person, episode (texts of the file), type, day, until_day, precision, code, place, data (JSON text)."""

    events: pl.DataFrame
    set_aside: int
    notes: tuple[str, ...]


def read_mapped_events(path: Path, mapping: str, *, today: date) -> MappedEvents:
    """The events of a registry file. mapping: the id of one, or the path of one's own. Raises NotReadable, ContentErrors.

    set_aside: the rows that could not be read whole; `felles import` writes them to a file with their reasons.
    """
    refuse_no_file(path)
    mappings = load_mappings()
    file = recognise(path, mappings, chosen=chosen_mapping(mapping, mappings))
    blocks = list(read_events(file, source=None, today=today))
    rejects = pl.concat([block.rejects for block in blocks])
    events = pl.concat([block.events for block in blocks]).unique(["source", "source_id"], maintain_order=True)
    return MappedEvents(
        events.select(
            "person",
            "episode",
            "type",
            "precision",
            "code",
            "place",
            "data",
            day=calendar_days("time"),
            until_day=calendar_days("until"),
        ),
        rejects.select("file", "line").unique().height,
        file.notes,
    )


def calendar_days(column: str) -> pl.Expr:
    """The day in Oslo of a column of times; Polars knows another history of Oslo before 1970 than events do."""
    old = pl.col(column) < _OSLO_IN_POLARS_SINCE
    exact = pl.col(column).map_elements(day_of, pl.Date)
    return pl.when(old).then(exact).otherwise(day_expression(column))
