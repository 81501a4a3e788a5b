"""What is written so far of a run, as the manifest says it, and what is left to do?"""

import errno
import json
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from felles.simulation.blocks import Block, Told, blocks_of
from felles.simulation.country import Country
from felles.simulation.hashing import log_hash
from felles.simulation.request import CannotSimulate
from felles.simulation.settling import settled, with_persons
from felles.store.lake.manifest import read_manifest, write_manifest

_LINKS = "links/part-00000.parquet"
_NO_MORE_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@dataclass(slots=True)
class Journal:
    """size: persons in a block; done: numbers of the blocks that are whole; told: what they left."""

    country: Country
    folder: Path
    size: int
    done: list[int]
    told: Told

    @classmethod
    def of(cls, country: Country, folder: Path, size: int, *, resume: bool) -> "Journal":
        """The journal of a new run, or of one that goes on. Raises CannotSimulate where the folder is not for it."""
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
        # Of no batches, for an empty array would have Arrow load pandas.
        pq.write_table(
            pa.Table.from_batches([], pa.schema({"person": pa.int64(), "canonical": pa.int64()})), folder / _LINKS
        )
        journal = cls(country, folder, size, [], Told())
        journal.write()
        return journal

    @classmethod
    def _resumed(cls, country: Country, folder: Path, manifest: dict[str, Any] | None) -> "Journal":
        if manifest is None or "simulation" not in manifest:
            raise CannotSimulate(f"There is no simulated country in {folder} to go on with. Leave out --resume.")
        before = manifest["simulation"]
        if before["request"] != country.request.told() or before["definitions"] != country.digest:
            raise CannotSimulate(
                f"{folder} was begun with other settings: {json.dumps(before['request'])}. Give the same, or choose a new folder."
            )
        if before["persons"] is not None:
            country = with_persons(country, before["persons"])
        told = Told(**{**before["told"], "sums": tuple(before["told"]["sums"]), "files": list(manifest["files"])})
        return cls(country, folder, before["block"], list(before["blocks"]), told)

    @property
    def in_all(self) -> int:
        """How many blocks there are, or may be at most while that is not settled."""
        return -(-int(self.country.plan.people) // self.size)

    @property
    def left(self) -> list[Block]:
        """The blocks to do. While it is not settled how many exist, whole blocks of those who exist for certain."""
        plan = self.country.plan
        known = int(plan.people) if plan.settled else self._certain
        return [block for block in blocks_of(known, self.size) if block.number not in self.done]

    @property
    def _certain(self) -> int:
        return int(self.country.plan.base) // self.size * self.size

    def settle(self, workers: int) -> None:
        """Find out how many exist. Without a policy, those in the blocks that are done have been counted."""
        counted = 0 if self.country.without is not None else self._certain
        self.country = settled(
            self.country, counted=counted, alive=self.told.alive_2024 if counted else 0, workers=workers
        )
        self.write()

    def add(self, block: int, told: Told) -> None:
        """Let a block count."""
        self.done.append(block)
        self.told.add(told)
        self.write()

    def finish(self) -> None:
        """Put all in order."""
        self.done.sort()
        self.told.files.sort()
        self.write()

    def write(self) -> None:
        """Let what is done stand in the manifest. How many persons and blocks there are is empty until it is settled."""
        told = {name: getattr(self.told, name) for name in Told.__slots__ if name != "files"}
        known = self.country.plan.settled
        simulation = {
            "request": self.country.request.told(),
            "definitions": self.country.digest,
            "persons": self.country.persons if known else None,
            "block": self.size,
            "blocks": self.done,
            "blocks_in_all": self.in_all if known else None,
            "log_hash": log_hash(self.told.sums) if known and len(self.done) == self.in_all else None,
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


def stopped(error: Exception, journal: Journal) -> CannotSimulate:
    """What is said of a run that could not go on."""
    full = isinstance(error, OSError) and error.errno in _NO_MORE_ROOM
    why = "There is no more room on the disk" if full else f"The files could not be written ({type(error).__name__})"
    of = journal.in_all if journal.country.plan.settled else f"at most {journal.in_all}"
    return CannotSimulate(
        f"{why}. {len(journal.done)} of {of} blocks in {journal.folder} are whole and can be read. "
        "When that is mended, the same command with --resume goes on from there."
    )
