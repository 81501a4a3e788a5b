"""When do several tumours of one person count as one?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from felles.definitions.readers import Named
from felles.definitions.records import Problem
from felles.definitions.registry_terms import MorphologyCode, RecordTerms, SiteCode
from felles.definitions.texts import Texts
from felles.definitions.words import Id


@dataclass(frozen=True, kw_only=True)
class SiteGroup:
    """Topographies that count as one organ."""

    code: Annotated[SiteCode, "the code that stands for them all"]
    topography: tuple[SiteCode, ...]


@dataclass(frozen=True, kw_only=True)
class HistologyGroup:
    """Morphologies that count as one kind of tumour."""

    id: Id
    label: Texts
    morphology: tuple[MorphologyCode, ...]
    anywhere: Annotated[bool, "whether it is counted once in a person, wherever it is found"] = False
    gives_way_to: Annotated[
        tuple[Id, ...], "the groups that it may be a vaguer word for: then it is no tumour of its own"
    ] = ()


@dataclass(frozen=True, kw_only=True)
class PrimariesExample:
    """Made-up records of one person, and how many tumours they are."""

    case: Annotated[str, "what it shows, as a sentence"]
    records: Annotated[tuple[Mapping[str, Any], ...], "in any order"]
    same: Annotated[Mapping[str, str], "by the id of a record, the id of the earlier one that it counts as one with"]


@dataclass(frozen=True, kw_only=True)
class MultiplePrimaries:
    """Which tumours of one person count as one."""

    label: Texts
    counted: Annotated[tuple[RecordTerms, ...], "the records that are compared: where one of these holds"]
    sites: Annotated[tuple[SiteGroup, ...], "every other topography is an organ by its first three characters"]
    histologies: tuple[HistologyGroup, ...]
    source: Annotated[str, Named("source")]
    verified: Annotated[bool, "whether sites and histologies were read in the source"]
    notes: tuple[str, ...] = ()
    examples: tuple[PrimariesExample, ...] = ()

    def problems(self) -> Iterator[Problem]:
        ids = [group.id for group in self.histologies]
        for group in self.histologies:
            for other in sorted(set(group.gives_way_to) - set(ids)):
                yield Problem("histologies", f'"{other}", which {group.id} gives way to', "a group of this file")
        if len(set(ids)) < len(ids):
            yield Problem("histologies", "two groups with one id", "an id of its own for each group")
