"""Which conversations are there, by the codes that the vocabulary has for them, and what closes each?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from felles.definitions import Content, DefinitionError, Touchpoint
from felles.definitions.errors import did_you_mean
from felles.events import EVENT_TYPES
from felles.pathways.points import Point, point_of

CONVERSATIONS: tuple[str, ...] = tuple(sorted(set(EVENT_TYPES["needs_conversation_held"].codes) - {"extra"}))
"""The codes of the conversations that have their time; an extra one is held when it is wanted."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Closing:
    """The events that show that a conversation was held, and those that show that nobody need hold it."""

    held: tuple[Point, ...]
    dropped: tuple[Point, ...]


def closings_of(points: Iterable[Touchpoint]) -> Mapping[str, Closing]:
    """What closes each touchpoint. Raises DefinitionError for what is not of the vocabulary, or closes two of them."""
    closings: dict[str, Closing] = {}
    named: dict[Point, str] = {}
    for point in points:
        file = f"content/home_pathway/{point.id}.yaml"
        held = tuple(point_of(text, file, "held_by") for text in point.held_by)
        dropped = tuple(point_of(text, file, "dropped_by") for text in point.dropped_by)
        for each in (*held, *dropped):
            if each in named:
                got = f'"{each.words}", which closes {named[each]} already'
                raise DefinitionError(file, "held_by, dropped_by", got, "events that close this conversation alone")
            named[each] = point.id
        closings[point.id] = Closing(held=held, dropped=dropped)
    return closings


def types_that_close(points: Iterable[Touchpoint]) -> frozenset[str]:
    return frozenset(
        point.type for closing in closings_of(points).values() for point in (*closing.held, *closing.dropped)
    )


def touchpoints_of(content: Content) -> tuple[Touchpoint, ...]:
    """The touchpoints by their number. Raises DefinitionError for one whose events nobody could write, or that cannot be
    told from another."""
    for id in content.touchpoints:
        if id not in CONVERSATIONS:
            allowed = f"a code of needs_conversation_held: {', '.join(CONVERSATIONS)}"
            raise DefinitionError(f"home_pathway/{id}.yaml", "id", f'"{id}"', allowed, did_you_mean(id, CONVERSATIONS))
    closings_of(content.touchpoints.values())
    return tuple(content.touchpoints.values())
