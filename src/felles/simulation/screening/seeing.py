"""What does a test see of a tumour, and what does finding it change?"""

import math
from typing import NamedTuple

from felles.simulation.compiling import part
from felles.simulation.luck import uniform, uniforms
from felles.simulation.purposes import SCREENING_PRECURSOR
from felles.simulation.screening.inviting import DIAGNOSIS, days
from felles.simulation.screening.results import CANCER, FALSE_POSITIVE, NEGATIVE, POSITIVE, PRECANCER, UNSUITABLE

NO_TUMOUR = -1


@part
def stage_at(entries, time):  # type: ignore[no-untyped-def]
    """The stage that a tumour has come to at a time, 0 where it has no stages."""
    stage = 0
    for each in range(4):
        if entries[each] <= time:
            stage = each + 1
    return stage


@part
def sensitivity(sees, growing, stage, since):  # type: ignore[no-untyped-def]
    """How likely a tumour is to be seen, `since` years after it could first be detected. sees: by stage, the last without."""
    share = sees[4 if stage == 0 else stage - 1]
    return share * (1.0 - math.exp(-since / growing)) if growing > 0.0 else share


@part
def precancer_begins(seed, person, tumour, onset, precursor):  # type: ignore[no-untyped-def]
    """When the precancer came that the tumour arose from. tumour: which of the person's; precursor: scale and shape."""
    spent = -math.log(uniform(seed, person, SCREENING_PRECURSOR, tumour))
    return onset - precursor[0] * spent ** (1.0 / precursor[1])


@part
def prevent(tumours, tumour):  # type: ignore[no-untyped-def]
    """The tumour never comes."""
    tumours.onset[tumour] = tumours.clinical[tumour] = math.inf
    tumours.diagnosed[tumour] = tumours.kills[tumour] = math.inf
    for stage in range(4):
        tumours.entries[tumour, stage] = math.inf


class TestLuck(NamedTuple):
    """Numbers of chance of one test: what is seen, whether it gives a false alarm, cannot be read, and is worked up."""

    seen: float
    alarm: float
    bad: float
    work_up: float


@part
def seen(  # type: ignore[no-untyped-def]
    tests, test, luck, comes_again, seed, person, attended, tumours, tumour, after, looks_for
):
    """What a test sees of the tumours of a person, and which one it found; NEGATIVE where it sees none.

    tumour, after: the first of the person's tumours and the first after them.
    """
    result, found = NEGATIVE, NO_TUMOUR
    for own in range(tumour, after):
        site, onset = tumours.site[own], tumours.onset[own]
        if not looks_for[site] or attended >= tumours.diagnosed[own]:
            continue
        if attended >= onset:
            stage = stage_at(tumours.entries[own], attended)
            if luck.seen < sensitivity(tests.sees[test], tests.growing[test], stage, attended - onset):
                result = CANCER if comes_again else POSITIVE
                found = own if comes_again else NO_TUMOUR
        elif tests.precursor[site, 0] > 0.0:
            came = precancer_begins(seed, person, own - tumour, onset, tests.precursor[site])
            if attended >= came and luck.seen < tests.sees_precancer[test]:
                result = PRECANCER if comes_again else POSITIVE
                if comes_again:
                    prevent(tumours, own)
    return result, found


@part
def without_tumour(luck, unsuitable, other_precancer, false_alarm, work_up):  # type: ignore[no-untyped-def]
    """What a test comes to that saw no tumour."""
    if luck.bad < unsuitable:
        return UNSUITABLE
    if luck.alarm < other_precancer:
        return PRECANCER if luck.work_up < work_up else POSITIVE
    if luck.alarm < other_precancer + false_alarm:
        return FALSE_POSITIVE if luck.work_up < work_up else POSITIVE
    return NEGATIVE


@part
def known_from(seed, person, purpose, index, attended, ends, otherwise, times):  # type: ignore[no-untyped-def]
    """When what a test saw is diagnosed: before it would have been `otherwise`, and before what ends the invitations."""
    first, second = uniforms(seed, person, purpose, index)
    return min(attended + days(times[DIAGNOSIS], first, second, False), min(otherwise, 0.5 * (attended + ends)))
