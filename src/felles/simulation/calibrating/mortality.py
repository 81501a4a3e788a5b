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
from felles.simulation.people.fitting import GROUP, OPEN_GROUP, CancerDeaths, fit_cancer_mortality
from felles.simulation.people.rates import FIRST_TABLE, modelled_cancers
from felles.simulation.request import Request

TABLE = "cancer_mortality"
Row = tuple[str, int, int, float]
Share = tuple[str, str, int, float]


@dataclass(frozen=True, kw_only=True)
class Round:
    """One time round. rows: the new table; shares: which cancers they died of.

    expected, found: deaths of cancer by sex in the window, by the old table and in the lives, in the whole country.
    """

    rows: tuple[Row, ...]
    shares: tuple[Share, ...]
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
            rows=rows,
            shares=tuple(shares_of_deaths(registers)),
            expected=_expected(definitions, registers, found),
            found=_by_sex(registers, found.deaths),
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


def shares_of_deaths(registers: Registers) -> Iterator[Share]:
    """Cancer, sex, the age at which a group of five years begins, and which share of deaths of cancer there it is."""
    deaths = registers.tally.deaths[..., 1:].sum(axis=0)
    groups = np.minimum(np.arange(deaths.shape[1]) // GROUP, OPEN_GROUP)
    for sex, name in enumerate(SEXES):
        grouped = np.array([deaths[sex, groups == group].sum(axis=0) for group in range(OPEN_GROUP + 1)])
        shares = grouped / np.maximum(grouped.sum(axis=1, keepdims=True), 1)
        for site, group in zip(*np.nonzero(shares.T), strict=True):
            yield registers.sites[site], name, int(group) * GROUP, round(float(shares[group, site]), 5)


def shares_as_csv(shares: Sequence[Share]) -> str:
    """The shares as their file has them."""
    lines = [f"{cancer},{sex},{age},{share:.5f}" for cancer, sex, age, share in shares]
    return "\n".join(("cancer,sex,age,share", *lines)) + "\n"


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
