"""What is wrong in a file or table of the people is said with its file, its line and its field."""

import shutil

import pytest

from felles.definitions import content_folder
from felles.definitions.population import TableAbout, read_table
from felles.definitions.simulation.people import Family, Fertility, Migration, Mortality, Moving, Schooling
from felles.definitions.simulation.people_tables import people_table_problems

RECORDS = {
    "fertility": Fertility,
    "migration": Migration,
    "mortality": Mortality,
    "moving": Moving,
    "schooling": Schooling,
    "family": Family,
}


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("migration", '"0": {value: 0.006', '"5": {value: 0.006', '"emigration": got "5" first'),
        ("migration", "value: 0.013, low: 0.009, high: 0.018", "value: 0.9, low: 0.8, high: 1.0", "from 0 to 0.5"),
        ("migration", "value: 0.013, low: 0.009, high: 0.018", "value: 1.3, low: 0.8, high: 1.8", "a share from 0 to 1"),
        ("migration", "from: 2014, to: 2023", "from: 2014, to: 2025", "years from 2000 to 2023"),
        ("fertility", '"2026":', '"2023":', "the least first"),
        ("fertility", "spread_of_ages: {value: 5.2, low: 4.8", "spread_of_ages: {value: 5.2, low: 0", "more than 0 years"),
        ("mortality", "value: 0.020, low: 0.010, high: 0.030", "value: 0.2, low: 0.1, high: 0.3", "from -0.1 to 0.1"),
        ("mortality", '"35": {value: 1.8, low: 1.4', '"35": {value: 1.8, low: -1.4', "0 or more"),
        ("mortality", "former_smokers:", "former_smoker:", 'Did you mean "former_smokers"?'),
        ("moving", '"18": {value: 0.080', '"eighteen": {value: 0.080', 'got "eighteen"'),
        ("family", "spread: {value: 4.5, low: 3.5", "spread: {value: 4.5, low: -3.5", "0 years or more"),
        ("schooling", "tertiary_long:", "tertiary:", "an unknown field"),
    ],
)  # fmt: skip
def test_a_wrong_figure_is_refused_in_words(errors_of, name, old, new, said):
    assert said in errors_of(f"people/{name}", RECORDS[name], old, new)


def problems_of(tmp_path, simulation, name, old, new):
    """What is said of a table once a piece of it is replaced."""
    folder = content_folder() / "simulation/people/tables"
    for path in folder.iterdir():
        shutil.copy(path, tmp_path / path.name)
    table = tmp_path / f"{name}.csv"
    text = table.read_text(encoding="utf-8")
    assert old in text
    table.write_text(text.replace(old, new, 1), encoding="utf-8")
    about: TableAbout = simulation.tables[name].about
    tables = dict(simulation.tables) | {name: read_table(table, table.name, about)}
    return "\n".join(map(str, people_table_problems(tables, simulation.content.counties)))


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("education", "0.7,0.27,0.025,0.005", "0.7,0.37,0.025,0.005", 'education.csv, line 2: got shares that add up to 1.1'),
        ("children", "0.2,0.17", "-0.2,0.57", 'children.csv, line 2, "none": got -0.2'),
        ("work_status", "female,0,secondary,0,", "female,3,secondary,0,", "a first band from 3 for female, secondary"),
        ("municipality_sizes", "11,1191,0.3", "11,1191,0.5", "shares that add up to 1.2 in 11"),
        ("municipality_sizes", "03,0391,1.0\n", "", "the counties 03, 11"),
        ("cancer_mortality", "female,0,2005,", "female,0,2006,", "one row for each sex, age 0 to 110 and year"),
        ("cancer_mortality", "female,110,2040,0.", "female,110,2040,1.", "from 0 to less than 1"),
    ],
)  # fmt: skip
def test_a_wrong_table_is_refused_in_words(tmp_path, simulation, name, old, new, said):
    assert said in problems_of(tmp_path, simulation, name, old, new)


def test_the_tables_that_came_with_felles_are_sound(simulation):
    assert list(people_table_problems(simulation.tables, simulation.content.counties)) == []
