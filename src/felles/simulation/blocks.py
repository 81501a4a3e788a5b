"""What is a block of persons, and what does simulating one leave behind? The same wherever and whenever it is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from felles.simulation.country import CHUNK, COUNTED_ON, Country, Lives, lives_of, stretches, tell_in_parts
from felles.simulation.hashing import added, hashes_of, sums_of
from felles.simulation.structs import Events
from felles.simulation.writing import BlockWriter

LEAST_IN_A_BLOCK, MOST_IN_A_BLOCK = CHUNK // 4, CHUNK
"""Persons in a block: what is lost at most when a run stops, and a Parquet file for each year. The log is the same for any.

The most is what is told of together; the least a quarter, so that several workers are done at the same time where there are
few."""
_TURNS = 8
"""So often at least does each of several workers take a block, that none waits long for the last."""


class Block(NamedTuple):
    """The persons from index low to high (not included), and the number that names their files."""

    number: int
    low: int
    high: int


@dataclass(slots=True)
class Told:
    """What blocks of persons left behind."""

    persons: int = 0  # of whom the log tells
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
        self.sums = added([self.sums, other.sums])
        self.files += other.files


def block_size(persons: int, workers: int) -> int:
    """How many persons to a block: as many as may be, where one works alone or there are few; else each has as many blocks.

    persons: those who exist for certain (`running`); the few that are left come when the others are done.
    """
    if workers == 1 or persons <= MOST_IN_A_BLOCK:
        return MOST_IN_A_BLOCK
    fewest, wanted = -(-persons // (workers * MOST_IN_A_BLOCK)), min(_TURNS, persons // (workers * LEAST_IN_A_BLOCK))
    return max(persons // (workers * max(fewest, wanted)), LEAST_IN_A_BLOCK)


def blocks_of(persons: int, size: int) -> list[Block]:
    """The blocks of so many persons; the last may be smaller."""
    return [Block(number, low, high) for number, (low, high) in enumerate(stretches(0, persons, size))]


def write_block(country: Country, folder: Path, block: Block) -> Told:
    """Simulate the persons of a block and write their events."""
    told, hashes = Told(), hashes_of(country.words)
    with BlockWriter(folder, block.number, country.words, country.request.first) as writer:
        for low, high in stretches(block.low, block.high):
            told.add(_write_stretch(country, writer, low, high, hashes))
    told.files = writer.files
    return told


def _write_stretch(
    country: Country, writer: BlockWriter, low: int, high: int, hashes: Mapping[str, NDArray[np.int64]]
) -> Told:
    """In a function of its own, so that its lives are gone before those of the next stretch come."""
    lives = lives_of(country, low, high)
    parts = tell_in_parts(country, lives)
    writer.write(parts)
    return told_of(country, lives, parts, hashes)


def told_of(country: Country, lives: Lives, parts: Sequence[Events], hashes: Mapping[str, NDArray[np.int64]]) -> Told:
    """What a stretch of lives and their events add up to."""
    return Told(
        persons=lives.persons_in(country.window),
        tumours=lives.tumours_found(country.window),
        alive_2024=lives.alive_on(COUNTED_ON),
        person_years=lives.person_years(*country.window),
        events=sum(len(events.event) for events in parts),
        sums=added(sums_of(events, hashes) for events in parts),
    )
