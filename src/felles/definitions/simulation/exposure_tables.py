"""Do the tables of the exposures hold what the simulation needs: birth years in order, shares that are shares?"""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from felles.definitions.errors import DefinitionError
from felles.definitions.population import PopulationTable

FOLDER = "content/simulation/exposures/tables"
SEXES = ("female", "male")


def exposure_table_problems(tables: Mapping[str, PopulationTable]) -> Iterator[DefinitionError]:
    """What is wrong with the tables of content/simulation/exposures, one at a time."""
    yield from cohorts_out_of_order(tables["tobacco_by_cohort"])
    yield from coverage_that_cannot_be(tables["hpv_coverage"])


def cohorts_out_of_order(table: PopulationTable) -> Iterator[DefinitionError]:
    """Birth years that do not rise, and shares of everybody or more: a hazard of beginning has none of them left."""
    for line, (before, born) in enumerate(pairwise(table.columns["born"]), 3):
        if born <= before:
            yield _problem("tobacco_by_cohort", "born", str(born), f"a birth year after {before}", line)
    for column in (name for name in table.columns if name != "born"):
        for line, share in enumerate(table.columns[column], 2):
            if not 0 <= share < 1:
                yield _problem("tobacco_by_cohort", column, f"{share:g}", "a share from 0 to less than 1", line)


def coverage_that_cannot_be(table: PopulationTable) -> Iterator[DefinitionError]:
    """Shares outside 0 to 1, words for a sex that are none, a birth year twice, and a vaccine given before birth."""
    seen = set()
    columns = ("born", "sex", "share", "from_year", "until_year")
    for line, row in enumerate(zip(*(table.columns[column] for column in columns), strict=True), 2):
        born, sex, share, begins, ends = row
        if sex not in SEXES:
            yield _problem("hpv_coverage", "sex", f'"{sex}"', "female or male", line)
        if not 0 <= share <= 1:
            yield _problem("hpv_coverage", "share", f"{share:g}", "a share from 0 to 1", line)
        if not born < begins <= ends:
            yield _problem("hpv_coverage", "from_year", f"{begins:g} to {ends:g}", "years after birth, in order", line)
        if (born, sex) in seen:
            yield _problem(
                "hpv_coverage", "born", f"{born} twice for {sex}", "one row for each birth year and sex", line
            )
        seen.add((born, sex))


def _problem(table: str, column: str, got: str, allowed: str, line: int) -> DefinitionError:
    return DefinitionError(f"{FOLDER}/{table}.csv", column, got, allowed, line=line)
