"""Who lives in the simulated country, where, and until when, but for the cancers?

In this order a person is drawn: row of the plan (kind, year, year of birth, sex), moment of birth and of entry, home,
education, emigration; after the exposures the death of other causes; after the end of all lives the moves.
"""

from felles.simulation.people.deaths import draw_other_deaths
from felles.simulation.people.drawing import draw
from felles.simulation.people.family import Children, Family, FamilyModel, children, family
from felles.simulation.people.model import PeopleModel, prepare
from felles.simulation.people.moves import Moves, draw_moves
from felles.simulation.people.plan import BORN, IMMIGRANT, START, Plan, make_plan, of_persons, settle
from felles.simulation.people.schooling import education_shares
from felles.simulation.people.work import WORK, work

__all__ = [
    "BORN",
    "IMMIGRANT",
    "START",
    "WORK",
    "Children",
    "Family",
    "FamilyModel",
    "Moves",
    "PeopleModel",
    "Plan",
    "children",
    "draw",
    "draw_moves",
    "draw_other_deaths",
    "education_shares",
    "family",
    "make_plan",
    "of_persons",
    "prepare",
    "settle",
    "work",
]
