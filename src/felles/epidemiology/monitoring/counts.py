"""Which counts are watched, and what was to be expected of them?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from felles.epidemiology.errors import BadTable
from felles.epidemiology.frames import read
from felles.epidemiology.noting import Note
from felles.epidemiology.occurrence.case_tables import as_whole_numbers

if TYPE_CHECKING:
    import polars as pl
    from scipy.stats._distn_infrastructure import rv_discrete_frozen

Floats = NDArray[np.float64]
Model = Literal["binomial", "poisson"]


@dataclass(frozen=True, kw_only=True)
class Watched:
    """The counts of one chart, period by period. events: (periods,); n: how many there were to count among (periods,),
    expected: events if nothing has changed (periods,).

    Where n is known an event is one of n (binomial); where only `expected` is, it is a number of its own (Poisson), such
    as deaths with the expected adjusted for age and stage.
    """

    key: dict[str, Any]
    periods: tuple[str, ...]
    events: Floats
    n: Floats | None
    expected: Floats

    @property
    def model(self) -> Model:
        """Which law the counts follow if nothing has changed."""
        return "poisson" if self.n is None else "binomial"

    @cached_property
    def law(self) -> rv_discrete_frozen:
        """The distribution of each period's count if nothing has changed; periods are the last axis of what it answers."""
        from scipy.stats import binom, poisson

        if self.n is None:
            return poisson(self.expected)
        return binom(
            self.n, np.minimum(np.divide(self.expected, self.n, out=np.zeros(len(self.n)), where=self.n > 0), 1.0)
        )

    def since(self, first: int) -> Watched:
        """The chart from a period on."""
        return Watched(
            key=self.key,
            periods=self.periods[first:],
            events=self.events[first:],
            n=None if self.n is None else self.n[first:],
            expected=self.expected[first:],
        )


def read_counts(
    table: Any, *, by: Sequence[str], target: float | None = None, baseline: int | None = None
) -> tuple[list[Watched], tuple[str, ...]]:
    """One chart for each combination of `by`, and notes on how the expected was found.

    table: by..., `period` (text that sorts in time, such as 2024-T1), `events`, and `n` or `expected`. With `expected`
    the counts are Poisson around it. With `n` the expected is n times `target`, or times the chart's own share in its
    first `baseline` periods (without either: the first half), which are then not watched. Raises BadTable.
    """
    import polars as pl

    frame = _checked(read(table, columns=[*by, "period", "events"]))
    poisson, notes = "n" not in frame.columns, list[str]()
    if not poisson and (empty := frame.filter(pl.col("n") == 0).height):
        notes.append(Note("empty_periods", count=empty))
        frame = frame.filter(pl.col("n") > 0)
    groups = frame.group_by(by, maintain_order=True) if by else [((), frame)]
    charts = []
    for values, rows in groups:
        key = dict(zip(by, values, strict=True))
        rows = rows.sort("period")
        if rows["period"].n_unique() < rows.height:
            raise BadTable(f"{named(key)} has a period twice. Add a column to by, or put the rows together.")
        whole = Watched(
            key=key,
            periods=tuple(rows["period"].to_list()),
            events=rows["events"].cast(float).to_numpy(),
            n=None if poisson else rows["n"].cast(float).to_numpy(),
            expected=rows["expected"].cast(float).to_numpy() if poisson else np.zeros(rows.height),
        )
        charts.append(whole if poisson else _against(whole, target, baseline))
    if not poisson and target is None:
        notes.append(Note("own_half") if baseline is None else Note("own_share", first=baseline))
    return charts, tuple(notes)


def named(key: dict[str, Any]) -> str:
    """What a sentence calls a chart."""
    return ", ".join(map(str, key.values())) or "All"


def _against(whole: Watched, target: float | None, baseline: int | None) -> Watched:
    assert whole.n is not None
    if target is not None:
        if not 0 < target < 1:
            raise BadTable(f"A target is a share between 0 and 1; got {target}.")
        return Watched(key=whole.key, periods=whole.periods, events=whole.events, n=whole.n, expected=whole.n * target)
    first = len(whole.periods) // 2 if baseline is None else baseline
    if not 0 < first < len(whole.periods):
        raise BadTable(
            f"{named(whole.key)} has {len(whole.periods)} periods: too few for a baseline of {first} and one to watch."
        )
    among, events = float(whole.n[:first].sum()), float(whole.events[:first].sum())
    if not 0 < events < among:
        raise BadTable(
            f"{named(whole.key)} has {events:.0f} events among {among:.0f} in its baseline, which gives no share to"
            " compare with. Give a target."
        )
    later = whole.since(first)
    assert later.n is not None
    return Watched(
        key=later.key, periods=later.periods, events=later.events, n=later.n, expected=later.n * events / among
    )


def _checked(frame: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    if not {"n", "expected"} & {*frame.columns}:
        raise BadTable(f"The table needs a column n or expected. It has {', '.join(frame.columns)}.")
    frame = frame.with_columns(pl.col("period").cast(pl.String), events=as_whole_numbers(frame["events"]))
    wrong = frame["events"].is_null() | (frame["events"] < 0)
    allowed = "0 or more"
    if "expected" in frame.columns and "n" not in frame.columns:
        unusable = frame["expected"].cast(pl.Float64, strict=False).fill_null(0.0) <= 0
        _refuse(frame, "expected", unusable, "a number above 0")
    else:
        frame = frame.with_columns(n=as_whole_numbers(frame["n"]))
        wrong |= frame["n"].is_null() | (frame["events"] > frame["n"])
        allowed = "0 to n"
    _refuse(frame, "events", wrong, allowed)
    return frame


def _refuse(frame: pl.DataFrame, column: str, wrong: pl.Series, allowed: str) -> None:
    rows = wrong.arg_true()
    if len(rows):
        raise BadTable(f"Row {rows[0] + 1}, column {column}: got {frame[column][rows[0]]}; allowed is {allowed}.")
