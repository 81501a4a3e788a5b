"""How is a Parquet file laid out: row groups of column chunks, each a dictionary and one page, and a footer that finds them?

Apache Parquet's format (github.com/apache/parquet-format, parquet.thrift): the numbers of fields and kinds are that file's.
"""

from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from felles.simulation.parquet import thrift
from felles.simulation.parquet.columns import PLAIN, RUNS, Kind, Written

_MAGIC = b"PAR1"
_DATA_PAGE, _DICTIONARY_PAGE = 0, 2
_AS_IT_IS, _SNAPPY = 0, 1
_ALWAYS, _SOMETIMES = 0, 1
_FORMAT = 2


class Column(NamedTuple):
    """A column of a file. always: every row holds something; pressed: its pages go through Snappy."""

    kind: Kind
    always: bool = False
    pressed: bool = False


class ParquetFile:
    """A file that takes row groups one after the other. It can be read when it is closed, not before."""

    def __init__(self, path: Path, columns: Mapping[str, Column]) -> None:
        self._columns, self._groups, self._rows = columns, list[bytes](), 0
        self._file = path.open("wb")
        self._at = self._file.write(_MAGIC)

    def add(self, rows: int, columns: Mapping[str, Written]) -> None:
        """Add a row group. columns: by name, each of so many rows."""
        chunks, size, begins = [], 0, self._at
        for name, column in self._columns.items():
            chunk, plain = self._add_column(name, column, rows, columns[name])
            chunks.append(chunk)
            size += plain
        self._rows += rows
        self._groups.append(
            thrift.struct(
                thrift.structs(1, chunks), thrift.int64(2, size), thrift.int64(3, rows), thrift.int64(5, begins),
                thrift.int64(6, self._at - begins),
            )
        )  # fmt: skip

    def close(self) -> None:
        """Write what finds the row groups. Nothing can be added afterwards."""
        with self._file:
            footer = self._footer()
            self._file.write(footer + len(footer).to_bytes(4, "little") + _MAGIC)

    def abandon(self) -> None:
        """Close the file without a footer: it cannot be read."""
        # The disk may be full: what still waits in memory is lost then, as is the file.
        with suppress(OSError):
            self._file.close()

    def _add_column(self, name: str, column: Column, rows: int, written: Written) -> tuple[bytes, int]:
        """Write a column's pages. Returns the footer's description, and their size before they were pressed."""
        begins, plain = self._at, 0
        encodings: tuple[int, ...] = (RUNS, written.encoding)
        if written.dictionary is not None:
            about = thrift.struct(thrift.int32(1, written.entries), thrift.int32(2, PLAIN))
            plain += self._add_page(_DICTIONARY_PAGE, thrift.inner(7, about), written.dictionary, column.pressed)
            encodings = (*encodings, PLAIN)
        values = self._at
        about = thrift.struct(
            thrift.int32(1, rows), thrift.int32(2, written.encoding), thrift.int32(3, RUNS), thrift.int32(4, RUNS)
        )
        plain += self._add_page(_DATA_PAGE, thrift.inner(5, about), written.values, column.pressed)
        fields = [
            *_about(name, column, encodings), thrift.int64(5, rows), thrift.int64(6, plain),
            thrift.int64(7, self._at - begins), thrift.int64(9, values),
        ]  # fmt: skip
        if written.dictionary is not None:
            fields.append(thrift.int64(11, begins))
        fields.append(thrift.inner(12, _statistics(rows, written)))
        return thrift.struct(thrift.int64(2, begins), thrift.inner(3, thrift.struct(*fields))), plain

    def _add_page(self, kind: int, about: thrift.Field, page: bytes, pressed: bool) -> int:
        """Write a page with its head. Returns its size before it was pressed, the head included."""
        stored = pa.compress(page, codec="snappy", asbytes=True) if pressed else page
        head = thrift.struct(thrift.int32(1, kind), thrift.int32(2, len(page)), thrift.int32(3, len(stored)), about)
        self._at += self._file.write(head) + self._file.write(stored)
        return len(head) + len(page)

    def _footer(self) -> bytes:
        root = thrift.struct(thrift.text(4, "schema"), thrift.int32(5, len(self._columns)))
        columns = [_schema(name, column) for name, column in self._columns.items()]
        ordered = thrift.struct(thrift.inner(1, thrift.struct()))
        return thrift.struct(
            thrift.int32(1, _FORMAT), thrift.structs(2, [root, *columns]), thrift.int64(3, self._rows),
            thrift.structs(4, self._groups), thrift.text(6, "felles"), thrift.structs(7, [ordered] * len(columns)),
        )  # fmt: skip


@cache
def _about(name: str, column: Column, encodings: tuple[int, ...]) -> tuple[thrift.Field, ...]:
    """What is the same of a column in every row group."""
    return (
        thrift.int32(1, column.kind.physical), thrift.int32s(2, encodings), thrift.texts(3, [name]),
        thrift.int32(4, _SNAPPY if column.pressed else _AS_IT_IS),
    )  # fmt: skip


@cache
def _schema(name: str, column: Column) -> bytes:
    kind, fields = column.kind, [thrift.int32(1, column.kind.physical)]
    fields += [thrift.int32(3, _ALWAYS if column.always else _SOMETIMES), thrift.text(4, name)]
    if kind.converted is not None and kind.meaning is not None:
        fields += [thrift.int32(6, kind.converted), thrift.inner(10, kind.meaning)]
    return thrift.struct(*fields)


def _statistics(rows: int, written: Written) -> bytes:
    """How many rows hold nothing; the largest and the least value where they are told."""
    fields = [thrift.int64(3, rows - written.known)]
    if written.ends is not None:
        least, largest = written.ends
        fields += [thrift.text(5, largest), thrift.text(6, least)]
    return thrift.struct(*fields)
