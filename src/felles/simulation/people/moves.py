"""Where has a person moved, and when?"""

import math
from collections import namedtuple
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from felles.simulation.clocks import age_at, cumulative_at
from felles.simulation.compiling import kernel, narrow, part
from felles.simulation.luck import chosen, fill_several, pairs_of
from felles.simulation.people.model import PeopleModel
from felles.simulation.purposes import MOVE_TO, MOVE_WHEN
from felles.simulation.structs import People

MOVES_A_PERSON = 2
"""There is room for so many to begin with, and for twice as many each time that it was too little."""


class Moves(NamedTuple):
    """Moves to another municipality, in the order of persons and of time within a person; where to."""

    row: NDArray[np.int32]
    at: NDArray[np.float64]
    county: NDArray[np.uint8]
    municipality: NDArray[np.uint16]


ASKED, LATER = np.array([MOVE_TO, MOVE_TO, MOVE_WHEN, MOVE_WHEN]), np.array([0, 1, 1, 2])
"""Where two moves go to, and when each next one comes: as many questions as a processor answers at a time."""
Movers = namedtuple("Movers", "index born entered county municipality died emigrates")
Tables = namedtuple("Tables", "moves leaving destination municipalities first_municipality until")


def draw_moves(model: PeopleModel, seed: int, people: People) -> Moves:
    """Every move from entry to death, emigration or the end of the last year; reads all of the person but exposures."""
    luck, _ = pairs_of(seed, people.index, MOVE_WHEN)
    which, where = np.empty(len(ASKED)), np.empty(len(ASKED))
    tables, movers = narrow(Tables, model), narrow(Movers, people)
    room, row, count = MOVES_A_PERSON * len(people.index) + 64, 0, 0
    made = Moves(np.empty(room, np.int32), np.empty(room), np.empty(room, np.uint8), np.empty(room, np.uint16))
    while True:
        row, count = _fill(tables, seed, luck, which, where, movers, made, row, count)
        if row == len(people.index):
            return Moves._make(column[:count] for column in made)
        made = Moves._make(np.concatenate([column, np.empty_like(column)]) for column in made)


@kernel
def _fill(  # type: ignore[no-untyped-def]
    model: Tables, seed: int, luck, one, other, people: Movers, made: Moves, start: int, count: int
) -> tuple[int, int]:
    """The moves of the persons from row `start` on, written from `count` on, until there is no more room.

    luck: of each person's first; one, other: room for the luck of two moves. Returns how far it came: the first row that is
    not written whole, the moves of those before it.
    """
    for row in range(start, len(people.index)):
        before = count
        person, born = people.index[row], people.born[row]
        county, municipality = int(people.county[row]), int(people.municipality[row])
        end = cumulative_at(model.moves, min(min(people.died[row], people.emigrates[row]), model.until) - born)
        spent, attempt = cumulative_at(model.moves, people.entered[row] - born), 0
        when = luck[row]
        while True:
            spent += -math.log(when)
            if spent >= end:
                break
            age = age_at(model.moves, spent)
            if attempt % 2 == 0:
                fill_several(seed, person, ASKED, attempt, LATER, one, other)
            place = attempt % 2
            which, where, when = one[place], other[place], one[2 + place]
            attempt += 1
            far = model.leaving[min(int(age), 110)]
            to = chosen(model.destination[min(int(age), 110)], which / far) if which < far else county
            sizes, first = model.municipalities[to], model.first_municipality[to]
            goal = first + (another(sizes, municipality - first, where) if to == county else chosen(sizes, where))
            if goal == municipality or (which < far and to == county):
                continue
            if count == len(made.row):
                return row, before
            made.row[count], made.at[count] = row, born + age
            made.county[count], made.municipality[count] = to, goal
            count += 1
            county, municipality = to, goal
    return len(people.index), count


@part
def another(sizes: NDArray[np.float64], own: int, share: float) -> int:
    """Another municipality of a county, by size; the same where there is no other. sizes: cumulative shares."""
    before = sizes[own - 1] if own > 0 else 0.0
    size = sizes[own] - before
    if size >= 1.0:
        return own
    place = share * (1.0 - size)
    return chosen(sizes, place if place < before else place + size)
