"""What is a condition made of, once it has been read?"""

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from felles.definitions.conditions.durations import Duration

Operand: TypeAlias = str | int | float | bool
Word = Literal["is", "is_not", "in", "not_in", "starts_with", "at_least", "at_most", "above", "below"]
WORDS: tuple[Word, ...] = get_args(Word)
LOWER: tuple[Word, ...] = ("at_least", "above")
UPPER: tuple[Word, ...] = ("at_most", "below")

Texts: TypeAlias = tuple[tuple[str, str], ...]
"""Texts by language, as pairs, so that a condition can be a key."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """One word of comparison with what it is compared with: several operands only for `in`, `not_in`, `starts_with`."""

    word: Word
    operands: tuple[Operand, ...]

    @property
    def of_numbers(self) -> bool:
        """Does it compare the event's number (otherwise its code)?"""
        return not any(isinstance(operand, str | bool) for operand in self.operands)


@dataclass(frozen=True, kw_only=True, slots=True)
class Matching:
    """Which events are meant: a type, and codes where not every code will do."""

    type: str
    codes: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()

    @property
    def any_code(self) -> bool:
        """Will every code do?"""
        return not self.codes and not self.prefixes

    def overlaps(self, other: "Matching") -> bool:
        """Can one event be meant by both?"""
        if self.type != other.type:
            return False
        if self.any_code or other.any_code:
            return True
        return (
            bool(set(self.codes) & set(other.codes))
            or any(code.startswith(other.prefixes) for code in self.codes if other.prefixes)
            or any(code.startswith(self.prefixes) for code in other.codes if self.prefixes)
            or any(a.startswith(b) or b.startswith(a) for a in self.prefixes for b in other.prefixes)
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Anchor:
    """The event that another one comes after or before: the first or the latest of its kind."""

    which: Literal["first", "latest"]
    matching: Matching
    within: Duration | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class AllOf:
    """Every part must meet."""

    parts: tuple["Condition", ...]
    label: Texts = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class AnyOf:
    """One part must meet."""

    parts: tuple["Condition", ...]
    label: Texts = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class AtLeastOf:
    """A number of the parts must meet."""

    number: int
    parts: tuple["Condition", ...]
    label: Texts = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Not:
    """The part must fail."""

    part: "Condition"
    label: Texts = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """A named fact about the person, compared: see `facts.FACTS`."""

    name: str
    comparisons: tuple[Comparison, ...]
    missing_fails: bool = False
    label: Texts = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Latest:
    """The code or the number of the latest event of a kind, compared."""

    matching: Matching
    comparisons: tuple[Comparison, ...]
    within: Duration | None = None
    unit: str | None = None
    missing_fails: bool = False
    label: Texts = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Happened:
    """Events of a kind happened, often enough, at the right time, with the right number."""

    matching: Matching
    comparisons: tuple[Comparison, ...] = ()
    unit: str | None = None
    times: int = 1
    within: Duration | None = None
    longer_ago_than: Duration | None = None
    after: Anchor | None = None
    before: Anchor | None = None
    complete: bool = True
    label: Texts = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """An answer or a score that the caller hands over, compared. Never for many persons at once."""

    item: str
    comparisons: tuple[Comparison, ...]
    missing_fails: bool = False
    label: Texts = ()


Condition: TypeAlias = AllOf | AnyOf | AtLeastOf | Not | Fact | Latest | Happened | Answer


def parts_of(condition: Condition) -> tuple[Condition, ...]:
    """The conditions that this one is put together from; none for a condition on the log itself."""
    if isinstance(condition, Not):
        return (condition.part,)
    return condition.parts if isinstance(condition, AllOf | AnyOf | AtLeastOf) else ()
