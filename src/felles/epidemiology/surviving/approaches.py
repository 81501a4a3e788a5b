"""Which part of the follow-up counts: all of it, that of patients of some years, or that within a window of years?

Complete and cohort: patients diagnosed in the years given, with all their follow-up. Period (Brenner and Gefeller 1996,
Cancer 78:2004-10): follow-up within the window, to which patients diagnosed earlier enter late. Hybrid (Brenner and
Rachet 2004, Eur J Cancer 40:2494-501): as period, but the newest diagnosis years that the registry has in full enter at
diagnosis, though that lies before the window.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from felles.epidemiology.errors import BadTable, NobodyLeft
from felles.epidemiology.noting import Note
from felles.epidemiology.surviving.calendar import year_start
from felles.epidemiology.surviving.cohort import Cohort, only

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Approach = Literal["complete", "cohort", "period", "hybrid"]
APPROACHES = ("complete", "cohort", "period", "hybrid")


def counted(
    cohort: Cohort, approach: Approach, period: tuple[int, int] | None, newest: tuple[int, int] | None, longest: float
) -> Cohort:
    """The cohort with the follow-up that counts; late entry, censoring and those without any are its doing.

    period: first and last year. newest: with hybrid, the diagnosis years that enter at diagnosis; by default as many
    years as the window has, up to the last year of diagnosis in the table. longest: days asked for.
    Raises BadTable where the words do not fit each other, or nobody is left.
    """
    if approach not in APPROACHES:
        raise BadTable(f"There is no approach {approach}. There are {', '.join(APPROACHES)}.")
    if period is None:
        if approach == "complete":
            return cohort
        raise BadTable(f"The {approach} approach needs a period, its first and last year such as 2020-2024.")
    if period[0] > period[1]:
        raise BadTable(f"The period {period[0]}-{period[1]} ends before it begins.")
    if approach in ("complete", "cohort"):
        chosen = _diagnosed_within(cohort, period)
        return _short_of(chosen, longest) if approach == "cohort" else chosen
    return _within_window(cohort, period, _newest(cohort, period, newest) if approach == "hybrid" else None)


def _diagnosed_within(cohort: Cohort, years: tuple[int, int]) -> Cohort:
    kept = _in_years(cohort.diagnosed, years)
    if not kept.any():
        raise NobodyLeft(f"Nobody in the table was diagnosed in {years[0]}-{years[1]}.", cohort.notes)
    return only(cohort, kept)


def _short_of(cohort: Cohort, longest: float) -> Cohort:
    from felles.epidemiology.surviving.codes import ALIVE

    short = int(((cohort.status == ALIVE) & (cohort.last < int(longest))).sum())
    if not short:
        return cohort
    note = Note("cohort_short", count=short)
    return replace(cohort, notes=(*cohort.notes, note))


def _newest(cohort: Cohort, period: tuple[int, int], newest: tuple[int, int] | None) -> NDArray[np.bool_]:
    return _in_years(cohort.diagnosed, newest or newest_years(int(cohort.diagnosed.max()), period))


def newest_years(last_diagnosed: int, period: tuple[int, int]) -> tuple[int, int]:
    """The newest diagnosis years, as many as the window has, up to that of a day number."""
    import numpy as np

    last = int(np.datetime64(last_diagnosed, "D").astype("datetime64[Y]").astype(np.int64)) + 1970
    last = min(last, period[1])
    return (last - (period[1] - period[0]), last)


def _in_years(days: NDArray[np.int64], years: tuple[int, int]) -> NDArray[np.bool_]:
    return (days >= year_start(years[0])) & (days < year_start(years[1] + 1))


def _within_window(cohort: Cohort, period: tuple[int, int], from_diagnosis: NDArray[np.bool_] | None) -> Cohort:
    import numpy as np

    from felles.epidemiology.surviving.codes import ALIVE

    opens, closes = year_start(period[0]) - 1, year_start(period[1] + 1) - 1
    entry = np.maximum(cohort.entry, opens - cohort.diagnosed)
    if from_diagnosis is not None:
        entry = np.where(from_diagnosis, cohort.entry, entry)
    last = np.minimum(cohort.last, closes - cohort.diagnosed)
    status = np.where(cohort.last > last, np.int8(ALIVE), cohort.status)
    kept = (last > entry) | ((last == 0) & (entry == 0))
    note = Note("outside_window", first=period[0], last=period[1], count=int((~kept).sum()))
    notes = cohort.notes if kept.all() else (*cohort.notes, note)
    if not kept.any():
        raise NobodyLeft(f"Nobody in the table was under observation in {period[0]}-{period[1]}.", notes)
    return only(replace(cohort, entry=entry, last=last, status=status, notes=notes), kept)
