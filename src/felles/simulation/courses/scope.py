"""What does a name in a step file mean: a column of the row, a step of this file, or a step of another?"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from felles.simulation.courses.people_rows import YES_NO
from felles.simulation.courses.refusals import Spot
from felles.simulation.courses.relations import Column, Kind
from felles.simulation.courses.views import Ref

_DATE = re.compile(r"\d{4}-\d\d-\d\d")
ANCHORS = ("day", "last", "until")
STEP_FIELDS = (*ANCHORS, "code", "value", "happened")


@dataclass(frozen=True, slots=True)
class StepNames:
    """What later steps may ask of a step. domain: the repeated step whose occurrences it has; empty for one a row.

    only: what columns can be where it happened.
    """

    number: int
    codes: tuple[str, ...]
    domain: str
    after_life: bool
    history: bool
    only: Mapping[str, frozenset[str]]


@dataclass(slots=True)
class Scope:
    """The names known at a step. steps: by `course.step`, over the same relation; words: of the relation's columns.

    only: what conditions leave of a column's words, where they say so.
    """

    course: str
    columns: Mapping[str, Column]
    words: Mapping[str, tuple[str, ...]]
    steps: dict[str, StepNames]
    asked: set[tuple[str, str]] = field(default_factory=set)
    only: dict[str, frozenset[str]] = field(default_factory=dict)

    def narrowed(self, when: Mapping[str, Any] | None) -> "Scope":
        """The scope where these conditions hold."""
        only = {name: frozenset(asked) for name, asked in (when or {}).items() if isinstance(asked, tuple)}
        return replace(self, only={**self.only, **only})

    def where_happened(self, names: Iterable[str | None]) -> "Scope":
        """The scope where these steps happened; what is not a step says nothing."""
        found = dict(self.only)
        for name in names:
            ref = self._step(name) if name else None
            for column, words in (self.steps[ref.step].only if ref and ref.step else {}).items():
                found[column] = found.get(column, words) & words
        return replace(self, only=found)

    def possible(self, name: str, words: tuple[str, ...]) -> tuple[str, ...]:
        """The words that rows can have where the conditions hold."""
        return tuple(word for word in words if word in self.only[name]) if name in self.only else words

    def anchor(self, name: str, spot: Spot) -> Ref | None:
        """A time: a column, a step, its last occurrence or its end, or a date."""
        ref = self._step(name)
        if ref is not None and ref.field in ANCHORS:
            return self._noted(ref)
        if name in self.columns and self.columns[name].kind == "time":
            return Ref(None, name)
        if _DATE.fullmatch(name):
            return self._date(name, spot)
        spot.refuse_word(name, [*self._times(), *self._own_steps()], "a time of the row or an earlier step")
        return None

    def is_step(self, name: str) -> bool:
        """Whether it names when a step happened, and nothing else."""
        ref = self._step(name)
        return ref is not None and ref.field in ANCHORS

    def is_anchor(self, name: str) -> bool:
        """Whether it names a time."""
        return self.is_step(name) or (name in self.columns and self.columns[name].kind == "time")

    def step(self, name: str, spot: Spot) -> Ref | None:
        """An earlier step."""
        ref = self._step(name)
        if ref is not None and ref.field == "day":
            return self._noted(ref)
        spot.refuse_word(name, self._own_steps(), "an earlier step")
        return None

    def values(self, name: str, spot: Spot) -> tuple[Ref, Kind, tuple[str, ...]] | None:
        """A column with its kind and words, or a step's code, value or happening."""
        ref = self._step(name)
        if ref is not None and ref.step is not None and ref.field in ("code", "value", "happened"):
            self._noted(ref)
            words = {"code": self.steps[ref.step].codes, "happened": YES_NO, "value": ()}[ref.field]
            return ref, "number" if ref.field == "value" else "words", words
        if name in self.columns:
            return Ref(None, name), self.columns[name].kind, self.words.get(name, ())
        fields = [f"{step}.{field}" for step in self._own_steps() for field in ("code", "happened", "value")]
        spot.refuse_word(name, [*self.columns, *fields], "a column of the row or of an earlier step")
        return None

    def _step(self, name: str) -> Ref | None:
        """`step`, `step.field`, `course.step` or `course.step.field`."""
        parts = name.split(".")
        for whole in (f"{self.course}.{name}", name):
            if whole in self.steps:
                return Ref(whole, "day")
        if len(parts) > 1 and parts[-1] in STEP_FIELDS:
            before = ".".join(parts[:-1])
            for whole in (f"{self.course}.{before}", before):
                if whole in self.steps:
                    return Ref(whole, parts[-1])
        return None

    def _date(self, name: str, spot: Spot) -> Ref | None:
        try:
            return Ref(None, name, (date.fromisoformat(name) - date(1970, 1, 1)).days)
        except ValueError:
            spot.refuse(f'"{name}"', "a day of the calendar")
            return None

    def _noted(self, ref: Ref) -> Ref:
        assert ref.step is not None
        self.asked.add((ref.step, ref.field))
        return ref

    def _own_steps(self) -> list[str]:
        return [name.removeprefix(f"{self.course}.") for name in self.steps]

    def _times(self) -> list[str]:
        return [name for name, column in self.columns.items() if column.kind == "time"]
