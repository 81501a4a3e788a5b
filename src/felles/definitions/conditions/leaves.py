"""What does a condition on the log itself say: a fact, the latest of a kind, an event in time, an answer?"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from felles.definitions.conditions.comparisons import (
    Kind,
    read_comparisons,
    refuse_unless_among,
    refuse_unless_whole,
)
from felles.definitions.conditions.durations import Duration, read_duration
from felles.definitions.conditions.errors import ConditionError, did_you_mean, shown
from felles.definitions.conditions.facts import FACTS
from felles.definitions.conditions.reading import label_of, refuse_unknown_words, text_of, texts_of, yes_or_no
from felles.definitions.conditions.terms import WORDS, Anchor, Answer, Comparison, Fact, Happened, Latest, Matching

_CODES = ("code", "code_starts_with")


@dataclass(frozen=True, slots=True)
class Known:
    """The names that a condition may use; None where they are not checked (types) or not allowed (answers)."""

    types: Mapping[str, Collection[str] | None] | None
    answers: Collection[str] | None


def read_fact(raw: Mapping[str, object], where: str, known: Known) -> Fact:
    """`{fact: age, at_least: 50, below: 70}`"""
    name = raw["fact"]
    fact = FACTS.get(name) if isinstance(name, str) else None
    if fact is None:
        hint = did_you_mean(name, FACTS) or "What an event tells is asked with `latest:` or `event:`."
        raise ConditionError(f"{where}.fact", shown(name), ", ".join(FACTS), hint)
    refuse_unknown_words(raw, where, ("fact", *WORDS, "missing", "label"))
    comparisons = _some_comparisons(raw, where, (fact.kind,))
    if fact.allowed:
        refuse_unless_among(comparisons, fact.allowed, where)
    if name == "age":
        refuse_unless_whole(comparisons, where)
    return Fact(name=str(name), comparisons=comparisons, missing_fails=_missing(raw, where), label=label_of(raw, where))


def read_latest(raw: Mapping[str, object], where: str, known: Known) -> Latest:
    """`{latest: staged, in: ["tnm8:I", "tnm8:II"]}`: texts compare its code, numbers its value."""
    refuse_unknown_words(raw, where, ("latest", *_CODES, "within", "unit", *WORDS, "missing", "label"))
    comparisons = _some_comparisons(raw, where, ("text", "number"))
    matching = _matching(raw, "latest", where, known)
    _refuse_unknown_codes(_compared_codes(comparisons), matching.type, where, known)
    return Latest(
        matching=matching,
        comparisons=comparisons,
        within=_duration(raw, "within", where),
        unit=_unit(raw, comparisons, where),
        missing_fails=_missing(raw, where),
        label=label_of(raw, where),
    )


def read_event(raw: Mapping[str, object], where: str, known: Known) -> Happened:
    """`{event: treatment_started, code: surgery, within: "90 days"}`"""
    when = ("within", "longer_ago_than", "after", "before")
    words = ("event", *_CODES, "at_least_times", *when, "unit", *WORDS, "complete", "label")
    refuse_unknown_words(raw, where, words)
    comparisons = read_comparisons(raw, where, ("number",))
    condition = Happened(
        matching=_matching(raw, "event", where, known),
        comparisons=comparisons,
        unit=_unit(raw, comparisons, where),
        times=_times(raw, where),
        within=_duration(raw, "within", where),
        longer_ago_than=_duration(raw, "longer_ago_than", where),
        after=_anchor(raw, "after", where, known),
        before=_anchor(raw, "before", where, known),
        complete=yes_or_no(raw.get("complete", True), f"{where}.complete"),
        label=label_of(raw, where),
    )
    _refuse_empty_window(condition, where)
    _refuse_own_anchor(condition, where)
    return condition


def read_answer(raw: Mapping[str, object], where: str, known: Known) -> Answer:
    """`{answer: pain, at_least: 7}`"""
    item = text_of(raw["answer"], f"{where}.answer", "Name the item of the form.")
    if known.answers is None:
        allowed = "conditions on what is in the log"
        raise ConditionError(where, "answer", allowed, "Answers are asked where one form is decided, as in triage.")
    if item not in known.answers:
        hint = did_you_mean(item, known.answers)
        raise ConditionError(f"{where}.answer", shown(item), ", ".join(sorted(known.answers)), hint)
    refuse_unknown_words(raw, where, ("answer", *WORDS, "missing", "label"))
    comparisons = _some_comparisons(raw, where, ("text", "number", "yes_no"))
    return Answer(item=item, comparisons=comparisons, missing_fails=_missing(raw, where), label=label_of(raw, where))


def _some_comparisons(raw: Mapping[str, object], where: str, kinds: Sequence[Kind]) -> tuple[Comparison, ...]:
    comparisons = read_comparisons(raw, where, kinds)
    if not comparisons:
        raise ConditionError(where, "no comparison", ", ".join(WORDS), "Say what it is compared with.")
    return comparisons


def _matching(raw: Mapping[str, object], head: str, where: str, known: Known) -> Matching:
    hint = "Name an event type, in the past tense."
    if isinstance(raw[head], Mapping):
        hint = f"Write `{head}: type` with the other words beside it."
    event_type = text_of(raw[head], f"{where}.{head}", hint)
    if known.types is not None and event_type not in known.types:
        raise ConditionError(
            f"{where}.{head}",
            shown(event_type),
            "an event type of the vocabulary",
            did_you_mean(event_type, known.types),
        )
    if all(word in raw for word in _CODES):
        raise ConditionError(where, "code with code_starts_with", "one of the two", "Put two conditions under `any`.")
    codes = texts_of(raw["code"], f"{where}.code") if "code" in raw else ()
    prefixes = texts_of(raw["code_starts_with"], f"{where}.code_starts_with") if "code_starts_with" in raw else ()
    _refuse_unknown_codes(codes, event_type, f"{where}.code", known)
    return Matching(type=event_type, codes=codes, prefixes=prefixes)


def _refuse_unknown_codes(codes: tuple[str, ...], event_type: str, where: str, known: Known) -> None:
    allowed = (known.types or {}).get(event_type)
    for code in codes:
        if allowed is not None and code not in allowed:
            raise ConditionError(where, shown(code), ", ".join(sorted(allowed)), did_you_mean(code, allowed))


def _compared_codes(comparisons: tuple[Comparison, ...]) -> tuple[str, ...]:
    compared = (c for c in comparisons if c.word != "starts_with")
    return tuple(operand for c in compared for operand in c.operands if isinstance(operand, str))


def _anchor(raw: Mapping[str, object], word: Literal["after", "before"], where: str, known: Known) -> Anchor | None:
    if word not in raw:
        return None
    inside, anchor = f"{where}.{word}", raw[word]
    if not isinstance(anchor, Mapping) or ("first" in anchor) == ("latest" in anchor):
        allowed = "a mapping with `first: type` or `latest: type`"
        hint = "Say which of them is meant: the first or the latest." if isinstance(anchor, Mapping) else ""
        raise ConditionError(inside, shown(anchor), allowed, hint)
    which: Literal["first", "latest"] = "first" if "first" in anchor else "latest"
    refuse_unknown_words(anchor, inside, (which, *_CODES, "within"))
    matching = _matching(anchor, which, inside, known)
    return Anchor(which=which, matching=matching, within=_duration(anchor, "within", inside))


def _duration(raw: Mapping[str, object], word: str, where: str) -> Duration | None:
    return read_duration(raw[word], f"{where}.{word}") if word in raw else None


def _times(raw: Mapping[str, object], where: str) -> int:
    times = raw.get("at_least_times", 1)
    if not isinstance(times, int) or isinstance(times, bool) or times < 1:
        hint = "For an event that did not happen, put it under `not`."
        raise ConditionError(f"{where}.at_least_times", shown(times), "a whole number from 1", hint)
    return times


def _unit(raw: Mapping[str, object], comparisons: tuple[Comparison, ...], where: str) -> str | None:
    if "unit" not in raw:
        return None
    if not comparisons or not comparisons[0].of_numbers:
        raise ConditionError(f"{where}.unit", "a unit", "a unit only where a number is compared", "Leave it out.")
    return text_of(raw["unit"], f"{where}.unit")


def _missing(raw: Mapping[str, object], where: str) -> bool:
    if raw.get("missing", "unknown") not in ("unknown", "fails"):
        hint = "Write `fails` only where what is missing would certainly have been logged."
        raise ConditionError(f"{where}.missing", shown(raw["missing"]), "unknown or fails", hint)
    return raw.get("missing") == "fails"


def _refuse_empty_window(condition: Happened, where: str) -> None:
    within, longer = condition.within, condition.longer_ago_than
    if within and longer and within.shortest <= longer.longest:
        got = f"within {within.number} {within.unit}s and longer_ago_than {longer.number} {longer.unit}s"
        allowed = "a `within` that is longer than `longer_ago_than`, whatever the month"
        raise ConditionError(where, got, allowed, "Are the two swapped?")


def _refuse_own_anchor(condition: Happened, where: str) -> None:
    for word, anchor in (("after", condition.after), ("before", condition.before)):
        if anchor and condition.matching.overlaps(anchor.matching):
            got = f"{condition.matching.type} {word} the {anchor.which} of the same kind"
            allowed = "two kinds of event that no event belongs to both of"
            hint = "The anchor itself would count. Name other codes, or use `at_least_times`."
            raise ConditionError(f"{where}.{word}", got, allowed, hint)
