"""Which conversations are there, by the codes that the vocabulary has for them?"""

from felles.definitions import Content, DefinitionError, Touchpoint
from felles.definitions.errors import did_you_mean
from felles.events import EVENT_TYPES

CONVERSATIONS: tuple[str, ...] = tuple(sorted(set(EVENT_TYPES["needs_conversation_held"].codes) - {"extra"}))
"""The codes of the conversations that have their time; an extra one is held when it is wanted."""


def touchpoints_of(content: Content) -> tuple[Touchpoint, ...]:
    """The touchpoints by their number. Raises DefinitionError for one whose events nobody could write."""
    for id in content.touchpoints:
        if id not in CONVERSATIONS:
            allowed = f"a code of needs_conversation_held: {', '.join(CONVERSATIONS)}"
            raise DefinitionError(f"home_pathway/{id}.yaml", "id", f'"{id}"', allowed, did_you_mean(id, CONVERSATIONS))
    return tuple(content.touchpoints.values())
