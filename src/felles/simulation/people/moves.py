"""Where has a person moved, and when?"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from felles.simulation.clocks import age_at, cumulative_at
from felles.simulation.luck import exponential, uniforms
from felles.simulation.people.drawing import chosen
from felles.simulation.people.model import PeopleModel
from felles.simulation.purposes import MOVE_TO, MOVE_WHEN
from felles.simulation.structs import People


class Moves(NamedTuple):
    """Moves to another municipality, in the order of persons and of time within a person; where to."""

    row: NDArray[np.int32]
    at: NDArray[np.float64]
    county: NDArray[np.uint8]
    municipality: NDArray[np.uint16]


@njit(nogil=True, cache=True, error_model="numpy")
def draw_moves(model: PeopleModel, seed: int, people: People) -> Moves:
    """Every move from entry to death, emigration or the end of the last year; reads all of the person but exposures."""
    room = 2 * len(people.index) + 64
    made = Moves(np.empty(room, np.int32), np.empty(room), np.empty(room, np.uint8), np.empty(room, np.uint16))
    count = 0
    for row in range(len(people.index)):
        person, born = people.index[row], people.born[row]
        county, municipality = int(people.county[row]), int(people.municipality[row])
        end = cumulative_at(model.moves, min(min(people.died[row], people.emigrates[row]), model.until) - born)
        spent, attempt = cumulative_at(model.moves, people.entered[row] - born), 0
        while True:
            spent += exponential(seed, person, MOVE_WHEN, attempt)
            if spent >= end:
                break
            age = age_at(model.moves, spent)
            which, where = uniforms(seed, person, MOVE_TO, attempt)
            attempt += 1
            far = model.leaving[min(int(age), 110)]
            to = chosen(model.destination[min(int(age), 110)], which / far) if which < far else county
            sizes, first = model.municipalities[to], model.first_municipality[to]
            goal = first + (another(sizes, municipality - first, where) if to == county else chosen(sizes, where))
            if goal == municipality or (which < far and to == county):
                continue
            if count == room:
                room *= 2
                made = with_room(made, room)
            made.row[count], made.at[count] = row, born + age
            made.county[count], made.municipality[count] = to, goal
            count += 1
            county, municipality = to, goal
    return Moves(made.row[:count], made.at[:count], made.county[:count], made.municipality[:count])


@njit(nogil=True, cache=True)
def another(sizes: NDArray[np.float64], own: int, share: float) -> int:
    """Another municipality of a county, by size; the same where there is no other. sizes: cumulative shares."""
    before = sizes[own - 1] if own > 0 else 0.0
    size = sizes[own] - before
    if size >= 1.0:
        return own
    place = share * (1.0 - size)
    return chosen(sizes, place if place < before else place + size)


@njit(nogil=True, cache=True)
def with_room(moves: Moves, room: int) -> Moves:
    """The same moves with room for more."""
    made = Moves(np.empty(room, np.int32), np.empty(room), np.empty(room, np.uint8), np.empty(room, np.uint16))
    for row in range(len(moves.row)):
        made.row[row], made.at[row] = moves.row[row], moves.at[row]
        made.county[row], made.municipality[row] = moves.county[row], moves.municipality[row]
    return made
