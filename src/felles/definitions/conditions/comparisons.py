"""Which comparisons does a condition make, and do they make sense together?"""

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Literal, cast

from felles.definitions.conditions.errors import ConditionError, did_you_mean, shown
from felles.definitions.conditions.terms import LOWER, UPPER, WORDS, Comparison, Operand, Word

Kind = Literal["number", "text", "yes_no"]

_ALLOWED: Mapping[Kind, str] = {"number": "a number", "text": "a text", "yes_no": "true or false"}
_WORDS_FOR: Mapping[Kind, tuple[Word, ...]] = {
    "number": ("is", "is_not", "in", "not_in", *LOWER, *UPPER),
    "text": ("is", "is_not", "in", "not_in", "starts_with"),
    "yes_no": ("is",),
}


def read_comparisons(raw: Mapping[str, object], where: str, kinds: Sequence[Kind]) -> tuple[Comparison, ...]:
    """The comparisons among the words of a condition, each of one of the kinds that are possible here."""
    words = [word for word in WORDS if word in raw]
    found = tuple(_comparison(word, raw[word], f"{where}.{word}", kinds) for word in words)
    _refuse_mixture(found, where)
    _refuse_contradiction(found, where)
    return found


def refuse_unless_among(comparisons: tuple[Comparison, ...], allowed: Collection[str], where: str) -> None:
    """Refuse a text that the fact can never have."""
    for comparison in comparisons:
        for operand in comparison.operands:
            if comparison.word != "starts_with" and operand not in allowed:
                hint = did_you_mean(operand, allowed)
                raise ConditionError(f"{where}.{comparison.word}", shown(operand), " or ".join(allowed), hint)


def refuse_unless_whole(comparisons: tuple[Comparison, ...], where: str) -> None:
    """Refuse a number that whole years can never be."""
    for comparison in comparisons:
        for operand in comparison.operands:
            if not isinstance(operand, int) or not 0 <= operand <= 150:
                allowed = "a whole number of years from 0 to 150"
                raise ConditionError(f"{where}.{comparison.word}", shown(operand), allowed)


def _comparison(word: Word, raw: object, where: str, kinds: Sequence[Kind]) -> Comparison:
    if word in ("in", "not_in"):
        return Comparison(word=word, operands=_operands(raw, where, kinds))
    if word == "starts_with" and isinstance(raw, list):
        return Comparison(word=word, operands=_operands(raw, where, kinds))
    comparison = Comparison(word=word, operands=(_operand(raw, where, kinds),))
    if not any(word in _WORDS_FOR[kind] for kind in _kinds_of(comparison.operands[0]) if kind in kinds):
        fitting = [kind for kind in kinds if word in _WORDS_FOR[kind]]
        words = ", ".join(dict.fromkeys(word for kind in kinds for word in _WORDS_FOR[kind]))
        allowed = _ALLOWED[fitting[0]] if fitting else f"only these comparisons here: {words}"
        raise ConditionError(where, shown(raw), allowed)
    return comparison


def _operands(raw: object, where: str, kinds: Sequence[Kind]) -> tuple[Operand, ...]:
    if not isinstance(raw, list) or not raw:
        raise ConditionError(where, shown(raw), "a list with at least one entry", "Write [a, b]; for one alone, `is`.")
    operands = tuple(_operand(one, where, kinds) for one in raw)
    if len({_kinds_of(operand)[0] for operand in operands}) > 1:
        raise ConditionError(where, "texts and numbers in one list", "a list of one kind", "Put codes in quotes.")
    if len(set(operands)) < len(operands):
        raise ConditionError(where, "an entry twice", "each entry once")
    return operands


def _operand(raw: object, where: str, kinds: Sequence[Kind]) -> Operand:
    possible = [kind for kind in _kinds_of(raw) if kind in kinds]
    if not possible or raw == "" or (isinstance(raw, float) and not math.isfinite(raw)):
        hint = "Put codes in quotes." if isinstance(raw, int | float) and "text" in kinds else ""
        raise ConditionError(where, shown(raw), " or ".join(_ALLOWED[kind] for kind in kinds), hint)
    return cast(Operand, raw)


def _kinds_of(raw: object) -> tuple[Kind, ...]:
    if isinstance(raw, bool):
        return ("yes_no",)
    if isinstance(raw, int | float):
        return ("number",)
    return ("text",) if isinstance(raw, str) else ()


def _refuse_mixture(found: tuple[Comparison, ...], where: str) -> None:
    bounds = [c for c in found if c.word in LOWER + UPPER]
    lower, upper = [c for c in bounds if c.word in LOWER], [c for c in bounds if c.word in UPPER]
    alone = len(found) - len(bounds)
    if alone > 1 or (alone and bounds) or len(lower) > 1 or len(upper) > 1:
        got = " with ".join(comparison.word for comparison in found)
        allowed = "one comparison, or one lower bound (at_least, above) with one upper bound (at_most, below)"
        raise ConditionError(where, got, allowed, "Put two conditions under `all` or `any`.")


def _refuse_contradiction(found: tuple[Comparison, ...], where: str) -> None:
    if len(found) < 2:
        return
    lower, upper = sorted(found, key=lambda comparison: comparison.word in UPPER)
    low, high = cast(float, lower.operands[0]), cast(float, upper.operands[0])
    inclusive = lower.word == "at_least" and upper.word == "at_most"
    if low > high or (low == high and not inclusive):
        got = f"{lower.word} {low} with {upper.word} {high}"
        raise ConditionError(where, got, "bounds that some number lies between", "Are the two swapped?")
