"""Which events do the services write about the rows of a chunk? Step after step, each on all rows where it happens.

1. who is asked at all: the file's conditions, people who are seen in the period
2. each step: conditions, probability, day, the end of life, occurrences
3. what later steps ask for is kept; what lies in the period is written
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from felles.simulation.calendar import NO_DAY
from felles.simulation.courses.days import days_of
from felles.simulation.courses.luck_of_steps import Luck
from felles.simulation.courses.plan import CoursePlan, SharePlan, StepPlan
from felles.simulation.courses.preparing import CoursesModel
from felles.simulation.courses.registry import RELATIONS
from felles.simulation.courses.relations import Chunk, Frame
from felles.simulation.courses.repeating import occurrences
from felles.simulation.courses.views import Domain, Left, View
from felles.simulation.courses.writing import Window, ends_of, events_of, value_of
from felles.simulation.structs import Events

Days = NDArray[np.int32]
_NO_DAYS: Days = np.empty(0, np.int32)


def run(model: CoursesModel, seed: int, rows: Mapping[str, Any], first_day: int, last_day: int) -> list[Events]:
    """The events of a chunk, step by step. rows: structs of arrays by relation; days since 1970-01-01, both included."""
    chunk = Chunk(seed, model.country, RELATIONS, rows)
    runner = _Runner(model, Luck(seed), Window(first_day, last_day), chunk, {})
    return [part for course in model.courses if course.of in rows for part in runner.course(course)]


@dataclass(slots=True)
class _Runner:
    model: CoursesModel
    luck: Luck
    window: Window
    chunk: Chunk
    left: dict[str, Left]

    def course(self, course: CoursePlan) -> Iterator[Events]:
        """The events of a file."""
        frame = self.chunk.frame(course.of)
        if not frame.size:
            return  # and nothing is left for other courses to ask of: their rows are the same
        domain: Domain = frame.kept("domain of rows", lambda: Domain(frame))
        view = View(domain, seen(frame, self.window), self.left)
        for condition in course.conditions:
            view = view.only(condition.of(view))
        for step in course.steps:
            part = self.step(step, view)
            if part is not None:
                yield part

    def step(self, plan: StepPlan, rows: View) -> Events | None:
        """The events of a step; what later steps ask of it is kept."""
        view, day = self.happening(plan, self.candidates(plan, rows))
        code = None
        if plan.needs_code or ("code" in plan.asks and "code" in plan.texts):
            code = np.asarray(plan.texts["code"].of(view, self.luck, day))
        if plan.needs_code and code is not None:
            there = code >= 0
            view, day = view.only_with(there, day)
            code = code if len(code) == len(day) else code[there]
        until = None if plan.until is None else ends_of(plan.until, view, day, self.luck)
        if plan.asks:
            left = self.left[plan.name] = kept_of(plan, view, day, until, code)
            if "value" in plan.asks and plan.value is not None:
                left.value = _spread(view, value_of(plan, view, self.luck, day), np.nan)
        if plan.event is None or not len(view.at):
            return None
        return events_of(plan, view, day, until, code, self.luck, self.window)

    def candidates(self, plan: StepPlan, rows: View) -> View:
        """Rows of the course, or occurrences of the step that this one comes with."""
        if plan.each is None or plan.each.step is None:
            return rows
        left = self.left[plan.each.step]
        view = View(left.domain, np.flatnonzero(left.day != NO_DAY), self.left)
        inside = np.zeros(rows.domain.size, bool)
        inside[rows.rows] = True
        return view.only(inside[view.rows])

    def happening(self, plan: StepPlan, view: View) -> tuple[View, Days]:
        """Where and when it happens."""
        for ref in plan.only_if:
            view = view.only(view.anchor(ref) != NO_DAY)
        for ref in plan.unless:
            view = view.only(view.anchor(ref) == NO_DAY)
        for condition in plan.conditions:
            view = view.only(condition.of(view))
        if not len(view.at) and plan.repeat is None:
            return view, _NO_DAYS
        view = luckily(plan.share, view, self.luck)
        anchor = view.anchor(plan.anchor)
        view, anchor = view.only_with(anchor != NO_DAY, anchor)
        day = days_of(plan, view, anchor, self.luck, self.model.queues)
        last = view.of_rows(view.domain.frame.end)
        if plan.repeat is None:
            happens = day != NO_DAY
            if not plan.after_life:
                happens &= day <= last
            return view.only_with(happens, day)
        last = np.minimum(last, np.int32(self.window.last))
        return occurrences(plan.repeat, view, day, last, self.luck, weekdays=plan.weekdays)


def luckily(share: SharePlan | None, view: View, luck: Luck) -> View:
    """The rows where something of this probability happens."""
    return view if share is None else view.only(luck.of(view, share.purpose) < share.number.of(view))


def seen(frame: Frame, window: Window) -> NDArray[np.int64]:
    """Rows that come at some time, of people who are in the country in the period."""

    def rows() -> NDArray[np.int64]:
        here = (frame.end >= window.first) & (frame.day("entered") <= window.last)
        return np.flatnonzero(here & (frame.day(frame.relation.time) != NO_DAY))

    found: NDArray[np.int64] = frame.kept("rows seen", rows)
    return found


def kept_of(plan: StepPlan, view: View, day: Days, until: Days | None, code: NDArray[np.int32] | None) -> Left:
    """What later steps ask of a step, over its domain."""
    left = Left(view.domain, _spread(view, day, NO_DAY))
    if until is not None and "until" in plan.asks:
        left.until = _spread(view, until, NO_DAY)
    if code is not None and "code" in plan.asks:
        left.code = _spread(view, code, -1)
    return left


def _spread(view: View, values: NDArray[Any], none: float) -> NDArray[Any]:
    if len(view.at) == view.domain.size:
        return values
    made = np.full(view.domain.size, none, values.dtype)
    made[view.at] = values
    return made
