"""How do simulated events become a lake: Parquet by year in the log's columns, a part for each block of persons?

What lies before the window (births, tumours of those who live with one) is one file a block, under `events/earlier`. There is
no `source_id`: the event's number is it. Persons and episodes are numbers alone, for nobody is behind them.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from felles.events.envelope import start_of
from felles.simulation import parquet
from felles.simulation.calendar import NO_DAY
from felles.simulation.structs import Events, Words
from felles.simulation.yearly import FIRST_DAY, LAST_DAY, by_year

SOURCE = "simulation"
ROWS_AT_ONCE = 6 << 20
"""So many events wait at most, before they are written as a row group for each year."""
_EPOCH = date(1970, 1, 1)
COLUMNS = {
    "event": parquet.Column(parquet.NUMBER, always=True),
    "person": parquet.Column(parquet.NUMBER, always=True),
    "type": parquet.Column(parquet.WORD, always=True, pressed=True),
    "time": parquet.Column(parquet.MOMENT, always=True),
    "until": parquet.Column(parquet.MOMENT),
    "day": parquet.Column(parquet.DAY, always=True),
    "until_day": parquet.Column(parquet.DAY),
    "precision": parquet.Column(parquet.WORD, always=True, pressed=True),
    "recorded": parquet.Column(parquet.MOMENT, always=True),
    "episode": parquet.Column(parquet.NUMBER),
    "code": parquet.Column(parquet.WORD, pressed=True),
    "value": parquet.Column(parquet.VALUE, pressed=True),
    "unit": parquet.Column(parquet.WORD, pressed=True),
    "place": parquet.Column(parquet.WORD, pressed=True),
    "actor": parquet.Column(parquet.WORD, pressed=True),
    "source": parquet.Column(parquet.WORD, always=True),
    "replaces": parquet.Column(parquet.NUMBER),
    "data": parquet.Column(parquet.WORD, pressed=True),
}
"""Numbers and days are short as they are: pressed, they would save a sixth of the lake for as much time as all else takes."""


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
        days = range((month[1] - month[0]).days)
        parts += [before if before == after else _offset(month[0] + timedelta(days=number)) for number in days]
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
        self._words = _as_texts(words)
        self._waiting: list[Events] = []
        self._rows = 0
        self._writers: dict[int, parquet.ParquetFile] = {}

    def __enter__(self) -> "BlockWriter":
        return self

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        if kind is None:
            self._finish()
        else:
            self._take_away()

    def write(self, parts: Sequence[Events]) -> None:
        """Take the events of a chunk; they reach the disk when there are enough of them."""
        self._waiting += parts
        self._rows += sum(len(part.event) for part in parts)
        if self._rows >= ROWS_AT_ONCE:
            self._flush()

    def _flush(self) -> None:
        for year, columns in by_year(self._waiting, self.first_year).items():
            self._add(year, columns)
        self._waiting, self._rows = [], 0

    def _add(self, year: int, columns: Mapping[str, parquet.Parted]) -> None:
        """Write a row group of a year."""
        if year not in self._writers:
            place = f"year={year}" if year >= self.first_year else "earlier"
            name = f"events/{place}/part-{self.block:05d}.parquet"
            (self.folder / name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.files.append(name)
            self._writers[year] = parquet.ParquetFile(self.folder / name, COLUMNS)
        self._writers[year].add(columns["event"].size, self._written(columns))

    def _written(self, column: Mapping[str, parquet.Parted]) -> dict[str, parquet.Written]:
        day, until, recorded = (
            parquet.coded_days(column["day"]),
            parquet.coded_days(column["until_day"], NO_DAY),
            parquet.coded_days(column["recorded"]),
        )
        return {name: self._worded(name, column[name]) for name in Words._fields} | {
            "event": parquet.of_numbers(column["event"]),
            "person": parquet.of_numbers(column["person"], ends=True),
            "time": parquet.of_moments(day, _moments(day)),
            "until": parquet.of_moments(until, _moments(until)),
            "day": parquet.of_days(day, ends=True),
            "until_day": parquet.of_days(until),
            "recorded": parquet.of_moments(recorded, _moments(recorded), ends=True),
            "episode": parquet.of_numbers(column["episode"], -1),
            "value": parquet.of_values(column["value"]),
            "source": parquet.same_for_all(SOURCE, column["event"].size),
            "replaces": parquet.of_numbers(column["replaces"], -1),
        }

    def _worded(self, name: str, column: parquet.Parted) -> parquet.Written:
        words = self._words[name]
        return parquet.of_words(
            parquet.coded(column, None if COLUMNS[name].always else -1, 0, max(len(words), 1)), words
        )

    def _finish(self) -> None:
        try:
            self._flush()
            for writer in self._writers.values():
                writer.close()
        except BaseException:
            self._take_away()
            raise

    def _take_away(self) -> None:
        for writer in self._writers.values():
            writer.abandon()
        for name in self.files:
            (self.folder / name).unlink(missing_ok=True)


@lru_cache(maxsize=1)
def _as_texts(words: Words) -> dict[str, list[bytes]]:
    return {name: [parquet.as_text(word) for word in getattr(words, name)] for name in Words._fields}


def moments_of(days: NDArray[np.int32]) -> NDArray[np.int64]:
    """When each day begins in Oslo, in microseconds since 1970 in UTC; any moment for NO_DAY."""
    moments: NDArray[np.int64] = starts_of_days()[np.where(days == NO_DAY, 0, days) - FIRST_DAY]
    return moments


def _moments(days: parquet.Coded) -> NDArray[np.int64]:
    return starts_of_days()[days.entries - FIRST_DAY]
