"""Who stands close to a person at a given time: a partner, children, a parent, a sibling?"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from felles.definitions.simulation.loading import SimulationDefinitions
from felles.simulation.luck import uniforms_of
from felles.simulation.parameters import Draw
from felles.simulation.people.ages import AGES, SEXES, Numbers, by_age, by_year
from felles.simulation.people.schooling import shares_by_birth
from felles.simulation.purposes import CHILDREN, FIRST_CHILD, NEXT_CHILD, PARENT, PARTNER, PARTNER_OLDER, SIBLING
from felles.simulation.structs import People

NUMBERS = ("none", "one", "two", "three", "four")
MOST = 4
OF_AGE = 18.0
AT_LEAST_APART, YOUNGEST_PARENT = 1.0, 16.0
OLDEST_PARENT = np.array([48.0, 62.0])
"""Years between two children, and the ages, of women and of men, between which anybody has one."""


class FamilyModel(NamedTuple):
    """Axes: sex, age; cohort as in PeopleModel."""

    oldest: int
    partner: Numbers  # (sex, age) share
    partner_older: Numbers  # (sex,) years that the partner is older, and
    partner_spread: float
    children: Numbers  # (sex, cohort, number) cumulative shares
    first_child: Numbers  # (sex, cohort) mean age
    first_spread: float
    between: float  # mean years between children
    parent: Numbers  # (age,) share
    sibling: Numbers  # (age,)


class Family(NamedTuple):
    """Of each person asked for, at the time asked for."""

    partner: NDArray[np.bool_]
    partner_born: NDArray[np.float64]  # nan without a partner
    minors: NDArray[np.uint8]  # children under 18
    adults: NDArray[np.uint8]  # children of 18 and over
    parent: NDArray[np.bool_]
    sibling: NDArray[np.bool_]


class Children(NamedTuple):
    """Children born before the time asked for: the place of the parent among those asked for, and when born."""

    asked: NDArray[np.int32]
    born: NDArray[np.float64]


def family_model(simulation: SimulationDefinitions, draw: Draw, born: NDArray[np.int64]) -> FamilyModel:
    """Tables of family for cohorts born in the years `born`."""
    read, path = simulation.records["family"]["family"], "people/family"
    partners = read.partners
    older = draw(partners.years_older, f"{path}.partners.years_older")
    first = by_year(read.first_child, draw, f"{path}.first_child", born)
    return FamilyModel(
        oldest=int(born[0]),
        partner=np.stack([by_age(getattr(partners, sex), draw, f"{path}.partners.{sex}") for sex in SEXES]),
        partner_older=np.array([older, -older]),
        partner_spread=draw(partners.spread, f"{path}.partners.spread"),
        children=np.cumsum(shares_by_birth(simulation, "children", NUMBERS, born), axis=2),
        first_child=np.stack([first, first + draw(read.fathers_older, f"{path}.fathers_older")]),
        first_spread=draw(read.spread_of_first, f"{path}.spread_of_first"),
        between=draw(read.between_children, f"{path}.between_children"),
        parent=by_age(read.parent_alive, draw, f"{path}.parent_alive"),
        sibling=by_age(read.sibling_alive, draw, f"{path}.sibling_alive"),
    )


def family(model: FamilyModel, seed: int, people: People, rows: NDArray[np.int32], at: NDArray[np.float64]) -> Family:
    """Who stands close to persons (rows of the chunk) at times; model: `PeopleModel.family`."""
    person, sex, born = people.index[rows], people.sex[rows], people.born[rows]
    age = np.clip(at - born, 0, AGES - 1).astype(np.int64)
    partner = _luck(seed, person, PARTNER) < model.partner[sex, age]
    older = model.partner_older[sex] + model.partner_spread * _normal(seed, person, PARTNER_OLDER)
    of = children(model, seed, people, rows, at)
    minor = at[of.asked] - of.born < OF_AGE
    return Family(
        partner=partner,
        partner_born=np.where(partner, born - np.maximum(older, OF_AGE - age), np.nan),
        minors=np.bincount(of.asked[minor], minlength=len(rows)).astype(np.uint8),
        adults=np.bincount(of.asked[~minor], minlength=len(rows)).astype(np.uint8),
        parent=_luck(seed, person, PARENT) < model.parent[age],
        sibling=_luck(seed, person, SIBLING) < model.sibling[age],
    )


def children(
    model: FamilyModel, seed: int, people: People, rows: NDArray[np.int32], at: NDArray[np.float64]
) -> Children:
    """The children of persons (rows of the chunk) born before times, eldest first."""
    person, sex, born = people.index[rows], people.sex[rows], people.born[rows]
    cohort = born.astype(np.int64) - model.oldest
    number = (model.children[sex, cohort, :MOST] <= _luck(seed, person, CHILDREN)[:, None]).sum(1)
    ages = np.empty((len(rows), MOST))
    first = model.first_child[sex, cohort] + model.first_spread * _normal(seed, person, FIRST_CHILD)
    ages[:, 0] = np.maximum(first, YOUNGEST_PARENT)
    for later in range(1, MOST):
        apart = -np.log(_luck(seed, person, NEXT_CHILD, later)) * (model.between - AT_LEAST_APART)
        ages[:, later] = ages[:, later - 1] + AT_LEAST_APART + apart
    birth = born[:, None] + ages
    had = (np.arange(MOST) < number[:, None]) & (ages < OLDEST_PARENT[sex][:, None]) & (birth < at[:, None])
    asked, child = np.nonzero(had)
    return Children(asked.astype(np.int32), birth[asked, child])


def _luck(seed: int, person: NDArray[np.uint32], purpose: int, index: int = 0) -> Numbers:
    return uniforms_of(seed, person, purpose, np.full(len(person), index, np.uint32))


def _normal(seed: int, person: NDArray[np.uint32], purpose: int) -> Numbers:
    """Standard normal, by Box and Muller."""
    first, second = _luck(seed, person, purpose, 0), _luck(seed, person, purpose, 1)
    return np.sqrt(-2.0 * np.log(first)) * np.cos(2.0 * np.pi * second)
