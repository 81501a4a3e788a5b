"""How is a condition, or the reason for a verdict, told to a person in a plain sentence?"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from felles.definitions.conditions.durations import Duration
from felles.definitions.conditions.phrases import PHRASES
from felles.definitions.conditions.terms import (
    LOWER,
    UPPER,
    AllOf,
    Anchor,
    Answer,
    AnyOf,
    AtLeastOf,
    Comparison,
    Condition,
    Fact,
    Happened,
    Latest,
    Matching,
    Not,
    Operand,
)
from felles.definitions.conditions.verdicts import Reason

Labels: TypeAlias = Callable[[str, str | None, str], str | None]
"""The label of (an event type, or `answer` or `place`; its code, item or municipality, or None; a language)."""


def explain(condition: Condition, language: str, labels: Labels | None = None) -> str:
    """One sentence that tells what a condition asks, in `nb`, `nn` or `en`.

    The author's own label is used where there is one. `se` has labels only, and is otherwise told in bokmål.
    labels: words for types, codes, items and places; without it, or where it gives None, the code itself stands.
    """
    return _sentence(_teller(language, labels).told(condition))


def explain_reason(reason: Reason, language: str, labels: Labels | None = None) -> str:
    """One sentence that tells the verdict of one criterion, and why where the log did not decide it."""
    teller = _teller(language, labels)
    why = teller.words.get(reason.why, "") if reason.value != "meets" else ""
    verdict = teller.words[reason.value]
    return _sentence(f"{teller.told(reason.condition)}: {verdict}{f' ({why})' if why else ''}")


def _sentence(told: str) -> str:
    return told[0].upper() + told[1:] + ("" if told.endswith((".", "?", "!")) else ".")


def _teller(language: str, labels: Labels | None) -> "_Teller":
    if language != "se" and language not in PHRASES:
        raise ValueError(f'Conditions are told in {", ".join(PHRASES)} and se; got "{language}".')
    return _Teller(language=language, labels=labels or (lambda kind, code, language: None))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Teller:
    """Tells conditions as clauses without capital letter and full stop."""

    language: str
    labels: Labels

    @property
    def words(self) -> dict[str, str]:
        return dict(PHRASES.get(self.language, PHRASES["nb"]))

    def told(self, condition: Condition) -> str:
        label = dict(condition.label).get(self.language)
        if label:
            return label.removesuffix(".")
        match condition:
            case AllOf(parts=parts):
                return self.words["all"].join(self._part(part) for part in parts)
            case AnyOf(parts=parts):
                return self.words["any"].join(self._part(part) for part in parts)
            case AtLeastOf(number=number, parts=parts):
                return self.words["of"].format(number=number, parts="; ".join(self.told(part) for part in parts))
            case Not(part=Happened(label=()) as part):
                return self._happened(part, "not_happened")
            case Not(part=part):
                return self.words["not"].format(part=self._part(part))
            case Fact():
                return self._fact(condition)
            case Latest():
                return self._latest(condition)
            case Happened():
                return self._happened(condition, "happened")
            case Answer(item=item, comparisons=comparisons):
                subject = self.words["answer"].format(item=self._label("answer", item))
                return self._compared(subject, comparisons, f"answer.{item}")

    def _part(self, part: Condition) -> str:
        compound = isinstance(part, AllOf | AnyOf | AtLeastOf) and not part.label
        return f"({self.told(part)})" if compound else self.told(part)

    def _fact(self, condition: Fact) -> str:
        if condition.name == "alive":
            return self.words["alive" if condition.comparisons[0].operands[0] else "dead"]
        return self._compared(self.words[condition.name], condition.comparisons, condition.name)

    def _latest(self, condition: Latest) -> str:
        subject = self.words["latest"].format(kind=self._kind(condition.matching))
        if condition.within:
            subject += " " + self._for(condition.within, "within")
        return self._compared(subject, condition.comparisons, condition.matching.type, condition.unit)

    def _happened(self, condition: Happened, phrase: str) -> str:
        told = [self.words[phrase].format(kind=self._kind(condition.matching))]
        if condition.times > 1:
            told.append(self.words["times"].format(number=condition.times))
        if condition.comparisons:
            comparison = self._compared(self.words["value"], condition.comparisons, "value", condition.unit)
            told.append(self.words["number"].format(comparison=comparison))
        if condition.within:
            told.append(self._for(condition.within, "within"))
        if condition.longer_ago_than:
            told.append(self._for(condition.longer_ago_than, "longer_ago_than"))
        told += [self._anchored(word, anchor) for word, anchor in _anchors(condition)]
        return " ".join(told)

    def _anchored(self, word: str, anchor: Anchor) -> str:
        told = self.words[anchor.which].format(kind=self._kind(anchor.matching))
        if anchor.within is None:
            return self.words[word].format(anchor=told)
        return self.words[f"{word}_within"].format(anchor=told, duration=self._duration(anchor.within))

    def _for(self, duration: Duration, phrase: str) -> str:
        return self.words[phrase].format(duration=self._duration(duration))

    def _duration(self, duration: Duration) -> str:
        unit = duration.unit if duration.number == 1 else f"{duration.unit}s"
        return f"{duration.number} {self.words[unit]}"

    def _kind(self, matching: Matching) -> str:
        codes = [self._label(matching.type, code) for code in matching.codes]
        codes += [self.words["code_starts_with"].format(code=prefix) for prefix in matching.prefixes]
        told = f"«{self._label(matching.type)}»"
        return f"{told} ({self.words['or'].join(codes)})" if codes else told

    def _label(self, kind: str, code: str | None = None) -> str:
        return self.labels(kind, code, self.language) or (kind.replace("_", " ") if code is None else code)

    def _compared(self, subject: str, comparisons: tuple[Comparison, ...], kind: str, unit: str | None = None) -> str:
        bounds = [c for c in comparisons if c.word in LOWER + UPPER]
        if not bounds:
            word, operands = comparisons[0].word, comparisons[0].operands
            got = self.words["or"].join(self._operand(one, "" if word == "starts_with" else kind) for one in operands)
            return self.words[word].format(subject=subject, got=_with(unit, got))
        told = [self.words[c.word].format(number=self._operand(c.operands[0], "")) for c in bounds]
        got = self.words["and"].join(told)
        got = self.words["years_old"].format(number=got) if kind == "age" else got
        return self.words["bounds"].format(subject=subject, got=_with(unit, got))

    def _operand(self, operand: Operand, kind: str) -> str:
        if isinstance(operand, bool):
            return self.words["yes" if operand else "no"]
        if isinstance(operand, str):
            return self.words[operand] if kind == "sex" else self._label(kind, operand)
        number = f"{operand:.15g}".replace(".", self.words["decimal"])
        return self.words["years_old"].format(number=number) if kind == "age" else number


def _with(unit: str | None, got: str) -> str:
    return f"{got} {unit}" if unit else got


def _anchors(condition: Happened) -> list[tuple[str, Anchor]]:
    both = (("after", condition.after), ("before", condition.before))
    return [(word, anchor) for word, anchor in both if anchor]
