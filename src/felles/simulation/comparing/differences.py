"""What is the difference between two sides in each group, and how sure is it?"""

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from felles.simulation.comparing.counting import MEASURES, NOT_BY_SITE, Frame
from felles.simulation.comparing.intervals import FEWEST, interval
from felles.simulation.comparing.pairs import Counted

if TYPE_CHECKING:
    import polars as pl


def difference_rows(counted: Counted, frame: Frame, by: tuple[str, ...]) -> "pl.DataFrame":
    """One row for each group of `by` (splits of the frame) and measure: before, after, difference, lower, upper.

    lower and upper hold 95 % of the parameter sets, and are empty where there are fewer than five. Groups in which there is
    nothing on either side are left out.
    """
    import polars as pl

    before, after = (_summed(side, frame, by) for side in (counted.before, counted.after))
    columns = _columns(before, after)
    groups = list(product(*(frame.values(split) for split in by)))
    measures = [number for number, name in enumerate(MEASURES) if "site" not in by or name not in NOT_BY_SITE]
    rows: list[dict[str, Any]] = []
    for place, group in enumerate(groups):
        for number in measures:
            values = {name: None if of is None else float(of[place, number]) for name, of in columns.items()}
            if values["before"] or values["after"]:
                rows.append({**dict(zip(by, group, strict=True)), "measure": MEASURES[number], **values})
    kinds = {split: pl.Int64 if split == "year" else pl.String for split in by}
    return pl.DataFrame(rows, schema={**kinds, "measure": pl.String, **dict.fromkeys(columns, pl.Float64)})


def running(counted: Counted, frame: Frame) -> Counted:
    """The counts from the first year up to each year; the frame must split by year."""
    if frame.by[:1] != ("year",):
        raise ValueError(f"Counts run on over years: the first split must be year; got {frame.by}.")
    before, after = (
        np.cumsum(side.reshape(len(side), *frame.shape, len(MEASURES)), axis=1).reshape(side.shape)
        for side in (counted.before, counted.after)
    )
    return replace(counted, before=before, after=after)


def _columns(before: NDArray[np.float64], after: NDArray[np.float64]) -> dict[str, NDArray[np.float64] | None]:
    drawn = after[1:] - before[1:]
    lower, upper = interval(drawn) if len(drawn) >= FEWEST else (None, None)
    return {
        "before": before[0], "after": after[0], "difference": after[0] - before[0], "lower": lower, "upper": upper
    }  # fmt: skip


def _summed(side: NDArray[np.float64], frame: Frame, by: tuple[str, ...]) -> NDArray[np.float64]:
    """The counts over what is not asked for: (sets, groups of by, measures)."""
    cube = side.reshape(len(side), *frame.shape, len(MEASURES))
    dropped = tuple(place + 1 for place, split in enumerate(frame.by) if split not in by)
    kept: NDArray[np.float64] = cube.sum(axis=dropped)
    return kept.reshape(len(side), -1, len(MEASURES))
