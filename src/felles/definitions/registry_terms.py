"""In which words does a check or an indicator speak of one record of a cancer registry?

A record is one row a tumour. What is not known of it stays unknown: a condition then neither holds nor fails, and a check
does not hit.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from felles.definitions.readers import Number, Shaped
from felles.definitions.records import Problem

RecordField = Literal[
    "id",
    "person",
    "sex",
    "born",
    "age",
    "diagnosed",
    "topography",
    "icd10",
    "morphology",
    "behaviour",
    "grade",
    "basis",
    "laterality",
    "stage",
    "died",
    "cause",
    "last_seen",
    "recorded",
    "notified",
    "region",
]
RecordDate = Literal["born", "diagnosed", "died", "last_seen", "recorded", "today"]
Across = Literal["id_again", "same_tumour", "sex_differs", "born_differs", "died_differs"]

SiteCode = Annotated[
    str,
    Shaped(
        r"[CD]\d\d(\.\d)?(-[CD]\d\d(\.\d)?)?",
        'a code or a range, such as "C50", "C44.1", "C51-C58" or "C40.0-C41.9"',
    ),
]
MorphologyCode = Annotated[
    str, Shaped(r"\d{4}(-\d{4})?", 'four digits of ICD-O-3 in quotes, or a range, such as "8140" or "8140-8149"')
]
Digit = Annotated[str, Shaped(r"\d(-\d)?", 'a digit in quotes, or a range, such as "2" or "5-8"')]


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """A number between bounds."""

    at_least: Annotated[float | None, Number(), "this or more"] = None
    below: Annotated[float | None, Number(), "less than this"] = None

    def problems(self) -> Iterator[Problem]:
        if self.at_least is None and self.below is None:
            yield Problem("at_least", "no bound", "at_least, below or both")


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """One date of a record before another. Dates known to the month or the year count only where no day would say otherwise."""

    date: RecordDate
    than: RecordDate


@dataclass(frozen=True, kw_only=True)
class RecordTerms:
    """What a record is like: every field that is given must hold; of a list, one of it."""

    sex: tuple[Literal["female", "male", "unknown"], ...] = ()
    age: Annotated[Bounds | None, "whole years at diagnosis"] = None
    topography: Annotated[tuple[SiteCode, ...], "where, by ICD-O-3"] = ()
    icd10: Annotated[tuple[SiteCode, ...], "by ICD-10"] = ()
    morphology: Annotated[tuple[MorphologyCode, ...], "what kind, by ICD-O-3, without behaviour"] = ()
    behaviour: Annotated[
        tuple[Digit, ...], "0 benign, 1 uncertain, 2 in situ, 3 malignant, 6 metastasis, 9 unsure"
    ] = ()
    grade: Annotated[tuple[Digit, ...], "1-4 grade, 5-8 cell lineage, 9 unknown"] = ()
    basis: Annotated[
        tuple[Digit, ...],
        "basis of diagnosis by ENCR: 0 death certificate only, 1 clinical, 2 investigation, 4 tumour marker, 5 cytology, "
        "6 histology of a metastasis, 7 histology of the primary, 8 cytogenetic or molecular, 9 unknown",
    ] = ()
    laterality: tuple[Literal["left", "right", "both", "midline", "unknown"], ...] = ()
    stage: Annotated[tuple[Literal["0", "I", "II", "III", "IV", "unknown"], ...], "main stage of TNM"] = ()
    notified: Annotated[
        tuple[Literal["death_certificate", "other"], ...], "how the registry first heard of the tumour"
    ] = ()
    missing: Annotated[tuple[RecordField, ...], "these are all empty"] = ()
    present: Annotated[tuple[RecordField, ...], "these are all filled, with something that can be read"] = ()
    unreadable: Annotated[tuple[RecordField, ...], "one of these holds something that is none of its values"] = ()
    earlier: Earlier | None = None
    across: Annotated[
        Across | None,
        "found by comparing records: the id stands in several; the same tumour as another of the person, by the rules "
        "for multiple primaries; records of the person that differ on sex, birth or death",
    ] = None

    def problems(self) -> Iterator[Problem]:
        if not any(vars(self).values()):
            yield Problem("", "nothing", "at least one field")
