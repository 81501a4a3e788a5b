"""What does the death certificate say that a life ended of?"""

import numpy as np
import pytest
from tests.spec.simulation.cancers.conftest import SEED

from felles.simulation import cancers
from felles.simulation.structs import ALIVE, OTHER_CAUSE


@pytest.fixture
def certified(model, people, tumours):
    """The lives with certificates, for shares of deaths certified elsewhere and of others' deaths certified as the cancer."""

    def with_shares(elsewhere, ascribed):
        cancers.end_lives(model, people, tumours)
        shares = np.tile(
            np.transpose([np.broadcast_to(elsewhere, 2), np.broadcast_to(ascribed, 2)]), (len(model.numbers), 1, 1)
        )
        cancers.certify(model._replace(certified=shares), SEED, people, tumours)
        return people

    return with_shares


def found_before_death(people, tumours):
    """Which persons had a cancer that was found before they died of another cause."""
    had = np.zeros(len(people.died), bool)
    had[tumours.row[tumours.diagnosed <= people.died[tumours.row]]] = True
    return had & (people.cause == OTHER_CAUSE)


def test_without_shares_it_says_what_ended_the_life(certified):
    people = certified(0.0, 0.0)

    assert np.array_equal(people.certified, people.cause)


def test_it_changes_no_life(model, people, tumours, certified):
    cancers.end_lives(model, people, tumours)
    died, cause = people.died.copy(), people.cause.copy()

    certified(0.5, 0.5)

    assert np.array_equal(people.died, died)
    assert np.array_equal(people.cause, cause)


def test_a_share_of_the_deaths_of_a_cancer_is_certified_elsewhere(certified):
    people = certified(0.3, 0.0)

    of_cancer = people.cause > OTHER_CAUSE
    assert (people.certified[of_cancer] == OTHER_CAUSE).mean() == pytest.approx(0.3, abs=0.05)
    assert np.array_equal(people.certified[~of_cancer], people.cause[~of_cancer])


def test_of_those_who_died_of_other_things_a_share_is_certified_as_the_cancer_they_had(certified, tumours):
    people = certified(0.0, 0.3)

    had = found_before_death(people, tumours)
    ascribed = people.certified[had] > OTHER_CAUSE
    assert had.sum() > 300
    assert ascribed.mean() == pytest.approx(0.3, abs=0.06)
    assert np.array_equal(people.certified[~had], people.cause[~had])


def test_men_and_women_may_have_shares_of_their_own(certified, tumours):
    people = certified(0.0, (0.5, 0.0))

    had, women = found_before_death(people, tumours), people.sex == 0
    ascribed = people.certified > OTHER_CAUSE
    assert ascribed[had & women].mean() == pytest.approx(0.5, abs=0.08)
    assert not ascribed[had & ~women].any()


def test_it_names_a_cancer_that_the_person_had(certified, tumours):
    people = certified(0.0, 1.0)

    sites = [set(tumours.site[tumours.row == row] + 1) for row in np.flatnonzero(people.certified != people.cause)]
    named = people.certified[people.certified != people.cause]
    assert all(name in had for name, had in zip(named, sites, strict=True))


def test_the_living_have_none(certified):
    people = certified(1.0, 1.0)

    assert (people.certified[people.cause == ALIVE] == ALIVE).all()
