"""Where in the content does a value stand, and what was said against it?"""

from dataclasses import dataclass, field
from typing import NamedTuple

from felles.definitions.errors import DefinitionError, did_you_mean
from felles.definitions.nodes import Node


class Refused:
    """Stands for the value of a field that was refused."""


REFUSED = Refused()


@dataclass(frozen=True, slots=True)
class Mention:
    """A definition naming another: checked once everything is read."""

    kind: str
    id: str
    place: "Place"
    line: int


@dataclass(slots=True)
class Findings:
    """What reading a content folder has found so far: its errors, and who names whom."""

    errors: list[DefinitionError] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)


class Place(NamedTuple):
    """A field of a file. key: its name, or the number of an item from 1, within what it stands in."""

    file: str
    findings: Findings
    key: str | int = ""
    within: "Place | None" = None

    @property
    def path(self) -> str:
        """The way from the top of the file, put together when somebody asks: mostly nothing is said of a field."""
        before = self.within.path if self.within else ""
        if isinstance(self.key, int):
            return f"{before}[{self.key}]"
        return f"{before}.{self.key}" if before else self.key

    def inside(self, key: str | int) -> "Place":
        """The field of this name (or the item of this number, from 1) within this place."""
        return Place(self.file, self.findings, key, self)

    def refuse(self, node: Node, allowed: str, *, got: str | None = None, hint: str | None = None) -> Refused:
        """Note that the value here is not allowed."""
        return self.refuse_at(node.line, got or node.as_written, allowed, hint)

    def refuse_at(self, line: int | None, got: str, allowed: str, hint: str | None = None) -> Refused:
        """Note that something on a line is not allowed."""
        self.findings.errors.append(DefinitionError(self.file, self.path, got, allowed, hint, line=line))
        return REFUSED

    def mention(self, kind: str, id: str, line: int) -> None:
        """Note that another definition is named here."""
        self.findings.mentions.append(Mention(kind, id, self, line))


def refuse_unknown_mentions(findings: Findings, known: dict[str, set[str]]) -> None:
    """Refuse every mention of a definition that is not there. known: ids by kind."""
    for mention in findings.mentions:
        if mention.id not in known[mention.kind]:
            ids = known[mention.kind]
            mention.place.refuse_at(
                mention.line, f'"{mention.id}"', f"the id of a known {mention.kind}", did_you_mean(mention.id, ids)
            )
