"""What in the events of a unit could not be as it was told, and has to be mended there? Of the patients one may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from psycopg.rows import dict_row

from felles.access.naming import names_of
from felles.access.refusals import NotAllowed
from felles.access.viewers import Viewer
from felles.store import Store

MOST = 200
_ROWS = """
    select kind, person, episode, type, day, place, count(*) over () as found
    from kept.oddities where lower(split_part(place, ':', 1)) = %s
    order by day desc, kind, person limit %s
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitOddity:
    """One thing to mend: its kind (of felles.pathways.ODDITIES), whose, and the event that shows it."""

    kind: str
    person: UUID
    episode: UUID | None
    type: str
    day: date
    place: str | None
    name: str | None


def unit_oddities(store: Store, viewer: Viewer) -> tuple[Sequence[UnitOddity], int]:
    """The newest (at most 200) at the viewer's own trust, and how many there are. Raises NotAllowed without a unit.

    Whoever is on the list is written down with it.
    """
    if not viewer.role.is_professional or not viewer.unit:
        raise NotAllowed("What a unit has to mend is for those who work there.")
    trust = viewer.unit.partition(":")[0]
    with store.as_viewer(viewer.id) as connection:
        with connection.cursor(row_factory=dict_row) as cursor:
            rows = cursor.execute(_ROWS, (trust, MOST)).fetchall()
        found = rows[0]["found"] if rows else 0
        names = names_of(store, connection, {row["person"] for row in rows})
        connection.execute("select access.note_listed(%s, %s)", ([trust], list({row["person"] for row in rows})))
    return [
        UnitOddity(**{k: v for k, v in row.items() if k != "found"}, name=names.get(row["person"])) for row in rows
    ], found
