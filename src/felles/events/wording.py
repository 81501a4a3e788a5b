"""How is a refused value shown, and what is said to be allowed, so that no log learns what it should not?"""

import re
from collections.abc import Iterable
from difflib import get_close_matches

from felles.events.types import EventType

_LONGEST = 80
_NATIONAL_NUMBER = re.compile(r"[0-9]{6}[ .-]?[0-9]{5}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")

NOTHING = "nothing"


def shown(text: str) -> str:
    """The text, short enough for a line of a log; what could be a national number is masked."""
    start = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text[: _LONGEST * 4])
    masked = _NATIONAL_NUMBER.sub("*" * 11, start)
    return masked if len(masked) <= _LONGEST else masked[: _LONGEST - 1] + "…"


def quoted(text: str) -> str:
    """The text as it is shown, in quotation marks."""
    return f"“{shown(text)}”"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A question with the closest known word, to end a sentence with; empty when nothing is close.

    Only words with the same first letter are compared, so that a file full of unknown words is still told apart fast.
    """
    asked = word[:_LONGEST].lower()
    alike = [candidate for candidate in known if candidate[:1] == asked[:1]]
    close = get_close_matches(asked, alike, n=1, cutoff=0.7)
    return f" (did you mean “{close[0]}”?)" if close else ""


def allowed_codes(kind: EventType) -> str:
    """Which codes the type takes: its own, and the shape of those of its code system."""
    own = ", ".join(kind.codes)
    if kind.code_system is None:
        return f"one of {own}"
    return f"{own}, or {kind.code_system.wording}" if own else kind.code_system.wording


def allowed_units(kind: EventType) -> str:
    """Which units the type's value can have."""
    if kind.number is None or not kind.number.has_unit:
        return f"{NOTHING}: the value of “{kind.name}” has no unit"
    if kind.number.unit_system is not None:
        return kind.number.unit_system.wording
    return f"one of {', '.join(kind.number.units)}"


def allowed_value(kind: EventType) -> str:
    """Which numbers the type takes."""
    assert kind.number is not None
    return f"a number from {kind.number.low:,g} to {kind.number.high:,g}: {kind.number.meaning}"
