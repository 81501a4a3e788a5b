"""What does the vocabulary say about one type of event: its words, its columns, its codes, its writers and readers?"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Labels = Mapping[str, str]
Use = Literal["required", "optional", "forbidden"]

LANGUAGES = ("nb", "nn", "en")

# Columns that any event may fill. The others are forbidden unless a type names them.
OPEN_TO_ALL = frozenset({"episode", "place", "actor", "replaces", "data"})
COLUMNS = ("code", "value", "unit", "until", "episode", "place", "actor", "replaces", "data")


def label(nb: str, nn: str, en: str) -> Labels:
    """The words that people read, in Bokmål, Nynorsk and English."""
    return {"nb": nb, "nn": nn, "en": en}


@dataclass(frozen=True, kw_only=True, slots=True)
class CodeSystem:
    """A code list too long, or too much of someone else's, to write out here: known by its shape alone.

    `pattern` is a regular expression that must match the whole code; `wording` completes "allowed is ...".
    """

    name: str
    pattern: str
    wording: str

    def holds(self, code: str) -> bool:
        """Whether the code has the shape of this system; not whether the system really has it."""
        return re.fullmatch(self.pattern, code) is not None


@dataclass(frozen=True, kw_only=True, slots=True)
class Number:
    """What an event's `value` means and which values make sense: low and high are both included."""

    meaning: str
    low: float
    high: float
    units: tuple[str, ...] = ()
    unit_system: CodeSystem | None = None

    @property
    def has_unit(self) -> bool:
        """Whether the number says nothing without its unit (a score or a count has none)."""
        return bool(self.units) or self.unit_system is not None


def record(properties: Mapping[str, Mapping[str, Any]], required: tuple[str, ...] = ()) -> Mapping[str, Any]:
    """The JSON schema of an object with these fields and no others."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": dict(properties),
        "required": list(required),
        "additionalProperties": False,
    }


EMPTY_RECORD = record({})


@dataclass(frozen=True, kw_only=True, slots=True)
class EventType:
    """One type of event. `required` and `optional` name columns; `free_text` names the fields of `data` to be sealed.

    A code is allowed when it is one of `codes` (which have labels) or has the shape of `code_system`.
    `written_by` names those of WRITERS who may write it; `read_by` says what reads it, or what it waits for.
    `example` holds the columns of one good event, times as ISO text.
    """

    name: str
    topic: str
    sentence: str
    label: Labels
    written_by: tuple[str, ...]
    read_by: str
    example: Mapping[str, Any]
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    codes: Mapping[str, Labels] = field(default_factory=dict)
    code_system: CodeSystem | None = None
    number: Number | None = None
    place_system: CodeSystem | None = None
    data: Mapping[str, Any] = field(default_factory=lambda: EMPTY_RECORD)
    free_text: tuple[str, ...] = ()
    may_lie_ahead: bool = False

    def use_of(self, column: str) -> Use:
        """Whether an event of this type must, may or must not fill the column."""
        if column in self.required:
            return "required"
        if column in self.optional or column in OPEN_TO_ALL:
            return "optional"
        return "forbidden"

    def allows_code(self, code: str) -> bool:
        """Whether the code is one of the type's own or has the shape of its code system."""
        return code in self.codes or (self.code_system is not None and self.code_system.holds(code))


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """Why an event is refused: which column, what was there, and what is allowed. Safe to log."""

    field: str
    got: str
    allowed: str

    def __str__(self) -> str:
        return f"{self.field}: got {self.got}; allowed is {self.allowed}."


WRITERS: Mapping[str, str] = {
    "registry": "a health registry, the population register or the vaccination register, by import",
    "hospital": "staff or systems of a hospital, its laboratories included",
    "gp": "the general practitioner",
    "municipality": "health and care services of the municipality, the cancer coordinator included",
    "screening": "a screening programme",
    "patient": "the person the event is about",
    "relative": "a relative whom the patient has let in",
    "employer": "the employer or the occupational health service",
    "authority": "the health authority and the partnership behind the strategy",
    "felles": "Felles itself, by a rule that somebody switched on",
    "simulation": "the simulated country; it may write every type",
}


def written_by(*writers: str) -> tuple[str, ...]:
    """These writers and the simulation, which may write every type."""
    return (*writers, "simulation")
