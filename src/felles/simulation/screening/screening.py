"""Which rounds of screening do the persons of a chunk have, and what do they change?"""

from collections.abc import Callable
from typing import Any

import numpy as np

from felles.simulation.compiling import narrow
from felles.simulation.luck import together
from felles.simulation.purposes import SCREENING_START, SCREENING_TENDENCY
from felles.simulation.screening.kernel import (
    MOST_ROUNDS,
    Attendance,
    Growths,
    Invited,
    Programmes,
    Regimes,
    Tests,
    fill,
)
from felles.simulation.screening.model import ScreeningModel
from felles.simulation.structs import People, Rounds, Tumours

ROUNDS_A_PERSON = 5


def screen(model: ScreeningModel, seed: int, people: People, tumours: Tumours) -> Rounds:
    """The rounds, in the order of persons and programmes.

    Needs the tumours as they would be found without screening; what a programme finds gets its `diagnosed`, `stage_found` and
    `found_by`, and what it prevents never comes (all its times infinite). Both are changed in place.
    """
    programmes = len(model.number)
    if not programmes:
        return rounds_for(0)
    rounds = rounds_for(ROUNDS_A_PERSON * len(people.index) + programmes * MOST_ROUNDS)
    tables = [narrow(kind, model) for kind in (Programmes, Regimes, Attendance, Tests)]
    invited, growths = narrow(Invited, people), narrow(Growths, tumours)
    row, tumour, count = 0, 0, 0
    once = together(np.append(SCREENING_START + model.number, SCREENING_TENDENCY))
    lucks = [
        (questions, np.empty(len(questions)), np.empty(len(questions))) for questions in (once, np.empty(4, np.int64))
    ]
    while row < len(people.index):
        row, tumour, count = fill(*tables, seed, invited, growths, rounds, *lucks, row, tumour, count)
        if row < len(people.index):
            rounds = _each(rounds, lambda column: np.concatenate([column, np.empty_like(column)]))
    return _each(rounds, lambda column: column[:count])


def _each(rounds: Rounds, change: Callable[[Any], Any]) -> Rounds:
    columns: list[Any] = [change(column) for column in rounds]
    return Rounds(*columns)


def rounds_for(count: int) -> Rounds:
    """Room for this many rounds."""
    return Rounds(
        row=np.empty(count, np.int32), programme=np.empty(count, np.uint8), number=np.empty(count, np.uint8),
        invited=np.empty(count), reminded=np.empty(count), attended=np.empty(count), result=np.empty(count, np.uint8),
        test=np.empty(count, np.uint8), tumour=np.empty(count, np.int32),
    )  # fmt: skip
