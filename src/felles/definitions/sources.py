"""Where does a figure come from, and how well do we know it?"""

from dataclasses import dataclass
from typing import Annotated, Literal

from felles.definitions.texts import Texts
from felles.definitions.words import Id, Period, Url

SourceKind = Literal["official", "register", "paper", "press", "local", "copy", "web", "calculation", "memory"]


@dataclass(frozen=True, kw_only=True)
class Source:
    """One place that figures come from."""

    id: Id
    title: str
    publisher: str
    kind: Annotated[SourceKind, "what sort of place it is; calculation is our own, from figures that have sources"]
    mark: Annotated[Literal["read", "remembered"], "whether the page was read, or only remembered"]
    url: Annotated[Url | None, "its address"] = None
    date: Annotated[Period | None, "the date it carries; empty where it carries none"] = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class Unit:
    """What an indicator counts."""

    id: Id
    label: Texts
    symbol: Annotated[str | None, "what stands right after the number, such as %"] = None


@dataclass(frozen=True, kw_only=True)
class Breakdown:
    """What an indicator can be split by."""

    id: Id
    label: Texts
