"""Which codes may a tumour have, by both classifications, and which pathway goes with them?"""

from collections.abc import Sequence

import numpy as np

from felles.definitions.pathways import Pathway
from felles.simulation.cancers.kinds import Subtype
from felles.simulation.courses.arrays import Array

GROWN_UP = 18


class TumourCodes:
    """The codes of all cancers on one list, and where each cancer's subtypes stand on it: first[site] + subtype.

    pathway: by place on the list, a number of `pathways`, -1 for none; of_children: that of everybody who is not grown up.
    """

    def __init__(self, subtypes: Sequence[Sequence[Subtype]], pathways: Sequence[Pathway]) -> None:
        listed = [subtype for of_site in subtypes for subtype in of_site]
        self.icd10 = tuple(subtype.icd10 for subtype in listed)
        self.topography = tuple(subtype.topography for subtype in listed)
        self.morphology = tuple(subtype.morphology for subtype in listed)
        self.two_sided = np.array([subtype.two_sided for subtype in listed], np.int8)
        self.graded = np.array([subtype.graded for subtype in listed], np.int8)
        starts = np.cumsum([0, *(len(of_site) for of_site in subtypes)])[:-1]
        self.first = starts.astype(np.int64)
        of = [pathway_of(code, pathways) for code in self.icd10]
        children = next((each.id for each in pathways if each.icd10.under_age == GROWN_UP), None)
        self.pathways = tuple(sorted({found for found in (*of, children) if found}))
        number = {pathway: number for number, pathway in enumerate(self.pathways)}
        self.pathway = np.array([number[found] if found else -1 for found in of], np.int64)
        self.of_children = number[children] if children else -1

    def place(self, site: Array, subtype: Array) -> Array:
        """Where tumours stand on the list."""
        return self.first[site] + subtype


def pathway_of(icd10: str, pathways: Sequence[Pathway]) -> str | None:
    """The pathway of a grown-up with this code: the one whose codes name it most exactly."""
    named = [(each, code) for each in pathways for code in each.icd10.codes if each.icd10.under_age is None]
    named.sort(key=lambda one: ("-" in one[1], "." not in one[1], one[0].id))
    return next((each.id for each, code in named if _holds(code, icd10)), None)


def _holds(code: str, asked: str) -> bool:
    first, _, last = code.partition("-")
    return first <= asked[: len(first)] <= (last or first)
