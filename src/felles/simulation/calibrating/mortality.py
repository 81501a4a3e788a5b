"""How many die of modelled cancers, so that the rest of all deaths can be left to other causes?

The table `cancer_mortality` is fitted to the lives themselves: they are lived with the table as it is, their deaths of cancer are
counted, and the table is brought towards them (`people.fitting`). Twice is enough.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from felles.definitions.simulation.loading import SimulationDefinitions
from felles.simulation.measuring.registers import Progress, Registers, live_and_count
from felles.simulation.people.ages import SEXES
from felles.simulation.people.fitting import CancerDeaths, fit_cancer_mortality
from felles.simulation.people.rates import FIRST_TABLE, modelled_cancers
from felles.simulation.request import Request

TABLE = "cancer_mortality"
Row = tuple[str, int, int, float]


@dataclass(frozen=True, kw_only=True)
class Round:
    """One time round. rows: the new table. expected, found: deaths of cancer by sex in the window, by the old table and in the
    lives, in the whole country."""

    rows: tuple[Row, ...]
    expected: tuple[float, ...]
    found: tuple[float, ...]


def fit_rounds(
    definitions: SimulationDefinitions,
    request: Request,
    rounds: int,
    *,
    workers: int = 1,
    on_progress: Progress | None = None,
) -> Iterator[Round]:
    """The table after each time round, with how far the one before was from the lives."""
    for _ in range(rounds):
        registers = live_and_count(definitions, request, workers=workers, on_progress=on_progress)
        found = cancer_deaths(registers)
        rows = tuple(fit_cancer_mortality(definitions, found))
        yield Round(
            rows=rows, expected=_expected(definitions, registers, found), found=_by_sex(registers, found.deaths)
        )
        definitions = with_table(definitions, rows)


def cancer_deaths(registers: Registers) -> CancerDeaths:
    """Deaths of modelled cancers and person-years, as the fit takes them: (sex, age, year)."""
    deaths = registers.tally.deaths[..., 1:].sum(axis=-1)
    return CancerDeaths(
        registers.first,
        np.moveaxis(deaths, 0, -1).astype(np.float64),
        np.moveaxis(registers.person_years, 0, -1).astype(np.float64),
    )


def with_table(definitions: SimulationDefinitions, rows: Sequence[Row]) -> SimulationDefinitions:
    """The description with this table of cancer mortality."""
    table = definitions.tables[TABLE]
    columns = MappingProxyType(dict(zip(table.columns, zip(*rows, strict=True), strict=True)))
    tables = MappingProxyType({**definitions.tables, TABLE: replace(table, columns=columns)})
    return replace(definitions, tables=tables)


def as_csv(rows: Sequence[Row]) -> str:
    """The table as its file has it."""
    lines = [f"{sex},{age},{year},{rate:.7f}" for sex, age, year, rate in rows]
    return "\n".join(("sex,age,year,rate", *lines)) + "\n"


def _expected(definitions: SimulationDefinitions, registers: Registers, found: CancerDeaths) -> tuple[float, ...]:
    rates = modelled_cancers(definitions, registers.last)[:, :, registers.first - FIRST_TABLE :]
    return _by_sex(registers, rates * found.person_years)


def _by_sex(registers: Registers, deaths: np.ndarray) -> tuple[float, ...]:
    return tuple(float(deaths[sex].sum()) * registers.scale for sex in range(len(SEXES)))
