"""What does a maker see of the rows: the columns and days that it said it needs?"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from felles.simulation.courses.arrays import Array
from felles.simulation.courses.luck_of_steps import Luck
from felles.simulation.courses.makers import Asked, Maker
from felles.simulation.courses.refusals import Spot
from felles.simulation.courses.scope import Scope
from felles.simulation.courses.views import Ref, View


@dataclass(frozen=True, slots=True)
class MakerPlan:
    """A maker with what its names mean here."""

    maker: Maker
    columns: Mapping[str, Ref]
    days: Mapping[str, Ref]

    def of(self, view: View, luck: Luck, day: NDArray[np.int32]) -> Array:
        """What the maker makes of the rows of a view."""
        frame, number = view.domain.frame, view.domain.number
        asked = Asked(
            seed=luck.seed,
            person=view.of_rows(frame.person),
            own=view.of_rows(frame.own),
            repeat=np.zeros(len(view.at), np.int64) if number is None else number[view.at],
            day=day,
            column=lambda name: view.values(self.columns[name]),
            day_of=lambda name: view.anchor(self.days[name]),
        )
        return self.maker.make(asked)


def maker_plan(maker: Maker, scope: Scope, spot: Spot) -> MakerPlan:
    """The plan of a maker; what it needs and is not there is refused."""
    columns: dict[str, Ref] = {}
    days: dict[str, Ref] = {}
    for name in maker.needs:
        if scope.is_anchor(name):
            ref = scope.anchor(name, spot)
            days |= {name: ref} if ref else {}
        if not scope.is_step(name):
            found = scope.values(name, spot)
            columns |= {name: found[0]} if found else {}
    return MakerPlan(maker, columns, days)
