"""How is a person told what is wrong with a condition they wrote?"""

from collections.abc import Iterable
from difflib import get_close_matches


class ConditionError(ValueError):
    """A condition in content that cannot be read.

    `where` is the file and field; `got`, `allowed` and `hint` are pieces of one sentence (`hint` may be empty).
    """

    def __init__(self, where: str, got: str, allowed: str, hint: str = "") -> None:
        self.where, self.got, self.allowed, self.hint = where, got, allowed, hint
        super().__init__(f"{where}: got {got}; allowed: {allowed}." + (f" {hint}" if hint else ""))


def did_you_mean(word: object, known: Iterable[str]) -> str:
    """A hint that names the nearest known word, or nothing when none is near."""
    near = get_close_matches(str(word), list(known), n=1)
    return f'Did you mean "{near[0]}"?' if near else ""


def shown(thing: object) -> str:
    """What was got, short enough for a sentence; text stands in quotes."""
    if isinstance(thing, dict):
        return "a mapping with " + ", ".join(str(key) for key in thing) if thing else "an empty mapping"
    if isinstance(thing, list | tuple):
        return f"a list of {len(thing)}" if thing else "an empty list"
    if thing is None:
        return "nothing"
    if isinstance(thing, bool):
        return "true" if thing else "false"
    text = f'"{thing}"' if isinstance(thing, str) else str(thing)
    return text if len(text) <= 60 else text[:57] + "..."
