"""Does one person meet a condition at a date, and why?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from felles.definitions.conditions.happening import happened
from felles.definitions.conditions.knowing import known_answer, known_fact, known_latest
from felles.definitions.conditions.sightings import Sighting, sightings
from felles.definitions.conditions.terms import (
    Answer,
    AnyOf,
    AtLeastOf,
    Condition,
    Fact,
    Happened,
    Latest,
    Not,
    Operand,
    parts_of,
)
from felles.definitions.conditions.verdicts import (
    Reason,
    Truth,
    Verdict,
    at_least,
    every,
    opposite,
    some,
    truth_of,
    value_of,
)

NO_ANSWERS: Mapping[str, Operand | None] = MappingProxyType({})


def evaluate(
    condition: Condition,
    events: Iterable[Any],
    at: date,
    *,
    answers: Mapping[str, Operand | None] = NO_ANSWERS,
) -> Verdict:
    """Whether one person meets a condition, as known from what had happened by `at`.

    events: the current events of one person, objects or mappings with type, day, precision, code, value, unit, place.
    answers: what `answer:` is about, by item; an item left out or None was not answered.
    """
    reason = _reason(condition, _Person(seen=sightings(events, at), at=at, answers=answers))
    return Verdict(value=reason.value, reasons=(reason,) if isinstance(condition, Not) else reason.parts or (reason,))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Person:
    """What there is to know of the person."""

    seen: tuple[Sighting, ...]
    at: date
    answers: Mapping[str, Operand | None]


def _reason(condition: Condition, person: _Person) -> Reason:
    match condition:
        case Fact():
            return known_fact(condition, person.seen, person.at)
        case Latest():
            return known_latest(condition, person.seen, person.at)
        case Happened():
            return happened(condition, person.seen, person.at)
        case Answer():
            return known_answer(condition, person.answers)
    parts = tuple(_reason(part, person) for part in parts_of(condition))
    truth = _combined(condition, [truth_of(part.value) for part in parts])
    return Reason(condition=condition, value=value_of(truth), why="parts", parts=parts)


def _combined(condition: Condition, truths: list[Truth]) -> Truth:
    match condition:
        case Not():
            return opposite(truths[0])
        case AnyOf():
            return some(truths)
        case AtLeastOf(number=number):
            return at_least(number, truths)
    return every(truths)
