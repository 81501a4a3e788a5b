"""One cancer can be lived alone: its tumours are those that it has among all, and people die as often as they do."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from felles.simulation.country import Country, Lives, lives_of, make_country, tell
from felles.simulation.request import CannotSimulate, Request

PERSONS = 24_000


@pytest.fixture(scope="module")
def country(simulation: Any) -> Callable[..., Country]:
    def made(*only: str) -> Country:
        request = Request(people=15_000, first=2018, last=2026, seed=5, only=only)
        return make_country(simulation, request, persons=PERSONS)

    return made


@pytest.fixture(scope="module")
def every(country: Callable[..., Country]) -> Lives:
    return lives_of(country(), 0, PERSONS)


@pytest.fixture(scope="module")
def bowel(country: Callable[..., Country]) -> tuple[Country, Lives]:
    alone = country("colon", "rectum")
    return alone, lives_of(alone, 0, PERSONS)


def tumours_of(lives: Lives, sites: set[int]) -> dict[tuple[int, int, int], float]:
    """Site and number of each person's tumours, with the onset."""
    tumours = lives.tumours
    rows = zip(lives.people.index[tumours.row], tumours.site, tumours.number, tumours.onset, strict=True)
    return {(int(who), int(site), int(number)): float(onset) for who, site, number, onset in rows if site in sites}


def test_its_tumours_are_those_that_people_have_with_all_cancers(every: Lives, bowel: tuple[Country, Lives]) -> None:
    country, lives = bowel
    sites = {country.courses.country.sites.index(name) for name in ("colon", "rectum")}

    alone, among_all = tumours_of(lives, sites), tumours_of(every, sites)

    assert set(np.unique(lives.tumours.site)) == sites
    assert alone.items() <= among_all.items()
    assert (
        len(alone) > 0.8 * len(among_all) > 300
    )  # the others' person died before, of what is another cancer among all


def test_those_who_would_die_of_another_cancer_die_of_something_else(
    every: Lives, bowel: tuple[Country, Lives]
) -> None:
    deaths = [
        np.count_nonzero((lives.people.died >= 2018.0) & (lives.people.died < 2027.0)) for lives in (every, bowel[1])
    ]

    assert deaths[1] == pytest.approx(deaths[0], rel=0.04)
    assert deaths[0] > 1_000


def test_nobody_is_invited_or_suspected_for_another_cancer(bowel: tuple[Country, Lives]) -> None:
    country, lives = bowel

    events = tell(country, lives)

    words, kinds = np.array([*country.words.code, ""]), np.array(country.words.type)
    invited = set(words[events.code[kinds[events.type] == "screening_invited"]])
    diagnosed = {code[:3] for code in words[events.code[kinds[events.type] == "diagnosed"]]}
    suspected = set(words[events.code[kinds[events.type] == "suspected"]])
    assert invited == {"colorectal"}
    assert "C18" in diagnosed
    assert diagnosed <= {"C18", "C19", "C20"}
    assert suspected == {"colorectal"}


def test_a_cancer_that_there_is_not_is_refused_with_the_nearest(country: Callable[..., Country]) -> None:
    with pytest.raises(CannotSimulate, match='Did you mean "colon"'):
        country("colen")
