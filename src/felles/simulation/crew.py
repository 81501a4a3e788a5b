"""Who writes the blocks? This process, in a thread, and for each further worker a process; each takes the next when it is done.

Processes, for the courses are NumPy, which holds Python's lock between operations. This one works too: it has read the
kernels already, and is at its first block while the others start.
"""

import pickle
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager
from multiprocessing import get_context
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory
from typing import NamedTuple

from felles.simulation.blocks import Block, Told, write_block
from felles.simulation.country import Country
from felles.simulation.kept_code import is_whole, mark_whole
from felles.simulation.memory import keep_memory

FIRST_LIVES = 500
"""So few that they take no time, and enough for every kernel to be asked for."""


class _Work(NamedTuple):
    """What every worker works on."""

    country: Country
    folder: Path


Hand = Callable[[Block], Future[Told]]
"""A worker: takes a block, and answers when it is written."""


@contextmanager
def crew(country: Country, folder: Path, workers: int) -> Iterator[list[Hand]]:
    """So many workers for one country and folder. How many persons exist need not be settled yet."""
    work = _Work(country, folder)
    with ExitStack() as opened:
        others: list[Hand] = []
        if workers > 1:
            _compile(country)
            path = opened.enter_context(_handed_over(work))
            pool = opened.enter_context(ProcessPoolExecutor(workers - 1, get_context("spawn"), _begin, (path,)))
            others = [lambda block: pool.submit(_one, block)] * (workers - 1)
        own = opened.enter_context(ThreadPoolExecutor(1))
        yield [*others, lambda block: own.submit(write_block, *work, block)]


def written_by(hands: Sequence[Hand], blocks: Sequence[Block]) -> Iterator[tuple[int, Told]]:
    """Have the blocks written; the number of each and what it left, as they come. Nobody has more than one at a time."""
    left, idle = deque(blocks), list(hands)
    busy: dict[Future[Told], tuple[Hand, Block]] = {}
    while left or busy:
        while left and idle:
            hand, block = idle.pop(), left.popleft()
            busy[hand(block)] = hand, block
        ready, _ = wait(busy, return_when=FIRST_COMPLETED)
        for future in ready:
            hand, block = busy.pop(future)
            idle.append(hand)
            yield block.number, future.result()


def _compile(country: Country) -> None:
    """Have the kernels compiled once, on the first run of a machine: else every worker would do it at the same time."""
    if is_whole():
        return
    with TemporaryDirectory(prefix="felles-simulation-") as thrown_away:
        write_block(country, Path(thrown_away), Block(0, 0, min(FIRST_LIVES, int(country.plan.base))))
    mark_whole()


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
    keep_memory()
    with path.open("rb") as file:
        # Written by the process that started this one, a moment ago.
        _of_worker[:] = [pickle.load(file)]  # noqa: S301


def _one(block: Block) -> Told:
    return write_block(*_of_worker[0], block)
