"""What do the kernels of this room read? Tables of hazards and shares as arrays, made once."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from felles.definitions.simulation.loading import SimulationDefinitions
from felles.simulation.parameters import Draw
from felles.simulation.people.ages import Numbers, along_cohorts
from felles.simulation.people.family import FamilyModel, family_model
from felles.simulation.people.mortality import hazards_by_smoking
from felles.simulation.people.moving import destinations, leaving_shares, spent_on_moves
from felles.simulation.people.plan import Plan
from felles.simulation.people.population import FIRST
from felles.simulation.people.rates import FIRST_TABLE, other_causes
from felles.simulation.people.residence import home_shares, municipality_codes, municipality_shares
from felles.simulation.people.schooling import completed, share_sums
from felles.simulation.people.work import work_sums

YEARS_AFTER = 45
"""Years after the last one in which deaths are still drawn, so that it is known who would have died of something else."""


class PeopleModel(NamedTuple):
    """Axes: sex; cohort (0 is born in the year `oldest`); year (0 is 1 January of `first`). Sums run up to 1 or are hazards."""

    first: int
    until: float  # the end of the last year
    oldest: int
    emigration: Numbers  # (sex, cohort, year) cumulative
    other: Numbers  # (sex, cohort; never, now, formerly smoking; year) cumulative
    home: Numbers  # (age, county) cumulative shares
    municipalities: Numbers  # (county, place) cumulative shares; 1 from the last place on
    first_municipality: NDArray[np.int64]  # (county + 1) index of each county's first
    moves: Numbers  # (age,) cumulative hazard of setting out
    leaving: Numbers  # (age,) of those who set out, the share for any county
    destination: Numbers  # (age, county) cumulative shares
    education: Numbers  # (sex, cohort, level) cumulative shares
    completed: Numbers  # (level, 2): age and spread in years
    work: Numbers  # (sex, age, education, status) cumulative shares
    family: FamilyModel


def prepare(
    simulation: SimulationDefinitions,
    plan: Plan,
    draw: Draw,
    smoking: Numbers | None = None,
    smoking_from: int = 1890,
    *,
    only: Sequence[str] = (),
) -> PeopleModel:
    """Everything the kernels read, for one parameter set; emigration as the plan has it, whatever its parameter set.

    smoking: float64 (sex, cohort from the birth year `smoking_from`, age 0-110, 2): shares who smoke daily and who did
    formerly, without any policy; by it the risk of smokers and the table of all are made to agree. None: nobody smokes.
    only: the cancers that are lived, none for all; deaths of the others are then among those of other causes.
    """
    final = plan.last + YEARS_AFTER
    years = np.arange(plan.first, final + 1)
    born = np.arange(plan.oldest, plan.last + 1)
    leaving = plan.emigration[:, : len(born), np.minimum(years, FIRST + plan.emigration.shape[2] - 1) - FIRST]
    other = along_cohorts(other_causes(simulation, draw, final, only), FIRST_TABLE, born, years)
    return PeopleModel(
        first=plan.first, until=float(plan.last + 1), oldest=int(born[0]),
        emigration=_cumulated(leaving),
        other=_cumulated(
            np.moveaxis(hazards_by_smoking(simulation, draw, other, born, years, smoking, smoking_from), 0, 2)
        ),
        home=np.cumsum(home_shares(simulation), axis=1),
        municipalities=np.cumsum(municipality_shares(simulation), axis=1),
        first_municipality=_firsts(simulation),
        moves=spent_on_moves(simulation, draw), leaving=leaving_shares(simulation, draw),
        destination=np.cumsum(destinations(simulation, draw), axis=1),
        education=share_sums(simulation, born), completed=completed(simulation, draw),
        work=work_sums(simulation), family=family_model(simulation, draw, born),
    )  # fmt: skip


def _cumulated(hazards: Numbers) -> Numbers:
    """Hazards of years -> cumulative hazards at 1 January of each, from 0, and at the end of the last."""
    return np.ascontiguousarray(
        np.concatenate([np.zeros((*hazards.shape[:-1], 1)), np.cumsum(hazards, axis=-1)], axis=-1)
    )


def _firsts(simulation: SimulationDefinitions) -> NDArray[np.int64]:
    counties = [code[:2] for code in municipality_codes(simulation)]
    known = sorted(set(counties))
    return np.searchsorted(counties, [*known, "~"]).astype(np.int64)
