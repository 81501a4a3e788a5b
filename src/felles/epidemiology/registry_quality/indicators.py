"""How good are the records of a registry as a whole: the indicators of ECIS, by any column?

Giusti et al., Front Oncol 2023, 1219128 (DCO, PSU, MV, M:I, UM, timeliness); Bray & Parkin, Eur J Cancer 2009;45:747-755 and
756-764 (remembered). The shares are defined in content/quality/indicators.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from felles.definitions.registry_checks import QualityIndicator
from felles.epidemiology.errors import BadTable
from felles.epidemiology.frames import give_back, read
from felles.epidemiology.occurrence.rates import Limits, wilson_limits
from felles.epidemiology.registry_quality.conditions import any_holds, fields_read
from felles.epidemiology.registry_quality.ratios import ranks_around_the_median, ratio_limits
from felles.epidemiology.registry_quality.reading import ROW, Records, read_records

INDICATORS = {
    "indicator": pl.String,
    "numerator": pl.Int64,
    "denominator": pl.Int64,
    "value": pl.Float64,
    "lower": pl.Float64,
    "upper": pl.Float64,
    "verified": pl.Boolean,
}
DERIVED = ("year", "site", "sex", "region", "age_group")
_DAYS_IN_A_MONTH = 30.436875


def quality_indicators(
    frame: Any,
    definitions: Iterable[QualityIndicator],
    *,
    by: Sequence[str] = (),
    deaths: Any = None,
) -> Any:
    """One row a stratum and indicator: the columns of `by`, then those of INDICATORS.

    frame: records, one row a tumour. definitions: those of `load_content().quality_indicators`. by: columns of the frame, or
    `year` (of diagnosis), `site` (three characters), `sex`, `region`, `age_group` (of five years). deaths: a table of the
    columns of `by` and `deaths`, from the cause of death register, for the mortality:incidence ratio. Values are shares
    (0 to 1, Wilson intervals), but `mortality_incidence` a ratio and `timeliness_months` the median of months from diagnosis
    to registration. An indicator without a record to judge has no row. Raises BadTable.
    """
    return give_back(measured(read_records(frame), definitions, by=by, deaths=deaths), like=frame)


def measured(
    records: Records, definitions: Iterable[QualityIndicator], *, by: Sequence[str] = (), deaths: Any = None
) -> pl.DataFrame:
    """The same for records that are read."""
    strata = stratified(records, by)
    parts = [_shares(strata, each, by, records.given) for each in definitions]
    parts.append(_timeliness(strata, by))
    if deaths is not None:
        parts.append(_mortality(strata, read(deaths, columns=[*by, "deaths"]), by))
    together = pl.concat(parts)
    return together.sort(list(by), maintain_order=True, nulls_last=True) if by else together


def stratified(records: Records, by: Sequence[str]) -> pl.DataFrame:
    """The records with a column `by NAME` for every stratum. Raises BadTable for a name that is neither column nor derived."""
    names = {name.casefold(): name for name in records.original.columns}
    unknown = [name for name in by if name not in DERIVED and name.casefold() not in names]
    if unknown:
        others = ", ".join([*DERIVED, *(name for name in records.original.columns if name not in DERIVED)])
        raise BadTable(f"The records cannot be told apart by {', '.join(unknown)}. Choose among {others}.")
    own = [
        records.original[names[name.casefold()]].cast(pl.String).alias(f"by {name}")
        for name in by
        if name not in DERIVED
    ]
    derived = [_derived(name).alias(f"by {name}") for name in by if name in DERIVED]
    return records.table.with_columns(*own, *derived)


def _derived(name: str) -> pl.Expr:
    least = pl.col("age at least") // 5 * 5
    told = pl.col("first diagnosed").dt.year() == pl.col("last diagnosed").dt.year()
    return {
        "year": pl.when(told).then(pl.col("first diagnosed").dt.year()).cast(pl.String),
        "site": pl.coalesce("topography place", "icd10 place"),
        "sex": pl.col("sex").fill_null("unknown"),
        "region": pl.col("region"),
        "age_group": pl.when(least == pl.col("age at most") // 5 * 5).then(pl.format("{}-{}", least, least + 4)),
    }[name]


def _shares(strata: pl.DataFrame, each: QualityIndicator, by: Sequence[str], given: frozenset[str]) -> pl.DataFrame:
    if not set(fields_read((*each.numerator, *each.among))) & given:
        return pl.DataFrame(schema=_schema(by))
    counted = any_holds(each.numerator, given=given)
    among = any_holds(each.among, given=given) if each.among else counted.is_not_null()
    judged = strata.select(*_keys(by), counted=counted.fill_null(False), among=among.fill_null(False)).filter("among")
    grouped = _grouped(judged, by, numerator=pl.col("counted").sum(), denominator=pl.len())
    return _with_limits(grouped.filter(pl.col("denominator") > 0), by, each.id, wilson_limits, verified=each.verified)


def _mortality(strata: pl.DataFrame, deaths: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Deaths over new cases; a stratum where either is 0 has no row."""
    died = deaths.select(*(pl.col(name).cast(pl.String) for name in by), pl.col("deaths").cast(pl.Int64))
    grouped = _grouped(died, by, numerator=pl.col("deaths").sum())
    cases = _grouped(strata.select(ROW, *_keys(by)), by, denominator=pl.len())
    both = grouped.join(cases, on=list(by), nulls_equal=True) if by else grouped.hstack(cases)
    some = both.filter((pl.col("numerator") > 0) & (pl.col("denominator") > 0))
    return _with_limits(some, by, "mortality_incidence", ratio_limits, verified=True)


def _with_limits(
    grouped: pl.DataFrame,
    by: Sequence[str],
    indicator: str,
    limits: Callable[[NDArray[np.float64], NDArray[np.float64]], Limits],
    *,
    verified: bool,
) -> pl.DataFrame:
    numerator, denominator = (grouped[name].to_numpy().astype(float) for name in ("numerator", "denominator"))
    lower, upper = limits(numerator, denominator)
    made = grouped.with_columns(
        value=pl.col("numerator") / pl.col("denominator"),
        lower=pl.Series(lower, dtype=pl.Float64),
        upper=pl.Series(upper, dtype=pl.Float64),
        indicator=pl.lit(indicator),
        verified=pl.lit(verified),
    )
    return made.select(list(_schema(by))).cast(_schema(by))  # type: ignore[arg-type]


def _timeliness(strata: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Months from diagnosis to registration, for records with both; a month or a year counts as its middle."""
    days = (_middle("recorded") - _middle("diagnosed")).dt.total_hours() / 24
    known = strata.select(*_keys(by), months=days / _DAYS_IN_A_MONTH).drop_nulls("months").sort("months")
    parts = known.partition_by(list(by), as_dict=True, include_key=False) if by else {(): known}
    rows = [
        (*key, "timeliness_months", part.height, part.height, *_median(part["months"].to_list()), True)
        for key, part in parts.items()
        if part.height
    ]
    return pl.DataFrame(rows, schema=_schema(by), orient="row")


def _middle(date_: str) -> pl.Expr:
    first, last = (pl.col(f"{end} {date_}").cast(pl.Datetime("us")) for end in ("first", "last"))
    return first + (last - first) / 2


def _median(months: list[float]) -> tuple[float, float, float]:
    size = len(months)
    low, high = ranks_around_the_median(size)
    return (months[(size - 1) // 2] + months[size // 2]) / 2, months[low], months[high]


def _keys(by: Sequence[str]) -> list[pl.Expr]:
    return [pl.col(f"by {name}").alias(name) for name in by]


def _grouped(rows: pl.DataFrame, by: Sequence[str], **made: pl.Expr) -> pl.DataFrame:
    return rows.group_by(list(by)).agg(**made) if by else rows.select(**made)


def _schema(by: Sequence[str]) -> dict[str, Any]:
    return {**dict.fromkeys(by, pl.String), **INDICATORS}
