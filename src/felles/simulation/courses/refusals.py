"""What is wrong with a course that only the engine can see: a column that is not there, a code that no event may have?"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from felles.definitions.errors import ContentErrors, DefinitionError, did_you_mean


@dataclass(frozen=True, slots=True)
class Spot:
    """A field of a step file. Refusals gather, so that everything wrong is told at once."""

    file: str
    path: str = ""
    found: list[DefinitionError] = field(default_factory=list)

    def inside(self, name: str) -> "Spot":
        """A field within this one."""
        return Spot(self.file, f"{self.path}.{name}" if self.path else name, self.found)

    def refuse(self, got: str, allowed: str, hint: str | None = None) -> None:
        """Note that what stands here is not allowed."""
        self.found.append(DefinitionError(self.file, self.path, got, allowed, hint))

    def refuse_word(self, word: str, known: Iterable[str], what: str) -> None:
        """Note a word that is not one of those known."""
        words = list(known)
        shown = ", ".join(words[:12]) + (" ..." if len(words) > 12 else "")
        self.refuse(f'"{word}"', f"{what}: {shown}", did_you_mean(word, words))

    def raise_found(self) -> None:
        """Raises ContentErrors where anything was refused."""
        if self.found:
            raise ContentErrors(sorted(self.found, key=lambda error: (error.file, error.field)))
