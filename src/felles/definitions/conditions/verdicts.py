"""What can the answer to a condition be, and how do three values combine?"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from felles.definitions.conditions.terms import Condition

Value = Literal["meets", "fails", "unknown"]
Truth: TypeAlias = bool | None
"""True meets, False fails, None is unknown: Kleene's logic, which SQL has too."""

Why = Literal["parts", "compared", "missing", "open", "happened", "absent"]
"""parts: follows from its parts; compared: the log has it; missing: the log has no such event or answer;
open: what the log has leaves it open (precision, no code, another unit, several on one day); happened; absent."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason:
    """The verdict of one criterion, why, the events it rests on, and the reasons of its parts."""

    condition: Condition
    value: Value
    why: Why
    events: tuple[Any, ...] = ()
    parts: tuple["Reason", ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """The answer to a condition; one reason for each criterion of an `all`, `any` or `of`, otherwise one."""

    value: Value
    reasons: tuple[Reason, ...]


def value_of(truth: Truth) -> Value:
    """The word for a truth."""
    return "unknown" if truth is None else "meets" if truth else "fails"


def truth_of(value: Value) -> Truth:
    """The truth behind a word."""
    return None if value == "unknown" else value == "meets"


def every(truths: Iterable[Truth]) -> Truth:
    """Fails when one fails; meets when all meet; otherwise unknown."""
    seen = set(truths)
    return False if False in seen else None if None in seen else True


def some(truths: Iterable[Truth]) -> Truth:
    """Meets when one meets; fails when all fail; otherwise unknown."""
    return opposite(every(opposite(truth) for truth in truths))


def opposite(truth: Truth) -> Truth:
    """Swaps meets and fails; unknown stays."""
    return None if truth is None else not truth


def at_least(number: int, truths: Iterable[Truth]) -> Truth:
    """Meets when so many meet; fails when so many cannot; otherwise unknown."""
    counted = list(truths)
    if counted.count(True) >= number:
        return True
    return None if counted.count(True) + counted.count(None) >= number else False
