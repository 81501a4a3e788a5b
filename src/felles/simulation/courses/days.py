"""On which day does a step happen?"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from felles.simulation.calendar import NO_DAY, start_of_year
from felles.simulation.compiling import kernel_of
from felles.simulation.courses.arrays import same
from felles.simulation.courses.luck_of_steps import Luck
from felles.simulation.courses.plan import StepPlan
from felles.simulation.courses.spans import SpanPlan
from felles.simulation.courses.views import View

Days = NDArray[np.int32]
_DAYS = "Array(int32, 1, 'A', readonly=True)"
_MONDAY = 3  # 1970-01-01 was a Thursday
_MONTH, _YEAR = 1, 2


def days_of(plan: StepPlan, view: View, anchor: Days, luck: Luck, queues: Mapping[str, Any]) -> Days:
    """The day of each row of a view, from that of its anchor."""
    day = anchor
    if plan.days is not None:
        day = moved(anchor, plan.days.days(view, luck))
        if plan.days.queue is not None:
            day = day + waits(queues[plan.days.queue], view, anchor)
    nowhere = day == NO_DAY
    for ref in plan.not_before:
        day = np.maximum(day, view.anchor(ref))
    for ref in plan.not_after:
        other = view.anchor(ref)
        day = np.where(other == NO_DAY, day, np.minimum(day, other))
    if plan.days is not None and plan.days.times < 0:
        day = np.maximum(day, view.of_rows(view.domain.frame.day("born")))
    if plan.weekdays:
        day = on_weekdays(day, before=plan.days is not None and plan.days.times < 0)
    day = start_of_precision(day, plan.precision)
    return np.where(nowhere, NO_DAY, day) if np.count_nonzero(nowhere) else day


def moved(day: Days, by: Any) -> Days:
    """Days moved by whole days; NO_DAY where either is nothing."""
    made = np.empty(len(day), np.int32)
    _move(day, by if np.ndim(by) else same(float(by), len(day), np.float64), made)
    return made


def waits(queue: Any, view: View, day: Days) -> Days:
    """The extra days of a queue in the row's region, in the week of the day; the nearest week outside those solved."""
    week = np.clip((day - queue.first_day) // 7, 0, queue.days.shape[1] - 1)
    found: Days = queue.days[view.column("region"), week].astype(np.int32)
    return found


def on_weekdays(day: Days, *, before: bool) -> Days:
    """Saturdays and Sundays moved to the Monday after, or the Friday before."""
    made = np.empty(len(day), np.int32)
    _move_to_weekdays(day, before, made)
    return made


def start_of_precision(day: Days, precision: int) -> Days:
    """The first day of the month or the year, where no more is known. precision: 0 the day, 1 the month, 2 the year."""
    if precision == _MONTH:
        return day.astype("datetime64[D]").astype("datetime64[M]").astype("datetime64[D]").astype(np.int32)
    starts: Days = start_of_year(day) if precision == _YEAR else day
    return starts


def lag(plan: SpanPlan | None, view: View, luck: Luck) -> Any:
    """Days until an event is in the log."""
    return np.int32(1) if plan is None else np.fmax(plan.days(view, luck), 0.0)


@kernel_of(f"void({_DAYS}, Array(float64, 1, 'A', readonly=True), int32[::1])")
def _move(days: Days, by: NDArray[np.float64], made: Days) -> None:
    for row in range(len(days)):
        nowhere = np.isnan(by[row]) or days[row] == NO_DAY
        made[row] = NO_DAY if nowhere else np.int32(days[row] + by[row])


@kernel_of(f"void({_DAYS}, boolean, int32[::1])")
def _move_to_weekdays(days: Days, before: bool, made: Days) -> None:
    for row in range(len(days)):
        weekday = (days[row] + _MONDAY) % 7
        by = (4 - weekday) if before else (7 - weekday)
        made[row] = days[row] + (by if weekday >= 5 else 0)
