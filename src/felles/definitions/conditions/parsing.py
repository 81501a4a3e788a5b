"""What does a condition written in content say?"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from felles.definitions.conditions import leaves
from felles.definitions.conditions.errors import ConditionError, did_you_mean, shown
from felles.definitions.conditions.leaves import Known
from felles.definitions.conditions.reading import label_of, refuse_unknown_words
from felles.definitions.conditions.terms import AllOf, AnyOf, AtLeastOf, Condition, Not

_Reader: TypeAlias = Callable[[Mapping[str, object], str, Known], Condition]

DEEPEST = 20
"""Nesting beyond which nobody can follow a condition."""


def parse(
    raw: object,
    where: str,
    *,
    types: Mapping[str, Collection[str] | None] | None = None,
    answers: Collection[str] | None = None,
) -> Condition:
    """The condition in what was loaded from YAML.

    where: file and field, for errors. types: the known event types, each with its closed codes (None: any code);
    when not given, types and codes are not checked. answers: the items that `answer:` may name; when not given,
    `answer:` is refused, so that the condition can be asked of many persons.
    Raises ConditionError.
    """
    return _condition(raw, where, Known(types=types, answers=answers), depth=0)


def _condition(raw: object, where: str, known: Known, depth: int) -> Condition:
    if isinstance(raw, list):
        raise ConditionError(where, shown(raw), "one condition", "Say how they combine: put them under `all` or `any`.")
    if not isinstance(raw, Mapping) or not raw:
        raise ConditionError(where, shown(raw), f"a condition with one of {_heads()}")
    if depth > DEEPEST:
        raise ConditionError(where, f"conditions {depth} deep", f"at most {DEEPEST}", "Split it into several.")
    head = _head(raw, where)
    if head in _LEAVES:
        return _LEAVES[head](raw, where, known)
    return _combined(head, raw, where, _Inner(known, depth + 1))


def _head(raw: Mapping[str, object], where: str) -> str:
    heads = [head for head in (*_COMBINING, *_LEAVES) if head in raw]
    if not heads:
        first = next(iter(raw))
        hint = did_you_mean(first, (*_COMBINING, *_LEAVES)) or _OTHER_LANGUAGES.get(str(first), "")
        raise ConditionError(where, shown(raw), f"a condition with one of {_heads()}", hint)
    if len(heads) > 1:
        hint = "Put them as two conditions under `all` or `any`."
        raise ConditionError(where, " and ".join(heads) + " together", "one of them", hint)
    return heads[0]


@dataclass(frozen=True, slots=True)
class _Inner:
    """How the parts of a condition are read."""

    known: Known
    depth: int

    def part(self, raw: object, where: str) -> Condition:
        return _condition(raw, where, self.known, self.depth)

    def parts(self, raw: object, where: str) -> tuple[Condition, ...]:
        if not isinstance(raw, list) or not raw:
            raise ConditionError(where, shown(raw), "a list with at least one condition", "Begin each with a dash.")
        return tuple(self.part(one, f"{where}[{number}]") for number, one in enumerate(raw, start=1))


def _combined(head: str, raw: Mapping[str, object], where: str, inner: _Inner) -> Condition:
    inside = f"{where}.{head}"
    refuse_unknown_words(raw, where, (head, "label", *(("at_least",) if head == "of" else ())))
    label = label_of(raw, where)
    if head == "all":
        return AllOf(parts=inner.parts(raw["all"], inside), label=label)
    if head == "any":
        return AnyOf(parts=inner.parts(raw["any"], inside), label=label)
    if head == "not":
        return Not(part=inner.part(raw["not"], inside), label=label)
    parts = inner.parts(raw["of"], inside)
    return AtLeastOf(number=_number_of(raw, parts, where), parts=parts, label=label)


def _number_of(raw: Mapping[str, object], parts: tuple[Condition, ...], where: str) -> int:
    number = raw.get("at_least")
    if not isinstance(number, int) or isinstance(number, bool) or not 1 <= number <= len(parts):
        allowed = f"a whole number from 1 to {len(parts)}, the number of conditions under `of`"
        raise ConditionError(f"{where}.at_least", shown(number), allowed)
    return number


def _heads() -> str:
    return ", ".join((*_COMBINING, *_LEAVES))


_COMBINING = ("all", "any", "not", "of")
_LEAVES: Mapping[str, _Reader] = {
    "fact": leaves.read_fact,
    "latest": leaves.read_latest,
    "event": leaves.read_event,
    "answer": leaves.read_answer,
}
_OTHER_LANGUAGES = {
    "and": "Write `all`.",
    "or": "Write `any`.",
    "none": "Write `not` with `any` inside.",
    "first": "`first` stands inside `after` or `before`.",
}
