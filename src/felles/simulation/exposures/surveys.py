"""What would the published surveys of tobacco have found in the simulated country? To fit it, and to hold it against them."""

from typing import TYPE_CHECKING

import numpy as np

from felles.definitions.population import PopulationTable
from felles.definitions.simulation.exposures import SEXES
from felles.simulation.exposures.means import in_use
from felles.simulation.exposures.model import AGES, FIRST_COHORT, ExposureModel, Table

if TYPE_CHECKING:
    from felles.definitions.simulation.loading import SimulationDefinitions

_EDUCATIONS = {"all": [0, 1, 2, 3], "compulsory": [0], "secondary": [1], "tertiary": [2, 3]}


def daily_surveys(surveys: PopulationTable) -> list[int]:
    """The rows of the table `tobacco_surveys` that tell of daily use."""
    return [row for row, use in enumerate(surveys.columns["use"]) if use == "daily"]


def surveyed(simulation: "SimulationDefinitions", model: ExposureModel) -> Table:
    """The share of daily users for each such row, on 1 January, if smokers died no earlier than others."""
    columns = simulation.tables["tobacco_surveys"].columns
    users = {
        "smoking": in_use(model.smoking_start_before, model.smoking_stop_before)[0] * model.education[..., None],
        "snus": in_use(model.snus_start_before, model.snus_stop)[0] * model.education[..., None],
    }
    found = []
    for row in daily_surveys(simulation.tables["tobacco_surveys"]):
        ages = np.arange(columns["from_age"][row], columns["to_age"][row] + 1)
        cohorts = columns["year"][row] - ages - FIRST_COHORT
        educations = _EDUCATIONS[columns["education"][row]]
        sexes = [0, 1] if columns["sex"][row] == "both" else [SEXES.index(columns["sex"][row])]
        people = population(simulation, columns["year"][row])
        using = sum(
            (people[sex, ages] * users[columns["product"][row]][sex, cohorts, :, ages][:, educations].sum(axis=1)).sum()
            for sex in sexes
        )
        all_of_them = sum(
            (people[sex, ages] * model.education[sex, cohorts][:, educations].sum(axis=1)).sum() for sex in sexes
        )
        found.append(using / all_of_them)
    return np.array(found)


def population(simulation: "SimulationDefinitions", year: int) -> Table:
    """People by sex and age in a year, evenly within five years of age; before 2000 as in 2000."""
    columns = simulation.content.population["age_group_sex"].columns
    years = sorted({day.year for day in columns["day"]})
    nearest = min(max(year, years[0]), years[-1])
    made = np.zeros((len(SEXES), AGES + 5))
    for row, day in enumerate(columns["day"]):
        if day.year == nearest:
            first = int(columns["age_group"][row].rstrip("+").split("-")[0])
            for sex, word in enumerate(SEXES):
                made[sex, first : first + 5] = columns[word][row] / 5
    return made[:, :AGES]
