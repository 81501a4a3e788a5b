"""Which columns do rounds of screening, moves and suspicions have?"""

from typing import Any

import numpy as np

from felles.simulation.courses.arrays import Array
from felles.simulation.courses.country_words import CountryWords
from felles.simulation.courses.places import MOVES, age_and_year, place_columns
from felles.simulation.courses.relations import Column, Frame, Relation, numbers, times
from felles.simulation.screening.results import RESULTS

ROUNDS_A_PROGRAMME = 64


def _own_of_round(rounds: Any) -> Array:
    return ROUNDS_A_PROGRAMME * rounds.programme.astype(np.uint32) + rounds.number


def _own_number(rows: Any) -> Array:
    return rows.number


def _programmes(words: CountryWords) -> tuple[str, ...]:
    return words.programmes


def _tests(words: CountryWords) -> tuple[str, ...]:
    return words.tests


def _diagnosed(frame: Frame) -> Array:
    """When the tumour that the round found was diagnosed."""
    found = frame.rows.tumour >= 0
    made = np.full(frame.size, np.inf)
    made[found] = frame.chunk.rows["tumours"].diagnosed[frame.rows.tumour[found]]
    return made


def _number_of_move(moves: Any) -> Array:
    """Which of the person's moves, from 0: they stand in the order of persons and time."""
    place = np.arange(len(moves.row))
    first = np.r_[True, moves.row[1:] != moves.row[:-1]] if len(moves.row) else np.zeros(0, bool)
    return place - np.maximum.accumulate(np.where(first, place, 0))


ROUNDS_RELATION = Relation(
    name="rounds", time="invited", slot=128, slots=320, own=_own_of_round,
    columns={
        "programme": Column("words", lambda frame: frame.rows.programme, _programmes),
        "result": Column("words", lambda frame: frame.rows.result, lambda _: RESULTS),
        "test": Column("words", lambda frame: frame.rows.test, _tests),
        **numbers("number"),
        **times("invited", "reminded", "attended"),
        "diagnosed": Column("time", _diagnosed),
        **place_columns("invited"),
        **age_and_year("invited"),
    },
)  # fmt: skip

MOVES_RELATION = Relation(
    name=MOVES, time="moved", slot=448, slots=64, own=_number_of_move,
    columns={
        "to": Column("words", lambda frame: frame.rows.municipality, lambda words: words.municipalities),
        "moved": Column("time", lambda frame: frame.rows.at),
        **place_columns("moved"),
        **age_and_year("moved"),
    },
)  # fmt: skip

SUSPICIONS_RELATION = Relation(
    name="suspicions", time="suspected", slot=512, slots=256, own=_own_number,
    columns={
        "pathway": Column("words", lambda frame: frame.rows.pathway, lambda words: words.suspected),
        **numbers("number"),
        **times("suspected"),
        **place_columns("suspected"),
        **age_and_year("suspected"),
    },
)  # fmt: skip
