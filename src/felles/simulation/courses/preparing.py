"""How do step files become the model that chunks of persons are run with?"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from felles.definitions.simulation.courses import Course
from felles.simulation.courses.conditions import conditions
from felles.simulation.courses.country_words import CountryWords
from felles.simulation.courses.episodes import MOST_STEPS
from felles.simulation.courses.luck_of_steps import Questions
from felles.simulation.courses.makers import Maker
from felles.simulation.courses.plan import TEXTS, CoursePlan, StepPlan
from felles.simulation.courses.refusals import Spot
from felles.simulation.courses.registry import RELATIONS
from felles.simulation.courses.relations import Relation, columns_of
from felles.simulation.courses.scope import Scope, StepNames
from felles.simulation.courses.step_compiling import PRECISIONS, StepCompiler, Tools
from felles.simulation.parameters import Draw
from felles.simulation.structs import Words, no_events

_NAME = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)+")


@dataclass(frozen=True, slots=True)
class CoursesModel:
    """courses: in an order in which each finds what it asks of others; queues: extra days [region, week] by resource."""

    courses: tuple[CoursePlan, ...]
    words: Words
    country: CountryWords
    queues: Mapping[str, Any]


def prepare(
    courses: Mapping[str, Course],
    country: CountryWords,
    draw: Draw,
    *,
    makers: Mapping[str, Maker] | None = None,
    queues: Mapping[str, Any] | None = None,
    relations: Mapping[str, Relation] = RELATIONS,
) -> CoursesModel:
    """The model of a run. queues: by resource, with `first_day` and `days[region, week]`, regions as in `country`.

    Raises ContentErrors with everything that is wrong with the step files.
    """
    whole = Spot("content/simulation/services")
    ordered = _in_order(courses, whole)
    numbers = _step_numbers(courses, whole)
    tools = Tools(draw, Questions(), makers or {}, frozenset(queues or ()))
    steps: dict[str, dict[str, StepNames]] = {name: {} for name in relations}
    asked: set[tuple[str, str]] = set()
    plans = []
    for course in ordered:
        spot = Spot(f"{whole.file}/{course.id}.yaml", "", whole.found)
        if course.of not in relations:
            spot.inside("of").refuse_word(course.of, relations, "rows that courses run over")
            continue
        scope = _scope(course, relations, country, steps[course.of])
        plans.append(_course_plan(course, scope, relations[course.of], numbers, tools, spot))
        asked |= scope.asked
    whole.raise_found()
    for plan in plans:
        for step in plan.steps:
            step.asks = frozenset(field for name, field in asked if name == step.name)
    return CoursesModel(tuple(plans), _number_words(plans), country, queues or {})


def _scope(
    course: Course, relations: Mapping[str, Relation], country: CountryWords, steps: dict[str, StepNames]
) -> Scope:
    columns = columns_of(relations[course.of], relations)
    words = {name: column.words(country) for name, column in columns.items() if column.kind == "words"}
    return Scope(course.id, columns, words, steps)


def _course_plan(
    course: Course, scope: Scope, relation: Relation, numbers: Mapping[str, int], tools: Tools, spot: Spot
) -> CoursePlan:
    compiler = StepCompiler(course, relation.time, scope, tools, spot.inside("steps"))
    held = conditions(course.when, scope, spot.inside("when"))
    compiler.scope = scope.narrowed(course.when)
    steps = tuple(compiler.plan(step, numbers[f"{course.id}.{step.id}"]) for step in course.steps)
    return CoursePlan(course.id, course.of, held, steps)


def _step_numbers(courses: Mapping[str, Course], spot: Spot) -> dict[str, int]:
    """Steps numbered in the order of the files' names."""
    names = [f"{course.id}.{step.id}" for _, course in sorted(courses.items()) for step in course.steps]
    if len(names) > MOST_STEPS:
        spot.refuse(f"{len(names)} steps", f"at most {MOST_STEPS} in all files")
    return {name: number for number, name in enumerate(names)}


def _in_order(courses: Mapping[str, Course], spot: Spot) -> list[Course]:
    """Courses after those that they name."""
    graph = {name: _named(course, courses) for name, course in sorted(courses.items())}
    try:
        return [courses[name] for name in TopologicalSorter(graph).static_order()]
    except CycleError as error:
        spot.refuse(" -> ".join(error.args[1]), "files that do not name each other in a circle")
        spot.raise_found()
        raise


def _named(course: Course, courses: Mapping[str, Course]) -> list[str]:
    """The other courses whose steps it names anywhere."""
    found = {word.partition(".")[0] for word in _texts(course) if _NAME.fullmatch(word)}
    own = {course.id, *(step.id for step in course.steps)}
    return sorted(name for name in found - own if name in courses)


def _texts(part: Any) -> list[str]:
    """Every text within a definition."""
    if isinstance(part, str):
        return [part]
    if part is None or isinstance(part, float | int):
        return []
    if isinstance(part, Mapping):
        return [text for key, value in part.items() for text in (str(key), *_texts(value))]
    if isinstance(part, Sequence):
        return [text for item in part for text in _texts(item)]
    if hasattr(part, "__dataclass_fields__"):
        return [text for name in part.__dataclass_fields__ for text in _texts(getattr(part, name))]
    return []


def _number_words(plans: Sequence[CoursePlan]) -> Words:
    """The word lists of the run; every plan learns the numbers of its own words on them."""
    steps = [step for plan in plans for step in plan.steps if step.event is not None]
    lists = {field: _sorted_words(steps, field) for field in TEXTS}
    texts = tuple(sorted({text for step in steps if step.data for text in step.data.texts if text}))
    types = tuple(sorted({step.event for step in steps if step.event}))
    numbers = {field: {word: number for number, word in enumerate(words)} for field, words in lists.items()}
    of_text = {text: number for number, text in enumerate(texts)}
    for step in steps:
        step.type = types.index(step.event or "")
        step.words = {
            field: _numbered(step.texts[field].words, numbers[field]).astype(getattr(no_events(), field).dtype)
            for field in step.texts
        }
        if step.data is not None:
            in_run = _numbered(step.data.texts, of_text)
            step.data.number = in_run if step.data.made is not None else in_run[step.data.place]
    return Words(type=types, precision=PRECISIONS, data=texts, **lists)


def _sorted_words(steps: Sequence[StepPlan], field: str) -> tuple[str, ...]:
    return tuple(sorted({word for step in steps if field in step.texts for word in step.texts[field].words}))


def _numbered(words: Sequence[str], numbers: Mapping[str, int]) -> NDArray[np.int32]:
    """The run's number of each word; the last, which -1 finds, for none."""
    return np.array([*(numbers.get(word, -1) for word in words), -1], np.int32)
