"""What do the rooms hand to each other? Rows of a chunk of persons, a column an array, so that kernels take them as they are.

Times are decimal years and `inf` is never; `row` is a person's row in the chunk. README.md of content/simulation has the words.
"""

from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Times: TypeAlias = NDArray[np.float64]
Small: TypeAlias = NDArray[np.uint8]


class People(NamedTuple):
    """n persons. `entered`: the start of the population, birth or immigration; `died` and the causes are filled last."""

    index: NDArray[np.uint32]  # type: ignore[assignment]  # hides a method of tuples that nobody needs
    sex: Small  # 0 female, 1 male
    born: Times
    entered: Times
    county: Small  # at entry, as the counties stand by code
    municipality: NDArray[np.uint16]  # at entry
    education: Small  # the highest the person will reach
    educated: Times
    smokes_from: Times
    smokes_until: Times
    cigarettes: NDArray[np.float32]  # a day
    snus_from: Times
    snus_until: Times
    vaccinated: Times  # first dose against HPV
    agent: Small  # exposed to at work; 0 nothing
    exposed_from: Times
    exposed_until: Times
    level: NDArray[np.float32]
    emigrates: Times
    other_death: Times  # of anything but a modelled cancer
    died: Times
    cause: NDArray[np.int16]  # what ended the life: -1 alive, 0 another cause, 1 + site
    certified: NDArray[np.int16]  # what the death certificate says, as cause


class Tumours(NamedTuple):
    """m latent tumours, in the order of persons. `diagnosed`, `stage_found` and `found_by` are what the services found."""

    row: NDArray[np.int32]
    site: Small
    number: Small  # 0 the first of that site in the person, 1 the second
    onset: Times  # when it could be detected
    clinical: Times  # when symptoms would bring it to a doctor
    stage: Small  # 1-4 at `clinical`; 0 for a site without stages
    entries: NDArray[np.float64]  # (m, 4): when it enters each stage
    diagnosed: Times
    stage_found: Small
    found_by: Small
    kills: Times
    subtype: Small  # which morphology of the site


class Rounds(NamedTuple):
    """Rounds of screening. `tumour`: the row of the tumour that was found, -1 for none."""

    row: NDArray[np.int32]
    programme: Small
    number: Small
    invited: Times
    reminded: Times
    attended: Times
    result: Small  # screening.results
    test: Small  # which of the programmes' tests, in the order of the alphabet
    tumour: NDArray[np.int32]


SYMPTOMS, SCREENING, INCIDENTAL, EMERGENCY, CERTIFICATE = range(5)
FOUND_BY = ("symptoms", "screening", "incidental", "emergency", "certificate")
ALIVE, OTHER_CAUSE = -1, 0


def people_of(indices: NDArray[np.uint32]) -> People:
    """Persons with nothing drawn yet: times never, cause alive, all else 0."""
    n = len(indices)
    made: dict[str, Any] = {}
    kinds: dict[str, Any] = {
        "index": np.uint32,
        "municipality": np.uint16,
        "cigarettes": np.float32,
        "level": np.float32,
    }
    small = {"sex", "county", "education", "agent"}
    for name in People._fields:
        if name in ("cause", "certified"):
            made[name] = np.full(n, ALIVE, np.int16)
        elif name in small:
            made[name] = np.zeros(n, np.uint8)
        elif name in kinds:
            made[name] = np.zeros(n, kinds[name])
        else:
            made[name] = np.full(n, np.inf)
    made["index"][:] = indices
    return People(**made)


def tumours_for(rows: int) -> Tumours:
    """Room for this many tumours."""
    small = np.uint8
    return Tumours(
        row=np.zeros(rows, np.int32), site=np.zeros(rows, small), number=np.zeros(rows, small),
        onset=np.full(rows, np.inf), clinical=np.full(rows, np.inf), stage=np.zeros(rows, small),
        entries=np.full((rows, 4), np.inf), diagnosed=np.full(rows, np.inf), stage_found=np.zeros(rows, small),
        found_by=np.zeros(rows, small), kills=np.full(rows, np.inf), subtype=np.zeros(rows, small),
    )  # fmt: skip


def first_tumours(tumours: Tumours, count: int) -> Tumours:
    """The first rows of what has room for more."""
    return Tumours._make(column[:count] for column in tumours)


class Events(NamedTuple):
    """Events as the services wrote them. Words are numbers into `Words`, -1 for none; days count from 1970-01-01."""

    event: NDArray[np.int64]
    person: NDArray[np.int64]
    type: NDArray[np.int16]
    day: NDArray[np.int32]
    until_day: NDArray[np.int32]  # NO_DAY for none
    precision: NDArray[np.int8]
    recorded: NDArray[np.int32]  # the day
    episode: NDArray[np.int64]  # -1 for none
    code: NDArray[np.int32]
    value: NDArray[np.float64]  # nan for none
    unit: NDArray[np.int16]
    place: NDArray[np.int32]
    actor: NDArray[np.int16]
    replaces: NDArray[np.int64]  # -1 for none
    data: NDArray[np.int32]


def no_events() -> Events:
    """No events: columns of their kinds."""
    kinds = {"type": np.int16, "unit": np.int16, "actor": np.int16, "precision": np.int8, "value": np.float64}
    long = {"event", "person", "episode", "replaces"}
    return Events(*(np.zeros(0, np.int64 if name in long else kinds.get(name, np.int32)) for name in Events._fields))


class Words(NamedTuple):
    """The words of a run, fixed before it begins, so that every chunk, worker and partition numbers them alike."""

    type: tuple[str, ...]
    precision: tuple[str, ...]
    code: tuple[str, ...]
    unit: tuple[str, ...]
    place: tuple[str, ...]
    actor: tuple[str, ...]
    data: tuple[str, ...]  # JSON objects
