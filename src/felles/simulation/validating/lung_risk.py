"""Does a published formula of the risk of lung cancer fit those who smoke in the simulated country?

PLCOm2012 (`exposures.plco`) is a model of Americans: its reference person must have the published risk; the comparison with
the simulated is only told.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from felles.simulation.country import Country, Lives, lives_of
from felles.simulation.exposures.plco import AMOUNT, plco_risk
from felles.simulation.validating.rungs import Rung

REFERENCE = 0.0106393
"""The risk of the reference person: 62 years, some schooling after secondary, stopped 10 years ago after 27 years."""
AT, YEARS, AGES = 2016.0, 6.0, (55, 75)
_SCHOOLING = (1, 2, 4, 5)
"""Our four levels on the scale from 1, less than secondary, to 6, postgraduate: our own reading of both."""
_FEWEST_CIGARETTES = 0.5


def lung_risk(country: Country, lung: int) -> Iterator[Rung]:
    """The reference person, and everybody who has smoked. lung: the number of the cancer."""
    reference = plco_risk(
        age=62, education=4, bmi=27, copd=False, own_cancer=False, family_lung_cancer=False, current=False,
        cigarettes=10 / AMOUNT[1], years_smoked=27, years_stopped=10,
    )  # fmt: skip
    yield Rung(
        id="plcom2012_reference",
        part="lung_risk",
        holds_that="PLCOm2012 gives its reference person the published risk",
        expected=REFERENCE,
        found=reference,
        tolerance=5e-8,
    )
    lives = lives_of(country, 0, country.persons)
    rows, found = _smokers(lives, lung)
    yield Rung(
        id="plcom2012_against_lives",
        part="lung_risk",
        holds_that="lung cancer within six years of those of 55 to 74 who have smoked daily (expected: PLCOm2012, an American"
        " model, with the body mass, lungs and family of its reference person)",
        expected=float(np.mean([_risk(lives, row) for row in rows])) if len(rows) else 0.0,
        found=float(np.mean(found)) if len(rows) else 0.0,
        only_told=True,
    )


def _smokers(lives: Lives, lung: int) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """The rows of those who have smoked and have no lung cancer yet, and who of them gets it."""
    persons, tumours = lives.people, lives.tumours
    age = AT - persons.born
    here = (persons.entered <= AT) & (np.minimum(persons.died, persons.emigrates) > AT)
    rows = np.flatnonzero(here & (age >= AGES[0]) & (age < AGES[1]) & (persons.smokes_from < AT))
    when = np.full(len(age), np.inf)
    of_lung = (tumours.site == lung) & (tumours.diagnosed <= persons.died[tumours.row])
    np.minimum.at(when, tumours.row[of_lung], tumours.diagnosed[of_lung])
    rows = rows[when[rows] > AT]
    return rows, when[rows] < AT + YEARS


def _risk(lives: Lives, row: int) -> float:
    persons = lives.people
    until = min(float(persons.smokes_until[row]), AT)
    return plco_risk(
        age=AT - float(persons.born[row]),
        education=_SCHOOLING[persons.education[row]],
        bmi=27,
        copd=False,
        own_cancer=False,
        family_lung_cancer=False,
        current=bool(persons.smokes_until[row] > AT),
        cigarettes=max(float(persons.cigarettes[row]), _FEWEST_CIGARETTES),
        years_smoked=until - float(persons.smokes_from[row]),
        years_stopped=AT - until,
    )
