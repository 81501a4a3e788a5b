"""How does one column of a row group become pages: its dictionary, which of its rows are known, and its values?

Apache Parquet's format (github.com/apache/parquet-format, README.md and Encodings.md), data pages of the first version.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from felles.simulation.compiling import inlined, kernel_of
from felles.simulation.parquet import thrift
from felles.simulation.parquet.encodings import hybrid, steps, width_of

PLAIN, RUNS, STEPS, DICTIONARY = 0, 3, 5, 8
"""Encodings, by the format's numbers."""
_NO_NUMBER = 1 << 62
"""Larger than any number of an event."""
_NOTHING = int(np.float64(np.nan).view(np.int64))
"""The bits of what is not a number."""
_UNSIGNED, _INFINITE = (1 << 63) - 1, int(np.float64(np.inf).view(np.int64))
_PARTS = "int64[::1], boolean[::1], int64[::1]"
"""The first three of `Parted`."""


class Physical(IntEnum):
    """What a value is on the disk, by the format's numbers."""

    INT32 = 1
    INT64 = 2
    DOUBLE = 5
    TEXT = 6


@dataclass(frozen=True, slots=True)
class Kind:
    """What a column holds. converted: the older number for what it means, meaning: the newer; none for plain numbers."""

    physical: Physical
    converted: int | None = None
    meaning: bytes | None = None


NUMBER = Kind(Physical.INT64)
VALUE = Kind(Physical.DOUBLE)
WORD = Kind(Physical.TEXT, 0, thrift.struct(thrift.inner(1, thrift.struct())))
DAY = Kind(Physical.INT32, 6, thrift.struct(thrift.inner(6, thrift.struct())))
_IN_MICROSECONDS = thrift.struct(thrift.inner(2, thrift.struct()))
_IN_UTC = thrift.struct(thrift.flag(1, True), thrift.inner(2, _IN_MICROSECONDS))
MOMENT = Kind(Physical.INT64, 10, thrift.struct(thrift.inner(8, _IN_UTC)))


@dataclass(frozen=True, slots=True)
class Written:
    """A column of a row group, ready for the disk. known: how many rows hold something; ends: the least and the largest value."""

    known: int
    values: bytes
    encoding: int
    entries: int = 0
    dictionary: bytes | None = None
    ends: tuple[bytes, bytes] | None = None


@dataclass(frozen=True, slots=True)
class Coded:
    """Rows as places in a dictionary. entries: the numbers that occur, ascending; levels: which rows are known."""

    known: int
    entries: NDArray[np.int64]
    levels: bytes
    body: bytes


class Parted(NamedTuple):
    """The rows of a column, part after part. counts: rows of each part; same: which parts say one thing of all theirs; said:
    what; rows: those of the other parts, of 32 or 64 bits, each at its place: where a part says one thing stands anything."""

    counts: NDArray[np.int64]
    same: NDArray[np.bool_]
    said: NDArray[np.int64]
    rows: NDArray[Any]

    @property
    def size(self) -> int:
        """How many rows there are in all."""
        return int(self.counts.sum())


def coded(column: Parted, none: int | None, low: int, size: int) -> Coded:
    """Numbers from `low` on, fewer than `size`, as places among those that occur.

    none: what stands where nothing is known; None where every row holds something, and the column is declared so.
    """
    never, occurs = _never(none), np.zeros(size, np.uint8)
    known = _find(*column, never, low, occurs)
    places = np.cumsum(occurs, dtype=np.int32) - np.int32(1)
    # Where all rows or none are known, no marks are needed.
    marks = 0 if none is None or known in (0, column.size) else column.size
    codes, levels = np.empty(known + 1, np.int32), np.empty(marks, np.bool_)
    _code(*column, never, low, places, codes, levels)
    width = width_of(max(int(places[-1]), 0))
    body = bytes([width]) + hybrid(codes[:known], width)
    return Coded(known, np.flatnonzero(occurs) + low, _levels(column, none, levels, known), body)


def coded_days(column: Parted, none: int | None = None) -> Coded:
    """Days as places among those that occur."""
    low, high = _ends(*column, _never(none))
    return coded(column, none, low, high - low + 1)


def of_words(column: Coded, words: Sequence[bytes]) -> Written:
    """words: all of them, each as `as_text` makes it; of them those that occur are written."""
    return _of_dictionary(column, b"".join([words[place] for place in column.entries.tolist()]))


def of_days(column: Coded, *, ends: bool = False) -> Written:
    """Days since 1970-01-01. ends: say the first and the last, by which a reader leaves out what it does not need."""
    return _of_dictionary(column, column.entries.astype("<i4").tobytes(), ends=4 if ends else 0)


def of_moments(column: Coded, moments: NDArray[np.int64], *, ends: bool = False) -> Written:
    """moments: of each entry, in microseconds since 1970 in UTC."""
    return _of_dictionary(column, moments.astype("<i8").tobytes(), ends=8 if ends else 0)


def _of_dictionary(column: Coded, dictionary: bytes, *, ends: int = 0) -> Written:
    """ends: bytes of an entry, where the first and last are to be told."""
    told = (dictionary[:ends], dictionary[-ends:]) if ends and dictionary else None
    return Written(column.known, column.levels + column.body, DICTIONARY, len(column.entries), dictionary, told)


def of_numbers(column: Parted, none: int | None = None, *, ends: bool = False) -> Written:
    """Whole numbers as steps. none: what stands where nothing is known; None as for `coded`."""
    numbers, levels = _known(column, none)
    told = (_in_eight_bytes(numbers.min()), _in_eight_bytes(numbers.max())) if ends and len(numbers) else None
    return Written(len(numbers), levels + steps(numbers), STEPS, ends=told)


def of_values(column: Parted) -> Written:
    """Numbers with a fraction, by their bits, as they are; not a number is nothing."""
    numbers, levels = _known(column, _NOTHING)
    return Written(len(numbers), levels + numbers.tobytes(), PLAIN)


def _known(column: Parted, none: int | None) -> tuple[NDArray[np.int64], bytes]:
    """The rows that hold something, and which those are."""
    if none is None and not column.same.any():
        return column.rows, b""
    numbers, levels = np.empty(column.size + 1, np.int64), np.empty(column.size, np.bool_)
    known = _keep(*column, _never(none), numbers, levels)
    return numbers[:known], _levels(column, none, levels, known)


def same_for_all(word: str, rows: int) -> Written:
    """One word for every row, in a column where each has one."""
    return Written(rows, bytes([0]) + _run(rows, False), DICTIONARY, 1, as_text(word))


def as_text(word: str) -> bytes:
    """A text as it stands in a dictionary: how long, then what."""
    written = word.encode()
    return len(written).to_bytes(4, "little") + written


def _in_eight_bytes(number: Any) -> bytes:
    return int(number).to_bytes(8, "little", signed=True)


def _never(none: int | None) -> int:
    return _NO_NUMBER if none is None else none


def _levels(column: Parted, none: int | None, levels: NDArray[np.bool_], known: int) -> bytes:
    """Which rows are known, with the length before it; nothing for a column of which all always are."""
    if none is None:
        return b""
    if 0 < known < column.size:
        written = thrift.varint((len(levels) + 7) // 8 << 1 | 1) + np.packbits(levels, bitorder="little").tobytes()
    else:
        written = _run(column.size, known > 0)
    return len(written).to_bytes(4, "little") + written


def _run(rows: int, known: bool) -> bytes:
    return thrift.varint(rows << 1) + bytes([known])


@inlined
def _lacks(number: int, none: int) -> bool:
    """Whether nothing is known: what is not a number has many ways to be written."""
    return number == none or (none == _NOTHING and (number & _UNSIGNED) > _INFINITE)


@kernel_of(f"UniTuple(int64, 2)({_PARTS}, int32[::1], int64)")
def _ends(
    counts: NDArray[np.int64], same: NDArray[np.bool_], said: NDArray[np.int64], rows: NDArray[np.int32], none: int
) -> tuple[int, int]:
    """The least and the largest number that is known; 0 and 0 where none is."""
    low, high, row = np.int64(1) << 40, -(np.int64(1) << 40), 0
    for part in range(len(counts)):
        if same[part]:
            if counts[part] and said[part] != none:
                low, high = min(low, said[part]), max(high, said[part])
        else:
            for at in range(row, row + counts[part]):
                number = np.int64(rows[at])
                known = number != none
                low, high = min(low, number if known else low), max(high, number if known else high)
        row += counts[part]
    return (int(low), int(high)) if low <= high else (0, 0)


@kernel_of(f"int64({_PARTS}, int32[::1], int64, int64, uint8[::1])")
def _find(
    counts: NDArray[np.int64], same: NDArray[np.bool_], said: NDArray[np.int64], rows: NDArray[np.int32],
    none: int, low: int, occurs: NDArray[np.uint8],
) -> int:  # fmt: skip
    """Mark the numbers that occur. Returns how many rows hold one."""
    known = row = 0
    for part in range(len(counts)):
        if same[part]:
            if counts[part] and said[part] != none:
                occurs[said[part] - low] = 1
                known += counts[part]
        else:
            for at in range(row, row + counts[part]):
                if rows[at] != none:
                    occurs[rows[at] - low] = 1
                    known += 1
        row += counts[part]
    return known


@kernel_of(f"void({_PARTS}, int32[::1], int64, int64, int32[::1], int32[::1], boolean[::1])")
def _code(
    counts: NDArray[np.int64], same: NDArray[np.bool_], said: NDArray[np.int64], rows: NDArray[np.int32],
    none: int, low: int, places: NDArray[np.int32], codes: NDArray[np.int32], levels: NDArray[np.bool_],
) -> None:  # fmt: skip
    """The place of each number that is known, one after the other, and which rows are, where `levels` has room.

    codes: with room for one more.
    """
    row = known = 0
    for part in range(len(counts)):
        count = counts[part]
        if same[part]:
            there = said[part] != none
            if count and there:
                codes[known : known + count] = places[said[part] - low]
                known += count
            if len(levels):
                levels[row : row + count] = there
        else:
            for at in range(row, row + count):
                there = rows[at] != none
                codes[known] = places[rows[at] - low if there else 0]
                known += there
            if len(levels):
                for at in range(row, row + count):
                    levels[at] = rows[at] != none
        row += count


@kernel_of(f"int64({_PARTS}, int64[::1], int64, int64[::1], boolean[::1])")
def _keep(
    counts: NDArray[np.int64], same: NDArray[np.bool_], said: NDArray[np.int64], rows: NDArray[np.int64],
    none: int, numbers: NDArray[np.int64], levels: NDArray[np.bool_],
) -> int:  # fmt: skip
    """The numbers that are known, one after the other, and which rows are. Returns how many.

    numbers: with room for one more.
    """
    row = known = 0
    for part in range(len(counts)):
        count = counts[part]
        if same[part]:
            there = not _lacks(said[part], none)
            if there:
                numbers[known : known + count] = said[part]
                known += count
            levels[row : row + count] = there
        else:
            for at in range(row, row + count):
                number = rows[at]
                there = not _lacks(number, none)
                numbers[known] = number
                levels[at] = there
                known += there
        row += count
    return known
