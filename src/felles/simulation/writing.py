"""How do simulated events become a lake: Parquet by year in the log's columns, a part for each block of persons?

What lies before the window (births, tumours of those who live with one) is one file a block, under `events/earlier`. There is
no `source_id`: the event's number is it. Persons and episodes are numbers alone, for nobody is behind them.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from felles.events.envelope import start_of
from felles.simulation.calendar import NO_DAY
from felles.simulation.structs import Events, Words
from felles.simulation.yearly import FIRST_DAY, LAST_DAY, by_year
from felles.store.lake.writing import ROWS_A_GROUP, WORDS

SOURCE = "simulation"
_EPOCH = date(1970, 1, 1)
_SMALL_STEPS = ("event", "person", "episode", "replaces")
"""Written as steps and not pressed: a sixth of the lake could be saved, for a fifth of the time that writing takes."""
_FEW_VALUES = ("time", "until", "day", "until_day", "recorded")
"""A year has few days: as a dictionary they take a quarter of the room, and less time."""
_FEW_WORDS = 1 << 8
"""So few are written as they are, whether all occur or not."""


@cache
def starts_of_days() -> NDArray[np.int64]:
    """When each calendar day from FIRST_DAY on begins in Oslo: microseconds since 1970 in UTC.

    The zone is asked at the ends of each month, and by the day only in months between whose ends the clocks were changed.
    """
    first, last = (_EPOCH + timedelta(days=day) for day in (FIRST_DAY, LAST_DAY))
    months = [date(year, month, 1) for year in range(first.year, last.year + 1) for month in range(1, 13)]
    offsets = [_offset(day) for day in [*months, last]]
    parts = []
    for month, (before, after) in zip(pairwise([*months, last + timedelta(days=1)]), pairwise(offsets), strict=True):
        days = [month[0] + timedelta(days=number) for number in range((month[1] - month[0]).days)]
        parts += [before] * len(days) if before == after else [_offset(day) for day in days]
    begins = np.arange(len(parts), dtype=np.int64) + FIRST_DAY
    return begins * 86_400_000_000 - np.array(parts, np.int64)


def _offset(day: date) -> int:
    """Microseconds by which midnight in Oslo comes before midnight in UTC."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return (midnight - start_of(day)) // timedelta(microseconds=1)


class BlockWriter:
    """Writes the events of one block of persons. Used as a context; left by an error, its files are taken away again."""

    def __init__(self, folder: Path, block: int, words: Words, first_year: int) -> None:
        self.folder, self.block, self.first_year = folder, block, first_year
        self.files: list[str] = []
        self._dictionaries = {name: pa.array(getattr(words, name), pa.string()) for name in Words._fields}
        self._waiting: dict[int, list[Events]] = {}
        self._writers: dict[int, pq.ParquetWriter] = {}

    def __enter__(self) -> "BlockWriter":
        return self

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        if kind is None:
            self._finish()
        else:
            self._take_away()

    def write(self, parts: Sequence[Events]) -> None:
        """Take the events of a chunk; they reach the disk when a year has enough of them."""
        for year, events in by_year(parts, self.first_year).items():
            waiting = self._waiting.setdefault(year, [])
            waiting.append(events)
            if sum(len(each.event) for each in waiting) >= ROWS_A_GROUP:
                self._flush(year)

    def _flush(self, year: int) -> None:
        table = self._table(Events(*map(np.concatenate, zip(*self._waiting.pop(year), strict=True))))
        if year not in self._writers:
            place = f"year={year}" if year >= self.first_year else "earlier"
            name = f"events/{place}/part-{self.block:05d}.parquet"
            (self.folder / name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            pressed = {name: "none" if name in _SMALL_STEPS else "snappy" for name in table.schema.names}
            self._writers[year] = pq.ParquetWriter(
                self.folder / name, table.schema, compression=pressed,
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
            "day": _known(events.day, events.day != NO_DAY, pa.date32()),
            "until_day": _known(events.until_day, events.until_day != NO_DAY, pa.date32()),
            "precision": self._words("precision", events.precision),
            "recorded": _moments(events.recorded),
            "episode": _known(events.episode, events.episode >= 0),
            "code": self._words("code", events.code),
            "value": _known(events.value, ~np.isnan(events.value)),
            "unit": self._words("unit", events.unit),
            "place": self._words("place", events.place),
            "actor": self._words("actor", events.actor),
            "source": pa.DictionaryArray.from_arrays(pa.array(np.zeros(len(events.event), np.int8)), [SOURCE]),
            "replaces": _known(events.replaces, events.replaces >= 0),
            "data": self._words("data", events.data),
        }
        return pa.table(columns)

    def _words(self, name: str, numbers: NDArray[Any]) -> pa.Array:
        """A dictionary column. Of many words, with those that occur: Parquet would write all anew in every row group."""
        words, known = self._dictionaries[name], numbers >= 0
        if len(words) > _FEW_WORDS:
            occurs = np.zeros(len(words) + 1, np.bool_)
            occurs[numbers] = True  # -1, for none, is the place after the last word
            places = np.cumsum(occurs, dtype=np.int32) - 1
            numbers, words = places[numbers], words.filter(pa.array(occurs[:-1]))
        return pa.DictionaryArray.from_arrays(_known(numbers, known), words, safe=False)

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


def _known(values: NDArray[Any], known: NDArray[np.bool_], kind: pa.DataType | None = None) -> pa.Array:
    """Values as they lie, and which of them are known. kind: what they say, if that is not the numbers themselves."""
    room = None if known.all() else pa.py_buffer(np.packbits(known, bitorder="little"))
    kind = kind or pa.from_numpy_dtype(values.dtype)
    return pa.Array.from_buffers(kind, len(values), [room, pa.py_buffer(np.ascontiguousarray(values))])


def moments_of(days: NDArray[np.int32]) -> NDArray[np.int64]:
    """When each day begins in Oslo, in microseconds since 1970 in UTC; any moment for NO_DAY."""
    moments: NDArray[np.int64] = starts_of_days()[np.where(days == NO_DAY, 0, days) - FIRST_DAY]
    return moments


def _moments(days: NDArray[np.int32]) -> pa.Array:
    return _known(moments_of(days), days != NO_DAY, pa.timestamp("us", "UTC"))
