"""What would a country do otherwise, from when, and which figures of the simulated country does that change?

Each policy is one file, `simulation/policies/*.yaml` (form file). `felles.simulation.policies` applies them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any

from felles.definitions.nodes import Mapping, Node, Scalar
from felles.definitions.places import Findings, Place
from felles.definitions.readers import Shaped
from felles.definitions.records import Problem
from felles.definitions.simulation.exposures import Year
from felles.definitions.texts import Texts
from felles.definitions.words import Id

Path = Annotated[
    str,
    Shaped(
        r"[a-z_]+(/[a-z_0-9]+)+(\.[A-Za-z_0-9]+)+",
        "folder, file and field of what is changed, such as exposures/tobacco.generation",
    ),
]


@dataclass(frozen=True)
class Written:
    """A value as it stands in a file, read once it is known what it is for."""

    node: Node
    file: str
    field: str

    def place(self, findings: Findings) -> Place:
        """Where it stands, for what is found when it is read."""
        return Place(self.file, findings, self.field)


@dataclass(frozen=True)
class AsWritten:
    """Keeps a value until the field that it changes is known. The sources that it names must be there already now."""

    allowed: str = "what the changed field holds"

    def read(self, node: Node, place: Place) -> Any:
        self.mention_sources(node, place)
        return Written(node, place.file, place.path)

    def mention_sources(self, node: Node, place: Place) -> None:
        """Note every source that is named anywhere in a value."""
        if isinstance(node, Mapping):
            for key, (_, inner) in node.entries.items():
                if key == "source" and isinstance(inner, Scalar):
                    place.inside(key).mention("source", inner.text, inner.line)
                self.mention_sources(inner, place.inside(key))


@dataclass(frozen=True, kw_only=True)
class Change:
    """One figure or rule that a policy changes. The value is written as in the file that it changes."""

    path: Path
    value: Annotated[Any, AsWritten(), "read as the field at the path is; a rule gets its `starts` from the policy"]


@dataclass(frozen=True, kw_only=True)
class PolicyExample:
    """What a figure is once the policy is applied."""

    case: Annotated[str, "what it shows, as a sentence"]
    path: Path
    expect: float


@dataclass(frozen=True, kw_only=True)
class Policy:
    """What is done otherwise from a year on."""

    id: Id
    title: Texts
    what: Annotated[Texts, "what it does, in plain words"]
    starts: Annotated[Year, "1 January of this year"]
    changes: tuple[Change, ...]
    examples: tuple[PolicyExample, ...] = ()

    def problems(self) -> Iterator[Problem]:
        paths = [change.path for change in self.changes]
        if not paths:
            yield Problem("changes", "none", "at least one change")
        for path in sorted({path for path in paths if paths.count(path) > 1}):
            yield Problem("changes", f"{path} twice", "each path once")
