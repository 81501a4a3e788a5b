"""Where does a row's person live when the row is, and which hospital serves them there?"""

from collections.abc import Callable

import numpy as np

from felles.simulation.courses.arrays import Array
from felles.simulation.courses.country_words import CountryWords
from felles.simulation.courses.relations import PEOPLE, Column, Frame

MOVES = "moves"
_FIRST, _YEARS = 1880.0, 512.0
"""Persons are laid end to end on one line of time, so that one search finds everybody's last move."""


def residence(frame: Frame, time: str) -> Array:
    """The municipality at a time of each row: of the last move before it, or the first one known."""
    at = frame.column(time)
    lives = frame.of_person(frame.chunk.rows[PEOPLE].municipality).astype(np.int64)
    moves = frame.chunk.rows.get(MOVES)
    if moves is None or not len(moves.row):
        return lives
    row = np.arange(frame.size) if frame.relation.name == PEOPLE else frame.rows.row
    line = moves.row * _YEARS + (moves.at - _FIRST)
    last = np.searchsorted(line, row * _YEARS + np.clip(at - _FIRST, 0.0, _YEARS - 1), side="right") - 1
    own = (last >= 0) & (moves.row[last] == row)
    return np.where(own, moves.municipality[last], lives)


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
