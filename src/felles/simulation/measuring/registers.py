"""What do the registers of the simulated country hold, once everybody has lived?

Counts of lives alone: nothing is written. Threads share the stretches, for the kernels let go of the interpreter.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from felles.definitions.simulation.loading import SimulationDefinitions
from felles.simulation.cancers import cancers_in_order
from felles.simulation.country import LivingCountry, lives_of, make_living, stretches
from felles.simulation.measuring.tallies import AGES, Cases, Counts, Tally, count, tally_for
from felles.simulation.request import CannotSimulate, Request
from felles.simulation.settling import with_persons

if TYPE_CHECKING:
    import polars as pl

    from felles.epidemiology.surviving.life_table import LifeTable

NORWAY, COUNTED_YEAR = 5_550_203, 2024
"""Persons on 1 January 2024 (hmd_norway): what the counts of a smaller country are scaled to."""
STRETCH = 1 << 16
Progress = Callable[[int, int], None]


@dataclass(frozen=True, kw_only=True, eq=False)
class Registers:
    """A simulated country, counted. first: the first year of the window. sites, programmes, counties: in order of number."""

    first: int
    last: int
    tally: Tally
    cases: Cases
    definitions: SimulationDefinitions
    sites: tuple[str, ...]
    programmes: tuple[str, ...]
    counties: tuple[str, ...]

    @property
    def scale(self) -> float:
        """How many people of Norway one simulated person stands for."""
        return NORWAY / float(self.tally.population[COUNTED_YEAR - self.first].sum())

    @cached_property
    def person_years(self) -> Counts:
        """By year, sex and age, taken as the number of people in the middle of the year: (years, 2, ages)."""
        made: Counts = self.tally.residents.sum(axis=1)
        return made

    @cached_property
    def frame(self) -> "pl.DataFrame":
        """The cases, with the year and the age at diagnosis."""
        import polars as pl  # late: the command line starts without it

        columns = {name: np.asarray(column) for name, column in self.cases._asdict().items()}
        year = np.floor(self.cases.found).astype(np.int32)
        age = np.clip((self.cases.found - self.cases.born).astype(np.int32), 0, AGES - 1)
        return pl.DataFrame({**columns, "year": year, "age": age})

    @cached_property
    def life_table(self) -> "LifeTable":
        """The published mortality that survival is held against; after its last year as in that year."""
        from felles.epidemiology.surviving.life_table import LifeTable

        return LifeTable.from_frame(self.definitions.content.population["life_table"].frame)

    def counted_in(self, year: int) -> int:
        """The place of a year. Raises CannotSimulate for one outside the window."""
        if not self.first <= year <= self.last:
            raise CannotSimulate(f"The counts cover {self.first} to {self.last}; got {year}.")
        return year - self.first


def live_and_count(
    definitions: SimulationDefinitions, request: Request, *, workers: int = 1, on_progress: Progress | None = None
) -> Registers:
    """Live everybody but the reserve that settles the exact number, and count.

    The window must hold 2024, to which the counts are scaled. Raises CannotSimulate where it does not.
    """
    if not request.first <= COUNTED_YEAR <= request.last:
        raise CannotSimulate(f"The window must hold {COUNTED_YEAR}; got {request.first} to {request.last}.")
    living = make_living(definitions, request)
    country = with_persons(living, int(living.plan.base))
    return count_country(country, definitions, workers=workers, on_progress=on_progress)


def count_country(
    country: LivingCountry,
    definitions: SimulationDefinitions,
    *,
    workers: int = 1,
    on_progress: Progress | None = None,
) -> Registers:
    """Live everybody in the country, and count."""
    request = country.request
    sites = tuple(cancer.id for cancer in cancers_in_order(definitions))
    programmes = tuple(sorted(definitions.records["programme"]))
    counties = tuple(sorted(definitions.content.counties))
    shape = (request.last + 1 - request.first, len(sites), len(counties), len(programmes))
    parts = list(stretches(0, country.persons, STRETCH))

    def one(part: tuple[int, int]) -> tuple[Tally, Cases]:
        tally = tally_for(*shape)
        return tally, count(lives_of(country, *part), request.first, tally)

    total, found = tally_for(*shape), {}
    with ThreadPoolExecutor(workers) as pool:
        waiting = {pool.submit(one, part): part for part in parts}
        for done, future in enumerate(as_completed(waiting), 1):
            tally, found[waiting.pop(future)] = future.result()
            for column, more in zip(total, tally, strict=True):
                column += more
            if on_progress:
                on_progress(done, len(parts))
    cases = Cases(*(np.concatenate(columns) for columns in zip(*(found[part] for part in parts), strict=True)))
    return Registers(
        first=request.first, last=request.last, tally=total, cases=cases, definitions=definitions, sites=sites,
        programmes=programmes, counties=counties,
    )  # fmt: skip


def members(registers: Registers, site: str | None) -> list[int]:
    """The numbers of the modelled cancers that make up a site; all of them for none or `all`. Raises CannotSimulate."""
    from felles.epidemiology.occurrence.site_codes import codes_of

    if site is None or site == "all":
        return list(range(len(registers.sites)))
    if site in registers.sites:
        return [registers.sites.index(site)]
    known = registers.definitions.content.sites
    if site not in known:
        raise CannotSimulate(f'There is no site "{site}". There are: {", ".join(known)}.')
    whole = codes_of(known[site])
    parts = [place for place, id in enumerate(registers.sites) if id in known and codes_of(known[id]) <= whole]
    if not parts:
        raise CannotSimulate(f'The site "{site}" is no cancer that is modelled, nor several of them together.')
    return parts
