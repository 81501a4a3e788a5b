"""With less exposure, does nobody fare worse of the very clock that it slows? The tobacco-free generation against none."""

from collections.abc import Iterator

import numpy as np

from felles.definitions.simulation.loading import SimulationDefinitions
from felles.simulation.country import Lives, lives_of, make_living
from felles.simulation.policies import apply, find_policies
from felles.simulation.request import Request
from felles.simulation.settling import settled
from felles.simulation.validating.rungs import Rung

POLICY = "tobacco_free_generation"
_LAST_YEAR = 2090
"""Late enough that the generation is old enough to get what tobacco gives."""


def coupling(definitions: SimulationDefinitions, people: int, seed: int) -> Iterator[Rung]:
    """The same persons with the same luck, with and without the policy."""
    request = Request(people=people, first=2024, last=_LAST_YEAR, seed=seed)
    policies = find_policies(definitions, [POLICY])
    before = settled(make_living(definitions, request))
    under = apply(definitions, policies, begins=request.population_starts)
    after = make_living(under, request, base=definitions, persons=before.persons)
    without, with_it = lives_of(before, 0, before.persons), lives_of(after, 0, after.persons)
    yield _rung("longer", "nobody smokes for longer, and somebody for less", _longer(without, with_it))
    yield _rung("other_death", "nobody dies earlier of another cause", _earlier_deaths(without, with_it))
    earlier, new = _tumours(without, with_it)
    yield _rung("cancer_clock", "no cancer's symptoms come earlier", earlier)
    yield _rung("new_cancer", "nobody gets a cancer that would not have come in the life without the policy", new)
    yield _rung("untouched", "who smokes as before lives as before, to the last bit", _touched(without, with_it))


def _longer(without: Lives, with_it: Lives) -> int:
    """How many smoke for more years under the policy; one where none smokes for fewer."""
    before, after = _years_smoked(without), _years_smoked(with_it)
    return int((after > before).sum()) or int(not (after < before).any())


def _years_smoked(lives: Lives) -> np.ndarray:
    """To the time at which each person would stop; of those who never do, to the end of the window."""
    until = np.minimum(lives.people.smokes_until, _LAST_YEAR)
    made: np.ndarray = np.maximum(until - np.minimum(lives.people.smokes_from, until), 0.0)
    return made


def _earlier_deaths(without: Lives, with_it: Lives) -> int:
    return int((with_it.people.other_death < without.people.other_death).sum())


def _key(lives: Lives) -> np.ndarray:
    tumours = lives.tumours
    return (tumours.row.astype(np.int64) << 16) | (tumours.site.astype(np.int64) << 8) | tumours.number


def _tumours(without: Lives, with_it: Lives) -> tuple[int, int]:
    """First tumours of each site: how many come earlier, and how many come anew in a life that was long enough before."""
    first = [lives.tumours.number == 0 for lives in (without, with_it)]
    keys = [_key(lives)[chosen] for lives, chosen in zip((without, with_it), first, strict=True)]
    clinical = [lives.tumours.clinical[chosen] for lives, chosen in zip((without, with_it), first, strict=True)]
    _, before, after = np.intersect1d(*keys, return_indices=True)
    earlier = int((clinical[1][after] < clinical[0][before]).sum())
    new = ~np.isin(keys[1], keys[0])
    row = with_it.tumours.row[first[1]][new]
    ended = np.minimum(without.people.died, without.people.emigrates)[row]
    return earlier, int((with_it.tumours.onset[first[1]][new] < ended).sum())


def _touched(without: Lives, with_it: Lives) -> int:
    """Persons with the same tobacco whose life differs in anything."""
    tobacco = ("smokes_from", "smokes_until", "snus_from", "snus_until")
    same = np.ones(len(without.people.index), bool)
    for name in tobacco:
        same &= getattr(without.people, name) == getattr(with_it.people, name)
    differs = np.zeros(len(same), bool)
    for name in without.people._fields:
        differs |= getattr(without.people, name) != getattr(with_it.people, name)
    return int((same & differs).sum())


def _rung(id: str, holds_that: str, found: int) -> Rung:
    return Rung(id=id, part="coupling", holds_that=holds_that, expected=0.0, found=float(found))
