"""How many days, or which value, does chance give each row?

Every distribution is drawn by its quantile, so that `least` and `most` cut it instead of heaping what lies outside.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from felles.definitions.simulation.expressions import FORM_FIELDS, FORMS, Band, Span
from felles.simulation.calendar import DAYS_A_YEAR
from felles.simulation.courses.arrays import Array
from felles.simulation.courses.luck_of_steps import Luck, Questions
from felles.simulation.courses.numbers import Figures, NumberPlan
from felles.simulation.courses.refusals import Spot
from felles.simulation.courses.scope import Scope
from felles.simulation.courses.views import Ref, View

DAYS_IN = {"days": 1.0, "months": DAYS_A_YEAR / 12, "years": DAYS_A_YEAR}
_HALF_A_DAY = 0.5


@dataclass(frozen=True, slots=True)
class SpanPlan:
    """form: one of FORMS, or `number`; numbers: its figures; times: days in what is counted, below 0 where before."""

    form: str
    numbers: dict[str, NumberPlan]
    purpose: int
    times: float = 1.0
    decimals: int = 0
    column: Ref | None = None
    queue: str | None = None

    def drawn(self, view: View, luck: Luck) -> Array:
        """A number for each row, or one for all; not rounded, not yet in days."""
        if self.form in _SHAPES:
            return _draw(self.form, luck.of(view, self.purpose), self._shape(view))
        of = {name: plan.of(view) for name, plan in self.numbers.items()}
        least, most = of.pop("least", None), of.pop("most", None)
        if self.form == "number":
            return of["number"]
        if self.form == "column":
            assert self.column is not None
            return np.clip(view.values(self.column) * self._part(of, view, luck), least, most)
        return of["from_"] + luck.of(view, self.purpose) * (of["to"] + 1 - of["from_"]) - _HALF_A_DAY

    def _shape(self, view: View) -> tuple[Array, ...]:
        """What the distribution is for each row, or for all: reckoned once for each cell, where one table says it."""
        tables = [plan for plan in self.numbers.values() if plan.strata is not None]
        if len(tables) != 1 or tables[0].strata is None:
            return _SHAPES[self.form]({name: plan.of(view) for name, plan in self.numbers.items()})
        of: dict[str, Array] = {name: plan.of(view) for name, plan in self.numbers.items() if plan.strata is None}
        of |= {name: plan.cells for name, plan in self.numbers.items() if plan.strata is not None}
        cells = tables[0].strata.of(view)
        return tuple(np.take(part, cells) if np.ndim(part) else part for part in _SHAPES[self.form](of))

    def days(self, view: View, luck: Luck) -> Array:
        """Whole days after the anchor, below 0 where before it; not a number where nothing is said."""
        days = self.drawn(view, luck) * np.abs(self.times)
        if np.ndim(days):
            np.floor(np.add(days, _HALF_A_DAY, out=days), out=days)
            return days if self.times > 0 else np.negative(days, out=days)
        return np.sign(self.times) * np.floor(days + _HALF_A_DAY)

    def values(self, view: View, luck: Luck) -> Array:
        """Values, rounded to the decimals."""
        return np.round(np.broadcast_to(self.drawn(view, luck), view.at.shape).astype(np.float64), self.decimals)

    def _part(self, of: dict[str, Any], view: View, luck: Luck) -> Array:
        if "part" in of:
            return of["part"]
        if "part_from" not in of:
            return 1.0
        return of["part_from"] + luck.of(view, self.purpose) * (of["part_to"] - of["part_from"])


@dataclass(frozen=True, slots=True)
class Spans:
    """Plans the spans of one step."""

    figures: Figures
    scope: Scope
    questions: Questions
    queues: frozenset[str]

    def plan(self, span: Any, name: str, spot: Spot, *, exact: bool = False) -> SpanPlan:
        """name: the question. exact: a plain number is a rule of the service, and needs no source."""
        purpose = self.questions.number(name, spot)
        if isinstance(span, float) and exact:
            return SpanPlan("number", {"number": NumberPlan(np.array([span]))}, purpose)
        if not isinstance(span, Span):
            return SpanPlan("number", {"number": self.figures.number(span, self.scope, spot)}, purpose)
        given = tuple(name for name in FORM_FIELDS if getattr(span, name) is not None)
        numbers = self._numbers(span, spot)
        column = self._column(span, spot)
        if span.queue is not None and span.queue not in self.queues:
            spot.inside("queue").refuse_word(span.queue, self.queues, "a queue of the services")
        times = DAYS_IN[span.in_] * (-1.0 if span.sign == "before" else 1.0)
        return SpanPlan(FORMS[given], numbers, purpose, times, span.decimals, column, span.queue)

    def _numbers(self, span: Span, spot: Spot) -> dict[str, NumberPlan]:
        figures = {name: getattr(span, name) for name in (*FORM_FIELDS, "least", "most") if name != "column"}
        if isinstance(span.part, Band):
            figures |= {"part": None, "part_from": span.part.from_, "part_to": span.part.to}
        plans = {}
        for name, figure in figures.items():
            if figure is not None:
                inside = spot.inside(
                    name.rstrip("_").removeprefix("part_") if name.startswith("part_") else name.rstrip("_")
                )
                exact = name in ("least", "most", "limit") and isinstance(figure, float)
                plans[name] = (
                    NumberPlan(np.array([figure])) if exact else self.figures.number(figure, self.scope, inside)
                )
        return plans

    def _column(self, span: Span, spot: Spot) -> Ref | None:
        if span.column is None:
            return None
        found = self.scope.values(span.column, spot.inside("column"))
        if found is not None and found[1] != "number":
            spot.inside("column").refuse(f'"{span.column}"', "a column of numbers, or an earlier step's value")
        return found[0] if found else None


def _lognormal(of: Mapping[str, Array]) -> tuple[Array, ...]:
    return _lognormal_of(np.log(of["median"]), of)


def _within(of: Mapping[str, Array]) -> tuple[Array, ...]:
    """The lognormal of which this share is rounded to the limit or less."""
    median = np.exp(np.log(of["limit"] + _HALF_A_DAY) - of["spread"] * ndtri(np.clip(of["within"], 1e-4, 1 - 1e-4)))
    return _lognormal_of(np.log(median), of)


def _lognormal_of(centre: Array, of: Mapping[str, Array]) -> tuple[Array, ...]:
    spread = of["spread"]
    return *_cut(of, lambda end: ndtr((np.log(np.maximum(end, 1e-9)) - centre) / spread)), centre, spread


def _exponential(of: Mapping[str, Array]) -> tuple[Array, ...]:
    mean = of["mean"]
    return *_cut(of, lambda end: -np.expm1(-end / mean)), mean, 1.0


def _normal(of: Mapping[str, Array]) -> tuple[Array, ...]:
    mean, deviation = of["mean"], of["deviation"]
    return *_cut(of, lambda end: ndtr((end - mean) / deviation)), mean, deviation


def _cut(of: Mapping[str, Array], probability: Callable[[Array], Array]) -> tuple[Array, Array]:
    """Where the probabilities that are left begin, and how far they reach."""
    low = probability(of["least"]) if "least" in of else 0.0
    high = probability(of["most"]) if "most" in of else 1.0
    return low, high - low


def _draw(form: str, uniform: NDArray[np.float64], shape: tuple[Array, ...]) -> NDArray[np.float64]:
    """A number for each probability. shape: low, reach, place, spread."""
    low, reach, place, spread = shape
    uniform *= reach
    uniform += low
    made: NDArray[np.float64]
    if form == "exponential":
        made = -place * np.log1p(-uniform)
        return made
    made = ndtri(uniform, out=uniform)
    made *= spread
    made += place
    return made if form == "normal" else np.exp(made, out=made)


_SHAPES = {"lognormal": _lognormal, "within": _within, "exponential": _exponential, "normal": _normal}
