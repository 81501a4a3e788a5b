"""What is written of a step: the columns of its events, for the rows that lie in the period?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from felles.simulation.calendar import NO_DAY
from felles.simulation.courses.arrays import Array, same
from felles.simulation.courses.days import lag, moved
from felles.simulation.courses.episodes import episodes_of, numbers_of
from felles.simulation.courses.luck_of_steps import Luck
from felles.simulation.courses.plan import TEXTS, DataPlan, StepPlan, UntilPlan
from felles.simulation.courses.relations import PEOPLE
from felles.simulation.courses.spans import SpanPlan
from felles.simulation.courses.views import View
from felles.simulation.structs import Events, no_events

Days = NDArray[np.int32]
_TEXT_KINDS = {field: getattr(no_events(), field).dtype.type for field in TEXTS}


@dataclass(frozen=True, slots=True)
class Window:
    """The days that are written, both included."""

    first: int
    last: int


def ends_of(plan: UntilPlan, view: View, day: Days, luck: Luck) -> Days:
    """When the event of each row ends, NO_DAY where it has no end; never before it began, nor after the end of life."""
    ends = day if plan.from_ is None else view.anchor(plan.from_)
    if plan.days is not None:
        ends = moved(ends, plan.days.days(view, luck))
    ends = np.where(ends == NO_DAY, NO_DAY, np.maximum(ends, day))
    last = np.maximum(view.of_rows(view.domain.frame.end), day)
    return np.where(ends == NO_DAY, NO_DAY, np.minimum(ends, last)).astype(np.int32)


def value_of(plan: StepPlan, view: View, luck: Luck, day: Days) -> Array:
    """The value of each row."""
    if isinstance(plan.value, SpanPlan):
        return plan.value.values(view, luck)
    assert plan.value is not None
    made = plan.value.of(view, luck, day)
    if plan.value.maker is not None:
        return np.asarray(made, np.float64)
    numbers = np.array([*(float(word) for word in plan.value.words), np.nan])
    return numbers.take(made)


def events_of(
    plan: StepPlan,
    view: View,
    day: Days,
    until: Days | None,
    code: NDArray[np.int32] | None,
    luck: Luck,
    window: Window,
) -> Events:
    """The events of the rows that are written."""
    written = in_window(plan, view, day, window)
    view, day = view.only_with(written, day)
    count, (person, index) = len(view.at), view.whose
    if count < len(written):
        until = None if until is None else until[written]
        code = None if code is None else code[written]
    texts = {field: _text(plan, field, view, luck, day) for field in TEXTS if field != "code" or code is None}
    if code is not None:
        texts["code"] = plan.words["code"].take(code)
    return Events(
        event=numbers_of(person, plan.number, index),
        person=np.add(person, 1, dtype=np.int64),
        type=same(plan.type, count, np.int16),
        day=day,
        until_day=_until(plan, until, count, window),
        precision=same(plan.precision, count, np.int8),
        recorded=(day + lag(plan.recorded, view, luck)).astype(np.int32, copy=False),
        episode=same(-1, count, np.int64) if plan.episode is None else episodes_of(person, plan.episode, index),
        code=texts["code"],
        value=same(np.nan, count, np.float64) if plan.value is None else value_of(plan, view, luck, day),
        unit=texts["unit"],
        place=texts["place"],
        actor=texts["actor"],
        replaces=same(-1, count, np.int64)
        if plan.replaces is None
        else numbers_of(person, plan.replaces.number, index),
        data=same(-1, count, np.int32) if plan.data is None else _data(plan.data, view, luck, day),
    )


def in_window(plan: StepPlan, view: View, day: Days, window: Window) -> NDArray[np.bool_]:
    """Which rows are written: in the period or history, and not before somebody came to the country."""
    frame = view.domain.frame
    written: NDArray[np.bool_] = day <= window.last
    if not plan.history:
        written &= day >= window.first
    if not plan.history or frame.relation.name != PEOPLE:
        written &= day >= view.of_rows(frame.came)
    if plan.replaces is not None and not plan.replaces.history:
        written &= view.anchor(plan.replaces.step) >= window.first
    return written


def joined(parts: Sequence[Events]) -> Events:
    """The events of many steps as one."""
    return Events(*(np.concatenate(columns) for columns in zip(no_events(), *parts, strict=True)))


def _text(plan: StepPlan, field: str, view: View, luck: Luck, day: Days) -> Array:
    """The run's number of each row's word, -1 where the step says none."""
    if field not in plan.texts:
        return same(-1, len(view.at), _TEXT_KINDS[field])
    constant = plan.texts[field].constant
    if constant is not None:
        return same(plan.words[field][constant], len(view.at), _TEXT_KINDS[field])
    return plan.words[field].take(plan.texts[field].of(view, luck, day))


def _until(plan: StepPlan, until: Days | None, count: int, window: Window) -> Days:
    if until is None or plan.until is None:
        never: Days = same(NO_DAY, count, np.int32)
        return never
    if not plan.until.known_late:
        return until
    return np.where(until > window.last, NO_DAY, until).astype(np.int32)


def _data(plan: DataPlan, view: View, luck: Luck, day: Days) -> Array:
    """The run's number of each row's JSON."""
    if plan.made is not None:
        return plan.number.take(plan.made.of(view, luck, day))
    number: Any = None
    for fields, size in zip(plan.digits, plan.sizes, strict=True):
        words = fields[0][1]
        word = words.of(view, luck, day) if words.constant is None else words.constant
        number = word if number is None else np.asarray(number, np.int64) * size + word
    objects = plan.number.take(0 if number is None else number)
    return objects if objects.ndim else same(int(objects), len(view.at), np.int32)
