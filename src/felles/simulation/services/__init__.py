"""What do services need that steps cannot say: suspicions without cancer, queues, and how patients feel?"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from felles.definitions.simulation.loading import SimulationDefinitions
from felles.simulation.cancers.kinds import subtypes
from felles.simulation.courses.makers import Maker
from felles.simulation.courses.tumour_codes import pathway_of
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


def prepare(
    simulation: SimulationDefinitions, draw: Draw, *, first: int, last: int, only: Sequence[str] = ()
) -> ServicesModel:
    """The services of the years first to last, both included. Regions stand in the order of the content.

    only: the cancers that are lived, none for all: nobody is suspected of another.
    """
    records = simulation.records
    wanted = pathways_of(simulation, only) if only else None
    makers: dict[str, Maker] = {}
    for course in records["symptom_course"].values():
        makers |= made.makers(course, draw)
    return ServicesModel(
        suspicions=suspicions.prepare(records["suspicion"], draw, wanted),
        queues=queues.prepare(records["resource"], tuple(simulation.content.regions), first, last, draw),
        makers=makers,
    )


def pathways_of(simulation: SimulationDefinitions, only: Sequence[str]) -> frozenset[str]:
    """The pathways that these cancers' codes belong to."""
    pathways = tuple(simulation.content.pathways.values())
    codes = [kind.icd10 for name in only for kind in subtypes(simulation.records["cancer"][name])]
    return frozenset(found for code in codes if (found := pathway_of(code, pathways)))
