"""Is a word that an option was given one of those there are? Where it is not: what is allowed, and which is nearest?"""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from felles.store import Refused


def one_of(option: str, word: str, allowed: Collection[str]) -> Any:
    """The word, where it is one of these. Raises Refused."""
    from felles.store import Refused

    if word not in allowed:
        raise Refused(f"{option} takes {_listed(allowed)}; got {word}.{_nearest(word, allowed)}")
    return word


def some_of(option: str, words: Iterable[str], allowed: Collection[str]) -> list[str]:
    """The words, each once and in the order of `allowed`. Raises Refused for one that is none of these."""
    asked = {one_of(option, word, allowed) for word in words}
    return [word for word in allowed if word in asked]


def no_such(what: str, word: str, known: Collection[str], or_else: str = "") -> "Refused":
    """What to raise where there is nothing of this name. what: such as `pathway`; or_else: what else would do."""
    from felles.store import Refused

    return Refused(f"There is no {what} {word}.{_nearest(word, known)} There are {', '.join(known)}{or_else}.")


def _nearest(word: str, known: Iterable[str]) -> str:
    from felles.definitions.errors import did_you_mean

    hint = did_you_mean(word, known)
    return f" {hint}" if hint else ""


def _listed(words: Iterable[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last
