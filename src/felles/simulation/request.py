"""What is asked of the simulated country?"""

from dataclasses import asdict, dataclass
from typing import Any

from felles.store.refused import Refused

FIRST_POPULATION = 2000
"""The first year for which the population table holds every age group and sex."""
LATEST = 2120


class CannotSimulate(Refused):
    """What was asked cannot be simulated: a sentence that says what is allowed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """people: alive on 1 January 2024; first, last: calendar years of the window, both included; policies: their ids.

    parameters: the number of the parameter set, 0 for the central values. only: the ids of the cancers that are lived, none
    for all; who dies of another is then among those who die of other causes.
    """

    people: int
    first: int
    last: int
    seed: int
    policies: tuple[str, ...] = ()
    parameters: int = 0
    only: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 100 <= self.people <= 20_000_000:
            raise CannotSimulate(f"--people takes a number from 100 to 20,000,000; got {self.people:,}.")
        if not FIRST_POPULATION <= self.first <= LATEST:
            raise CannotSimulate(f"--from takes a year from {FIRST_POPULATION} to {LATEST}; got {self.first}.")
        if not self.first <= self.last <= LATEST:
            raise CannotSimulate(f"--to takes a year from {self.first} (--from) to {LATEST}; got {self.last}.")
        if not 0 <= self.seed < 2**63:
            raise CannotSimulate(f"--seed takes a whole number from 0 to {2**63 - 1}; got {self.seed}.")
        twice = {policy for policy in self.policies if self.policies.count(policy) > 1}
        if twice:
            raise CannotSimulate(f"--policy {sorted(twice)[0]} is given twice; once is enough.")

    @property
    def population_starts(self) -> int:
        """The year on whose 1 January the population starts from the table: the same for any window, so that nobody's life
        depends on the years that are told of it."""
        return FIRST_POPULATION

    def told(self) -> dict[str, Any]:
        """The request as plain values, for a manifest."""
        return asdict(self) | {"policies": list(self.policies), "only": list(self.only)}
