"""Which shares of each birth cohort ever use tobacco, so that the country answers surveys as Norway has?

`python -m felles.simulation.exposures.fitting` writes the table `tobacco_by_cohort` and prints the figures of
tobacco.yaml that say "fitted". Least squares: each survey figure as surely as the number of people asked and its rounding allow
(of a rare habit a percentage point is much, of a common one little), and what is remembered of each cohort to half a unit of the
logit, so that cohorts which no survey saw stay where they are.
"""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import least_squares
from scipy.special import expit, logit

from felles.definitions.loading import content_folder
from felles.definitions.population import PopulationTable
from felles.definitions.simulation.exposures import Product, Tobacco
from felles.definitions.simulation.loading import SimulationDefinitions, load_simulation
from felles.simulation.exposures.model import Table
from felles.simulation.exposures.preparing import prepare
from felles.simulation.exposures.surveys import daily_surveys, surveyed
from felles.simulation.parameters import Draw

BORN = (1890, 1900, 1910, 1920, 1930, 1940, 1950, 1960, 1970, 1980, 1990, 1998, 2005, 2015)
REMEMBERED = {
    "smoking_female": (0.04, 0.06, 0.12, 0.25, 0.38, 0.48, 0.52, 0.50, 0.44, 0.34, 0.16, 0.05, 0.03, 0.03),
    "smoking_male": (0.60, 0.65, 0.70, 0.74, 0.72, 0.67, 0.60, 0.52, 0.45, 0.34, 0.17, 0.06, 0.03, 0.03),
    "snus_female": (0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.02, 0.05, 0.10, 0.20, 0.25, 0.30, 0.30),
    "snus_male": (0.10, 0.10, 0.08, 0.06, 0.05, 0.05, 0.08, 0.14, 0.22, 0.32, 0.40, 0.42, 0.42, 0.42),
}
"""Where the fit starts from, for want of a published series; the last birth year stays as the one before it."""
GUESSED = {
    "education": {"compulsory": 1.6, "tertiary_short": 0.5},
    "stops.education": {"compulsory": 0.8, "tertiary_short": 1.3},
    "stops.by_age": {"0": 0.02, "25": 0.025, "35": 0.03, "50": 0.035, "60": 0.045, "70": 0.05},
    "stops.by_year": {"1970": 0.6, "1995": 1.0, "2005": 1.5, "2015": 2.0, "2024": 2.0},
}
"""The same for factors of smoking in tobacco.yaml."""
SURE_OF_COHORTS, SURE_OF_FACTORS = 0.5, 0.25
ASKED, ASKED_OF_SOME = 8000, 1000
"""About how many a survey asks of all ages (of one sex half as many), and of an age group or a level of education."""
ROUNDED = 0.01 / 12**0.5
"""The standard deviation of what is lost when a share is printed in whole per cent."""
_SAME = {"tertiary_long": "tertiary_short"}


def main() -> None:
    """Fit, write the table, print the figures."""
    simulation = load_simulation()
    fitted = fit(simulation)
    columns = fitted.tables["tobacco_by_cohort"].columns
    path = content_folder() / "simulation/exposures/tables/tobacco_by_cohort.csv"
    write_rows(path, columns)
    smoking = fitted.records["tobacco"]["tobacco"].smoking
    for name in GUESSED:
        factors = {key: round(factor.value, 4) for key, factor in _factors(smoking, name).items()}
        sys.stdout.write(f"smoking.{name}: {factors}\n")


def fit(simulation: SimulationDefinitions) -> SimulationDefinitions:
    """The definitions with the shares and factors that answer the surveys best."""
    surveys = simulation.tables["tobacco_surveys"]
    rows = daily_surveys(surveys)
    wanted = np.array([surveys.columns["percent"][row] / 100 for row in rows])
    off = np.hypot(np.sqrt(wanted * (1 - wanted) / asked(surveys, rows)), ROUNDED)
    start = starting_point()
    sure = np.array([SURE_OF_COHORTS] * cohorts_fitted() + [SURE_OF_FACTORS] * (len(start) - cohorts_fitted()))

    def residuals(parameters: Table) -> Table:
        model = prepare(with_parameters(simulation, parameters), Draw(0), 2000.0)
        missed = (surveyed(simulation, model) - wanted) / off
        return np.concatenate([missed, (parameters - start) / sure])

    return with_parameters(
        simulation, least_squares(residuals, start, diff_step=np.full(len(start), 1e-3), max_nfev=30).x
    )


def asked(surveys: PopulationTable, rows: Sequence[int]) -> Table:
    """About how many were asked for each of these rows."""
    columns = surveys.columns
    everybody = np.array([(columns["from_age"][row], columns["to_age"][row]) == (16, 74) for row in rows])
    both = np.array([columns["sex"][row] == "both" for row in rows])
    return np.where(everybody, np.where(both, ASKED, ASKED / 2), ASKED_OF_SOME)


def cohorts_fitted() -> int:
    """How many parameters are shares of cohorts: the last birth year has none of its own."""
    return len(REMEMBERED) * (len(BORN) - 1)


def starting_point() -> Table:
    """The logits of what is remembered, then the logarithms of what is guessed."""
    shares = np.concatenate([logit(np.array(REMEMBERED[name][:-1])) for name in REMEMBERED])
    return np.concatenate([shares, np.log([value for factors in GUESSED.values() for value in factors.values()])])


def with_parameters(simulation: SimulationDefinitions, parameters: Table) -> SimulationDefinitions:
    """The definitions with these shares and factors."""
    shares = expit(parameters[: cohorts_fitted()]).reshape(len(REMEMBERED), -1)
    columns: dict[str, tuple[float, ...]] = {"born": BORN}
    columns |= {name: (*share, share[-1]) for name, share in zip(REMEMBERED, shares, strict=True)}
    by_cohort = PopulationTable(simulation.tables["tobacco_by_cohort"].about, columns)
    tobacco: Tobacco = simulation.records["tobacco"]["tobacco"]
    values = iter(np.exp(parameters[cohorts_fitted() :]))
    tables = {name: _factors(tobacco.smoking, name) for name in GUESSED}
    for name, guessed in GUESSED.items():
        for key in guessed:
            value = float(next(values))
            for each in (key, *(same for same, other in _SAME.items() if other == key)):
                tables[name][each] = replace(
                    tables[name][each], value=value, assumption="fitted", low=value, high=value
                )
    stops = replace(
        tobacco.smoking.stops,
        by_age=tables["stops.by_age"],
        by_year=tables["stops.by_year"],
        education=tables["stops.education"],
    )
    smoking = replace(tobacco.smoking, education=tables["education"], stops=stops)
    return replace(
        simulation,
        records={**simulation.records, "tobacco": {"tobacco": replace(tobacco, smoking=smoking)}},
        tables={**simulation.tables, "tobacco_by_cohort": by_cohort},
    )


def _factors(smoking: Product, table: str) -> dict[str, Any]:
    of: dict[str, Mapping[str, Any]] = {
        "education": smoking.education,
        "stops.education": smoking.stops.education,
        "stops.by_age": smoking.stops.by_age,
        "stops.by_year": smoking.stops.by_year,
    }
    return dict(of[table])


def write_rows(path: Path, columns: Mapping[str, tuple[float, ...]]) -> None:
    """The columns as CSV, shares with three decimals."""
    lines = [",".join(columns)]
    for row in zip(*columns.values(), strict=True):
        lines.append(",".join([str(row[0]), *(f"{share:.3f}" for share in row[1:])]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
