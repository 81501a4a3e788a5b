"""How is a pseudonym written where people read it?"""

from uuid import UUID

_LETTERS = 8


def short_pseudonym(person: UUID) -> str:
    """The beginning of the pseudonym: enough to tell courses apart on a screen. Searching takes the whole."""
    return str(person)[:_LETTERS]
