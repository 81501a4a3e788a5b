"""What does a test see of a tumour, and what does finding it change?"""

import math

from numba import njit

from felles.simulation.luck import uniform
from felles.simulation.purposes import SCREENING_PRECURSOR


@njit(nogil=True, cache=True, inline="always")
def stage_at(entries, time):  # type: ignore[no-untyped-def]
    """The stage that a tumour has come to at a time, 0 where it has no stages."""
    stage = 0
    for each in range(4):
        if entries[each] <= time:
            stage = each + 1
    return stage


@njit(nogil=True, cache=True, inline="always")
def sensitivity(sees, growing, stage, since):  # type: ignore[no-untyped-def]
    """How likely a tumour is to be seen, `since` years after it could first be detected. sees: by stage, the last without."""
    share = sees[4 if stage == 0 else stage - 1]
    return share * (1.0 - math.exp(-since / growing)) if growing > 0.0 else share


@njit(nogil=True, cache=True, inline="always")
def precancer_begins(seed, person, tumour, onset, precursor):  # type: ignore[no-untyped-def]
    """When the precancer came that the tumour arose from. tumour: which of the person's; precursor: scale and shape."""
    spent = -math.log(uniform(seed, person, SCREENING_PRECURSOR, tumour))
    return onset - precursor[0] * spent ** (1.0 / precursor[1])


@njit(nogil=True, cache=True, inline="always")
def prevent(tumours, tumour):  # type: ignore[no-untyped-def]
    """The tumour never comes."""
    tumours.onset[tumour] = tumours.clinical[tumour] = math.inf
    tumours.diagnosed[tumour] = tumours.kills[tumour] = math.inf
    for stage in range(4):
        tumours.entries[tumour, stage] = math.inf
