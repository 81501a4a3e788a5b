"""How do plans stand in the SQL: which events they mean, and which contacts they hold?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from felles.pathways.follow_up.plans import Plan
from felles.pathways.in_sql import in_sql
from felles.pathways.points import Point

if TYPE_CHECKING:
    from ibis.expr import types as ir


def meant(events: ir.Table, points: Mapping[tuple[Any, ...], Iterable[Point]], columns: Mapping[str, str]) -> ir.Table:
    """The events that points mean, each with the values whose point it is: `columns`, person, episode_key and day.

    points: by the values, which `columns` names with their Ibis types.
    """
    rows = [
        (*values, point.type, point.code, point.begins)
        for values, each in points.items()
        for point in dict.fromkeys(each)
    ]
    wanted = in_sql(rows, {**columns, "of_type": "string", "of_code": "string", "of_beginning": "string"})
    types = sorted({point.type for each in points.values() for point in each})
    told = events.filter(events.type.isin(types)).select(
        "person", "type", "code", "day", episode_key=events.episode.fill_null(events.person)
    )
    of_code = wanted.of_code.isnull() | (told.code == wanted.of_code)
    of_beginning = wanted.of_beginning.isnull() | told.code.startswith(wanted.of_beginning)
    return told.join(wanted, [told.type == wanted.of_type, of_code, of_beginning]).select(
        "person", "episode_key", "day", *columns
    )


def slots_in_sql(plans: Iterable[Plan]) -> ir.Table:
    """Every contact of every plan as a row of the SQL."""
    edges = ("opens", "closes", "counted_until", "shown_from")
    months = {f"{edge}_{unit}": "int64" for edge in edges for unit in ("months", "days")}
    columns = {"plan": "string", "item": "string", "number": "int64", "who": "string", "clinical_clock": "boolean"}
    return in_sql(_slot_rows(plans), {**columns, "due_months": "int64", **months})


def _slot_rows(plans: Iterable[Plan]) -> Iterator[tuple[Any, ...]]:
    nothing = (None, None)
    for plan in plans:
        for item in plan.items:
            for slot in item.slots:
                edges = (slot.opens, slot.closes, slot.counted_until or nothing, slot.shown_from or nothing)
                named = (plan.id, item.id, slot.number, item.who, item.clinical_clock, slot.due)
                yield (*named, *(part for edge in edges for part in edge))
