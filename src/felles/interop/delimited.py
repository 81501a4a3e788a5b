"""Which cells does each line of a CSV or TSV file hold, and which lines are not as the header says?

Lines that are plainly regular (as many cells as the header, quotes in pairs around whole cells) are found by counting
bytes and read by Polars at once; every other line is read alone, so that what was wrong with it can be said.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO

import numpy as np
import numpy.typing as npt
import polars as pl
from polars.exceptions import PolarsError

from felles.interop.blocks import LONGEST_LINE, Block
from felles.interop.rejects import as_record, set_aside
from felles.interop.rows import LINE, Rows

_NEWLINE, _QUOTE = 10, 34
csv.field_size_limit(LONGEST_LINE)
Positions = npt.NDArray[np.int64]
Truths = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file is cut into cells. `header_line` counts from 1."""

    file: str
    columns: tuple[str, ...]
    delimiter: str
    header_line: int


def delimited_rows(blocks: Iterator[Block], layout: Layout) -> Iterator[Rows]:
    """The rows of a file, block by block, as text; empty cells and empty lines are missing."""
    open_record = Block(b"", 1)
    lost: list[int] = []
    for block in blocks:
        lost = [line for line in lost if line >= open_record.first_line] + [line for line, *_ in block.set_aside]
        text, first = open_record.text + block.text, open_record.first_line if open_record.text else block.first_line
        rows, open_record = _rows_of(Block(text, first, block.set_aside), layout, lost=frozenset(lost), more=True)
        yield rows
    yield _rows_of(open_record, layout, lost=frozenset(lost), more=False)[0]


def _rows_of(block: Block, layout: Layout, *, lost: frozenset[int], more: bool) -> tuple[Rows, Block]:
    """The rows of a block, and the beginning of a record whose end is in the next block."""
    lines = _Lines.of(block.text, layout.delimiter)
    lines.blank |= np.arange(len(lines.ends)) == layout.header_line - block.first_line
    regular = lines.regular(len(layout.columns) - 1)
    irregular = _Irregular(block, layout, lines, regular, lost, more)
    irregular.read()
    frame = _regular_frame(block, layout, lines, regular)
    if irregular.rows:
        frame = pl.concat([frame, _frame(layout, irregular.rows)]).sort(LINE)
    frame = frame.with_columns(pl.col(layout.columns).str.strip_chars().replace("", None))
    frame = frame.filter(~pl.all_horizontal(pl.col(layout.columns).is_null()))
    problems = [
        (line, "line", got, allowed, record) for line, got, allowed, record in (*block.set_aside, *irregular.problems)
    ]
    return Rows(frame, set_aside(layout.file, sorted(problems))), irregular.left_open


@dataclass(slots=True)
class _Lines:
    """Where the lines of a text begin and end, and where their delimiters and quotes stand."""

    text: npt.NDArray[np.uint8]
    starts: Positions
    ends: Positions
    delimiters: Positions
    quotes: Positions
    blank: Truths

    @classmethod
    def of(cls, text: bytes, delimiter: str) -> "_Lines":
        codes = np.frombuffer(text, np.uint8)
        ends = np.flatnonzero(codes == _NEWLINE)
        starts = np.concatenate([np.zeros(min(1, len(ends)), np.int64), ends[:-1] + 1])
        found = np.flatnonzero(codes == ord(delimiter))
        return cls(codes, starts, ends, found, np.flatnonzero(codes == _QUOTE), starts == ends)

    def regular(self, delimiters: int) -> Truths:
        """Lines with this many delimiters outside quotes and with quotes only around whole cells."""
        outside, sound = self.delimiters, ~self.blank
        if len(self.quotes):
            outside = self.delimiters[~self._within_quotes(self.delimiters)]
            sound &= self._sound_quotes()
        counted = np.searchsorted(outside, self.ends) - np.searchsorted(outside, self.starts)
        found: Truths = sound & (counted == delimiters)
        return found

    def odd(self) -> Truths:
        """Lines with a quote too many: they open one that they do not close."""
        found: Truths = (np.searchsorted(self.quotes, self.ends) - np.searchsorted(self.quotes, self.starts)) % 2 == 1
        return found

    def _within_quotes(self, positions: Positions) -> Truths:
        line = np.searchsorted(self.ends, positions)
        before_line = np.searchsorted(self.quotes, self.starts)[line]
        inside: Truths = (np.searchsorted(self.quotes, positions) - before_line) % 2 == 1
        return inside

    def _sound_quotes(self) -> Truths:
        opening = ~self._within_quotes(self.quotes)
        delimiter = self.text[self.delimiters[0]] if len(self.delimiters) else _NEWLINE
        before = np.where(self.quotes == 0, _NEWLINE, self.text[self.quotes - 1])
        neighbour = np.where(opening, before, self.text[self.quotes + 1])
        stray = ~np.isin(neighbour, (delimiter, _NEWLINE, _QUOTE))
        sound = ~self.odd()
        sound[np.searchsorted(self.ends, self.quotes[stray])] = False
        return sound


def _regular_frame(block: Block, layout: Layout, lines: _Lines, regular: Truths) -> pl.DataFrame:
    numbers = np.flatnonzero(regular) + block.first_line
    if not len(numbers):
        return _frame(layout, [])
    text = block.text if regular.all() else lines.text[np.repeat(regular, lines.ends - lines.starts + 1)].tobytes()
    try:
        frame = _by_polars(text, layout, quoted=len(lines.quotes) > 0)
    except PolarsError:
        frame = pl.DataFrame()
    if frame.height != len(numbers):
        plain = csv.reader(StringIO(text.decode()), delimiter=layout.delimiter)
        return _frame(layout, list(zip(numbers.tolist(), plain, strict=True)))
    return frame.with_columns(pl.Series(LINE, numbers, pl.Int64))


def _by_polars(text: bytes, layout: Layout, *, quoted: bool) -> pl.DataFrame:
    return pl.read_csv(
        BytesIO(text),
        has_header=False,
        separator=layout.delimiter,
        quote_char='"' if quoted else None,
        schema=dict.fromkeys(layout.columns, pl.String),
    )


def _frame(layout: Layout, rows: Sequence[tuple[int, Sequence[str]]]) -> pl.DataFrame:
    cells = [(*cells, line) for line, cells in rows]
    return pl.DataFrame(cells, schema=dict.fromkeys(layout.columns, pl.String) | {LINE: pl.Int64}, orient="row")


@dataclass(slots=True)
class _Irregular:
    """Reads one by one the lines that are not plainly regular."""

    block: Block
    layout: Layout
    lines: _Lines
    regular: Truths
    lost: frozenset[int]
    more: bool
    rows: list[tuple[int, list[str]]]
    problems: list[tuple[int, str, str, str]]
    left_open: Block

    def __init__(
        self, block: Block, layout: Layout, lines: _Lines, regular: Truths, lost: frozenset[int], more: bool
    ) -> None:
        self.block, self.layout, self.lines, self.regular, self.lost, self.more = (
            block,
            layout,
            lines,
            regular,
            lost,
            more,
        )
        self.rows, self.problems = [], []
        self.left_open = Block(b"", block.first_line + len(lines.ends))

    def read(self) -> None:
        odd = self.lines.odd()
        openings = np.flatnonzero(odd & ~self.lines.blank)
        next_free = 0
        for index in np.flatnonzero(~self.regular & ~self.lines.blank).tolist():
            if index < next_free:
                continue
            text = self._text(index, index)
            cells = _cells(text, self.layout)
            if not text.strip():
                continue
            if cells is not None and len(cells) == len(self.layout.columns):
                self.rows.append((index + self.block.first_line, cells))
            elif not odd[index]:
                self._refuse(index, _wrong_count(text, self.layout))
            elif (last := self._end_of(index, openings)) is not None:
                next_free = last + 1
                if last == len(self.lines.ends):
                    return
            else:
                self._refuse(index, ("a quote that is opened and not closed", _QUOTES_ALLOWED))

    def _end_of(self, index: int, openings: Positions) -> int | None:
        """The last line of a record over several lines, if it is one; the number of lines where its end is to come."""
        following = openings[np.searchsorted(openings, index) + 1 :]
        last = int(following[0]) if len(following) else len(self.lines.ends)
        if self._interrupted(index, last):
            return None
        if last == len(self.lines.ends):
            return self._leave_open(index)
        cells = _cells(self._text(index, last), self.layout)
        if cells is None or len(cells) != len(self.layout.columns):
            return None
        self.rows.append((index + self.block.first_line, cells))
        return last

    def _interrupted(self, index: int, last: int) -> bool:
        """Whether a line between is a whole record itself, or is lost: then the quote was a slip."""
        between = range(index + 1 + self.block.first_line, last + self.block.first_line)
        return bool(self.regular[index + 1 : last].any()) or any(line in between for line in self.lost)

    def _leave_open(self, index: int) -> int | None:
        text = self.block.text[self.lines.starts[index] :]
        if not self.more or len(text) > LONGEST_LINE:
            return None
        self.left_open = Block(text, index + self.block.first_line)
        return len(self.lines.ends)

    def _text(self, first: int, last: int) -> str:
        return self.block.text[self.lines.starts[first] : self.lines.ends[last]].decode()

    def _refuse(self, index: int, problem: tuple[str, str]) -> None:
        record = as_record(self.block.text[self.lines.starts[index] : self.lines.ends[index]])
        self.problems.append((index + self.block.first_line, *problem, record))


_QUOTES_ALLOWED = "quotes in pairs around a whole cell, and a quote within it written twice"


def _cells(text: str, layout: Layout) -> list[str] | None:
    """The cells of one record, or nothing where its quotes do not hold."""
    try:
        records = list(csv.reader(StringIO(text), delimiter=layout.delimiter, strict=True))
    except csv.Error:
        return None
    return records[0] if len(records) == 1 else None


def _wrong_count(text: str, layout: Layout) -> tuple[str, str]:
    cells = _cells(text, layout)
    if cells is None:
        return "quotes that do not stand around a whole cell", _QUOTES_ALLOWED
    expected = len(layout.columns)
    return f"{len(cells)} cells", f"{expected} cells, one for each column of line {layout.header_line}"
