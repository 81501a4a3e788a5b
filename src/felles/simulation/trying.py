"""What is the country like with other values in some places, tried and not kept? As a policy that no file holds."""

from collections.abc import Mapping
from typing import Any

from felles.definitions import nodes
from felles.definitions.simulation.loading import SimulationDefinitions
from felles.definitions.simulation.policies import Change, Policy, Written
from felles.definitions.texts import Texts
from felles.simulation.policies import apply
from felles.simulation.request import FIRST_POPULATION

Tried = Mapping[str, Any]
"""What would stand in a file: texts, and mappings of them."""


def with_tried(
    definitions: SimulationDefinitions, tried: Tried, *, starts: int = FIRST_POPULATION
) -> SimulationDefinitions:
    """The description with these values at these paths, such as {"exposures/tobacco.smoking.level": exactly(1.1)}.

    Raises ContentErrors for a path that is not there and for what its field does not hold.
    """
    changes = tuple(
        Change(path=path, value=Written(_node(value), "what is tried", path)) for path, value in tried.items()
    )
    words = Texts(nb="Prøvd", nn="Prøvd", en="Tried")
    policy = Policy(id="tried", title=words, what=words, starts=starts, changes=changes)
    return apply(definitions, [policy], begins=min(starts, FIRST_POPULATION))


def exactly(value: float) -> dict[str, str]:
    """A figure with this value and no range."""
    return dict.fromkeys(("value", "low", "high"), f"{value:.12f}") | {"source": "own_calculation"}


def _node(value: Any) -> nodes.Node:
    if not isinstance(value, Mapping):
        return nodes.Scalar(str(value), quoted=False, line=1)
    return nodes.Mapping(
        {name: (nodes.Scalar(name, quoted=False, line=1), _node(each)) for name, each in value.items()}, line=1
    )
