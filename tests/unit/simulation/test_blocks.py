"""Blocks are as large as may be, alike for several workers so that they end together, and cover everybody once."""

import pytest

from felles.simulation.blocks import LEAST_IN_A_BLOCK, MOST_IN_A_BLOCK, block_size, blocks_of


@pytest.mark.parametrize("workers", [1, 2, 8])
@pytest.mark.parametrize("persons", [100, MOST_IN_A_BLOCK])
def test_few_persons_are_one_block_whoever_is_there(persons, workers):
    assert block_size(persons, workers) == MOST_IN_A_BLOCK


def test_one_worker_alone_takes_blocks_as_large_as_may_be():
    assert block_size(20 * MOST_IN_A_BLOCK, 1) == MOST_IN_A_BLOCK


@pytest.mark.parametrize("persons", [MOST_IN_A_BLOCK + 1, 1_200_000, 9_000_000])
@pytest.mark.parametrize("workers", [2, 8, 64])
def test_several_workers_have_as_many_blocks_each_where_there_are_enough_persons(persons, workers):
    size = block_size(persons, workers)

    assert LEAST_IN_A_BLOCK <= size <= MOST_IN_A_BLOCK
    assert size == LEAST_IN_A_BLOCK or (persons // size) % workers == 0
    assert persons % size < LEAST_IN_A_BLOCK


def test_blocks_cover_everybody_once():
    assert blocks_of(25, 10) == [(0, 0, 10), (1, 10, 20), (2, 20, 25)]
    assert blocks_of(0, 10) == []
