"""How often does a step come back, and when?"""

import numpy as np
from numpy.typing import NDArray

from felles.simulation.calendar import NO_DAY
from felles.simulation.courses.days import moved, on_weekdays
from felles.simulation.courses.luck_of_steps import Luck
from felles.simulation.courses.plan import RepeatPlan
from felles.simulation.courses.relations import LAST_DAY
from felles.simulation.courses.views import OCCURRENCES, Domain, View

Days = NDArray[np.int32]


def occurrences(
    plan: RepeatPlan, view: View, first: Days, last: Days, luck: Luck, *, weekdays: bool
) -> tuple[View, Days]:
    """Occurrences of rows whose first day is known, as rows of a domain of their own, with their days.

    last: the day after which none comes, for each row; weekdays: whether weekends are left to the next Monday.
    """
    every = np.maximum(np.broadcast_to(plan.every.drawn(view, luck) * abs(plan.every.times), first.shape), 0.0)
    counts = _counts(plan, view, first, last, every, luck)
    of = np.repeat(np.arange(len(first)), counts)
    number = np.arange(len(of)) - np.repeat(np.cumsum(counts) - counts, counts)
    domain = Domain(view.domain.frame, view.rows[of], number)
    made = View(domain, np.arange(len(of)), view.left)
    day = (first[of] + np.floor(number * every[of] + 0.5)).astype(np.int32)
    if plan.jitter is not None:
        day = np.where(number > 0, moved(day, plan.jitter.days(made, luck)), day)
    if weekdays:
        day = on_weekdays(day, before=False)
    kept = day <= last[of]
    if plan.share is not None:
        kept &= luck.of(made, plan.share.purpose) < plan.share.number.of(made)
    if kept.all():
        return made, day
    domain = Domain(view.domain.frame, made.rows[kept], number[kept])
    return View(domain, np.arange(domain.size), view.left), day[kept]


def _counts(
    plan: RepeatPlan, view: View, first: Days, last: Days, every: NDArray[np.float64], luck: Luck
) -> NDArray[np.int64]:
    until = last
    if plan.until is not None:
        ends = view.anchor(plan.until)
        until = np.minimum(last, np.where(ends == NO_DAY, LAST_DAY, ends))
    room = until.astype(np.float64) - first
    fit = np.where(room < 0, 0, np.floor(room / np.maximum(every, 1e-9)) + 1)
    most = OCCURRENCES if plan.times is None else np.nan_to_num(plan.times.days(view, luck))
    return np.clip(np.minimum(fit, most), 0, OCCURRENCES).astype(np.int64)
