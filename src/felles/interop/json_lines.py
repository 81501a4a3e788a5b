"""Which records does a file of newline-delimited JSON hold, one object a line?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import orjson
import polars as pl

from felles.interop.blocks import Block, SetAside
from felles.interop.rejects import as_record, set_aside
from felles.interop.rows import LINE, Rows

DEEPEST = 100
"""Levels of nesting. Our own deepest `data` has three."""

Record = dict[str, Any]


class NotARecordError(Exception):
    """A line that is not one JSON object of plain values; carries what was got and what is allowed."""

    def __init__(self, got: str, allowed: str) -> None:
        super().__init__(got, allowed)
        self.got, self.allowed = got, allowed


def json_rows(blocks: Iterable[Block], file: str, columns: Sequence[str]) -> Iterator[Rows]:
    """The rows of a file as text columns; an object or list becomes JSON text. Fields without a column are left out."""
    for block in blocks:
        records: dict[int, Record] = {}
        problems = list(block.set_aside)
        lines = block.text.split(b"\n")
        for number, line in enumerate(lines, block.first_line):
            if line and not line.isspace():
                try:
                    records[number] = record_of(line)
                except NotARecordError as problem:
                    problems.append((number, problem.got, problem.allowed, as_record(line)))
        frame, unwritable = _frame(records, columns)
        problems += [
            (number, problem.got, problem.allowed, as_record(lines[number - block.first_line]))
            for number, problem in unwritable.items()
        ]
        yield Rows(frame, _set_aside(file, sorted(problems)))


def record_of(line: bytes) -> Record:
    """One line as an object, its keys as they are written. Raises NotARecordError.

    A line of a rejects file is the record that was set aside, so that a mended rejects file can be imported.
    """
    try:
        found = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise NotARecordError(*_why_not_json(str(error))) from None
    if not isinstance(found, dict):
        raise NotARecordError(f"a {_kind(found)}", 'one JSON object a line, such as {"person": "1", ...}')
    if "record" in found and "allowed" in found and isinstance(found["record"], dict):
        return found["record"]
    return found


def as_text(value: Any) -> str | None:
    """A JSON value as a cell; raises NotARecordError where it is nested too deep or too exact for text."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    try:
        text = orjson.dumps(value).decode()
    except orjson.JSONEncodeError:
        raise NotARecordError(_TOO_DEEP, f"at most {DEEPEST} levels") from None
    if text.count("{") + text.count("[") > DEEPEST and _depth(value) > DEEPEST:
        raise NotARecordError(_TOO_DEEP, f"at most {DEEPEST} levels")
    return text


_TOO_DEEP = "JSON nested too deep"


def _why_not_json(error: str) -> tuple[str, str]:
    if "recursion" in error.lower():
        return _TOO_DEEP, f"at most {DEEPEST} levels"
    if "unexpected end" in error.lower() or "eof" in error.lower():
        return "JSON that ends too early", "one whole JSON object a line"
    return "text that is not JSON", "one whole JSON object a line"


def _depth(value: Any) -> int:
    """Levels of nesting, found without recursion."""
    deepest, waiting = 0, [(value, 1)]
    while waiting:
        inner, depth = waiting.pop()
        deepest = max(deepest, depth)
        children = inner.values() if isinstance(inner, dict) else inner
        waiting += [(child, depth + 1) for child in children if isinstance(child, dict | list)]
    return deepest


def _kind(found: Any) -> str:
    return {list: "list", str: "text", bool: "truth value", type(None): "null"}.get(type(found), "number")


def _frame(records: Mapping[int, Record], columns: Sequence[str]) -> tuple[pl.DataFrame, Mapping[int, NotARecordError]]:
    """The records as text columns with LINE, and by their line those with a value that cannot be text."""
    unwritable: dict[int, NotARecordError] = {}
    said = set().union(*records.values())
    cells: dict[str, list[str | None]] = {}
    for column in columns:
        if column in said:
            cells[column] = _column(records, column, unwritable)
    frame = pl.DataFrame({**cells, LINE: list(records)}, schema=dict.fromkeys(cells, pl.String) | {LINE: pl.Int64})
    frame = frame.with_columns(pl.col(list(cells)).str.strip_chars().replace("", None))
    frame = frame.with_columns(pl.lit(None, pl.String).alias(name) for name in columns if name not in said)
    if unwritable:
        frame = frame.filter(pl.col(LINE).is_in(list(unwritable)).not_())
    return frame.select(*columns, LINE), unwritable


def _column(records: Mapping[int, Record], column: str, unwritable: dict[int, NotARecordError]) -> list[str | None]:
    values = [record.get(column) for record in records.values()]
    if set(map(type, values)) <= {str, type(None)}:
        return values
    cells: list[str | None] = []
    for number, value in zip(records, values, strict=True):
        try:
            cells.append(as_text(value))
        except NotARecordError as problem:
            unwritable.setdefault(number, problem)
            cells.append(None)
    return cells


def _set_aside(file: str, problems: list[SetAside]) -> pl.DataFrame:
    return set_aside(file, ((line, "line", got, allowed, record) for line, got, allowed, record in problems))
