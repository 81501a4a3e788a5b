"""What do patients add up to, wherever they lie: in one table, or in parts that never meet?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from felles.epidemiology.surviving.codes import ALIVE, DEAD
from felles.epidemiology.surviving.daily import Daily
from felles.epidemiology.surviving.parts import Parts, summed_of_parts
from felles.epidemiology.surviving.prepared import blocks, no_causes
from felles.epidemiology.surviving.wanted import Counted, Summed, Wanted, who_counts
from felles.epidemiology.surviving.weights import of_persons

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def summed(patients: Any, wanted: Wanted) -> Summed:
    """The patients of a data frame, or of Parts, counted and added up. Raises BadTable."""
    return summed_of_parts(patients, wanted) if isinstance(patients, Parts) else _of_table(patients, wanted)


def _of_table(frame: Any, wanted: Wanted) -> Summed:
    import numpy as np

    notes: list[str] = []
    found = who_counts(frame, wanted, notes)
    cohort, ages = found.cohort, len(wanted.labels)
    if wanted.tells_causes and (cohort.status == DEAD).sum() == (cohort.status != ALIVE).sum() > 0:
        raise no_causes()
    closing = int((cohort.diagnosed + cohort.last).max()) if len(cohort.diagnosed) else None
    groups = max(cohort.groups.height, 1)
    people = np.bincount(found.split(ages), minlength=groups * ages).reshape(groups, ages)
    last = int(cohort.last.max())
    made = _blocks(found, wanted.ending(closing=closing, last=last), people, wanted.last_day(last))
    return Summed(values=cohort.groups, people=people, notes=tuple(notes), blocks=made)


def _blocks(found: Counted, wanted: Wanted, people: NDArray[np.int64], horizon: int) -> Iterator[Daily]:
    """Some groups at a time, which keeps memory small."""
    cohort, weight, groups = found.cohort, None, len(people)
    if wanted.split_by_age:
        cohort, groups = replace(cohort, group=found.split(len(wanted.labels))), people.size
    elif wanted.standard is not None:
        weight = of_persons(wanted.standard, people)[cohort.group, found.age]
    for size, part, rows in blocks(cohort, groups, horizon):
        yield wanted.add_up(part, found.died[rows], size, None if weight is None else weight[rows])
