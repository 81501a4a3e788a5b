"""How does a whole country run: block after block of persons, on as many workers as there are, with a way to go on?

1. with a policy: who exists is settled by counting, for the lives that are written are not those that settle it
2. the blocks of those who exist for certain; who of them is alive on 1 January 2024 is counted on the way
3. without a policy: the rest is counted, and settles how many exist
4. the blocks that are left

Blocks are written apart and named in the manifest as soon as they are whole; what is there is a valid lake at any moment. A
run that stopped (a full disk, a lost machine) goes on with `resume` and ends with the same log.
"""

from collections.abc import Callable, Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from felles.simulation.blocks import Told, block_size
from felles.simulation.country import Country
from felles.simulation.crew import Hand, crew, written_by
from felles.simulation.hashing import log_hash
from felles.simulation.journal import Journal, stopped
from felles.simulation.memory import keep_memory


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """A country that was simulated into a folder. drawn: how many persons exist in all, also before the window."""

    folder: Path
    drawn: int
    told: Told
    log_hash: str
    blocks: int


def run_country(
    country: Country,
    folder: Path,
    *,
    workers: int = 1,
    resume: bool = False,
    block: int | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> Run:
    """Simulate everybody and write the lake in `folder`. block: persons in one (default: what shares the work well).

    Raises CannotSimulate where the folder holds something else, where there is no more room on the disk, or where the lives
    are too far from the tables for as many to be alive as were asked for.
    """
    keep_memory()
    journal = Journal.of(country, folder, block or block_size(int(country.plan.base), workers), resume=resume)
    report = on_progress or _unseen
    report(len(journal.done), journal.in_all)
    try:
        if journal.country.without is not None:
            journal.settle(workers)
        with crew(journal.country, folder, min(workers, journal.in_all - len(journal.done))) as hands:
            _write(journal, hands, report)
            if not journal.country.plan.settled:
                journal.settle(workers)
                _write(journal, hands, report)
    except (OSError, pa.ArrowException, BrokenProcessPool) as error:
        raise stopped(error, journal) from error
    journal.finish()
    told, drawn = journal.told, journal.country.persons
    return Run(folder=folder, drawn=drawn, told=told, log_hash=log_hash(told.sums), blocks=len(journal.done))


def _write(journal: Journal, hands: Sequence[Hand], report: Callable[[int, int], None]) -> None:
    for number, told in written_by(hands, journal.left):
        journal.add(number, told)
        report(len(journal.done), journal.in_all)


def _unseen(_done: int, _of: int) -> None:
    return None
