"""What does a form about a conversation, a need or a check-up say happened, what is wrong with it, and is it in the log?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from felles.access import Assigned, Refused, Viewer
from felles.events.envelope import day_of
from felles.web.components.names import unit_names
from felles.web.content import content
from felles.web.given import door, now


@dataclass(frozen=True, kw_only=True)
class Said:
    """An event as a form tells it. until: the day that was agreed. unit: who takes over, where somebody does. value: what was
    measured, with its unit `measured_in`."""

    type_: str
    code: str
    day: date | None
    until: date | None = None
    unit: str | None = None
    value: float | None = None
    measured_in: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


def fault_of(said: Said, viewer: Viewer, begun_on: date) -> str:
    """What is wrong, as the end of the name of a text `conversations.fault_...`; empty where nothing is."""
    if said.day is None or said.day > day_of(now()):
        return "day"
    if said.day < begun_on:
        return "before"
    if said.until is not None and said.until < said.day:
        return "until"
    if said.unit is not None and said.unit not in units_to_choose(viewer):
        return "unit"
    return "own_unit" if said.type_ == "handed_over" and said.unit in own_units(viewer) else ""


def put_in_log(
    viewer: Viewer, person: UUID, episode: UUID | None, said: Said, token: str, assigned: Assigned | None = None
) -> str:
    """Record it, once for each token, with who takes a need that was found; gives what was wrong, as `fault_of`."""
    # What is agreed for today begins with the day and not with the minute.
    at_once = said.day == day_of(now()) and said.until is None
    handed_over = said.type_ == "handed_over"
    try:
        door().record(
            viewer,
            person,
            said.type_,
            at=now(),
            form=token,
            episode=episode,
            code=said.unit if handed_over else said.code,
            day=None if at_once else said.day,
            until=said.until,
            place=None if handed_over else said.unit,
            value=said.value,
            unit=said.measured_in,
            assigned=assigned,
            data=said.data,
        )
    except Refused:
        return "refused"
    return ""


def units_to_choose(viewer: Viewer) -> dict[str, str]:
    """Hospital trusts, and the other units in which somebody works with Felles, by their names."""
    units = unit_names(content())
    known = units | {unit: units.get(unit, unit) for unit in door().units(viewer)}
    return dict(sorted(known.items(), key=lambda one: one[1].casefold()))


def own_units(viewer: Viewer) -> tuple[str, str]:
    """The viewer's unit and its trust."""
    return str(viewer.unit), str(viewer.unit).partition(":")[0]
