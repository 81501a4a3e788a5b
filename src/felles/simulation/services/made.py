"""What do functions make for the step files: the answers of the weekly form, the colour our rule gives them, the truth?

reports_from_home.yaml names them by the form's id: `felles_weekly` (the whole data of an answer), `felles_weekly.colour` (what
triage says of it) and `felles_weekly.truth` (what triage ought to say).
"""

from functools import partial, reduce
from itertools import chain, product
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from felles.definitions.simulation.services import SymptomCourse
from felles.simulation.calendar import NO_DAY
from felles.simulation.courses.data_words import inner_json
from felles.simulation.courses.makers import Asked, Maker
from felles.simulation.parameters import Draw
from felles.simulation.services import symptoms
from felles.simulation.services.symptoms import KINDS, LEFT_OUT, LEVELS, WORST, SymptomModel, Weeks

Days: TypeAlias = NDArray[np.int32]

# Steps of reports_from_home.yaml that say when each treatment began; the later ones count where both have begun.
BEGINS = {
    "reports_from_home.surgery_on": "surgery",
    "reports_from_home.systemic_on": "systemic",
    "reports_from_home.radiotherapy_on": "radiotherapy",
    "reports_from_home.later_surgery_on": "surgery",
    "reports_from_home.later_systemic_on": "systemic",
    "reports_from_home.later_radiotherapy_on": "radiotherapy",
}
WORSE = ("relapse.relapsed", "relapse.grew", "kills")
OVER = "treatment.over"
A_CYCLE = 21
"""Days between two courses of medicine, after each of which one feels worse again."""
A_WEEK = 7
NUMBERS_OF_AN_ANSWER = WORST + 1


def makers(course: SymptomCourse, draw: Draw) -> dict[str, Maker]:
    """By the name that step files use."""
    model = symptoms.prepare(course, draw)
    needs = (*BEGINS, *WORSE, OVER)

    # Partials of functions, not closures: workers are handed the model as it is.
    return {
        course.id: Maker(answer_words(tuple(course.items), course.version), partial(_answered, model), needs),
        f"{course.id}.colour": Maker(LEVELS, partial(_colour, model), needs),
        f"{course.id}.truth": Maker(LEVELS, partial(_truth, model), needs),
    }


def _answered(model: SymptomModel, asked: Asked) -> NDArray[np.int32]:
    return answer_numbers(_answers(model, asked, 0))


def _colour(model: SymptomModel, asked: Asked) -> NDArray[np.int8]:
    before = _answers(model, asked, 1)
    before[asked.repeat == 0] = LEFT_OUT
    return symptoms.triage(_answers(model, asked, 0), before)


def _truth(model: SymptomModel, asked: Asked) -> NDArray[np.int8]:
    return symptoms.true_levels(model, symptoms.felt(model, asked.seed, _weeks(asked, 0)))


def _answers(model: SymptomModel, asked: Asked, weeks_ago: int) -> NDArray[np.int8]:
    """What is answered, [report, question]."""
    weeks = _weeks(asked, weeks_ago)
    return symptoms.answers(model, asked.seed, weeks, symptoms.felt(model, asked.seed, weeks))


def _weeks(asked: Asked, weeks_ago: int) -> Weeks:
    """The reports that are asked for, or those of some weeks before as they would have been."""
    day = asked.day.astype(np.int64) - A_WEEK * weeks_ago
    kind, since = last_treatment(day, {name: asked.day_of(name) for name in BEGINS}, asked.day_of(OVER))
    return Weeks(
        person=asked.person,
        tumour=asked.own.astype(np.int64),
        week=np.maximum(asked.repeat - weeks_ago, 0),
        kind=kind,
        since=since,
        until=days_to_worse(day, [asked.day_of(name) for name in WORSE]),
    )


def last_treatment(
    day: NDArray[np.int64], begins: dict[str, Days], over: Days
) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """The kind of treatment that is felt on each day (as symptoms.KINDS) and the days since it was at its worst: since the
    operation, since the latest course of medicine, since radiotherapy ended."""
    kind = np.zeros(len(day), np.uint8)
    start = np.full(len(day), NO_DAY, np.int64)
    for name, of_kind in BEGINS.items():
        begun = (begins[name] != NO_DAY) & (begins[name] <= day) & (begins[name] >= start)
        kind[begun], start[begun] = KINDS.index(of_kind), begins[name][begun]
    since = np.where(kind > 0, day - start, 0)
    under_way = (over == NO_DAY) | (day <= over)
    after = np.where(over == NO_DAY, 0, day - over)
    medicine = np.where(under_way, since % A_CYCLE, after)
    radiation = np.where(under_way, 0, after)
    by_kind = [np.zeros_like(since), since, medicine, radiation]
    return kind, np.choose(kind, by_kind).astype(np.float64)


def days_to_worse(day: NDArray[np.int64], worse: list[Days]) -> NDArray[np.float64]:
    """Days to the next of the days on which the disease shows itself; inf where none is ahead."""
    ahead = [np.where((days == NO_DAY) | (days < day), np.inf, days - day) for days in worse]
    return reduce(np.minimum, ahead)


def answer_words(items: tuple[str, ...], version: str) -> tuple[str, ...]:
    """Every way to answer the form, as JSON, in the order of `answer_numbers`: all questions, then with one left out."""
    answered = [[inner_json({item: given}) for given in range(NUMBERS_OF_AN_ANSWER)] for item in items]
    whole = product(*answered)  # the first question counts slowest
    holed = (
        given
        for hole, item in enumerate(items)
        for given in product(*answered[:hole], [inner_json({item: None})], *answered[hole + 1 :])
    )
    said = inner_json({"by": "patient", "mode": "digital", "version": version})
    return tuple(f'{{"answers":{{{",".join(given)}}},{said}}}' for given in chain(whole, holed))


def answer_numbers(answers: NDArray[np.int8]) -> NDArray[np.int32]:
    """Each report's place among `answer_words`. answers: [report, question], at most one of them LEFT_OUT."""
    questions = answers.shape[1]
    left_out = answers == LEFT_OUT
    whole = _counted(answers, np.zeros_like(left_out))
    holed = _counted(answers, left_out) + left_out.argmax(axis=1) * NUMBERS_OF_AN_ANSWER ** (questions - 1)
    return np.where(left_out.any(axis=1), NUMBERS_OF_AN_ANSWER**questions + holed, whole).astype(np.int32)


def _counted(answers: NDArray[np.int8], skipped: NDArray[np.bool_]) -> NDArray[np.int64]:
    number = np.zeros(len(answers), np.int64)
    for question in range(answers.shape[1]):
        counts = NUMBERS_OF_AN_ANSWER * number + answers[:, question]
        number = np.where(skipped[:, question], number, counts)
    return number
