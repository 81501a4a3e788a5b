"""Which colours, dashes and sizes have the figures?

The colours are those of the theme of the pages, written out since a figure that is downloaded has no style sheet. Each goes
with a dash of its own, so that no line is told by its colour alone.
"""

from typing import NamedTuple

FONT = "Inter Variable, Inter, system-ui, sans-serif"
WORDS, NAMES = 12.5, 13.5
TEXT, QUIET, FAINT, EDGE, PAPER = "#292c30", "#5b5d60", "#bbbcbd", "#77797b", "#ffffff"


class Look(NamedTuple):
    """A colour and a pattern of dashes (none: a whole line)."""

    colour: str
    dash: str | None


LOOKS = (
    Look("#0D7A5F", None),
    Look("#5B3FA0", "7 3"),
    Look("#C01B1B", "9 3 2 3"),
    Look("#0062BA", "2 2"),
    Look("#8a5a00", "12 4"),
    Look("#77356e", "5 2 1 2 1 2"),
    Look("#3d5a1e", "3 5"),
)
UNKNOWN = Look(QUIET, "2 3")
"""What is not known, such as an unknown stage, is grey and dotted wherever it stands."""


def look_of(number: int, *, unknown: bool = False) -> Look:
    """The look of a line by its number; after the last the first comes again."""
    return UNKNOWN if unknown else LOOKS[number % len(LOOKS)]
