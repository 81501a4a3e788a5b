"""What is wrong with a definition, said so that its author can mend it?"""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches


class DefinitionError(Exception):
    """One thing wrong in one file. Its text is one sentence: file, field, what was got, what is allowed, a hint.

    file: path from the content folder's parent, such as `content/goals/01_tobacco.yaml`. line: from 1, or None where
    no line can be pointed at (a missing file, two files at odds). field: path to the field, or "" for the whole file.
    """

    def __init__(
        self, file: str, field: str, got: str, allowed: str, hint: str | None = None, *, line: int | None = None
    ) -> None:
        super().__init__(file, field, got, allowed, hint, line)
        self.file = file
        self.field = field
        self.got = got
        self.allowed = allowed
        self.hint = hint
        self.line = line

    def __str__(self) -> str:
        place = ", ".join(
            part
            for part in (self.file, f"line {self.line}" if self.line else "", self.field and f'"{self.field}"')
            if part
        )
        hint = f". {self.hint}" if self.hint else "."
        return f"{place}: got {self.got}; allowed is {self.allowed}{hint}"


class ContentErrors(Exception):
    """Everything that is wrong in a content folder, one sentence a line, in the order of the files."""

    def __init__(self, errors: Sequence[DefinitionError]) -> None:
        super().__init__(errors)
        self.errors = tuple(errors)

    def __str__(self) -> str:
        return "\n".join(str(error) for error in self.errors)


def did_you_mean(got: str, allowed: Iterable[str]) -> str | None:
    """A question with the nearest allowed word, or None where nothing is near."""
    near = get_close_matches(got, list(allowed), n=1, cutoff=0.6)
    return f'Did you mean "{near[0]}"?' if near else None
