"""How far had the disease come when it was found, and is that the same everywhere once age and site are?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from felles.definitions import Content
from felles.epidemiology import frames
from felles.epidemiology.answers import Answer
from felles.epidemiology.asking import NotAnswerable, period_of, shipped
from felles.epidemiology.noting import Note
from felles.epidemiology.occurrence.case_tables import case_table
from felles.epidemiology.occurrence.columns import column, in_order
from felles.epidemiology.occurrence.counting import NO_BAND
from felles.epidemiology.occurrence.primaries import Primaries
from felles.epidemiology.occurrence.rates import wilson_limits
from felles.epidemiology.occurrence.tallies import Run, Tally, polars_of, tallied

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

UNKNOWN = "unknown"
WORDS_FOR_UNKNOWN = ("unknown", "ukjent", "ukjend", "not known", "x", "9", "99", "")
"""What stands for an unknown stage, after the system (`seer:unknown`, `tnm8:X`), whatever the case of the letters."""
AGE_STRATA = (50, 60, 70, 80)
"""Where the ages are cut for standardising: five groups, so that few of them are empty (assumption)."""


def stage(
    table: Any,
    *,
    by: Iterable[str] = ("year",),
    site: str | Iterable[str] | None = None,
    period: int | str | Sequence[int] | None = None,
    adjust: Iterable[str] = (),
    primaries: Primaries = "registered",
    level: float = 0.95,
    content: Content | None = None,
    run: Run | None = None,
) -> Answer:
    """The shares of the stages at diagnosis, with unknown as a class of its own and among the known alone.

    table, by, site, period, primaries, level, content, run: as for `incidence`; the table needs a `stage`.
    adjust: `age`, `site` or both: the shares of each row as they would be, had it the ages and sites of all rows together
        (direct standardisation; strata where a row has nobody are left out, and `covered` says how much is left).

    Returns a row per combination of `by` and stage: cases, total, share, lower, upper (Wilson), known (cases with a known
    stage), completeness (known / total), share_known, lower_known, upper_known; and with `adjust` adjusted, adjusted_lower,
    adjusted_upper (Wilson, at the number of cases that has the same variance), and covered. Shares are fractions of 1.
    Stages are printed as they stand. Raises NotAnswerable, BadTable.
    """
    definitions = content or shipped()
    cases = case_table(table)
    if "stage" not in cases.columns:
        raise NotAnswerable(f"The table has no column stage. It has {', '.join(cases.columns)}.")
    keys, strata = [name for name in dict.fromkeys(by) if name != "stage"], tuple(adjust)
    if wrong := [name for name in strata if name not in ("age", "site") or name in keys]:
        raise NotAnswerable(
            f"Stages can be adjusted for age and site, where they are not split by it; got {', '.join(wrong)}."
        )
    asked = dict.fromkeys((*keys, "stage", *strata))
    tally = tallied(
        cases,
        asked,
        site=site,
        period=period_of(period),
        primaries=primaries,
        content=definitions,
        run=run or polars_of,
    )
    rows = _shares(_with_unknown(tally.rows, keys), keys, level)
    if strata:
        rows = rows.join(
            _adjusted(_with_unknown(tally.rows, keys), keys, strata, level), on=[*keys, "stage"], how="left"
        )
    ordered = Tally(rows, (*keys, "stage"), tally.sites, tally.years)
    return Answer(
        frames.give_back(in_order(_unknown_last(rows), ordered), like=table), (*tally.notes, *_notes(rows, strata))
    )


def _with_unknown(counts: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """The counts with one word for an unknown stage, and age groups as labels where ages split the rows."""
    import polars as pl

    from felles.epidemiology.ages import AGE_GROUPS

    said = pl.col("stage").str.split(":").list.last().str.strip_chars().str.to_lowercase()
    counts = counts.with_columns(stage=pl.when(said.is_in(WORDS_FOR_UNKNOWN)).then(pl.lit(UNKNOWN)).otherwise("stage"))
    if "age" in keys:
        labels = {**dict(enumerate(AGE_GROUPS)), NO_BAND: UNKNOWN}
        counts = counts.with_columns(
            age=pl.col("band").replace_strict(labels, return_dtype=pl.Enum([*AGE_GROUPS, UNKNOWN]))
        )
    return counts


def _shares(counts: pl.DataFrame, keys: Sequence[str], level: float) -> pl.DataFrame:
    import polars as pl

    rows = _every_stage(counts, keys)
    total = pl.col("cases").sum()
    whole = pl.lit(0) if not keys else list(keys)
    known = pl.col("cases").filter(pl.col("stage") != UNKNOWN).sum()
    rows = rows.with_columns(total=total.over(whole), known=known.over(whole))
    cases, of = rows["cases"].to_numpy(), rows["total"].to_numpy()
    of_known = np.where(rows["stage"].to_numpy() == UNKNOWN, 0, rows["known"].to_numpy())
    limits, limits_known = wilson_limits(cases, of, level), wilson_limits(np.minimum(cases, of_known), of_known, level)
    return rows.select(
        *keys,
        "stage",
        "cases",
        "total",
        column("share", _ratio(cases, of), True),
        column("lower", limits.lower, True),
        column("upper", limits.upper, True),
        "known",
        column("completeness", _ratio(rows["known"].to_numpy(), of), True),
        column("share_known", _ratio(cases, of_known), True),
        column("lower_known", limits_known.lower, True),
        column("upper_known", limits_known.upper, True),
    )


def _every_stage(counts: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """A row for every stage that is seen anywhere, in every combination that has cases; unknown always among them."""
    import polars as pl

    stages = pl.Series("stage", sorted({*counts["stage"], UNKNOWN}))
    found = counts.group_by(*keys, "stage").agg(pl.col("cases").sum())
    grid = counts.select(keys).unique().join(stages.to_frame(), how="cross") if keys else stages.to_frame()
    return grid.join(found, on=[*keys, "stage"], how="left").with_columns(pl.col("cases").fill_null(0))


def _adjusted(counts: pl.DataFrame, keys: Sequence[str], strata: Sequence[str], level: float) -> pl.DataFrame:
    """Directly standardised shares: the sum over strata of weight times share, the weights being all cases' strata."""
    import polars as pl

    if "age" in strata:
        cuts = sum((pl.col("band") * 5 >= age).cast(pl.Int8) for age in AGE_STRATA)
        counts = counts.with_columns(age=pl.when(pl.col("band") == NO_BAND).then(-1).otherwise(cuts))
    counts = counts.group_by(*keys, *strata, "stage").agg(pl.col("cases").sum())
    weights = counts.group_by(strata).agg(weight=pl.col("cases").sum() / counts["cases"].sum())
    sizes = counts.group_by(*keys, *strata).agg(size=pl.col("cases").sum()).join(weights, on=strata)
    whole = pl.lit(0) if not keys else list(keys)
    sizes = sizes.with_columns(covered=pl.col("weight").sum().over(whole))
    sizes = sizes.with_columns(pl.col("weight") / pl.col("covered"))
    stages = counts.select("stage").unique()
    parts = sizes.join(stages, how="cross").join(counts, on=[*keys, *strata, "stage"], how="left")
    share = pl.col("cases").fill_null(0) / pl.col("size")
    rows = parts.group_by(*keys, "stage").agg(
        adjusted=(pl.col("weight") * share).sum(),
        variance=(pl.col("weight") ** 2 * share * (1 - share) / pl.col("size")).sum(),
        covered=pl.col("covered").first(),
        size=pl.col("size").sum(),
    )
    share_, spread = rows["adjusted"].to_numpy(), rows["variance"].to_numpy()
    alike = np.where(spread > 0, share_ * (1 - share_) / np.where(spread > 0, spread, 1), rows["size"].to_numpy())
    limits = wilson_limits(share_ * alike, alike, level)
    return rows.select(
        *keys,
        "stage",
        "adjusted",
        column("adjusted_lower", limits.lower, True),
        column("adjusted_upper", limits.upper, True),
        "covered",
    )


def _ratio(part: Any, whole: Any) -> Floats:
    return np.where(whole > 0, part / np.where(whole > 0, whole, 1), np.nan)


def _unknown_last(rows: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    stages = sorted(set(rows["stage"]) - {UNKNOWN})
    return rows.with_columns(pl.col("stage").cast(pl.Enum([*stages, UNKNOWN])))


def _notes(rows: pl.DataFrame, strata: Sequence[str]) -> Iterable[str]:
    if strata:
        cuts = Note("cut_at", ages=", ".join(map(str, AGE_STRATA))) if "age" in strata else ""
        yield Note("adjusted", strata=", ".join(strata), cuts=cuts)
        part = rows.filter(rows["covered"] < 1 - 1e-9)
        if part.height:
            yield Note("unadjustable", count=part.height)
