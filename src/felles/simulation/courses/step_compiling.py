"""How does one step of a file become a plan? Everything that does not hold is refused with its field."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from felles.definitions.simulation.courses import Course, Repeat, Step, Until
from felles.definitions.simulation.expressions import Choose, MadeBy
from felles.simulation.courses.conditions import conditions
from felles.simulation.courses.data_words import data_plan
from felles.simulation.courses.luck_of_steps import Questions
from felles.simulation.courses.makers import Maker
from felles.simulation.courses.numbers import Figures
from felles.simulation.courses.plan import TEXTS, RepeatPlan, ReplacesPlan, SharePlan, StepPlan, UntilPlan
from felles.simulation.courses.refusals import Spot
from felles.simulation.courses.scope import Scope, StepNames
from felles.simulation.courses.spans import SpanPlan, Spans
from felles.simulation.courses.views import Ref
from felles.simulation.courses.vocabulary import refuse_against_vocabulary
from felles.simulation.courses.wording import Wordings, WordsPlan
from felles.simulation.parameters import Draw

PRECISIONS = ("day", "month", "year")
PLACES = {"hospital": "trust", "receiving": "receiving", "municipality": "municipality"}
"""What stands for the row's own place."""
LIFE_ENDS = ("died", "emigrates")


@dataclass(frozen=True, slots=True)
class Tools:
    """What steps are planned with."""

    draw: Draw
    questions: Questions
    makers: Mapping[str, Maker]
    queues: frozenset[str]


class StepCompiler:
    """Plans the steps of one course."""

    def __init__(self, course: Course, own_time: str, scope: Scope, tools: Tools, spot: Spot) -> None:
        self.course, self.own_time, self.scope, self.tools, self.spot = course, own_time, scope, tools, spot

    def plan(self, step: Step, number: int) -> StepPlan:
        """The plan of a step; afterwards later steps know its names."""
        return _OneStep(self, step, number).planned()


class _OneStep:
    def __init__(self, compiler: StepCompiler, step: Step, number: int) -> None:
        self.course, self.step, self.number = compiler.course, step, number
        happened = (step.from_, step.each, step.replaces, *step.only_if)
        self.spot = compiler.spot.inside(step.id)
        before = compiler.scope.where_happened(happened)
        self._refuse_never(before)
        self.scope = before.narrowed(step.when)
        self.own_time = compiler.own_time
        figures = Figures(compiler.tools.draw, (step, compiler.course))
        self.figures, questions = figures, compiler.tools.questions
        self.spans = Spans(figures, self.scope, questions, compiler.tools.queues)
        self.wordings = Wordings(figures, self.scope, questions, compiler.tools.makers)
        self.questions = questions

    @property
    def name(self) -> str:
        return f"{self.course.id}.{self.step.id}"

    def _refuse_never(self, before: Scope) -> None:
        """Refuse a condition that never holds where the steps happened that this one comes with.

        A step may be called as a column of the row is, and hides it: `from: diagnosed` is then the step.
        """
        for name, asked in (self.step.when or {}).items():
            known = before.only.get(name)
            if known and isinstance(asked, tuple) and not known & set(asked):
                allowed = f"some of what the steps it comes with happen for: {', '.join(sorted(known))}"
                self.spot.inside(f"when.{name}").refuse(", ".join(asked), allowed)

    def planned(self) -> StepPlan:
        step, spot = self.step, self.spot
        each = self.scope.step(step.each, spot.inside("each")) if step.each else None
        anchor = self._anchor(each)
        plan = StepPlan(
            name=self.name, number=self.number, anchor=anchor, event=step.event, each=each,
            days=self._span(step.days, "days", exact=True),
            not_before=self._anchors(step.not_before, "not_before"),
            not_after=self._anchors(step.not_after, "not_after"),
            weekdays=step.weekdays, share=self._share(step.share, "share"),
            conditions=conditions(step.when, self.scope, spot.inside("when")),
            only_if=self._steps(step.only_if, "only_if"), unless=self._steps(step.unless, "unless"),
            repeat=self._repeat(step.repeat) if step.repeat else None,
            until=self._until(step.until) if step.until else None, precision=PRECISIONS.index(step.precision),
            recorded=self._span(step.recorded, "recorded", exact=True), replaces=self._replaces(each),
            episode=self._episode(), history=step.history, after_life=self._after_life(anchor),
        )  # fmt: skip
        plan.texts = self._texts()
        self._tell_names(plan)  # so that its value and data may ask for its own code
        plan.value, plan.data = self._value(), data_plan(step, self.wordings, self.name, spot)
        refuse_against_vocabulary(plan, step, spot)
        return plan

    def _anchor(self, each: Ref | None) -> Ref:
        if self.step.from_ is None:
            return each or Ref(None, self.own_time)
        return self.scope.anchor(self.step.from_, self.spot.inside("from")) or Ref(None, self.own_time)

    def _anchors(self, names: tuple[str, ...], field: str) -> tuple[Ref, ...]:
        found = (self.scope.anchor(name, self.spot.inside(field)) for name in names)
        return tuple(ref for ref in found if ref is not None)

    def _steps(self, names: tuple[str, ...], field: str) -> tuple[Ref, ...]:
        found = (self.scope.step(name, self.spot.inside(field)) for name in names)
        return tuple(ref for ref in found if ref is not None)

    def _span(self, span: Any, field: str, *, exact: bool = False) -> SpanPlan | None:
        if span is None:
            return None
        return self.spans.plan(span, self._question(field), self.spot.inside(field), exact=exact)

    def _share(self, figure: Any, field: str) -> SharePlan | None:
        if figure is None:
            return None
        spot = self.spot.inside(field)
        purpose = self.questions.number(self._question(field), spot)
        return SharePlan(self.figures.number(figure, self.scope, spot, share=True), purpose)

    def _question(self, field: str) -> str:
        return f"{self.course.id}/{self.step.id}/{field}"

    def _repeat(self, repeat: Repeat) -> RepeatPlan:
        every = self._span(repeat.every, "repeat.every", exact=True)
        assert every is not None
        until = self.scope.anchor(repeat.until, self.spot.inside("repeat.until")) if repeat.until else None
        times = self._span(repeat.times, "repeat.times", exact=True)
        share, jitter = self._share(repeat.share, "repeat.share"), self._span(repeat.jitter, "repeat.jitter")
        return RepeatPlan(every, times, until, share, jitter)

    def _until(self, until: Until) -> UntilPlan:
        ref = self.scope.anchor(until.from_, self.spot.inside("until.from")) if until.from_ else None
        return UntilPlan(ref, self._span(until.days, "until.days", exact=True))

    def _texts(self) -> dict[str, WordsPlan]:
        made = {}
        for field in TEXTS:
            said = getattr(self.step, field)
            if said is not None:
                shorthands = PLACES if field == "place" else None
                made[field] = self.wordings.plan(said, self._question(field), self.spot.inside(field), shorthands)
        return made

    def _value(self) -> SpanPlan | WordsPlan | None:
        said = self.step.value
        if isinstance(said, Choose | MadeBy):
            plan = self.wordings.plan(said, self._question("value"), self.spot.inside("value"))
            if isinstance(said, Choose) and (wrong := [word for word in plan.words if not _is_number(word)]):
                self.spot.inside("value").refuse_word(wrong[0], (), "numbers")
            return plan
        return self._span(said, "value", exact=True)

    def _replaces(self, each: Ref | None) -> ReplacesPlan | None:
        name, spot = self.step.replaces, self.spot.inside("replaces")
        ref = self.scope.step(name, spot) if name else None
        if ref is None or ref.step is None:
            return None
        names = self.scope.steps[ref.step]
        own = self.scope.steps[each.step].domain if each and each.step else ""
        if names.domain != own or self.step.repeat:
            spot.refuse(f'"{name}"', "a step that happens once where this one does")
        return ReplacesPlan(ref, names.number, names.history)

    def _episode(self) -> str | None:
        kind = self.step.episode or self.course.episode
        return None if kind == "none" or self.step.event is None else kind

    def _after_life(self, anchor: Ref) -> bool:
        if anchor.step is None:
            return anchor.field in LIFE_ENDS
        return self.scope.steps[anchor.step].after_life

    def _tell_names(self, plan: StepPlan) -> None:
        each = plan.each.step if plan.each else None
        domain = self.name if plan.repeat else (self.scope.steps[each].domain if each else "")
        code = plan.texts.get("code")
        self.scope.steps[self.name] = StepNames(
            number=plan.number, codes=code.words if code else (), domain=domain, after_life=plan.after_life,
            history=plan.history, only=self.scope.only,
        )  # fmt: skip


def _is_number(word: str) -> bool:
    try:
        return bool(np.isfinite(float(word)))
    except ValueError:
        return False
