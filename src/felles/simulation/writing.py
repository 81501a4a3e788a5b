"""How do simulated events become a lake: Parquet by year in the log's columns, a part for each block of persons?

What lies before the window (births, tumours of those who live with one) is one file a block, under `events/earlier`. There is
no `source_id`: the event's number is it. Persons and episodes are numbers alone, for nobody is behind them.
"""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from felles.events.envelope import start_of
from felles.simulation.calendar import NO_DAY, calendar_years
from felles.simulation.structs import Events, Words
from felles.store.lake.writing import ROWS_A_GROUP, WORDS

SOURCE = "simulation"
_FIRST_DAY = date(1880, 1, 1)
_LAST_DAY = date(2200, 12, 31)
_EPOCH = date(1970, 1, 1)
_FIRST = (_FIRST_DAY - _EPOCH).days
_SMALL_STEPS = ("event", "person", "episode", "replaces")
_FEW_VALUES = ("time", "until", "day", "until_day", "recorded")
"""A year has few days: as a dictionary they take a quarter of the room, and less time."""
_FEW_WORDS = 1 << 8
"""So few are written as they are, whether all occur or not."""


@cache
def starts_of_days() -> NDArray[np.int64]:
    """When each calendar day from _FIRST_DAY on begins in Oslo: microseconds since 1970 in UTC.

    The zone is asked at the ends of each month, and by the day only in months between whose ends the clocks were changed.
    """
    months = [date(year, month, 1) for year in range(_FIRST_DAY.year, _LAST_DAY.year + 1) for month in range(1, 13)]
    offsets = [_offset(day) for day in [*months, _LAST_DAY]]
    parts = []
    for month, (before, after) in zip(
        pairwise([*months, _LAST_DAY + timedelta(days=1)]), pairwise(offsets), strict=True
    ):
        days = [month[0] + timedelta(days=number) for number in range((month[1] - month[0]).days)]
        parts += [before] * len(days) if before == after else [_offset(day) for day in days]
    begins = np.arange(len(parts), dtype=np.int64) + _FIRST
    return begins * 86_400_000_000 - np.array(parts, np.int64)


@cache
def years_of_days() -> NDArray[np.int16]:
    """The calendar year of each day from _FIRST_DAY on: read faster than reckoned."""
    return calendar_years(np.arange(len(starts_of_days()), dtype=np.int32) + _FIRST).astype(np.int16)


def _offset(day: date) -> int:
    """Microseconds by which midnight in Oslo comes before midnight in UTC."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return (midnight - start_of(day)) // timedelta(microseconds=1)


class BlockWriter:
    """Writes the events of one block of persons. Used as a context; left by an error, its files are taken away again."""

    def __init__(self, folder: Path, block: int, words: Words, first_year: int) -> None:
        self.folder, self.block, self.first_year = folder, block, first_year
        self.files: list[str] = []
        self.rows = 0
        self._dictionaries = {name: pa.array(getattr(words, name), pa.string()) for name in Words._fields}
        self._waiting: dict[int, list[_Rows]] = {}
        self._writers: dict[int, pq.ParquetWriter] = {}

    def __enter__(self) -> "BlockWriter":
        return self

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        if kind is None:
            self._finish()
        else:
            self._take_away()

    def write(self, events: Events) -> None:
        """Take the events of a chunk; they reach the disk when a year has enough of them."""
        self.rows += len(events.event)
        years = np.maximum(years_of_days()[events.day - _FIRST], self.first_year - 1)
        numbers = (years - (self.first_year - 1)).astype(np.uint8)
        order = np.argsort(numbers, kind="stable")
        edges = np.cumsum([0, *np.bincount(numbers)])
        for number, (start, end) in enumerate(pairwise(edges)):
            if start < end:
                self._keep(self.first_year - 1 + number, _Rows(events, order[start:end]))

    def _keep(self, year: int, rows: "_Rows") -> None:
        waiting = self._waiting.setdefault(year, [])
        waiting.append(rows)
        if sum(len(each.at) for each in waiting) >= ROWS_A_GROUP:
            self._flush(year)

    def _flush(self, year: int) -> None:
        table = self._table(_together(self._waiting.pop(year)))
        if year not in self._writers:
            place = f"year={year}" if year >= self.first_year else "earlier"
            name = f"events/{place}/part-{self.block:05d}.parquet"
            (self.folder / name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._writers[year] = pq.ParquetWriter(
                self.folder / name, table.schema, compression="snappy",
                use_dictionary=[*WORDS, "data", *_FEW_VALUES], column_encoding=dict.fromkeys(_SMALL_STEPS, "DELTA_BINARY_PACKED"),
                write_statistics=["day", "recorded", "person"],
            )  # fmt: skip
            self.files.append(name)
        self._writers[year].write_table(table, row_group_size=ROWS_A_GROUP)

    def _table(self, events: Events) -> pa.Table:
        columns = {
            "event": pa.array(events.event),
            "person": pa.array(events.person),
            "type": self._words("type", events.type),
            "time": _moments(events.day),
            "until": _moments(events.until_day),
            "day": _days(events.day),
            "until_day": _days(events.until_day),
            "precision": self._words("precision", events.precision),
            "recorded": _moments(events.recorded),
            "episode": _optional(events.episode, events.episode < 0),
            "code": self._words("code", events.code),
            "value": _optional(events.value, np.isnan(events.value)),
            "unit": self._words("unit", events.unit),
            "place": self._words("place", events.place),
            "actor": self._words("actor", events.actor),
            "source": pa.DictionaryArray.from_arrays(pa.array(np.zeros(len(events.event), np.int8)), [SOURCE]),
            "replaces": _optional(events.replaces, events.replaces < 0),
            "data": self._words("data", events.data),
        }
        return pa.table(columns)

    def _words(self, name: str, numbers: NDArray[Any]) -> pa.Array:
        """A dictionary column. Of many words, with those that occur: Parquet would write all anew in every row group."""
        known, none = self._dictionaries[name], numbers < 0
        if len(known) <= _FEW_WORDS:
            return pa.DictionaryArray.from_arrays(_optional(numbers, none), known)
        occurs = np.zeros(len(known) + 1, np.bool_)
        occurs[numbers] = True  # -1, for none, is the place after the last word
        place = np.cumsum(occurs, dtype=np.int32) - 1
        return pa.DictionaryArray.from_arrays(_optional(place[numbers], none), known.filter(pa.array(occurs[:-1])))

    def _finish(self) -> None:
        try:
            for year in list(self._waiting):
                self._flush(year)
            for writer in self._writers.values():
                writer.close()
        except BaseException:
            self._take_away()
            raise

    def _take_away(self) -> None:
        for writer in self._writers.values():
            # The disk may be full: what cannot be closed is removed all the same.
            try:
                writer.close()
            except (OSError, pa.ArrowException):
                continue
        for name in self.files:
            (self.folder / name).unlink(missing_ok=True)


class _Rows(NamedTuple):
    """Some of the events of a chunk."""

    events: Events
    at: NDArray[np.int64]


def _together(rows: list[_Rows]) -> Events:
    """The rows in one piece, copied once."""
    edges = np.cumsum([0, *(len(each.at) for each in rows)])
    columns = []
    for name in Events._fields:
        made = np.empty(edges[-1], getattr(rows[0].events, name).dtype)
        for each, (start, end) in zip(rows, pairwise(edges), strict=True):
            # Every place is there; the mode keeps NumPy from a copy of its own.
            np.take(getattr(each.events, name), each.at, out=made[start:end], mode="clip")
        columns.append(made)
    return Events._make(columns)


def _optional(values: NDArray[Any], empty: NDArray[np.bool_]) -> pa.Array:
    return pa.array(values, mask=empty if empty.any() else None)


def _days(days: NDArray[np.int32]) -> pa.Array:
    return _optional(days, days == NO_DAY).cast(pa.date32())


def moments_of(days: NDArray[np.int32]) -> NDArray[np.int64]:
    """When each day begins in Oslo, in microseconds since 1970 in UTC; any moment for NO_DAY."""
    moments: NDArray[np.int64] = starts_of_days()[np.where(days == NO_DAY, 0, days) - _FIRST]
    return moments


def _moments(days: NDArray[np.int32]) -> pa.Array:
    return _optional(moments_of(days).view("datetime64[us]"), days == NO_DAY).cast(pa.timestamp("us", "UTC"))
