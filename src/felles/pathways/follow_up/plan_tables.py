"""How do plans stand in the SQL: which events they mean, and which contacts they hold?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from felles.pathways.follow_up.plans import Plan
from felles.pathways.in_sql import each_in_sql, in_sql
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


def among(events: ir.Table, words: ir.StringValue, points: Iterable[Point]) -> ir.BooleanValue:
    """Whether a row is meant by one of its own points, which `words` names, each between spaces. points: all there are."""
    whole = [
        words.contains(_marked(events.type)),
        words.contains(_marked(events.type + ":" + events.code.fill_null("*"))),
    ]
    begun = (point for point in sorted(set(points), key=repr) if point.begins is not None)
    beginnings = [point.holds(events) & words.contains(_marked(point.words)) for point in begun]
    return reduce(or_, [*whole, *beginnings]).fill_null(False)


def words_of(plan: ir.StringValue, points: Mapping[str, Iterable[Point]]) -> ir.StringValue:
    """The words of the points of each plan, for `among`."""
    import ibis

    return ibis.cases(*((plan == id, _listed(each)) for id, each in points.items()), else_="")


def _listed(points: Iterable[Point]) -> str:
    return f" {' '.join(point.words for point in points)} "


def _marked(words: Any) -> Any:
    return " " + words + " "


def slots_of_plans(starts: ir.Table, plans: Iterable[Plan]) -> ir.Table:
    """Every contact of each start's plan: item, number, who, clinical_clock, fulfilled_by (the words of what shows that it
    was done, each between spaces), due_months, and months and days of each edge (see Slot)."""
    months = {f"{edge}_{unit}": "int64" for edge in _EDGES for unit in ("months", "days")}
    columns = {"item": "string", "number": "int64", "who": "string", "clinical_clock": "boolean"}
    columns |= {"fulfilled_by": "string", "due_months": "int64", **months}
    return each_in_sql(starts, "plan", {plan.id: list(_slot_rows(plan)) for plan in plans}, columns)


_EDGES = ("opens", "closes", "counted_until", "shown_from")


def _slot_rows(plan: Plan) -> Iterator[tuple[Any, ...]]:
    for item in plan.items:
        for slot in item.slots:
            edges = (getattr(slot, edge) or (None, None) for edge in _EDGES)
            named = (item.id, slot.number, item.who, item.clinical_clock, _listed(item.done_by), slot.due)
            yield (*named, *(part for edge in edges for part in edge))
