"""Which value was in force on a day?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Dated(Generic[T]):
    """Values by the day from which each applies. Each holds until the next begins, so two can never overlap."""

    entries: tuple[tuple[date, T], ...]

    def __post_init__(self) -> None:
        days = [day for day, _ in self.entries]
        if not days or any(later <= earlier for earlier, later in pairwise(days)):
            raise ValueError(f"Dated values need at least one day, each later than the one before; got {days}.")

    def on(self, day: date) -> T | None:
        """The value in force on a day, or None before the first one applies."""
        in_force = None
        for begins, value in self.entries:
            if begins > day:
                break
            in_force = value
        return in_force

    @property
    def latest(self) -> T:
        """The value that applies with no end set."""
        return self.entries[-1][1]

    def __iter__(self) -> Iterator[tuple[date, T]]:
        return iter(self.entries)
