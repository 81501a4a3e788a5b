"""What is an error, and what is unlikely, in the record of a tumour; and how good are the records as a whole?"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, get_args

from felles.definitions.readers import Named, Shaped
from felles.definitions.records import Problem
from felles.definitions.registry_terms import RecordField, RecordTerms
from felles.definitions.texts import Texts
from felles.definitions.words import Id

Severity = Literal["E", "W"]
RuleId = Annotated[str, Shaped(r"[a-z][a-z0-9_]*", 'an id of small letters, digits and "_"')]


@dataclass(frozen=True, kw_only=True)
class RecordRule:
    """One thing that is wrong or unlikely in a record."""

    id: Annotated[RuleId, "stands in the report; no other rule of any check has it"]
    severity: Annotated[Severity | None, "where it differs from the check's"] = None
    when: Annotated[tuple[RecordTerms, ...], "it hits where one of these holds"]
    unless: Annotated[tuple[RecordTerms, ...], "but not where one of these holds as well"] = ()
    text: Annotated[Texts | None, "where it differs from the check's"] = None
    source: Annotated[str | None, Named("source"), "where it differs from the check's"] = None
    verified: Annotated[bool | None, "where it differs from the check's"] = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class RecordExample:
    """A made-up record, and the rules of the check that hit it."""

    case: Annotated[str, "what it shows, as a sentence"]
    record: Annotated[Mapping[str, Any], "its fields, as a table writes them"]
    beside: Annotated[tuple[Mapping[str, Any], ...], "other records of the same table"] = ()
    hits: Annotated[tuple[str, ...], "the rules of this check that hit the record"]


@dataclass(frozen=True, kw_only=True)
class RegistryCheck:
    """A family of rules that look at the same fields and say the same to the person who mends the record."""

    id: Id
    label: Texts
    severity: Annotated[
        Severity, "E: cannot be so, mend it; W: unlikely, look at it and leave it where the source confirms it"
    ]
    text: Annotated[
        Texts, "what is said of the record and what to do now; {topography} and other fields of it may stand in braces"
    ]
    source: Annotated[str, Named("source")]
    verified: Annotated[bool, "whether the rules were read in the source"]
    note: str | None = None
    rules: tuple[RecordRule, ...]
    examples: tuple[RecordExample, ...] = ()

    def problems(self) -> Iterator[Problem]:
        known = {rule.id for rule in self.rules}
        if len(known) < len(self.rules):
            yield Problem("rules", "two rules with one id", "an id of its own for each rule")
        for text in (self.text, *(rule.text for rule in self.rules if rule.text)):
            for field in sorted(fields_named(text) - set(get_args(RecordField))):
                yield Problem("text", f'"{{{field}}}"', "a field of a record in the braces")
        for example in self.examples:
            for hit in sorted(set(example.hits) - known):
                yield Problem("examples", f'the rule "{hit}"', "a rule of this check")
            for field in sorted({*example.record, *(name for row in example.beside for name in row)} - FIELDS):
                yield Problem("examples", f'the field "{field}"', f"one of {', '.join(sorted(FIELDS))}")


@dataclass(frozen=True, kw_only=True)
class QualityIndicator:
    """A share of the records that tells how good they are."""

    id: Id
    label: Texts
    direction: Annotated[Literal["up", "down"], "which way is better"]
    numerator: Annotated[tuple[RecordTerms, ...], "the records where one of these holds"]
    among: Annotated[tuple[RecordTerms, ...], "of the records where one of these holds; empty for all"] = ()
    source: Annotated[str, Named("source")]
    verified: Annotated[bool, "whether the definition was read in the source"]
    note: str | None = None


FIELDS = frozenset(get_args(RecordField))
_BRACES = re.compile(r"\{([^{}]*)\}")


def fields_named(text: Texts) -> set[str]:
    """The fields of a record that a text names in braces, in any language."""
    said = " ".join(part for part in (text.nb, text.nn, text.en, text.se) if part)
    return set(_BRACES.findall(said))
