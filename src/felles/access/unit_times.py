"""How long did each step take at the viewer's own trust, and how long have those who wait waited? Days without persons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from psycopg.rows import class_row

from felles.access.refusals import NotAllowed
from felles.access.viewers import Viewer
from felles.events.envelope import day_of
from felles.store import Store

_INCLUSION = "select pathway, patients, included from access.inclusion_of_unit(%s, %s)"
_ROWS = """
    select "interval" as step, pathway, days, limit_days, limit_verified, earliest, closed
    from access.times_of_unit(%s, %s)
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class StepTime:
    """One interval of one pathway: its days so far or in all, and the limit in force.

    closed: whether it has ended, in a pathway that the trust started; else it runs, in one that the trust has now.
    limit_verified False: a limit that nobody has confirmed; earliest: the shortest, while no treatment is known.
    """

    step: str
    pathway: str | None
    days: int
    limit_days: int | None
    limit_verified: bool | None
    earliest: bool | None
    closed: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Inclusion:
    """New patients of a trust with a diagnosis that a pathway is for, and how many of them are in a pathway."""

    pathway: str
    patients: int
    included: int


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitTimes:
    """The steps, and the inclusion by pathway, since a day."""

    steps: Sequence[StepTime]
    inclusion: Sequence[Inclusion]


def unit_times(store: Store, viewer: Viewer, *, at: datetime, since: date) -> UnitTimes:
    """Every step that closed from `since` on, and every one that runs; who was new from then on. Raises NotAllowed for who
    belongs to no unit."""
    if not viewer.role.is_professional or not viewer.unit:
        raise NotAllowed("The figures of a unit are for those who work there.")
    period = (since, day_of(at))
    with store.as_viewer(viewer.id) as connection:
        with connection.cursor(row_factory=class_row(StepTime)) as cursor:
            steps = cursor.execute(_ROWS, period).fetchall()
        with connection.cursor(row_factory=class_row(Inclusion)) as cursor:
            inclusion = cursor.execute(_INCLUSION, period).fetchall()
    return UnitTimes(steps=steps, inclusion=inclusion)
