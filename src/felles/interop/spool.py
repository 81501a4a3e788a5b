"""Where do the events of an import wait until all of it has been read? In memory while they are few, then on disk."""

from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType

import polars as pl

ROWS_IN_MEMORY = 1_000_000
ROWS_AT_ONCE = 100_000
"""Rows that one frame should at least have, so that a thousand small files are not a thousand transactions."""


class Spool:
    """Frames of one schema, in the order they came. The folder on disk is the owner's alone, and gone at the end."""

    def __init__(self, folder: Path, *, rows_in_memory: int = ROWS_IN_MEMORY) -> None:
        self._folder = folder
        self._rows_in_memory = rows_in_memory
        self._kept: list[Callable[[], pl.DataFrame]] = []
        self._waiting: list[pl.DataFrame] = []
        self._disk: TemporaryDirectory[str] | None = None
        self.rows = 0

    def __enter__(self) -> "Spool":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._kept, self._waiting = [], []
        if self._disk is not None:
            self._disk.cleanup()

    def add(self, frame: pl.DataFrame) -> None:
        """Keep a frame."""
        if frame.is_empty():
            return
        self.rows += frame.height
        self._waiting.append(frame)
        if sum(each.height for each in self._waiting) >= ROWS_AT_ONCE:
            self._keep()

    def frames(self) -> Iterator[pl.DataFrame]:
        """What was kept, as often as asked."""
        self._keep()
        for read in self._kept:
            yield read()

    def _keep(self) -> None:
        if not self._waiting:
            return
        frame = pl.concat(self._waiting)
        self._waiting = []
        if self.rows <= self._rows_in_memory:
            self._kept.append(lambda: frame)
            return
        if self._disk is None:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._disk = TemporaryDirectory(prefix="import-", dir=self._folder)
        path = Path(self._disk.name) / f"{len(self._kept)}.arrow"
        frame.write_ipc(path, compression="lz4")
        self._kept.append(lambda: pl.read_ipc(path))
