"""Which columns does a person have?"""

import numpy as np

from felles.simulation.courses.arrays import Array
from felles.simulation.courses.country_words import EDUCATION, CountryWords
from felles.simulation.courses.places import age_and_year, place_columns
from felles.simulation.courses.relations import PEOPLE, Column, Frame, Relation, numbers, times, worded
from felles.simulation.structs import ALIVE

SEXES = ("female", "male")
YES_NO = ("no", "yes")


def _first_municipality(frame: Frame) -> Array:
    return frame.rows.municipality


def _municipalities(words: CountryWords) -> tuple[str, ...]:
    return words.municipalities


def _immigrant(frame: Frame) -> Array:
    """Those who came after birth and after the population started."""
    people = frame.rows
    return ((people.entered > people.born) & (people.entered > frame.chunk.words.start)).astype(np.int8)


def _cause(frame: Frame) -> Array:
    """What ended the life, in the order of the words: alive, other or cancer."""
    return np.minimum(frame.rows.cause + 1, 2)


def _cause_code(frame: Frame) -> Array:
    """What the death certificate says."""
    return frame.rows.certified.astype(np.int64) - (ALIVE + 1)


def _causes(words: CountryWords) -> tuple[str, ...]:
    """`other`, then a code of each cancer."""
    codes = words.tumour_codes
    return ("other", *(codes.icd10[place] for place in codes.first))


def _agents(words: CountryWords) -> tuple[str, ...]:
    return words.agents


def _agent(frame: Frame) -> Array:
    return frame.rows.agent


PEOPLE_COLUMNS = {
    **worded("sex", SEXES),
    **worded("education", EDUCATION),
    "agent": Column("words", _agent, _agents),
    "cause": Column("words", _cause, lambda _: ("alive", "other", "cancer")),
    "cause_code": Column("words", _cause_code, _causes),
    "immigrant": Column("words", _immigrant, lambda _: YES_NO),
    "first_municipality": Column("words", _first_municipality, _municipalities),
    **numbers("index", "cigarettes", "level"),
    **times(
        "born", "entered", "educated", "smokes_from", "smokes_until", "snus_from", "snus_until", "vaccinated",
        "exposed_from", "exposed_until", "emigrates", "died",
    ),
    **place_columns("entered"),
    **age_and_year("entered"),
}  # fmt: skip

PEOPLE_RELATION = Relation(
    name=PEOPLE, time="entered", slot=0, slots=1, columns=PEOPLE_COLUMNS,
    own=lambda people: np.zeros(len(people.index), np.uint32),
)  # fmt: skip
