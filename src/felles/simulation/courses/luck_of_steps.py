"""Which numbers does chance give the rows of a step? One question a name: the course, the step and what is asked."""

from dataclasses import dataclass, field
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from felles.simulation.courses.refusals import Spot
from felles.simulation.courses.views import View
from felles.simulation.luck import uniforms_of

FIRST_PURPOSE = 10_000


@dataclass(slots=True)
class Questions:
    """Numbers of questions, refused where two names would share one."""

    names: dict[int, str] = field(default_factory=dict)

    def number(self, name: str, spot: Spot) -> int:
        """The number of a question: 10,000 and the hash of its name."""
        number = (FIRST_PURPOSE + crc32(name.encode())) % 2**32
        if self.names.setdefault(number, name) != name:
            spot.refuse(f"the name {name}", f"another id: chance takes it for {self.names[number]}")
        return number


@dataclass(frozen=True, slots=True)
class Luck:
    """seed: of the run."""

    seed: int

    def of(self, view: View, purpose: int) -> NDArray[np.float64]:
        """A number strictly between 0 and 1 for each row of a view."""
        person, index = view.whose
        return uniforms_of(self.seed, person, purpose, index)
