"""Do the tables of the people hold what the simulation needs: every sex and age, shares that add up to one?"""

from collections.abc import Iterator, Mapping

from felles.definitions.errors import DefinitionError
from felles.definitions.population import PopulationTable

SEXES = ("female", "male")
FOLDER = "content/simulation/people/tables"
SHARES: Mapping[str, tuple[str, ...]] = {
    "education": ("compulsory", "secondary", "tertiary_short", "tertiary_long"),
    "children": ("none", "one", "two", "three", "four"),
    "work_status": ("employed", "self_employed", "student", "unemployed", "at_home", "disability", "retired"),
}
"""Columns of a table that add up to one in every row."""
ROUNDED = 0.006
OLDEST = 110
"""The last age of a table by single years."""


def people_table_problems(
    tables: Mapping[str, PopulationTable], counties: Mapping[str, object]
) -> Iterator[DefinitionError]:
    """What is wrong with the tables of content/simulation/people, one at a time."""
    for name, columns in SHARES.items():
        yield from not_adding_up(name, tables[name], columns)
    yield from without_a_sex(tables)
    yield from municipalities_not_adding_up(tables["municipality_sizes"], counties)
    yield from ages_left_out("work_status", tables["work_status"], 0)
    yield from cancer_mortality_with_gaps(tables["cancer_mortality"])
    yield from shares_of_deaths_not_adding_up(tables["cancer_mortality_shares"])


def problem(table: str, column: str, got: str, allowed: str, line: int | None = None) -> DefinitionError:
    return DefinitionError(f"{FOLDER}/{table}.csv", column, got, allowed, line=line)


def not_adding_up(name: str, table: PopulationTable, columns: tuple[str, ...]) -> Iterator[DefinitionError]:
    """Rows whose shares are below nothing or do not add up to one."""
    for line, shares in enumerate(zip(*(table.columns[column] for column in columns), strict=True), 2):
        if min(shares) < 0:
            yield problem(name, columns[shares.index(min(shares))], f"{min(shares):g}", "a share from 0 to 1", line)
        elif abs(sum(shares) - 1) > ROUNDED:
            yield problem(name, "", f"shares that add up to {sum(shares):g}", "shares that add up to 1", line)


def without_a_sex(tables: Mapping[str, PopulationTable]) -> Iterator[DefinitionError]:
    """Tables by sex that have another word for one, or lack one."""
    for name in (*SHARES, "cancer_mortality", "cancer_mortality_shares"):
        found = set(tables[name].columns["sex"])
        if found != set(SEXES):
            yield problem(name, "sex", ", ".join(sorted(found)) or "nothing", "rows of female and of male")


def municipalities_not_adding_up(table: PopulationTable, counties: Mapping[str, object]) -> Iterator[DefinitionError]:
    """Counties that are missing, unknown or out of order, and counties whose municipalities are not all of it."""
    order = list(dict.fromkeys(table.columns["county"]))
    if order != list(counties):
        allowed = f"the counties {', '.join(counties)}, in that order"
        yield problem("municipality_sizes", "county", ", ".join(order), allowed)
    for county in order:
        rows = zip(table.columns["county"], table.columns["share"], strict=True)
        total = sum(share for of, share in rows if of == county)
        if abs(total - 1) > ROUNDED:
            got = f"shares that add up to {total:g} in {county}"
            yield problem("municipality_sizes", "share", got, "shares that add up to 1")


def ages_left_out(name: str, table: PopulationTable, first: int) -> Iterator[DefinitionError]:
    """Bands by sex and education that do not begin at the first age."""
    begins: dict[tuple[str, str], int] = {}
    for sex, education, age in zip(*(table.columns[key] for key in ("sex", "education", "age")), strict=True):
        begins[sex, education] = min(age, begins.get((sex, education), age))
    for sex in SEXES:
        for education in SHARES["education"]:
            age = begins.get((sex, education))
            if age != first:
                got = f"{'no band' if age is None else f'a first band from {age}'} for {sex}, {education}"
                yield problem(name, "age", got, f"bands from {first} on, so that every age has its shares")


def shares_of_deaths_not_adding_up(table: PopulationTable) -> Iterator[DefinitionError]:
    """Ages at which the cancers that people die of are more or less than all of them."""
    name, columns = "cancer_mortality_shares", table.columns
    totals: dict[tuple[str, int], float] = {}
    for line, (sex, age, share) in enumerate(zip(columns["sex"], columns["age"], columns["share"], strict=True), 2):
        if not 0 <= share <= 1:
            yield problem(name, "share", f"{share:g}", "a share from 0 to 1", line)
        totals[sex, age] = totals.get((sex, age), 0.0) + share
    for (sex, age), total in totals.items():
        if abs(total - 1) > ROUNDED:
            yield problem(
                name, "share", f"shares that add up to {total:g} for {sex} from {age}", "shares that add up to 1"
            )


def cancer_mortality_with_gaps(table: PopulationTable) -> Iterator[DefinitionError]:
    """Rates that are no rates, and ages, sexes and years without one."""
    name, columns = "cancer_mortality", table.columns
    for line, rate in enumerate(columns["rate"], 2):
        if not 0 <= rate < 1:
            yield problem(name, "rate", f"{rate:g}", "deaths per person-year, from 0 to less than 1", line)
    years = sorted(set(columns["year"]))
    wanted = {(sex, age, year) for sex in SEXES for age in range(OLDEST + 1) for year in years}
    found = list(zip(columns["sex"], columns["age"], columns["year"], strict=True))
    if set(found) != wanted or len(found) != len(wanted):
        missing = sorted(wanted - set(found))
        got = f"nothing for {missing[0]}" if missing else "a row twice or of an unknown age"
        yield problem(name, "age", got, f"one row for each sex, age 0 to {OLDEST} and year")
