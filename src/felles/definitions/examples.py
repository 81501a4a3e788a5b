"""Given these events, seen from this day: what does a definition say?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any


@dataclass(frozen=True, kw_only=True)
class ExampleEvent:
    """One event of a made-up person."""

    type: Annotated[str, "a type of the vocabulary, such as referred"]
    at: Annotated[date, "the day it happened"]
    code: str | None = None
    place: str | None = None
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class Example:
    """A case beside a definition. The engine that owns the definition runs it and compares what it expects."""

    case: Annotated[str, "what it shows, as a sentence"]
    events: tuple[ExampleEvent, ...]
    seen_from: Annotated[date, "the day on which the question is asked"]
    expect: Annotated[Mapping[str, Any], "the answers, by name; the engine says which names it knows"]
