"""What does a curve say at given times, and for whom can nothing be said?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from felles.epidemiology.errors import BadTable
from felles.epidemiology.noting import Note
from felles.epidemiology.surviving.calendar import YEAR
from felles.epidemiology.surviving.integrals import gaps

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    from numpy.typing import NDArray

    from felles.epidemiology.surviving.curves import Curve
    from felles.epidemiology.surviving.tally import Counts


@dataclass(frozen=True, kw_only=True, eq=False)
class Points:
    """By group (row) and time asked for (column); NaN where nothing can be said.

    survival; error: standard error of its logarithm; at_risk: still under observation then; events: deaths until then.
    """

    survival: NDArray[np.float64]
    error: NDArray[np.float64]
    at_risk: NDArray[np.int64]
    events: NDArray[np.int64]


def days_of(at: Sequence[float]) -> list[float]:
    """The times asked for, in days. Raises BadTable for a time that is not above 0 or beyond 100 years."""
    if not at:
        raise BadTable("Name at least one time in years, such as 1,5,10.")
    for years in at:
        if not 0 < years <= 100:
            raise BadTable(f"A time is a number of years above 0 and up to 100; got {years}.")
    return [years * YEAR for years in at]


def points(curve: Curve, counts: Counts, at: Sequence[float], given: float = 0.0) -> Points:
    """The curve at times in years, given that the first `given` years were survived.

    An estimate is that of the last day on which anybody died or left; with Pohar Perme the expected hazard until the
    time itself counts too (relsurv's add.times). It is known where somebody was under observation all the way.
    """
    import numpy as np

    start = given * YEAR
    survived = _read(curve, counts, start) if given else (1.0, 0.0)
    died = counts.died.cumsum(axis=1)
    before = died[:, int(start)] if given else 0
    made = []
    for days in days_of(at):
        day = int(days)
        survival, variance = _read(curve, counts, days)
        known = _known(curve, counts, start, days) & (survived[0] > 0) & (days > start)
        with np.errstate(divide="ignore", invalid="ignore"):
            part, error = survival / survived[0], np.sqrt(variance - survived[1])
        unknown = np.full(len(part), np.nan)
        values = np.where(known, part, unknown), np.where(known, error, unknown)
        made.append((*values, counts.at_risk[:, day + 1], died[:, day] - before))
    survival, error, at_risk, events = (np.stack(each, axis=1) for each in zip(*made, strict=True))
    return Points(survival=survival, error=error, at_risk=at_risk, events=events)


def _read(curve: Curve, counts: Counts, days: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Survival of every group at a time, and the variance of its logarithm."""
    import numpy as np

    day = int(days)
    everyone = np.arange(len(curve.survival))
    if curve.expected.any():
        part = days - day
        return curve.survival[:, day] * (1 + part * curve.expected[:, day + 1]), curve.variance[:, day]
    ends = gaps(counts)[:, 1 : day + 2]
    last = ends.shape[1] - 1 - ends[:, ::-1].argmax(axis=1)
    survival = np.where(ends.any(axis=1), curve.survival[everyone, last], 1.0)
    return survival, np.where(ends.any(axis=1), curve.variance[everyone, last], 0.0)


def _known(curve: Curve, counts: Counts, start: float, days: float) -> NDArray[np.bool_]:
    """Whether somebody was at risk on every day; or everybody had died, which is known from then on."""
    import numpy as np

    first = int(start) + 1 if start else 0
    day = int(days) + (days > int(days))
    watched = (counts.at_risk[:, first : day + 1] > 0).all(axis=1)
    extinct = (curve.survival[:, int(days)] == 0) & (counts.at_risk[:, first] > 0)
    return np.asarray(watched | extinct)


def without_answer(groups: pl.DataFrame, at: Sequence[float], known: NDArray[np.bool_]) -> Iterator[str]:
    """A note on the groups and times for which nothing can be said."""
    missing = [
        f"{named(groups, group)} {years:g} years".strip()
        for group, row in enumerate(known)
        for years, there in zip(at, row, strict=True)
        if not there
    ]
    if missing:
        shown = "; ".join(missing[:_SHOWN]) + (" ..." if len(missing) > _SHOWN else "")
        yield Note("no_estimate", count=len(missing), shown=shown)


_SHOWN = 5


def named(groups: pl.DataFrame, group: int) -> str:
    """A group by the values of its columns; empty where there is only one, of everybody."""
    if not groups.width:
        return ""
    return ", ".join(f"{name} {value}" for name, value in groups.row(group, named=True).items())
