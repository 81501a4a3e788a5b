"""What must a reader know of a calculation: a sentence that remembers what it says, to be told in any language?"""

from __future__ import annotations

from typing import Any

from felles.epidemiology.note_words import LANGUAGES, SAID, Language


class Note(str):
    """A sentence in English, with its code and values: `Note("zero_days", count=3)`. Values may be notes themselves."""

    __slots__ = ("code", "values")
    code: str
    values: dict[str, Any]

    def __new__(cls, code: str, /, **values: Any) -> Note:
        note = super().__new__(cls, _told(code, values, "en"))
        note.code, note.values = code, values
        return note

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self.code, self.values)

    def told(self, language: Language) -> str:
        """The sentence in a language."""
        return _told(self.code, self.values, language)


def told(note: str, language: Language) -> str:
    """A note in a language; what is no Note of ours stands as it is."""
    return note.told(language) if isinstance(note, Note) else note


def of_deaths(note: str) -> str:
    """A note on cases as one on deaths."""
    if isinstance(note, Note) and f"{note.code}_deaths" in SAID:
        return Note(f"{note.code}_deaths", **note.values)
    return note


def _told(code: str, values: dict[str, Any], language: Language) -> str:
    text = SAID[code][LANGUAGES.index(language)]
    return text.format(**{name: told(value, language) for name, value in values.items()})


def _again(code: str, values: dict[str, Any]) -> Note:
    return Note(code, **values)
