"""What does the interface say, in the reader's language?

One file per part of the site and language lies in `texts/`; a text is named `file.key`. A text may hold {values}, and a
text about a number has two forms, `one` and `many`, chosen by `n`.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Literal, TypeGuard, get_args

from felles.definitions.plain_values import plain_values

Language = Literal["nb", "nn", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
FIRST_LANGUAGE: Language = "nb"

_FOLDER = Path(__file__).parent / "texts"

Text = str | Mapping[str, str]


class UnknownText(KeyError):
    """A page asks for a text that no file holds: a fault in the page."""


def is_language(word: object) -> TypeGuard[Language]:
    return word in LANGUAGES


@lru_cache(maxsize=len(LANGUAGES))
def texts_in(language: Language) -> Mapping[str, Text]:
    """Every text of a language by its name, `file.key`."""
    texts: dict[str, Text] = {}
    for file in sorted((_FOLDER / language).glob("*.yaml")):
        for key, text in plain_values(file.read_text(encoding="utf-8")).items():
            texts[f"{file.stem}.{key}"] = text
    return texts


def say(language: Language, name: str, /, **values: object) -> str:
    """The text `name` in `language`, with its {values} filled in."""
    try:
        text = texts_in(language)[name]
    except KeyError:
        raise UnknownText(
            f'No text is named "{name}" in texts/{language}. Add it to all of {", ".join(LANGUAGES)}.'
        ) from None
    if not isinstance(text, str):
        text = text["one" if values.get("n") == 1 else "many"]
    return text.format(**values)


def in_language(words: Mapping[str, str], language: Language) -> str:
    """The words of a definition in the reader's language, else in the nearest one that it has."""
    nearest: dict[Language, tuple[Language, ...]] = {
        "nb": ("nb", "nn", "en"),
        "nn": ("nn", "nb", "en"),
        "en": ("en", "nb", "nn"),
    }
    return next((words[choice] for choice in nearest[language] if words.get(choice)), "")
