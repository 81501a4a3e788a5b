"""Which values of the parameters make the published figures most likely? Nelder and Mead's search, with the same luck throughout.

Everybody has the same luck in every trial, so that the likelihood is a smooth function of the parameters and a search without
derivatives finds its top (Nelder and Mead, Computer Journal 1965;7:308-13, as in scipy.optimize).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from felles.definitions.simulation.loading import SimulationDefinitions
from felles.definitions.simulation.targets import FigureSet
from felles.simulation.calibrating.likelihood import log_likelihood
from felles.simulation.calibrating.parameters import Parameter, with_values
from felles.simulation.measuring.against import Asked, Beside, beside
from felles.simulation.request import CannotSimulate

_CLOSE, _ALIKE = 5e-3, 0.05
"""The search ends when its corners lie this close (on the transformed scale) with likelihoods this much alike."""


@dataclass(frozen=True, kw_only=True)
class Fitted:
    """Where a search ended. before, after: the targets beside what was simulated with the values of before and after."""

    parameters: tuple[Parameter, ...]
    values: tuple[float, ...]
    before: tuple[Beside, ...]
    after: tuple[Beside, ...]
    trials: int
    settled: bool

    @property
    def gained(self) -> float:
        """By how much the log-likelihood rose."""
        return sum(map(log_likelihood, self.after)) - sum(map(log_likelihood, self.before))


def fit(
    definitions: SimulationDefinitions,
    parameters: Sequence[Parameter],
    targets: Sequence[FigureSet],
    live: Callable[[SimulationDefinitions], Asked],
    *,
    most_trials: int = 60,
    on_trial: Callable[[int, Sequence[float], float], None] | None = None,
) -> Fitted:
    """Fit the parameters to the targets. live: simulates a description and answers for it, with the same luck each time.

    Raises CannotSimulate where no target can be answered, or where one measures nothing from the start.
    """
    import numpy as np
    from scipy.optimize import minimize

    seen: dict[tuple[float, ...], tuple[Beside, ...]] = {}

    def rows_at(values: tuple[float, ...]) -> tuple[Beside, ...]:
        if values not in seen:
            seen[values] = tuple(beside(live(with_values(definitions, parameters, values)), targets, "target"))
        return seen[values]

    def loss(places: Sequence[float]) -> float:
        values = tuple(each.outward(place) for each, place in zip(parameters, places, strict=True))
        found = -sum(map(log_likelihood, rows_at(values)))
        if on_trial:
            on_trial(len(seen), values, -found)
        return found

    start = np.array([each.inward(each.figure.value) for each in parameters])
    before = rows_at(tuple(each.outward(place) for each, place in zip(parameters, start, strict=True)))
    _refuse_empty(before)
    corners = np.vstack([start, *(start + step for step in np.diag([each.step for each in parameters]))])
    options = {"initial_simplex": corners, "xatol": _CLOSE, "fatol": _ALIKE, "maxfev": most_trials}
    found = minimize(loss, start, method="Nelder-Mead", options=options)  # type: ignore[call-overload]
    values = tuple(each.outward(place) for each, place in zip(parameters, found.x, strict=True))
    return Fitted(
        parameters=tuple(parameters),
        values=values,
        before=before,
        after=rows_at(values),
        trials=len(seen),
        settled=bool(found.success),
    )


def _refuse_empty(rows: Sequence[Beside]) -> None:
    if not rows:
        raise CannotSimulate("None of these targets can be counted from lives alone. Choose others with --targets.")
    empty = [row.id for row in rows if not row.told or row.simulated <= 0]
    if empty:
        raise CannotSimulate(f"Nothing was simulated that {empty[0]} could be held against. Give more --people.")
