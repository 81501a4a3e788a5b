"""What does a text say in each language?"""

from dataclasses import dataclass
from typing import Literal, get_args

Language = Literal["nb", "nn", "se", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


@dataclass(frozen=True, kw_only=True)
class Texts:
    """One text for people. Bokmål, Nynorsk and English are always there; Northern Sámi only where a person wrote it."""

    nb: str
    nn: str
    en: str
    se: str | None = None

    def in_language(self, language: Language) -> str:
        """The text in a language, or in Bokmål where it is not written in that one."""
        return getattr(self, language) or self.nb
