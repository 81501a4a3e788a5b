"""How wide is a text in a drawing, about, so that labels can be kept apart before a browser has measured them?

Widths are those of Inter, in parts of the font size, rounded up: a label is never wider than told.
"""

_NARROW = frozenset("iljI.,:;|'!()[] ")
_HALF = frozenset("ftrJ-–\u00a0\u202f/")
_WIDE = frozenset("mwMW%@—→×")


def text_width(text: str, font_size: float) -> float:
    """Points across, in the unit of the font size."""
    return font_size * sum(map(_part_of_size, text))


def _part_of_size(letter: str) -> float:
    if letter in _NARROW:
        return 0.33
    if letter in _HALF:
        return 0.46
    if letter in _WIDE:
        return 0.95
    return 0.72 if letter.isupper() else 0.64
