"""How far is the simulated country from a published figure, and is that more than chance?"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from math import isnan, sqrt
from typing import Literal

from felles.definitions.simulation.loading import SimulationDefinitions
from felles.definitions.simulation.targets import SHARES, About, FigureSet, Measure, Published
from felles.simulation.measuring.measures import MEASURES, Measured
from felles.simulation.measuring.registers import Registers

Role = Literal["target", "validation"]
ROLES: tuple[Role, ...] = ("target", "validation")
_WIDTH = 1.96
"""Standard errors to each side of a value: 95 per cent."""
Asked = Callable[[Measure, About], Measured | None]
"""What the simulated country answers; None where this count cannot."""


@dataclass(frozen=True, kw_only=True)
class Beside:
    """A published figure and the simulated one. low, high: 95 per cent limits of the simulated, from its size alone.

    deviation: simulated less published, as a part of the published. inside: no further off than chance in both explains;
    None where it could not be told.
    """

    id: str
    role: Role
    figures: FigureSet
    figure: Published
    about: About
    measured: Measured

    @property
    def measure(self) -> Measure:
        return self.figures.measure

    @property
    def published(self) -> float:
        return self.figure.value

    @property
    def simulated(self) -> float:
        return self.measured.value

    @property
    def low(self) -> float:
        return self.measured.value - _WIDTH * self.measured.error

    @property
    def high(self) -> float:
        return self.measured.value + _WIDTH * self.measured.error

    @property
    def told(self) -> bool:
        """Whether there was anything to measure."""
        return not (isnan(self.simulated) or isnan(self.measured.error))

    @property
    def deviation(self) -> float:
        return self.simulated / self.published - 1

    @property
    def is_share(self) -> bool:
        """Whether the figure is a share from 0 to 1."""
        return self.measure in SHARES

    @property
    def inside(self) -> bool | None:
        if not self.told:
            return None
        least, most = self.figures.limits(self.figure) or (self.published, self.published)
        gap = max(least - self.simulated, self.simulated - most, 0.0)
        return bool(gap <= _WIDTH * sqrt(self.measured.error**2 + self.published_error**2))

    @property
    def published_error(self) -> float:
        """The standard error of the published figure, where limits do not say it already."""
        if self.figure.low is not None:
            return 0.0
        if self.figures.fit == "poisson":
            return sqrt(self.published)
        if self.figures.fit == "binomial" and self.figures.counted is not None:
            return sqrt(self.published * (1 - self.published) / self.figures.counted.value)
        return 0.0


def asking(registers: Registers) -> Asked:
    """What these registers answer."""

    def ask(measure: Measure, about: About) -> Measured | None:
        return MEASURES[measure](registers, about) if measure in MEASURES else None

    return ask


def beside(ask: Asked, sets: Iterable[FigureSet], role: Role) -> Iterator[Beside]:
    """Every figure of these sets that can be answered, in their order."""
    for figures in sets:
        for figure in figures.figures:
            about = figure.of.filled(figures.of)
            measured = ask(figures.measure, about)
            if measured is not None:
                yield Beside(
                    id=figures.id_of(figure), role=role, figures=figures, figure=figure, about=about, measured=measured
                )


def all_beside(ask: Asked, definitions: SimulationDefinitions) -> list[Beside]:
    """Every target and every figure of the validation that can be answered."""
    return [row for role in ROLES for row in beside(ask, definitions.records[role].values(), role)]
