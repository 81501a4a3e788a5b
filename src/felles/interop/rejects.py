"""Which records were set aside, and why, so that they can be mended and imported again?"""

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

import orjson
import polars as pl

REJECTS = pl.Schema(
    {
        "file": pl.String(),
        "line": pl.Int64(),
        "field": pl.String(),
        "got": pl.String(),
        "allowed": pl.String(),
        "record": pl.String(),
    }
)
"""One row a problem; several may be about one record. `record` is JSON: an object of columns, or the line as a text."""

LONGEST_SHOWN = 2_000
"""Characters of a line that is no record; enough to find it again."""


def no_rejects() -> pl.DataFrame:
    """A frame of the columns above, without rows."""
    return pl.DataFrame(schema=REJECTS)


def as_record(line: bytes) -> str:
    """A line that could not be read as a record, as JSON text."""
    return orjson.dumps(line[: 4 * LONGEST_SHOWN].decode("utf-8", errors="replace")[:LONGEST_SHOWN]).decode()


def set_aside(file: str, rows: Iterable[tuple[int | None, str, str, str, str | None]]) -> pl.DataFrame:
    """Rejects of one file. rows: line, field, got, allowed, record."""
    return pl.DataFrame([(file, *row) for row in rows], schema=REJECTS, orient="row")


@dataclass
class RejectsFile:
    """Newline-delimited JSON that only its owner can read; made when the first record is set aside.

    One line a record: `file`, `line`, `field`, `got`, `allowed`, `record`, and `more` where it has further problems.
    """

    folder: Path
    at: datetime
    written: int = 0
    path: Path | None = None
    _stream: BinaryIO | None = field(default=None, repr=False)

    def __enter__(self) -> "RejectsFile":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._stream is not None:
            self._stream.close()

    def write(self, rejects: pl.DataFrame) -> None:
        """Add the records of a frame of problems, which holds all problems of a record."""
        if rejects.is_empty():
            return
        stream = self._opened()
        for problems in _by_record(rejects):
            stream.write(_line(problems))
            self.written += 1
        stream.flush()

    def _opened(self) -> BinaryIO:
        if self._stream is None:
            self.path = _unused(self.folder, f"rejects-{self.at:%Y%m%dT%H%M%S}")
            self._stream = os.fdopen(os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        return self._stream


def _by_record(rejects: pl.DataFrame) -> Iterable[list[dict[str, Any]]]:
    """Problems of one record together. What has no line is a record of its own."""
    together: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for number, row in enumerate(rejects.iter_rows(named=True)):
        key = (row["file"], row["line"]) if row["line"] is not None else (row["file"], None, number)
        together.setdefault(key, []).append(row)
    return together.values()


def _line(problems: list[dict[str, Any]]) -> bytes:
    first, *others = problems
    said = {name: first[name] for name in ("file", "line", "field", "got", "allowed")}
    said["record"] = orjson.Fragment(first["record"]) if first["record"] is not None else None
    if others:
        said["more"] = [{name: other[name] for name in ("field", "got", "allowed")} for other in others]
    return orjson.dumps(said, option=orjson.OPT_APPEND_NEWLINE)


def _unused(folder: Path, stem: str) -> Path:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path, number = folder / f"{stem}.ndjson", 1
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}.ndjson"
    return path
