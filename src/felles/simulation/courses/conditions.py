"""For which rows does a step (or a whole course) hold?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from felles.definitions.simulation.expressions import Bounds
from felles.simulation.courses.refusals import Spot
from felles.simulation.courses.scope import Scope
from felles.simulation.courses.views import Ref, View

EVER, NEVER = "ever", "never"


@dataclass(frozen=True, slots=True)
class Condition:
    """allowed: by word number, the last for none; else numbers (or decimal years) from low up to high, not included."""

    ref: Ref
    allowed: NDArray[np.bool_] | None
    low: float = -np.inf
    high: float = np.inf

    def of(self, view: View) -> NDArray[np.bool_]:
        """Whether it holds, for each row."""
        values: NDArray[Any] = view.values(self.ref)
        if self.allowed is not None:
            return self.allowed.take(values)
        held: NDArray[np.bool_] = values >= self.low
        return held if self.high == np.inf else held & (values < self.high)


def conditions(when: Mapping[str, Any] | None, scope: Scope, spot: Spot) -> tuple[Condition, ...]:
    """All conditions of a `when`."""
    made = (_condition(name, asked, scope, spot.inside(name)) for name, asked in (when or {}).items())
    return tuple(condition for condition in made if condition is not None)


def _condition(name: str, asked: Any, scope: Scope, spot: Spot) -> Condition | None:
    found = scope.values(name, spot)
    if found is None:
        return None
    ref, kind, words = found
    if kind == "words" and not isinstance(asked, Bounds):
        for word in asked:
            if word not in words:
                spot.refuse_word(word, words, "a word of that column")
        return Condition(ref, np.array([word in asked for word in (*words, None)]))
    if kind == "words":
        spot.refuse("from or to", "a list of words")
    elif isinstance(asked, Bounds):
        low, high = asked.from_, asked.to
        return Condition(ref, None, -np.inf if low is None else low, np.inf if high is None else high)
    elif kind == "time" and tuple(asked) == (EVER,):
        return Condition(ref, None, high=np.finfo(np.float64).max)
    elif kind == "time" and tuple(asked) == (NEVER,):
        return Condition(ref, None, low=np.inf)
    else:
        spot.refuse(", ".join(asked), f"from, to or both; for a time also [{EVER}] or [{NEVER}]")
    return None
