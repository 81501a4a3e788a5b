"""When does each life end, and of what? The first of its tumours' deaths and of other causes; emigration ends what is seen."""

import math
from collections import namedtuple

from felles.simulation.cancers.course import power_at
from felles.simulation.cancers.model import CancerModel
from felles.simulation.cancers.survival import survival_at, time_until
from felles.simulation.compiling import kernel, narrow, part
from felles.simulation.structs import ALIVE, OTHER_CAUSE, People, Tumours

Ending = namedtuple("Ending", "sex born emigrates other_death died cause")
Killing = namedtuple("Killing", "row site clinical stage stage_found kills")
Survival = namedtuple("Survival", "curves older better")


def end_lives(model: CancerModel, people: People, tumours: Tumours) -> None:
    """Fill `died` and `cause` of the people, and `kills` of the tumours that were found in an earlier stage.

    A tumour found earlier kills when the same luck says under the survival of the stage it was found in, counted from the
    day on which symptoms would have come, and never sooner than without: being found gives no time by itself.
    """
    _end(narrow(Survival, model), narrow(Ending, people), narrow(Killing, tumours))


@kernel
def _end(model: Survival, people: Ending, tumours: Killing) -> None:
    for row in range(len(people.died)):
        people.died[row] = people.other_death[row]
        people.cause[row] = OTHER_CAUSE if people.other_death[row] < math.inf else ALIVE
    for at in range(len(tumours.row)):
        row, site = tumours.row[at], tumours.site[at]
        if tumours.stage_found[at] < tumours.stage[at] and tumours.kills[at] < math.inf:
            tumours.kills[at] = later_death(model, people, tumours, at)
        if tumours.kills[at] < people.died[row]:
            people.died[row], people.cause[row] = tumours.kills[at], site + 1
    for row in range(len(people.died)):
        if people.emigrates[row] < people.died[row]:
            people.died[row], people.cause[row] = math.inf, ALIVE
        elif people.died[row] < math.inf:
            people.emigrates[row] = math.inf


@part
def later_death(model: Survival, people: Ending, tumours: Killing, at: int) -> float:
    """When a tumour kills that was found in an earlier stage. Its luck is read back from when it would have killed."""
    row, site, clinical = tumours.row[at], tumours.site[at], tumours.clinical[at]
    sex = people.sex[row]
    curves = model.curves[site, sex]
    power = power_at(model.older[site], model.better[site, sex], clinical, clinical - people.born[row])
    luck = survival_at(curves[tumours.stage[at]], power, tumours.kills[at] - clinical)
    return float(max(tumours.kills[at], clinical + time_until(curves[tumours.stage_found[at]], power, luck)))
