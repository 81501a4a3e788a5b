"""How do sums travel from where people lie, and come together: group below group, part by part, or in fewer groups?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeVar

from felles.epidemiology.surviving.daily import Causes, Daily, Observed
from felles.epidemiology.surviving.tally import Counts, Sums

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Piece = TypeVar("Piece")

_KINDS: Mapping[str, type[Any]] = {
    "counts": Counts,
    "observed": Observed,
    "sums": Sums,
    "everyone": Sums,
    "causes": Causes,
}


def as_columns(sums: Daily) -> dict[str, NDArray[Any]]:
    """The sums by name, to be carried from a part of the patients to where they are added up."""
    parts = [(part, getattr(sums, part)) for part in _KINDS]
    named = {f"{part} {each.name}": getattr(made, each.name) for part, made in parts if made for each in fields(made)}
    return {name: array for name, array in named.items() if array.size}


def from_columns(columns: Mapping[str, NDArray[Any]], *, weighted: bool) -> Daily:
    """The way back from `as_columns`."""
    import numpy as np

    def part(kind: type[Any], named: str) -> Any:
        there = {each.name: columns.get(f"{named} {each.name}", np.empty(0)) for each in fields(kind)}
        return kind(**there) if any(array.size for array in there.values()) else None

    return Daily(**{named: part(kind, named) for named, kind in _KINDS.items()}, weighted=weighted)


def stacked(pieces: Iterable[Piece]) -> Piece:
    """Results by group (rows), dataclasses of arrays, of some groups at a time: as one, the groups in order."""
    import numpy as np

    first, *others = pieces
    if not others:
        return first
    names = [each.name for each in fields(first)]  # type: ignore[arg-type]
    arrays = {name: np.concatenate([getattr(each, name) for each in (first, *others)]) for name in names}
    return type(first)(**arrays)


def joined(blocks: Iterable[Daily]) -> Daily:
    """The sums of some groups at a time as those of all groups, in order."""
    import numpy as np

    first, *others = blocks
    if not others:
        return first
    made = [as_columns(each) for each in (first, *others)]
    return from_columns(
        {name: np.concatenate([each[name] for each in made]) for name in made[0]}, weighted=first.weighted
    )


def regrouped(sums: Daily, belongs: NDArray[np.int64], groups: int) -> Daily:
    """The sums of other groups, to which those at hand belong. belongs: the number of each one's new group; -1: to none."""
    import numpy as np

    member = (np.arange(groups)[:, None] == belongs).astype(float)

    def added(array: NDArray[Any]) -> NDArray[Any]:
        made = member @ array
        return np.rint(made).astype(np.int64) if array.dtype.kind == "i" else np.asarray(made)

    return from_columns({name: added(array) for name, array in as_columns(sums).items()}, weighted=sums.weighted)
