"""How is one aspect of a goal counted, where did it begin, and where should it be in 2035?"""

from dataclasses import dataclass
from typing import Annotated, Literal

from felles.definitions.figures import Figure, Point
from felles.definitions.readers import Named
from felles.definitions.texts import Texts
from felles.definitions.words import Id

Direction = Literal["up", "down", "up_then_down", "monitor"]
Computable = Literal["yes", "if_lifestyle_answers_are_logged"]


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """A numerator over a denominator, with what is known of it."""

    id: Id
    goal: Annotated[str, Named("goal"), "the goal it belongs to"]
    label: Texts
    short: Annotated[Texts | None, "the words beside the number on a card; the label where there are none"] = None
    numerator: str
    denominator: Annotated[str | None, "empty for a plain count"] = None
    unit: Annotated[str, Named("unit"), "what is counted"]
    direction: Annotated[Direction, "the wish: monitor is none, up_then_down first more (better reporting), then less"]
    breakdowns: Annotated[tuple[Annotated[str, Named("breakdown")], ...], "what it can be split by"]
    kept_by: Annotated[str, "who holds the figures today"]
    computable_from_log: Annotated[Computable, "whether Felles can count it from events"]
    baseline: Annotated[Figure, "where it stood when the strategy began, or the nearest published before"]
    target_2035: Annotated[Figure, "where it should be"]
    series: Annotated[tuple[Point, ...], "published points, oldest first"] = ()
