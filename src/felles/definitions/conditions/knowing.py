"""What is known of a fact, of the latest event of a kind, or of an answer, and does it compare?"""

from collections.abc import Iterable, Mapping
from datetime import date

from felles.definitions.conditions.facts import FACTS, NamedFact
from felles.definitions.conditions.matching import compares, number_of, of_kind, within
from felles.definitions.conditions.sightings import Sighting, age_on
from felles.definitions.conditions.terms import Answer, Comparison, Fact, Latest, Operand
from felles.definitions.conditions.verdicts import Reason, Truth, every, value_of


def known_fact(condition: Fact, seen: tuple[Sighting, ...], at: date) -> Reason:
    """A named fact, compared."""
    fact = FACTS[condition.name]
    read = tuple(one for one in seen if one.type in fact.reads)
    if condition.name == "alive":
        return _alive(condition, read)
    if not read:
        return _missing(condition)
    if condition.name == "age":
        return _known(condition, _age_compares(read, condition.comparisons, at), read)
    candidates = _may_be_newest(read, read) if fact.newest else read
    texts = (_text_in(one, fact) for one in candidates)
    return _known(condition, _agreed(compares(text, condition.comparisons) for text in texts), candidates)


def known_latest(condition: Latest, seen: tuple[Sighting, ...], at: date) -> Reason:
    """The latest event of a kind, compared.

    The day is all that orders events, and a coarse precision leaves even that open. Every event that may be the
    latest is therefore asked, and where they disagree the answer is unknown.
    """
    kinds = [(one, every((of_kind(one, condition.matching), within(one, condition.within, at)))) for one in seen]
    sure = tuple(one for one, kind in kinds if kind)
    candidates = _may_be_newest(tuple(one for one, kind in kinds if kind is not False), sure)
    if not candidates:
        return _missing(condition)
    of_numbers = condition.comparisons[0].of_numbers
    got = ((number_of(one, condition.unit) if of_numbers else one.code) for one in candidates)
    agreed = _agreed(compares(one, condition.comparisons) for one in got)
    return _known(condition, agreed if sure else None, candidates)


def known_answer(condition: Answer, answers: Mapping[str, Operand | None]) -> Reason:
    """An answer, compared. An answer of another kind than it is compared with is unknown."""
    got = answers.get(condition.item)
    if got is None:
        return _missing(condition)
    fits = all(_kind(got) is _kind(operand) for one in condition.comparisons for operand in one.operands)
    return _known(condition, compares(got, condition.comparisons) if fits else None, ())


def _missing(condition: Fact | Latest | Answer) -> Reason:
    value = value_of(False if condition.missing_fails else None)
    return Reason(condition=condition, value=value, why="missing")


def _known(condition: Fact | Latest | Answer, truth: Truth, rests_on: tuple[Sighting, ...]) -> Reason:
    events = tuple(one.event for one in rests_on)
    return Reason(
        condition=condition, value=value_of(truth), why="open" if truth is None else "compared", events=events
    )


def _may_be_newest(possible: tuple[Sighting, ...], sure: tuple[Sighting, ...]) -> tuple[Sighting, ...]:
    """Those that no other surely came after; all of them when none is sure."""
    newest = max((one.first for one in sure), default=date.min)
    return tuple(one for one in possible if one.last >= newest)


def _agreed(truths: Iterable[Truth]) -> Truth:
    """What all of them say; unknown when they differ."""
    said = set(truths)
    return said.pop() if len(said) == 1 else None


def _age_compares(born: tuple[Sighting, ...], comparisons: tuple[Comparison, ...], at: date) -> Truth:
    """Between the ages that the recorded births allow, both included: do all, or none, compare so?"""
    youngest = age_on(at, max(one.last for one in born))
    oldest = age_on(at, min(one.first for one in born))
    ages = range(youngest, oldest + 1)
    return every(_agreed(compares(age, (comparison,)) for age in ages) for comparison in comparisons)


def _text_in(one: Sighting, fact: NamedFact) -> str | None:
    text = one.place if fact.column == "place" else one.code
    return text if not fact.allowed or text in fact.allowed else None


def _alive(condition: Fact, read: tuple[Sighting, ...]) -> Reason:
    of_type = {name: tuple(one for one in read if one.type == name) for name in FACTS["alive"].reads}
    asked = condition.comparisons[0].operands[0]
    if of_type["died"]:
        return _known(condition, not asked, of_type["died"])
    if not of_type["born"]:
        return _missing(condition)
    ended = max((one.last for one in of_type["follow_up_ended"]), default=date.min)
    if of_type["follow_up_ended"] and not any(one.first > ended for one in of_type["moved"]):
        return _known(condition, None, of_type["follow_up_ended"])
    return _known(condition, bool(asked), of_type["born"])


def _kind(operand: Operand) -> type:
    return float if isinstance(operand, int | float) and not isinstance(operand, bool) else type(operand)
