"""Which counts tell whether disease is found earlier or later: those found early, among those of a known stage, year by year?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from felles.epidemiology.answers import Answer
from felles.epidemiology.asking import NotAnswerable
from felles.epidemiology.frames import read
from felles.epidemiology.occurrence.stage import UNKNOWN, stage

if TYPE_CHECKING:
    from felles.definitions import Content
    from felles.epidemiology.occurrence.tallies import Run

EARLY = ("I", "II", "localised")
"""Levels of any staging system that count as early unless others are named (assumption: stages I and II, as in goal 4)."""


def stage_counts(
    table: Any,
    *,
    by: Sequence[str] = ("region",),
    site: str | Iterable[str] | None = None,
    period: int | str | Sequence[int] | None = None,
    early: Iterable[str] = EARLY,
    content: Content | None = None,
    run: Run | None = None,
) -> Answer:
    """A table for `signals`: by..., period (the year), n (cases of a known stage), events (those of an early one).

    table and the rest as for `stage`. early: levels without their system, `II` for `tnm8:II`, with their parts (IIA). Years
    without a case of a known stage have no row. Raises NotAnswerable where no stage is early, or all are.
    """
    import polars as pl

    levels = {level.casefold() for level in early}
    made = stage(table, by=["year", *by], site=site, period=period, content=content, run=run)
    rows = read(made.rows).with_columns(pl.col("stage").cast(pl.String)).filter(pl.col("stage") != UNKNOWN)
    level = pl.col("stage").str.split(":").list.last().str.to_lowercase().str.replace("[abc][0-9]?$", "")
    rows = rows.with_columns(early=level.is_in(list(levels)), period=pl.col("year").cast(pl.String))
    if rows.is_empty() or not rows["early"].any() or rows["early"].all():
        known = ", ".join(rows["stage"].unique().sort())
        raise NotAnswerable(f"Of the stages ({known or 'none is known'}) some must be early and some not.")
    counts = rows.group_by(*by, "period").agg(
        n=pl.col("cases").sum(), events=pl.col("cases").filter(pl.col("early")).sum()
    )
    counts = counts.with_columns(pl.col(name).cast(pl.String) for name in by)
    return Answer(counts.filter(pl.col("n") > 0).sort(*by, "period"), made.notes)
