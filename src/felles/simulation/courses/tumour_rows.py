"""Which columns does a tumour have?"""

from typing import Any

import numpy as np

from felles.simulation.courses.arrays import Array
from felles.simulation.courses.beside_tumours import BESIDE_COLUMNS
from felles.simulation.courses.country_words import CountryWords
from felles.simulation.courses.people_rows import YES_NO
from felles.simulation.courses.places import age_and_year, place_columns
from felles.simulation.courses.relations import PEOPLE, Column, Frame, Relation, numbers, times, worded
from felles.simulation.courses.tumour_codes import GROWN_UP
from felles.simulation.structs import FOUND_BY

STAGES = ("0", "1", "2", "3", "4")


def _own(tumours: Any) -> Array:
    return 2 * tumours.site.astype(np.uint32) + tumours.number


def _code(frame: Frame) -> Array:
    """The place on the list of all codes."""
    return frame.kept(
        "code of tumour", lambda: frame.chunk.words.tumour_codes.place(frame.rows.site, frame.rows.subtype)
    )


def _pathway(frame: Frame) -> Array:
    codes = frame.chunk.words.tumour_codes
    return np.where(frame.column("age") < GROWN_UP, codes.of_children, codes.pathway[_code(frame)])


def _killed(frame: Frame) -> Array:
    """Whether the person died of this tumour."""
    people, row = frame.chunk.rows[PEOPLE], frame.rows.row
    of_this = people.cause[row] == frame.rows.site.astype(np.int16) + 1
    return (of_this & (frame.rows.kills <= people.died[row])).astype(np.int8)


def _two_sided(frame: Frame) -> Array:
    return frame.chunk.words.tumour_codes.two_sided[_code(frame)]


def _graded(frame: Frame) -> Array:
    return frame.chunk.words.tumour_codes.graded[_code(frame)]


def _sites(words: CountryWords) -> tuple[str, ...]:
    return words.sites


TUMOUR_COLUMNS = {
    "site": Column("words", lambda frame: frame.rows.site, _sites),
    "icd10": Column("words", _code, lambda words: words.tumour_codes.icd10, number="code"),
    "topography": Column("words", _code, lambda words: words.tumour_codes.topography, number="code"),
    "morphology": Column("words", _code, lambda words: words.tumour_codes.morphology, number="code"),
    "pathway": Column("words", _pathway, lambda words: words.tumour_codes.pathways, may_lack=True),
    "stage": Column("words", lambda frame: frame.rows.stage_found, lambda _: STAGES),
    "killed": Column("words", _killed, lambda _: YES_NO),
    "two_sided": Column("words", _two_sided, lambda _: YES_NO),
    "graded": Column("words", _graded, lambda _: YES_NO),
    **worded("found_by", FOUND_BY),
    **numbers("number"),
    **times("onset", "clinical", "diagnosed", "kills"),
    **place_columns("diagnosed"),
    **age_and_year("diagnosed"),
    **BESIDE_COLUMNS,
}

TUMOURS_RELATION = Relation(name="tumours", time="diagnosed", slot=1, slots=127, columns=TUMOUR_COLUMNS, own=_own)
