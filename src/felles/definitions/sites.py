"""Which diagnoses make up a cancer site, and which are counted when all sites are counted?"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from felles.definitions.readers import Named, Shaped
from felles.definitions.records import Problem
from felles.definitions.texts import Texts
from felles.definitions.words import Id

IcdRange = Annotated[
    str,
    Shaped(
        r"[A-Z]\d\d(\.\d)?(-[A-Z]\d\d(\.\d)?)?",
        'a code of ICD-10 in quotes, such as "C50" or "D35.2", or a range "C00-C14" or "D35.2-D35.4"',
    ),
]
MorphologyRange = Annotated[
    str, Shaped(r"\d{4}(-\d{4})?", 'a morphology of ICD-O-3 in quotes, such as "8140", or a range "8090-8098"')
]


@dataclass(frozen=True, kw_only=True)
class Site:
    """A cancer site, or several together."""

    id: Id
    label: Texts
    icd10: Annotated[tuple[IcdRange, ...], "codes and ranges that belong to it; a category has all its subcategories"]
    excluding: Annotated[tuple[IcdRange, ...], "codes within these that do not"] = ()
    excluding_morphology: Annotated[MorphologyRange | None, "tumours with this morphology do not"] = None
    sex: Annotated[
        Literal["female", "male"] | None, "where one sex alone can have it: the rates are then of that sex"
    ] = None
    total: Annotated[bool, "whether it is several sites together, left out where rates are split by site"] = False
    source: Annotated[str, Named("source"), "whose grouping it is"]
    verified: Annotated[bool, "whether the codes were read there"]
    note: str | None = None

    def problems(self) -> Iterator[Problem]:
        for field, ranges in (("icd10", self.icd10), ("excluding", self.excluding)):
            for each in ranges:
                first, _, last = each.partition("-")
                if last and (len(first) != len(last) or last < first):
                    yield Problem(field, f'"{each}"', "a range of two categories or two subcategories, lowest first")
