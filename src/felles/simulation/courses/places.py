"""Where does a row's person live when the row is, and which hospital serves them there?"""

from collections.abc import Callable

import numpy as np

from felles.simulation.compiling import kernel_of
from felles.simulation.courses.arrays import Array
from felles.simulation.courses.country_words import CountryWords
from felles.simulation.courses.relations import PEOPLE, Column, Frame

MOVES = "moves"
_NUMBERS = "Array(uint16, 1, 'A', readonly=True)"
_TIMES = "Array(float64, 1, 'A', readonly=True)"


def residence(frame: Frame, time: str) -> Array:
    """The municipality at a time of each row: of the last move before it, or the first one known."""
    first, moves = frame.chunk.rows[PEOPLE].municipality, frame.chunk.rows.get(MOVES)
    if moves is None or not len(moves.row):
        return frame.of_person(first).astype(np.int64)
    begins = frame.chunk.frame(PEOPLE).kept(
        "moves begin", lambda: np.r_[0, np.cumsum(np.bincount(moves.row, minlength=len(first)))]
    )
    made = np.empty(frame.size, np.int64)
    _find_homes(frame.person_row, frame.column(time), first, begins, moves.at, moves.municipality, made)
    return made


@kernel_of(f"void(int64[::1], {_TIMES}, {_NUMBERS}, int64[::1], {_TIMES}, {_NUMBERS}, int64[::1])")
def _find_homes(
    persons: Array, times: Array, first: Array, begins: Array, moved: Array, municipality: Array, homes: Array
) -> None:
    """begins: where each person's moves begin among all; they stand in the order of time."""
    for row in range(len(persons)):
        home = first[persons[row]]
        for move in range(begins[persons[row]], begins[persons[row] + 1]):
            if moved[move] > times[row]:
                break
            home = municipality[move]
        homes[row] = home


def place_columns(time: str) -> dict[str, Column]:
    """Where the row is at its own time."""

    def lives(frame: Frame) -> Array:
        return frame.kept(f"residence at {time}", lambda: residence(frame, time))

    def county(frame: Frame) -> Array:
        return frame.chunk.words.county_of[lives(frame)]

    def region(frame: Frame) -> Array:
        return frame.chunk.words.region_of[county(frame)]

    def trust(frame: Frame) -> Array:
        return frame.chunk.words.trust_of[lives(frame)]

    def receiving(frame: Frame) -> Array:
        return frame.chunk.words.receiving_of[region(frame)]

    return {
        "municipality": _of("municipalities", lives),
        "county": _of("counties", county),
        "region": _of("regions", region),
        "trust": _of("trusts", trust),
        "receiving": _of("trusts", receiving),
    }


def age_and_year(time: str) -> dict[str, Column]:
    """Whole years at the row's own time, and the calendar year of it."""

    def age(frame: Frame) -> Array:
        return np.floor(frame.column(time) - frame.column("born"))

    def year(frame: Frame) -> Array:
        return np.floor(frame.column(time))

    return {"age": Column("number", age), "year": Column("number", year)}


def _of(field: str, make: Callable[[Frame], Array]) -> Column:
    def words(country: CountryWords) -> tuple[str, ...]:
        found: tuple[str, ...] = getattr(country, field)
        return found

    return Column("words", make, words)
