"""How is one measured fairly against the other: in turn, in one run, by medians?"""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """One row of the table: what was done, ours and the bare part with their unit, the ratio and what was to be reached."""

    job: str
    ours: str
    bare: str
    ratio: str
    to_reach: str
    reached: bool


def in_turn(jobs: Sequence[Callable[[], object]], rounds: int, *, warm: int = 20) -> list[float]:
    """Median seconds of each job, the jobs taking turns so that the machine's moods hit them alike."""
    seconds: list[list[float]] = [[] for _ in jobs]
    for turn in range(warm + rounds):
        for job, taken in zip(jobs, seconds, strict=True):
            start = time.perf_counter()
            job()
            if turn >= warm:
                taken.append(time.perf_counter() - start)
    return [statistics.median(taken) for taken in seconds]


def once(job: Callable[[], object]) -> float:
    """Seconds of one long job."""
    start = time.perf_counter()
    job()
    return time.perf_counter() - start


HEAD = (
    "| bench | job | Felles | bare | ratio | to reach | | on |",
    "| --- | --- | --- | --- | --- | --- | --- | --- |",
)


def row(name: str, day: str, result: Result) -> str:
    """A result as a row of the Markdown table."""
    reached = "yes" if result.reached else "**no**"
    told = (result.job, result.ours, result.bare, result.ratio, result.to_reach)
    return f"| {name} | {' | '.join(told)} | {reached} | {day} |"
