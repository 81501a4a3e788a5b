"""What do the numbers in the lives stand for: which county is 3, which cancer 7, which hospital serves a municipality?"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from felles.definitions.simulation.loading import SimulationDefinitions
from felles.simulation.cancers.kinds import subtypes
from felles.simulation.cancers.preparing import cancers_in_order
from felles.simulation.courses.tumour_codes import TumourCodes
from felles.simulation.screening.preparing import tests_of

EDUCATION = ("compulsory", "secondary", "tertiary_short", "tertiary_long")


@dataclass(frozen=True, kw_only=True)
class CountryWords:
    """Words by number. municipalities: numbers of municipalities; agents: [0] is `none`."""

    municipalities: tuple[str, ...]
    counties: tuple[str, ...]
    regions: tuple[str, ...]
    trusts: tuple[str, ...]
    county_of: NDArray[np.int64] = field(repr=False)  # by municipality
    region_of: NDArray[np.int64] = field(repr=False)  # by county
    trust_of: NDArray[np.int64] = field(repr=False)  # by municipality
    receiving_of: NDArray[np.int64] = field(repr=False)  # trust, by region
    sites: tuple[str, ...]
    tumour_codes: TumourCodes = field(repr=False)
    agents: tuple[str, ...]
    programmes: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    suspected: tuple[str, ...] = ()  # pathways of suspicions
    start: float = 2015.0  # of the population


def words_of(
    simulation: SimulationDefinitions,
    *,
    municipalities: Sequence[str],
    agents: Sequence[str],
    programmes: Sequence[str] = (),
    start: float,
) -> CountryWords:
    """The words of a run. municipalities, agents: in the order of their numbers; start: of the population."""
    content = simulation.content
    counties, regions = tuple(sorted(content.counties)), tuple(content.regions)
    cancers = cancers_in_order(simulation)
    trusts, trust_of, receiving_of = _trusts(simulation, tuple(municipalities), regions)
    return CountryWords(
        municipalities=tuple(municipalities),
        counties=counties,
        regions=regions,
        trusts=trusts,
        county_of=np.array([counties.index(number[:2]) for number in municipalities], np.int64),
        region_of=np.array([regions.index(content.counties[county].region) for county in counties], np.int64),
        trust_of=trust_of,
        receiving_of=receiving_of,
        sites=tuple(cancer.id for cancer in cancers),
        tumour_codes=TumourCodes([subtypes(cancer) for cancer in cancers], tuple(content.pathways.values())),
        agents=tuple(agents),
        programmes=tuple(programmes),
        tests=tests_of(simulation.records["programme"].values()),
        suspected=tuple(sorted(simulation.records.get("suspicion", ()))),
        start=start,
    )


def _trusts(
    simulation: SimulationDefinitions, municipalities: tuple[str, ...], regions: tuple[str, ...]
) -> tuple[tuple[str, ...], NDArray[np.int64], NDArray[np.int64]]:
    """The trusts, which of them serves each municipality, and which one each region sends to."""
    table = simulation.tables["trusts_by_county"].columns
    trusts = tuple(sorted(set(table["trust"])))
    serves: dict[str, list[str]] = {}
    receiving: dict[str, str] = {}
    for county, trust, receives in zip(table["county"], table["trust"], table["receives"], strict=True):
        serves.setdefault(county, []).append(trust)
        if receives == "yes":
            receiving[simulation.content.trusts[trust].region] = trust
    placed = [serves[number[:2]] for number in municipalities]
    of = [
        trusts.index(found[int(number[2:]) % len(found)]) for found, number in zip(placed, municipalities, strict=True)
    ]
    return trusts, np.array(of, np.int64), np.array([trusts.index(receiving[region]) for region in regions], np.int64)
