"""What is a follow-up plan to the engine: its points and its condition, read and checked against the vocabulary?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from felles.definitions import Content, DefinitionError, FollowUpItem, FollowUpPlan
from felles.events import EVENT_TYPES
from felles.pathways.follow_up.slots import Slot, slots_of
from felles.pathways.points import Point, point_of

if TYPE_CHECKING:
    from felles.definitions.conditions import Condition

SET, CHANGED, MOVED = "follow_up_planned", "follow_up_changed", "follow_up_moved"
LIFE_ENDS = ("died", "follow_up_ended")
"""What ends every plan, whenever it happened: nobody calls the dead."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """One contact or test of a plan."""

    id: str
    who: str
    clinical_clock: bool
    slots: tuple[Slot, ...]
    done_by: tuple[Point, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """A plan as rules need it. applies_to: none where only those have it for whom it was set."""

    id: str
    pathway: str
    anchors: tuple[Point, ...]
    ends: tuple[Point, ...]
    items: tuple[Item, ...]
    applies_to: Condition | None


def plans_of(content: Content) -> tuple[Plan, ...]:
    """Every plan of the content. Raises DefinitionError where a point or a condition is not of the vocabulary."""
    return tuple(plan_of(each) for each in content.follow_up_plans.values())


def plan_of(definition: FollowUpPlan) -> Plan:
    """One plan. Raises DefinitionError."""
    file = f"content/programmes/follow_up/{definition.id}.yaml"

    def points(texts: Iterable[str], field: str) -> tuple[Point, ...]:
        return tuple(point_of(text, file, field) for text in texts)

    def item(each: FollowUpItem) -> Item:
        return Item(
            id=each.id,
            who=each.who,
            clinical_clock=each.clinical_clock,
            slots=slots_of(each, definition.slack_of(each)),
            done_by=points(each.done_by, f"items.{each.id}.done_by"),
        )

    return Plan(
        id=definition.id,
        pathway=definition.pathway,
        anchors=points(definition.anchor.events, "anchor.events"),
        ends=points(definition.ends, "ends"),
        items=tuple(map(item, definition.items)),
        applies_to=None if definition.applies_to is None else _condition(definition.applies_to, file),
    )


def types_read(plans: Iterable[Plan]) -> frozenset[str]:
    """The event types that set plans and their contacts depend on."""
    points = (
        point
        for plan in plans
        for point in (*plan.anchors, *plan.ends, *(p for item in plan.items for p in item.done_by))
    )
    return frozenset({SET, CHANGED, MOVED, *LIFE_ENDS, *(point.type for point in points)})


def _condition(raw: Any, file: str) -> Condition:
    from felles.definitions.conditions import ConditionError, parse

    types = {id: None if type_.code_system or not type_.codes else type_.codes for id, type_ in EVENT_TYPES.items()}
    try:
        return parse(_as_loaded(raw), "applies_to", types=types)
    except ConditionError as error:
        raise DefinitionError(file, error.where, error.got, error.allowed, error.hint or None) from error


def _as_loaded(raw: Any) -> Any:
    """Lists and mappings as YAML has them, which is what conditions are read from."""
    if isinstance(raw, tuple):
        return [_as_loaded(each) for each in raw]
    return {key: _as_loaded(each) for key, each in raw.items()} if isinstance(raw, Mapping) else raw
