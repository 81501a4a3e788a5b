"""What is known of somebody with a tumour beside it: whether it comes back, tobacco, family and work at diagnosis?

Family, work and relapses are drawn by other rooms and handed over beside the rows, in the order of the tumours; where
they are not, nothing comes back and nobody has anybody.
"""

from functools import partial

import numpy as np
from numpy.typing import NDArray

from felles.simulation.courses.arrays import Array
from felles.simulation.courses.people_rows import YES_NO
from felles.simulation.courses.relations import Column, Frame
from felles.simulation.people.work import WORK

USE = ("never", "former", "daily")
FAMILY, STATUS, RELAPSES = "family", "work", "relapses"
"""Names beside the rows: a people.Family, numbers into WORK, decimal years."""


def use_of(frame: Frame, product: str) -> NDArray[np.int8]:
    """Whether the person had used tobacco at the row's own time, as USE. product: smokes or snus."""
    at = frame.column(frame.relation.time)
    begun, stopped = at >= frame.column(f"{product}_from"), at >= frame.column(f"{product}_until")
    return np.where(begun, np.where(stopped, 1, 2), 0).astype(np.int8)


def _relapses(frame: Frame) -> Array:
    return frame.chunk.rows.get(RELAPSES, np.full(frame.size, np.inf))


def _of_family(frame: Frame, member: str) -> Array:
    family = frame.chunk.rows.get(FAMILY)
    return np.zeros(frame.size, np.int8) if family is None else getattr(family, member).astype(np.int8)


def _work(frame: Frame) -> Array:
    return frame.chunk.rows.get(STATUS, np.full(frame.size, len(WORK) - 1, np.uint8))


def _yes_no(_: object) -> tuple[str, ...]:
    return YES_NO


def _uses(_: object) -> tuple[str, ...]:
    return USE


def _statuses(_: object) -> tuple[str, ...]:
    return WORK


BESIDE_COLUMNS = {
    "relapses": Column("time", _relapses),
    "smoking": Column("words", partial(use_of, product="smokes"), _uses),
    "snus": Column("words", partial(use_of, product="snus"), _uses),
    "work": Column("words", _work, _statuses),
    **{who: Column("words", partial(_of_family, member=who), _yes_no) for who in ("partner", "parent", "sibling")},
    **{who: Column("number", partial(_of_family, member=who)) for who in ("minors", "adults")},
}
