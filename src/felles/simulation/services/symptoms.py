"""How does a patient feel from week to week, what do they answer, and how urgent is it really?

What is felt of each question is its usual level, the person's own tendency, what the last treatment adds and how that
fades, what a disease that comes back or kills adds as its day draws near, and the week's own luck. The answer is that,
read off imperfectly. Triage sees the answers alone; `true_levels` says what it should have found. Both are functions of
seed, person and week, so that any of them can be asked for again.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from felles.definitions.simulation.services import SymptomCourse
from felles.simulation.compiling import kernel, part
from felles.simulation.luck import normal, uniforms
from felles.simulation.parameters import Draw
from felles.simulation.purposes import ITEM_ANSWERED, ITEM_LEFT_OUT, SYMPTOM_TENDENCY, SYMPTOM_WEEK

KINDS = ("none", "surgery", "systemic", "radiotherapy")
"""What a patient may be under, as the arrays number it."""
WORST = 4
LEFT_OUT = -1
GREEN, YELLOW, RED = 0, 1, 2
LEVELS = ("green", "yellow", "red")
WEEKS, ITEMS = 4096, 8
"""How many reports of a tumour, and questions of a report, there is room for in the counter of chance."""


class SymptomModel(NamedTuple):
    """By question, and by question and kind of treatment; see SymptomCourse."""

    usual: NDArray[np.float64]
    own: NDArray[np.float64]
    treatment: NDArray[np.float64]  # [question, kind]
    worsening: NDArray[np.float64]
    fading: NDArray[np.float64]  # [kind]
    growing: float
    weekly: float
    answering: float
    left_out: float
    yellow: float
    red: float


class Weeks(NamedTuple):
    """When reports are made: one row a report. Days are days; inf is never."""

    person: NDArray[np.uint32]
    tumour: NDArray[np.int64]  # the tumour's own number in the person
    week: NDArray[np.int64]  # the report's number, from 0
    kind: NDArray[np.uint8]  # of the last treatment, as KINDS
    since: NDArray[np.float64]  # days since it was given
    until: NDArray[np.float64]  # days to relapse, progression or death of the disease


def prepare(course: SymptomCourse, draw: Draw) -> SymptomModel:
    """The arrays of a symptom course."""
    path = f"services/{course.id}"

    def of_items(field: str) -> NDArray[np.float64]:
        return np.array([draw(getattr(item, field), f"{path}.{name}.{field}") for name, item in course.items.items()])

    treatment = np.zeros((len(course.items), len(KINDS)))
    for row, (name, item) in enumerate(course.items.items()):
        for kind, figure in item.treatment.items():
            treatment[row, KINDS.index(kind)] = draw(figure, f"{path}.{name}.treatment.{kind}")
    fading = np.ones(len(KINDS))
    for kind, figure in course.fading.items():
        fading[KINDS.index(kind)] = draw(figure, f"{path}.fading.{kind}")
    single = {
        field: draw(getattr(course, field), f"{path}.{field}")
        for field in ("growing", "weekly", "answering", "left_out", "yellow", "red")
    }
    return SymptomModel(
        usual=of_items("usual"), own=of_items("own"), treatment=treatment, worsening=of_items("worsening"),
        fading=fading, **single,
    )  # fmt: skip


def felt(model: SymptomModel, seed: int, weeks: Weeks) -> NDArray[np.float64]:
    """What is felt, [report, question], on the scale of the form and without its ends."""
    made = np.empty((len(weeks.person), len(model.usual)))
    _feel(model, seed, weeks, np.empty(len(model.usual)), made)
    return made


@kernel
def _feel(model: SymptomModel, seed: int, weeks: Weeks, own: NDArray[np.float64], made: NDArray[np.float64]) -> None:
    """own: room for a person's own tendencies, which hold for report after report."""
    for row in range(len(weeks.person)):
        person, kind, tumour = weeks.person[row], weeks.kind[row], weeks.tumour[row]
        fading = np.exp(-weeks.since[row] / model.fading[kind])
        growing = np.exp(-max(weeks.until[row], 0.0) / model.growing)
        if row == 0 or person != weeks.person[row - 1] or tumour != weeks.tumour[row - 1]:
            for item in range(len(own)):
                own[item] = model.own[item] * normal(seed, person, SYMPTOM_TENDENCY, _counter(tumour, 0, item))
        for item in range(len(model.usual)):
            week = model.weekly * normal(seed, person, SYMPTOM_WEEK, _counter(tumour, weeks.week[row], item))
            added = model.treatment[item, kind] * fading + model.worsening[item] * growing
            made[row, item] = model.usual[item] + own[item] + week + added


def answers(model: SymptomModel, seed: int, weeks: Weeks, levels: NDArray[np.float64]) -> NDArray[np.int8]:
    """What is answered, 0 to 4, or LEFT_OUT: [report, question]. levels: what is felt."""
    made = np.empty(levels.shape, np.int8)
    _answer(model.answering, model.left_out, seed, weeks.person, weeks.tumour, weeks.week, levels, made)
    return made


@kernel
def _answer(answering: float, left_out: float, seed: int, persons, tumours, weeks, levels, made) -> None:  # type: ignore[no-untyped-def]
    for row in range(len(levels)):
        person, tumour, week = persons[row], tumours[row], weeks[row]
        for item in range(levels.shape[1]):
            error = answering * normal(seed, person, ITEM_ANSWERED, _counter(tumour, week, item))
            made[row, item] = min(max(int(np.floor(levels[row, item] + error + 0.5)), 0), WORST)
        one, other = uniforms(seed, person, ITEM_LEFT_OUT, _counter(tumour, week, 0))
        if one < left_out:
            made[row, int(other * levels.shape[1])] = LEFT_OUT


@part
def _counter(tumour: int, week: int, item: int) -> int:
    """A number of its own for each question of each report of each tumour of a person, below 2^32."""
    return (tumour * WEEKS + week) * ITEMS + item


def true_levels(model: SymptomModel, levels: NDArray[np.float64]) -> NDArray[np.int8]:
    """How urgent each report is, by what is felt: GREEN, YELLOW or RED."""
    worst = levels.max(axis=1)
    return np.where(worst >= model.red, RED, np.where(worst >= model.yellow, YELLOW, GREEN)).astype(np.int8)


def triage(given: NDArray[np.int8], before: NDArray[np.int8]) -> NDArray[np.int8]:
    """The colour that our own rule gives: red for a 4, yellow for a 3, for two points worse than the report before, or for
    a question left out. given, before: [report, question]; LEFT_OUT throughout `before` where there is none.
    """
    red = (given >= WORST).any(axis=1)
    worse = ((given - before >= 2) & (before != LEFT_OUT)).any(axis=1)
    yellow = (given == WORST - 1).any(axis=1) | worse | (given == LEFT_OUT).any(axis=1)
    colour: NDArray[np.int8] = np.where(red, RED, np.where(yellow, YELLOW, GREEN)).astype(np.int8)
    return colour
