"""What do screening and vaccination make of the cases, so that rates which hold them can be brought back to those without?

The same persons are lived twice with the same luck: as they are, and with no programme and no vaccine. What is found in the one,
for each that is found in the other, is the table `cancer_screened` (`cancers.screened`). It hardly hangs on the level of the
rates that it changes: two rounds are enough.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from felles.definitions.simulation.cancers import SEXES
from felles.definitions.simulation.loading import SimulationDefinitions
from felles.simulation import cancers
from felles.simulation.cancers.model import OLDEST
from felles.simulation.cancers.screened import ALL_AGES
from felles.simulation.country import LivingCountry, diagnosed_between, lives_of, make_living, stretches
from felles.simulation.request import CannotSimulate, Request
from felles.simulation.settling import with_persons

TABLE = "cancer_screened"
FIRST, LAST = 2000, 2026
"""The years that are lived: all with a count, and one more on either side."""
TABLE_YEARS = range(2013, 2018)
"""The years of the table of incidence."""
BANDS: Mapping[str, Sequence[int]] = {
    "breast": (0, 50, 55, 60, 65, 70, 75, 80, 85),
    "cervix": (0, 30, 40, 50, 60, 70, 80),
}
"""First ages of bands. Other cancers have one: their programmes began after the years of the table."""
STRETCH = 1 << 15
Row = tuple[str, str, int, str, float]
Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Both:
    """Cases by (site, sex, year, age), with screening and vaccination and without."""

    found: Counts
    without: Counts


def fit_rounds(
    definitions: SimulationDefinitions, request: Request, rounds: int, *, workers: int = 1
) -> Iterator[list[Row]]:
    """The table after each round."""
    for _ in range(rounds):
        rows = rows_of(definitions, request, counted(definitions, request, workers))
        yield rows
        definitions = with_table(definitions, rows)


def counted(definitions: SimulationDefinitions, request: Request, workers: int) -> Both:
    """Everybody's cases, lived as they are and without programmes and vaccine."""
    living = make_living(definitions, request)
    country = with_persons(living, int(living.plan.base))
    ill = country.cancers
    none = country.screening._replace(begins=np.full_like(country.screening.begins, np.inf))
    bare = replace(country, cancers=ill._replace(vaccine=np.ones_like(ill.vaccine)), screening=none)
    return Both(_cases(country, workers), _cases(bare, workers))


def _cases(country: LivingCountry, workers: int) -> Counts:
    first, last = country.request.first, country.request.last
    shape = (len(country.cancers.numbers), len(SEXES), last + 1 - first, OLDEST + 1)

    def one(part: tuple[int, int]) -> Counts:
        lives = lives_of(country, *part)
        there = diagnosed_between(lives.people, lives.tumours, *country.window)
        row, found = lives.tumours.row[there], lives.tumours.diagnosed[there]
        age = np.clip((found - lives.people.born[row]).astype(np.int64), 0, OLDEST)
        made = np.zeros(shape, np.int64)
        where = (lives.tumours.site[there], lives.people.sex[row], found.astype(np.int64) - first, age)
        np.add.at(made, tuple(part.astype(np.int64) for part in where), 1)
        return made

    with ThreadPoolExecutor(workers) as pool:
        return np.asarray(sum(pool.map(one, stretches(0, country.persons, STRETCH))))


def rows_of(definitions: SimulationDefinitions, request: Request, both: Both) -> list[Row]:
    """The table of the cancers that a programme looks for: by age in the years of the rates, and in every year with a count.

    Raises CannotSimulate where too few were lived.
    """
    ids = [cancer.id for cancer in cancers.cancers_in_order(definitions)]
    wanted = sorted({site for programme in definitions.records["programme"].values() for site in programme.sites})
    columns = definitions.tables["cancer_cases"].columns
    made: list[Row] = []
    for cancer in wanted:
        years = sorted({
            year for name, year in zip(columns["cancer"], columns["year"], strict=True) if name == cancer
        })  # fmt: skip
        for place, sex in enumerate(SEXES):
            found, without = both.found[ids.index(cancer), place], both.without[ids.index(cancer), place]
            if not without.sum() or (found == without).all():
                continue
            table = [year - request.first for year in TABLE_YEARS]
            starts = BANDS.get(cancer, (0,))
            for start, end in zip(starts, (*starts[1:], None), strict=True):
                ratio = _ratio(found[table, start:end], without[table, start:end], f"{cancer} from {start}")
                made.append((cancer, sex, TABLE_YEARS[2], str(start), ratio))
            for year in years:
                near = slice(year - request.first - 1, year - request.first + 2)
                made.append((cancer, sex, year, ALL_AGES, _ratio(found[near], without[near], f"{cancer} in {year}")))
    return made


def _ratio(found: Counts, without: Counts, of_what: str) -> float:
    if not found.any() or not without.any():
        raise CannotSimulate(f"There were no cases of {of_what} to count. Give more --people.")
    return float(found.sum() / without.sum())


def with_table(definitions: SimulationDefinitions, rows: Sequence[Row]) -> SimulationDefinitions:
    """The description with this table."""
    table = definitions.tables[TABLE]
    columns = MappingProxyType(dict(zip(table.columns, zip(*rows, strict=True), strict=True)))
    return replace(definitions, tables=MappingProxyType({**definitions.tables, TABLE: replace(table, columns=columns)}))


def as_csv(rows: Sequence[Row]) -> str:
    """The table as its file has it."""
    lines = [f"{cancer},{sex},{year},{age},{ratio:.4f}" for cancer, sex, year, age, ratio in rows]
    return "\n".join(("cancer,sex,year,age,ratio", *lines)) + "\n"
