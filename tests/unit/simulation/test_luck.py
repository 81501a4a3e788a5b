"""The same question to the same person has the same answer, and the answers are as random as the method's own check says."""

import math

import numpy as np
import pytest
from numba import njit
from scipy import stats

from felles.simulation.luck import (
    bits,
    chosen,
    exponential,
    fill_pairs,
    normal,
    pairs_of,
    spends_at_most,
    uniform,
    uniforms,
    uniforms_of,
)


@njit
def asked_in_a_kernel(seed, person, questions, first, second):
    fill_pairs(seed, person, questions, first, second)


# The known answers that the authors of Philox publish with Random123 (kat_vectors, philox4x32 with 10 rounds).
KNOWN = [
    (0, (0, 0, 0), (0xE169C58D6627E8D5, 0x9B00DBD8BC57AC4C)),
]


@pytest.mark.parametrize(("seed", "counter", "expected"), KNOWN)
def test_the_words_are_those_of_the_published_check(seed, counter, expected):
    assert tuple(map(int, bits(seed, *counter))) == expected


def _philox_in_plain_python(seed: int, counter: list[int]) -> tuple[int, int]:
    key = [seed & 0xFFFFFFFF, seed >> 32]
    for _ in range(10):
        left, right = 0xD2511F53 * counter[0], 0xCD9E8D57 * counter[2]
        counter = [
            (right >> 32) ^ counter[1] ^ key[0],
            right & 0xFFFFFFFF,
            (left >> 32) ^ counter[3] ^ key[1],
            left & 0xFFFFFFFF,
        ]
        key = [(key[0] + 0x9E3779B9) & 0xFFFFFFFF, (key[1] + 0xBB67AE85) & 0xFFFFFFFF]
    return counter[1] << 32 | counter[0], counter[3] << 32 | counter[2]


@pytest.mark.parametrize("seed", [1, 2**32, 2**63 - 1])
@pytest.mark.parametrize("counter", [(0, 1, 0), (4_294_967_295, 77, 3), (5_550_203, 10_000, 4_294_967_295)])
def test_the_kernel_gives_what_plain_python_gives(seed, counter):
    assert tuple(map(int, bits(seed, *counter))) == _philox_in_plain_python(seed, [*counter, 0])


def test_a_person_redone_alone_gets_the_numbers_that_they_got_in_the_crowd():
    persons = np.arange(1000, dtype=np.uint32)

    crowd = uniforms_of(7, persons, 3, np.zeros(1000, np.uint32))

    assert crowd[421] == uniform(7, 421, 3, 0)


def test_many_persons_asked_at_once_answer_as_each_does_alone():
    persons = np.arange(11, dtype=np.uint32)

    first, second = pairs_of(7, persons, 3)

    assert list(zip(first, second, strict=True)) == [uniforms(7, person, 3, 0) for person in range(11)]


def test_a_person_asked_many_questions_at_once_answers_as_to_each_alone():
    questions = np.arange(300, 311)
    first, second = np.empty(11), np.empty(11)

    asked_in_a_kernel(7, 421, questions, first, second)

    assert list(zip(first, second, strict=True)) == [uniforms(7, 421, question, 0) for question in questions]


def test_what_is_seen_without_a_logarithm_is_what_the_logarithm_says():
    luck, _ = pairs_of(1, np.arange(5_000, dtype=np.uint32), 6)
    hazards = [1.0 - luck, -np.log(luck), np.nextafter(-np.log(luck), 0.0), np.full(len(luck), 0.01)]

    seen = [[spends_at_most(one, hazard) for one, hazard in zip(luck, of, strict=True)] for of in hazards]

    assert seen == [[-math.log(one) <= hazard for one, hazard in zip(luck, of, strict=True)] for of in hazards]


def test_numbers_of_different_questions_and_persons_are_uniform_and_unrelated():
    persons = np.arange(200_000, dtype=np.uint32)
    none = np.zeros(len(persons), np.uint32)

    first, second = uniforms_of(1, persons, 1, none), uniforms_of(1, persons, 2, none)

    assert stats.kstest(first, "uniform").pvalue > 1e-4
    assert abs(np.corrcoef(first, second)[0, 1]) < 0.01
    assert abs(np.corrcoef(first[1:], first[:-1])[0, 1]) < 0.01


def test_clocks_and_tendencies_have_the_distributions_that_their_names_say():
    spent = np.array([exponential(1, person, 4, 0) for person in range(20_000)])
    leaning = np.array([normal(1, person, 5, 0) for person in range(20_000)])

    assert stats.kstest(spent, "expon").pvalue > 1e-4
    assert stats.kstest(leaning, "norm").pvalue > 1e-4


@pytest.mark.parametrize("sums", [[1.0], [0.25, 1.0], [0.0, 0.25, 0.25, 0.75, 1.0], [0.5, 0.999_999]])
@pytest.mark.parametrize("share", [0.0, 0.1, 0.25, 0.5, 0.75, 0.999_999_9])
def test_the_place_chosen_is_the_first_whose_sum_is_above_the_share_and_the_last_where_none_is(sums, share):
    above = [place for place, upto in enumerate(sums) if upto > share]
    assert chosen(np.array(sums), share) == (above[0] if above else len(sums) - 1)
