"""Which figures are fitted, on which scale, and how is the country described with other values of them?"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

from felles.definitions.simulation.figures import Ranged, Share
from felles.definitions.simulation.loading import SimulationDefinitions
from felles.simulation.policies import ranged_at
from felles.simulation.request import CannotSimulate
from felles.simulation.trying import exactly, with_tried

_NEAR = 1e-9
_STEP = 0.5
"""How far the search looks at first: this part of the way to the end of the range that is furthest off."""
_LEAST_STEP = 0.05


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """A figure that may be fitted. Shares are searched on the logit scale, positive figures on the logarithm, others as is."""

    path: str
    figure: Ranged

    def inward(self, value: float) -> float:
        """The value on the scale that is searched."""
        if isinstance(self.figure, Share):
            kept = min(max(value, _NEAR), 1 - _NEAR)
            return log(kept / (1 - kept))
        return log(value) if self.figure.value > 0 else value

    def outward(self, place: float) -> float:
        """The value at a place of that scale."""
        if isinstance(self.figure, Share):
            return 1 / (1 + exp(-place))
        return exp(place) if self.figure.value > 0 else place

    @property
    def step(self) -> float:
        """How far the search looks at first."""
        start = self.inward(self.figure.value)
        low, high = (self.inward(max(end, _NEAR) if self.figure.value > 0 else end) for end in self.figure.ends)
        furthest = high - start if high - start >= start - low else low - start
        return max(_STEP * abs(furthest), _LEAST_STEP) * (1 if furthest >= 0 else -1)

    def within(self, value: float) -> bool:
        """Whether a value lies in the figure's range."""
        low, high = self.figure.ends
        return low <= value <= high


def parameters_at(definitions: SimulationDefinitions, paths: Sequence[str]) -> list[Parameter]:
    """The figures at these paths. Raises CannotSimulate for none or one twice, and ContentErrors for an unknown path."""
    if not paths:
        raise CannotSimulate("Name a figure to fit with --parameter, such as exposures/tobacco.smoking.level.")
    twice = sorted({path for path in paths if paths.count(path) > 1})
    if twice:
        raise CannotSimulate(f"--parameter {twice[0]} is given twice; once is enough.")
    return [Parameter(path=path, figure=ranged_at(definitions, path)) for path in paths]


def with_values(
    definitions: SimulationDefinitions, parameters: Sequence[Parameter], values: Sequence[float]
) -> SimulationDefinitions:
    """The description with these values in place of the central ones."""
    tried = {each.path: exactly(value) for each, value in zip(parameters, values, strict=True)}
    return with_tried(definitions, tried)
