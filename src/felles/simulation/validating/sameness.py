"""Is it the same country whoever works on it, in whatever pieces? And does a policy that changes nothing change nothing?"""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from felles.definitions.simulation.loading import SimulationDefinitions
from felles.simulation.country import Country, Lives, lives_of, make_country, tell
from felles.simulation.hashing import hashes_of, sums_of
from felles.simulation.running import run_country
from felles.simulation.trying import exactly, with_tried
from felles.simulation.validating.rungs import Rung

_ALONE = 25
_CROWD = 20_000
EVERYTHING_LEAKS = {
    "born_from": 2010,
    "kept": exactly(1),
    "snus_kept": exactly(1),
    "to_snus": exactly(0),
    "neighbours": exactly(0),
    "neighbour_years": 1,
}
"""A tobacco-free generation that keeps nobody from tobacco."""


def determinism(definitions: SimulationDefinitions, country: Country, workers: int) -> Iterator[Rung]:
    """The country written by several workers, in pieces, person by person, and under a policy without effect."""
    yield _workers(country, workers)
    yield from _alone(country)
    yield _pieces(country)
    yield from _without_effect(definitions, country)


def _workers(country: Country, workers: int) -> Rung:
    with TemporaryDirectory(prefix="felles_validate_") as folder:
        one = run_country(country, Path(folder) / "one", workers=1)
        several = run_country(country, Path(folder) / "several", workers=max(workers, 2), block=country.persons // 3)
    return _rung(
        "workers", f"one worker and {max(workers, 2)} write the same log", int(one.log_hash != several.log_hash)
    )


def _alone(country: Country) -> Iterator[Rung]:
    """Some persons lived alone against the same in a crowd: columns of people and tumours, and the events told of them."""
    size = min(_CROWD, country.persons)
    crowd = lives_of(country, 0, size)
    hashes = hashes_of(country.words)
    lives_differ = events_differ = 0
    told = tell(country, crowd)
    rows = range(0, len(crowd.people.index), max(len(crowd.people.index) // _ALONE, 1))
    for row in rows:
        person = int(crowd.people.index[row])
        alone = lives_of(country, person, person + 1)
        lives_differ += not _same_lives(alone, crowd, row)
        own = type(told)(*(column[told.person == person + 1] for column in told))
        events_differ += sums_of(tell(country, alone), hashes) != sums_of(own, hashes)
    yield _rung("alone", "a person alone has the life that it has in the crowd", lives_differ)
    yield _rung("alone_told", "of a person alone the same events are written as in the crowd", events_differ)


def _same_lives(alone: Lives, crowd: Lives, row: int) -> bool:
    own = crowd.tumours.row == row
    one, many = alone.people._asdict(), crowd.people._asdict()
    people = all(np.array_equal(one[name], many[name][row : row + 1]) for name in one)
    one, many = alone.tumours._asdict(), crowd.tumours._asdict()
    return people and all(np.array_equal(one[name], many[name][own]) for name in one if name != "row")


def _pieces(country: Country) -> Rung:
    """The same persons in one stretch and in uneven ones."""
    size, hashes = min(_CROWD, country.persons), hashes_of(country.words)
    whole = sums_of(tell(country, lives_of(country, 0, size)), hashes)
    edges = [0, size // 7, size // 3, size // 2, size]
    parts = [sums_of(tell(country, lives_of(country, low, high)), hashes) for low, high in pairwise(edges)]
    summed = tuple(sum(part[each] for part in parts) % 2**64 for each in range(2))
    return _rung("pieces", "whole or in pieces, the same events are written", int(summed != whole))


def _without_effect(definitions: SimulationDefinitions, country: Country) -> Iterator[Rung]:
    request = country.request
    nothing = with_tried(definitions, {"exposures/tobacco.generation": EVERYTHING_LEAKS}, starts=2027)
    other = make_country(nothing, request, base=definitions, persons=country.persons)
    size, hashes = min(_CROWD, country.persons), hashes_of(country.words)
    sums = [sums_of(tell(each, lives_of(each, 0, size)), hashes) for each in (country, other)]
    yield _rung(
        "no_effect",
        "a tobacco-free generation that keeps nobody from tobacco leaves the log as it is, bit for bit",
        int(sums[0] != sums[1]),
    )


def _rung(id: str, holds_that: str, differ: int) -> Rung:
    return Rung(id=id, part="determinism", holds_that=holds_that, expected=0.0, found=float(differ))
