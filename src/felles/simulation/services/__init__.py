"""What do services need that steps cannot say: suspicions without cancer, queues, and how patients feel?"""

from collections.abc import Mapping
from typing import NamedTuple

from felles.definitions.simulation.loading import SimulationDefinitions
from felles.simulation.courses.makers import Maker
from felles.simulation.parameters import Draw
from felles.simulation.services import made, queues, suspicions
from felles.simulation.services.queues import Queue
from felles.simulation.services.suspicions import Suspicions, SuspicionsModel, draw_suspicions

__all__ = ["ServicesModel", "Suspicions", "draw_suspicions", "prepare"]


class ServicesModel(NamedTuple):
    """suspicions: for `draw_suspicions`; queues, makers: for the courses, by name."""

    suspicions: SuspicionsModel
    queues: Mapping[str, Queue]
    makers: Mapping[str, Maker]


def prepare(simulation: SimulationDefinitions, draw: Draw, *, first: int, last: int) -> ServicesModel:
    """The services of the years first to last, both included. Regions stand in the order of the content."""
    records = simulation.records
    makers: dict[str, Maker] = {}
    for course in records["symptom_course"].values():
        makers |= made.makers(course, draw)
    return ServicesModel(
        suspicions=suspicions.prepare(records["suspicion"], draw),
        queues=queues.prepare(records["resource"], tuple(simulation.content.regions), first, last, draw),
        makers=makers,
    )
