"""What is wrong in a file of exposures is said with its file, its line and its field."""

import pytest

from felles.definitions.population import PopulationTable
from felles.definitions.simulation.exposure_tables import exposure_table_problems
from felles.definitions.simulation.exposures import Risks, Tobacco, Vaccination, Work

RECORDS = {"tobacco": Tobacco, "work": Work, "risks": Risks, "vaccination": Vaccination}


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("tobacco", '"0": {value: 0.02', '"15": {value: 0.02', '"smoking.stops.by_age": got "15" first'),
        ("tobacco", '"35": {value: 0.02', '"20": {value: 0.02', '"smoking.stops.by_age": got "20"'),
        ("tobacco", "{value: 0.0214, low: 0.015, high: 0.0278", "{value: 1.2, low: 0.01, high: 1.3", "a share from 0 to 1"),
        ("tobacco", "compulsory: {", "compulsary: {", "allowed is each of compulsory, secondary"),
        ("tobacco", "median: {value: 17, low: 16, high: 18", "median: {value: 7, low: 6, high: 8", "an age between 9 and 40"),
        ("tobacco", "cigarettes:", "cigarets:", 'Did you mean "cigarettes"?'),
        ("tobacco", "half_life: {value: 9.93, low: 9.31", "half_life: {value: 9.93, low: 10.31", "a value between low and high"),
        ("work", "{value: 0.15, low: 0.105, high: 0.195", "{value: 0.9, low: 0.8, high: 1.0", "come to no more than 1"),
        ("work", "  radon:", "  radium:", "allowed is each of quartz, asbestos"),
        ("work", "begins: {from: 17, until: 35}", "begins: {from: 35, until: 17}", "an age before the other"),
        ("risks", "exposure: quartz, site: lung", "exposure: radon, site: lung", "radon and lung twice"),
        ("risks", "ratio: {value: 8.96, low: 6.73", "ratio: {value: 0.5, low: 0.4", "a relative risk of at least 1"),
        ("vaccination", "male: {value: 0.92", "mail: {value: 0.92", "each of female, male"),
    ],
)  # fmt: skip
def test_it_is_refused_in_words(errors_of, name, old, new, said):
    assert said in errors_of(f"exposures/{name}", RECORDS[name], old, new)


@pytest.mark.parametrize(
    ("name", "column", "values", "said"),
    [
        (
            "tobacco_by_cohort",
            "smoking_male",
            (0.5, 1.2),
            'line 3, "smoking_male": got 1.2; allowed is a share from 0 to less than 1',
        ),
        ("tobacco_by_cohort", "born", (1990, 1980), 'line 3, "born": got 1980; allowed is a birth year after 1990'),
        ("hpv_coverage", "share", (0.5, 1.01), "a share from 0 to 1"),
        ("hpv_coverage", "sex", ("female", "women"), '"women"; allowed is female or male'),
        ("hpv_coverage", "born", (2000, 2000), "2000 twice for female"),
        ("hpv_coverage", "from_year", (2012.0, 1990.0), "years after birth"),
    ],
)
def test_a_table_that_cannot_be_is_refused_with_its_line(simulation, name, column, values, said):
    rows = {"born": (2000, 2001), "sex": ("female", "female"), "share": (0.8, 0.9), "from_year": (2012.0, 2013.0),
            "until_year": (2013.0, 2014.0), "smoking_male": (0.2, 0.1)}  # fmt: skip
    wanted = {
        "hpv_coverage": ("born", "sex", "share", "from_year", "until_year"),
        "tobacco_by_cohort": ("born", "smoking_male"),
    }
    columns = {key: rows[key] for key in wanted[name]} | {column: values}
    tables = {**simulation.tables, name: PopulationTable(simulation.tables[name].about, columns)}

    assert said in "\n".join(map(str, exposure_table_problems(tables)))
