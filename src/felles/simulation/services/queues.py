"""How many days does a patient wait for a resource that all pathways share, in this region and this week?

A deterministic weekly balance, solved once: what waits next week is L' = max(0, L + A - C) with arrivals A and capacity C,
and by Little's law whoever comes now waits L / C weeks. So that no patient depends on another, patients read the table:
their own arrivals are part of what everybody's are on average.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from felles.definitions.simulation.services import QuietWeeks, Resource
from felles.simulation.calendar import first_day
from felles.simulation.parameters import Draw


class Queue(NamedTuple):
    """days[region, week]: whole days of waiting, weeks from first_day (in days since 1970-01-01)."""

    first_day: int
    days: NDArray[np.int16]


def prepare(
    resources: Mapping[str, Resource], regions: tuple[str, ...], from_year: int, to_year: int, draw: Draw
) -> dict[str, Queue]:
    """Each resource's waits from 1 January of from_year to the end of to_year. Raises KeyError for a region without capacity."""
    begins = first_day(from_year)
    starts = np.arange(begins, first_day(to_year + 1), 7)
    return {name: Queue(begins, _days(resource, regions, starts, draw)) for name, resource in resources.items()}


def balance(arrivals: NDArray[np.float64], capacity: NDArray[np.float64], longest: float) -> NDArray[np.float64]:
    """Days of waiting for whoever arrives in each week. arrivals, capacity: cases a week; longest: days at which help comes."""
    waits = np.empty(len(arrivals))
    queue = 0.0
    for week in range(len(arrivals)):
        queue = min(max(0.0, queue + arrivals[week] - capacity[week]), longest / 7 * capacity[week])
        waits[week] = 7 * queue / capacity[week]
    return waits


def _days(resource: Resource, regions: tuple[str, ...], starts: NDArray[np.int64], draw: Draw) -> NDArray[np.int16]:
    path = f"services/{resource.id}"
    years = (starts - starts[0]) / 365.2425
    usual = draw(resource.arrivals, f"{path}.arrivals")
    arrivals = usual * (1 + draw(resource.arrivals_growth, f"{path}.arrivals_growth")) ** years
    capacity = usual * (1 + draw(resource.capacity_growth, f"{path}.capacity_growth")) ** years
    for number, quiet in enumerate(resource.quiet):
        weeks = _weeks_of_year(starts, quiet)
        arrivals = np.where(weeks, arrivals * draw(quiet.arrivals, f"{path}.quiet.{number}.arrivals"), arrivals)
        capacity = np.where(weeks, capacity * draw(quiet.capacity, f"{path}.quiet.{number}.capacity"), capacity)
    longest = draw(resource.longest, f"{path}.longest")
    figures = [draw(resource.capacity[region], f"{path}.capacity.{region}") for region in regions]
    return np.stack([balance(arrivals, capacity * figure, longest) for figure in figures]).astype(np.int16)


def _weeks_of_year(starts: NDArray[np.int64], quiet: QuietWeeks) -> NDArray[np.bool_]:
    days = starts.astype("datetime64[D]")
    week = (days - days.astype("datetime64[Y]").astype("datetime64[D]")).astype(np.int64) // 7
    quiet_weeks: NDArray[np.bool_] = (week >= quiet.from_week) & (week <= quiet.to_week)
    return quiet_weeks
