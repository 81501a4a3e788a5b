"""Which words stand in a condition, and do their values have the right kind?"""

from collections.abc import Collection, Mapping
from typing import cast

from felles.definitions.conditions.errors import ConditionError, did_you_mean, shown
from felles.definitions.conditions.terms import Texts

LANGUAGES = ("nb", "nn", "se", "en")


def refuse_unknown_words(raw: Mapping[str, object], where: str, allowed: Collection[str]) -> None:
    """Refuse a word that means nothing here."""
    for word in raw:
        if word not in allowed:
            raise ConditionError(where, shown(word), ", ".join(allowed), did_you_mean(word, allowed))


def text_of(raw: object, where: str, hint: str = "") -> str:
    """A text that is not empty."""
    if not isinstance(raw, str) or not raw.strip():
        raise ConditionError(where, shown(raw), "a text", hint or "Put codes in quotes.")
    return raw


def texts_of(raw: object, where: str) -> tuple[str, ...]:
    """One text or a list of them."""
    if raw == []:
        raise ConditionError(
            where, shown(raw), "a text or a list with at least one text", "Leave the word out for any."
        )
    several = raw if isinstance(raw, list) else [raw]
    return tuple(text_of(one, where) for one in several)


def yes_or_no(raw: object, where: str) -> bool:
    """true or false."""
    if not isinstance(raw, bool):
        raise ConditionError(where, shown(raw), "true or false")
    return raw


def label_of(raw: Mapping[str, object], where: str) -> Texts:
    """The author's own words for a condition, by language; empty when there are none."""
    label = raw.get("label")
    if label is None:
        return ()
    if not isinstance(label, Mapping) or not label:
        raise ConditionError(f"{where}.label", shown(label), "a text for each of " + ", ".join(LANGUAGES))
    refuse_unknown_words(label, f"{where}.label", LANGUAGES)
    return tuple((cast(str, language), text_of(text, f"{where}.label.{language}")) for language, text in label.items())
