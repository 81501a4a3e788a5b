"""How is the lake written: all of it, or what was recorded since?"""

import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from felles.store.lake.manifest import Snapshot, read_manifest, write_manifest

WORDS = ("type", "precision", "code", "unit", "place", "actor", "source")
IDENTIFIERS = ("event", "person", "episode", "replaces")
ROWS_A_GROUP = 250_000

_SELECT = """
    select id as event, person, type, "time", until, day, until_day, "precision", recorded, episode, code, value, unit,
        place, actor, source, source_id, replaces, data
    from felles.event
"""
_LINKS = "select person, canonical from felles.person_link"


def snapshot(
    folder: Path,
    batches: Callable[[Sequence[str]], Iterator[pa.RecordBatch]],
    until: datetime,
    *,
    parts: Sequence[str] = ("true",),
    anew: bool = False,
    on_progress: Callable[[int], None] | None = None,
) -> Snapshot:
    """Bring the lake in `folder` up to what was recorded before `until`.

    batches: queries -> record batches with UUIDs as 16 bytes; parts: conditions that part the whole log into pieces that
    may be read side by side. anew: write everything again, as when the layout changed.
    A killed snapshot leaves the former one whole: the manifest, written last, names the files that count.
    """
    manifest = None if anew else read_manifest(folder)
    since = manifest["recorded_until"] if manifest else None
    where = f" where recorded < '{until.isoformat()}'" + (f" and recorded >= '{since}'" if since else "")
    part = _next_part(folder) if manifest else 0
    target = folder if manifest else folder.with_name(folder.name + ".making")
    if not manifest:
        shutil.rmtree(target, ignore_errors=True)
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    writer = _YearlyWriter(target, part)
    pieces = ("true",) if manifest else parts
    writer.write(batches([f"{_SELECT}{where} and {piece}" for piece in pieces]), on_progress)
    links = _write_links(target, part, batches([_LINKS]))
    files = (manifest["files"] if manifest else []) + writer.files
    events = (manifest["events"] if manifest else 0) + writer.rows
    write_manifest(target, files=files, links=links, events=events, until=until)
    if not manifest:
        _take_the_place_of(folder, target)
    return Snapshot(folder, writer.rows, events, len(writer.files), until, bool(manifest))


def numbers_of(identifiers: pa.Array) -> pa.Array:
    """UUIDs of 16 bytes -> the positive int64 of their last 62 bits, as felles.events.number_of makes it."""
    valid = None if identifiers.null_count == 0 else np.asarray(identifiers.is_valid())
    start = identifiers.offset
    raw = np.frombuffer(identifiers.buffers()[1], dtype=">u8")[2 * start + 1 : 2 * (start + len(identifiers)) : 2]
    numbers = (raw.astype(np.uint64) & np.uint64((1 << 62) - 1)).astype(np.int64)
    return pa.array(numbers, mask=None if valid is None else ~valid)


@dataclass
class _YearlyWriter:
    """Gathers rows by year and writes a row group when a year has enough; encoding runs beside the reading."""

    folder: Path
    part: int
    rows: int = 0
    files: list[str] = field(default_factory=list)
    _waiting: dict[int, list[pa.RecordBatch]] = field(default_factory=dict)
    _writers: dict[int, pq.ParquetWriter] = field(default_factory=dict)
    _keys: dict[str, list[Any]] = field(default_factory=lambda: {"person": [], "episode": []})

    def write(self, batches: Iterator[pa.RecordBatch], on_progress: Callable[[int], None] | None) -> None:
        room = threading.Semaphore(6)
        with ThreadPoolExecutor(max_workers=1) as encoder:
            pending = []
            for batch in batches:
                room.acquire()
                job = encoder.submit(self._take, batch)
                job.add_done_callback(lambda _: room.release())
                pending.append(job)
                self.rows += batch.num_rows
                if on_progress:
                    on_progress(self.rows)
            for job in pending:
                job.result()
        for year in list(self._waiting):
            self._flush(year)
        for writer in self._writers.values():
            writer.close()
        self._write_keys()

    def _take(self, batch: pa.RecordBatch) -> None:
        table = self._in_our_columns(batch)
        years = np.asarray(pc.year(table.column("day")))
        order = np.argsort(years, kind="stable")
        ordered, table = years[order], table.take(pa.array(order))
        starts: list[int] = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]]).tolist() if len(ordered) else []
        for start, end in zip(starts, [*starts[1:], len(ordered)], strict=True):
            year = int(ordered[start])
            self._waiting.setdefault(year, []).append(table.slice(start, end - start))
            if sum(each.num_rows for each in self._waiting[year]) >= ROWS_A_GROUP:
                self._flush(year)

    def _in_our_columns(self, batch: pa.RecordBatch) -> pa.Table:
        columns: dict[str, pa.Array] = {}
        for name, column in zip(batch.schema.names, batch.columns, strict=True):
            if name in IDENTIFIERS:
                if name in self._keys:
                    self._keys[name].append(column)
                column = numbers_of(column)
            elif name in WORDS:
                column = column.dictionary_encode()
            columns[name] = column
        return pa.table(columns)

    def _flush(self, year: int) -> None:
        waiting = self._waiting.pop(year, [])
        if not waiting:
            return
        table = pa.concat_tables(waiting).unify_dictionaries().combine_chunks()
        if year not in self._writers:
            name = f"events/year={year}/part-{self.part:05d}.parquet"
            (self.folder / name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._writers[year] = pq.ParquetWriter(
                self.folder / name, table.schema, compression="zstd", compression_level=1, use_dictionary=list(WORDS),
                write_statistics=["day", "recorded", "person"],
            )  # fmt: skip
            self.files.append(name)
        self._writers[year].write_table(table, row_group_size=ROWS_A_GROUP)

    def _write_keys(self) -> None:
        for name, chunks in self._keys.items():
            if not chunks:
                continue
            identifiers = pa.chunked_array(chunks).unique().drop_null()
            if isinstance(identifiers, pa.ChunkedArray):
                identifiers = identifiers.combine_chunks()
            path = f"keys/{name}-{self.part:05d}.parquet"
            (self.folder / path).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            pq.write_table(pa.table({name: numbers_of(identifiers), "uuid": identifiers}), self.folder / path)
            self.files.append(path)


def _next_part(folder: Path) -> int:
    parts = [int(path.stem.rpartition("-")[2]) for path in folder.rglob("*-*.parquet")]
    return max(parts, default=-1) + 1


def _write_links(folder: Path, part: int, batches: Iterator[pa.RecordBatch]) -> str:
    """Which records go under which, all of them as of now: few, so written whole each time."""
    name = f"links/part-{part:05d}.parquet"
    (folder / name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    schema = pa.schema({"person": pa.int64(), "canonical": pa.int64()})
    with pq.ParquetWriter(folder / name, schema) as writer:
        for batch in batches:
            writer.write_table(pa.table([numbers_of(column) for column in batch.columns], schema=schema))
    return name


def _take_the_place_of(folder: Path, made: Path) -> None:
    if folder.exists():
        former = folder.with_name(folder.name + ".former")
        shutil.rmtree(former, ignore_errors=True)
        folder.rename(former)
        made.rename(folder)
        shutil.rmtree(former)
    else:
        made.rename(folder)
