"""How does a whole country run: block after block of persons, on as many workers as there are, with a way to go on?

Blocks are written apart and named in the manifest as soon as they are whole; what is there is a valid lake at any moment. A
run that stopped (a full disk, a lost machine) goes on with `resume` and ends with the same log.
"""

import errno
import json
import pickle
import shutil
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from felles.simulation.country import COUNTED_ON, Country, Lives, lives_of, stretches, tell
from felles.simulation.hashing import hashes_of, log_hash, sums_of
from felles.simulation.request import CannotSimulate
from felles.simulation.structs import Events
from felles.simulation.writing import BlockWriter
from felles.store.lake.manifest import read_manifest, write_manifest

CHUNK = 1 << 16
BLOCK = 4 * CHUNK
"""Persons in a block: what is lost at most when a run stops, and a Parquet file for each year. The log is the same for any."""
_LINKS = "links/part-00000.parquet"
_NO_MORE_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@dataclass(slots=True)
class Told:
    """What blocks of persons left behind."""

    persons: int = 0
    tumours: int = 0
    alive_2024: int = 0
    person_years: float = 0.0
    events: int = 0
    sums: tuple[int, int] = (0, 0)
    files: list[str] = field(default_factory=list)

    def add(self, other: "Told") -> None:
        """Take in what another block left."""
        self.persons += other.persons
        self.tumours += other.tumours
        self.alive_2024 += other.alive_2024
        self.person_years += other.person_years
        self.events += other.events
        self.sums = ((self.sums[0] + other.sums[0]) % 2**64, (self.sums[1] + other.sums[1]) % 2**64)
        self.files += other.files


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """A country that was simulated into a folder."""

    folder: Path
    told: Told
    log_hash: str
    blocks: int


def run_country(
    country: Country,
    folder: Path,
    *,
    workers: int = 1,
    resume: bool = False,
    block: int = BLOCK,
    on_progress: Callable[[int, int], None] | None = None,
) -> Run:
    """Simulate everybody and write the lake in `folder`.

    Raises CannotSimulate where the folder holds something else, or where there is no more room on the disk.
    """
    journal = _Journal.of(country, folder, block, resume=resume)
    in_all = journal.in_all
    left = [number for number in range(in_all) if number not in journal.done]
    report = on_progress or _unseen
    report(len(journal.done), in_all)
    try:
        for number, told in _each_block(_Work(country, folder, journal.block), left, workers):
            journal.add(number, told)
            report(len(journal.done), in_all)
    except (OSError, pa.ArrowException, BrokenProcessPool) as error:
        raise _stopped(error, journal) from error
    journal.finish()
    return Run(folder=folder, told=journal.told, log_hash=log_hash(journal.told.sums), blocks=len(journal.done))


def write_block(country: Country, folder: Path, number: int, block: int = BLOCK) -> Told:
    """Simulate the persons of one block and write their events: the same wherever and whenever it is done."""
    told, hashes = Told(), hashes_of(country.words)
    last = min((number + 1) * block, country.persons)
    with BlockWriter(folder, number, country.words, country.request.first) as writer:
        for low, high in stretches(number * block, last, CHUNK):
            lives = lives_of(country, low, high)
            events = tell(country, lives)
            writer.write(events)
            told.add(told_of(country, lives, events, hashes))
    told.files = writer.files
    return told


def told_of(country: Country, lives: Lives, events: Events, hashes: Mapping[str, NDArray[np.int64]]) -> Told:
    """What a stretch of lives and their events add up to."""
    return Told(
        persons=len(lives.people.index),
        tumours=lives.tumours_found(country.window),
        alive_2024=lives.alive_on(COUNTED_ON),
        person_years=lives.person_years(*country.window),
        events=len(events.event),
        sums=sums_of(events, hashes),
    )


class _Work(NamedTuple):
    """What every worker works on."""

    country: Country
    folder: Path
    block: int


def _each_block(work: _Work, blocks: list[int], workers: int) -> Iterator[tuple[int, Told]]:
    if workers == 1 or len(blocks) <= 1:
        for number in blocks:
            yield number, write_block(work.country, work.folder, number, work.block)
        return
    with _handed_over(work) as path, ProcessPoolExecutor(workers, get_context("spawn"), _begin, (path,)) as pool:
        waiting = {pool.submit(_one, number): number for number in blocks}
        try:
            while waiting:
                ready, _ = wait(waiting, return_when=FIRST_COMPLETED)
                for future in ready:
                    yield waiting.pop(future), future.result()
        finally:
            for future in waiting:
                future.cancel()


@contextmanager
def _handed_over(work: _Work) -> Iterator[Path]:
    """The work as a file that workers read: through a pipe, its tens of megabytes would hold up a run whose worker dies."""
    with NamedTemporaryFile(prefix="felles-simulation-") as file:
        pickle.dump(work, file)
        file.flush()
        yield Path(file.name)


_of_worker: list[_Work] = []
"""What a worker process works on; filled once when it begins."""


def _begin(path: Path) -> None:
    with path.open("rb") as file:
        # Written by the process that started this one, a moment ago.
        _of_worker[:] = [pickle.load(file)]  # noqa: S301


def _one(number: int) -> Told:
    work = _of_worker[0]
    return write_block(work.country, work.folder, number, work.block)


def _unseen(_done: int, _of: int) -> None:
    return None


@dataclass(slots=True)
class _Journal:
    """What is written so far, as the manifest says it."""

    country: Country
    folder: Path
    block: int
    done: list[int]
    told: Told

    @property
    def in_all(self) -> int:
        return -(-self.country.persons // self.block)

    @classmethod
    def of(cls, country: Country, folder: Path, block: int, *, resume: bool) -> "_Journal":
        manifest = read_manifest(folder)
        if resume:
            return cls._resumed(country, folder, manifest)
        if manifest is not None and "simulation" not in manifest:
            raise CannotSimulate(f"{folder} holds a lake of a real log. Choose another folder for the simulated one.")
        if manifest is None and folder.is_dir() and any(folder.iterdir()):
            raise CannotSimulate(f"{folder} is not empty. Choose a new folder.")
        if manifest is not None:
            shutil.rmtree(folder)
        (folder / "links").mkdir(mode=0o700, parents=True)
        pq.write_table(
            pa.table({"person": pa.array([], pa.int64()), "canonical": pa.array([], pa.int64())}), folder / _LINKS
        )
        journal = cls(country, folder, block, [], Told())
        journal.write()
        return journal

    @classmethod
    def _resumed(cls, country: Country, folder: Path, manifest: dict[str, Any] | None) -> "_Journal":
        if manifest is None or "simulation" not in manifest:
            raise CannotSimulate(f"There is no simulated country in {folder} to go on with. Leave out --resume.")
        before = manifest["simulation"]
        if before["request"] != country.request.told() or before["definitions"] != country.digest:
            raise CannotSimulate(
                f"{folder} was begun with other settings: {json.dumps(before['request'])}. Give the same, or choose a new folder."
            )
        told = Told(**{**before["told"], "sums": tuple(before["told"]["sums"]), "files": list(manifest["files"])})
        return cls(country, folder, before["block"], list(before["blocks"]), told)

    def add(self, block: int, told: Told) -> None:
        self.done.append(block)
        self.told.add(told)
        self.write()

    def finish(self) -> None:
        self.done.sort()
        self.told.files.sort()
        self.write()

    def write(self) -> None:
        told = {name: getattr(self.told, name) for name in Told.__slots__ if name != "files"}
        simulation = {
            "request": self.country.request.told(),
            "definitions": self.country.digest,
            "persons": self.country.persons,
            "block": self.block,
            "blocks": self.done,
            "blocks_in_all": self.in_all,
            "log_hash": log_hash(self.told.sums) if len(self.done) == self.in_all else None,
            "told": told,
        }
        write_manifest(
            self.folder,
            files=self.told.files,
            links=_LINKS,
            events=self.told.events,
            until=datetime(self.country.request.last + 2, 1, 1, tzinfo=UTC),
            more={"simulation": simulation},
        )


def _stopped(error: Exception, journal: _Journal) -> CannotSimulate:
    full = isinstance(error, OSError) and error.errno in _NO_MORE_ROOM
    why = "There is no more room on the disk" if full else f"The files could not be written ({type(error).__name__})"
    return CannotSimulate(
        f"{why}. {len(journal.done)} of {journal.in_all} blocks in {journal.folder} are whole and can be read. "
        "When that is mended, the same command with --resume goes on from there."
    )
