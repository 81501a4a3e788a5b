"""Which kinds of tumour does a cancer have, with their codes? `Tumours.subtype` is the row of a cancer in this list."""

from dataclasses import dataclass

import numpy as np

from felles.definitions.simulation.cancers import Cancer
from felles.simulation.cancers.model import OLDEST, Floats

TWO_SIDED = ("C50", "C62", "C64", "C65", "C66", "C69", "C74")
"""Organs of which the side must be told (content/quality/checks/laterality.yaml)."""
BLOOD_AND_LYMPH = "9590"
ONE_GRADE = ("8020", "8021", "8247", "8249", "8331", "8332", "8851", "8858", "9243", "9372", "9401", "9451")
"""Kinds whose name says their grade, and a kind that is not graded: nothing is recorded."""


@dataclass(frozen=True)
class Subtype:
    """A kind of tumour in a place."""

    icd10: str
    topography: str
    morphology: str

    @property
    def two_sided(self) -> bool:
        """Whether the side must be told."""
        return self.topography[:3] in TWO_SIDED

    @property
    def graded(self) -> bool:
        """Whether a grade from 1 to 4 may be recorded: solid and malignant."""
        kind, _, behaviour = self.morphology.partition("/")
        return behaviour == "3" and kind < BLOOD_AND_LYMPH and kind not in ONE_GRADE


def subtypes(cancer: Cancer) -> tuple[Subtype, ...]:
    """Every kind in every place where it occurs, in the order of the file."""
    return tuple(
        Subtype(code.icd10, code.topography, kind.morphology)
        for kind in cancer.kinds
        for code in kind.codes or cancer.codes
    )


def shares_by_age(cancer: Cancer) -> Floats:
    """(A + 1, subtypes) cumulative shares of the subtypes at each whole age."""
    rows = []
    for kind in cancer.kinds:
        codes = kind.codes or cancer.codes
        total = sum(code.share for code in codes)
        rows += [(kind.share * code.share / total, kind.ages or (0, OLDEST + 1)) for code in codes]
    ages = np.arange(OLDEST + 1)[:, None]
    begins, ends = np.array([ages for _, ages in rows]).T
    shares = np.array([share for share, _ in rows]) * ((ages >= begins) & (ages < ends))
    return np.asarray(np.cumsum(shares, axis=1) / shares.sum(axis=1, keepdims=True))
