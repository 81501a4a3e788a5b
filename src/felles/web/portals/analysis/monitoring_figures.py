"""How are control charts and funnels drawn for the page that watches stages?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from felles.web.components.charts import (
    Axis,
    FunnelPoint,
    Series,
    axis_of_numbers,
    axis_of_shares,
    axis_of_years,
    funnel_plot,
    line_chart,
)
from felles.web.figures import write_number, write_percent
from felles.web.portals.analysis.asking import Asked, value_words
from felles.web.wording import Language, say

if TYPE_CHECKING:
    import polars as pl

QUANTILES = (0.001, 0.025, 0.975, 0.999)
_STEPS = 60
_OUTSIDE = 3.0
"""So many standard errors from the others is beyond the outer limits, as 0.001 on each side is."""


def draw(rows: pl.DataFrame, asked: Asked, language: Language, width: float) -> str:
    """The chart that is asked for."""
    if asked.split == "funnel":
        return _funnel(rows, asked, language, width)
    return (_p_chart if asked.split == "p_chart" else _cusum)(rows, asked, language, width)


def _p_chart(rows: pl.DataFrame, asked: Asked, language: Language, width: float) -> str:
    years = [float(period) for period in rows["period"]]
    shares, low, high, expected = (
        [None if n is None else value / n for value, n in zip(rows[name], rows["n"], strict=True)]
        for name in ("events", "lower", "upper", "expected")
    )
    seen = Series(name=say(language, "monitoring.seen"), x=years, y=shares, dots=True)
    among = Series(name=say(language, "monitoring.expected"), x=years, y=expected, lower=low, upper=high, unknown=True)
    up = axis_of_shares(lambda share: write_percent(round(100 * share), language))
    return _lines([seen, among], up, years, asked, language, width)


def _cusum(rows: pl.DataFrame, asked: Asked, language: Language, width: float) -> str:
    years = [float(period) for period in rows["period"]]
    lines = []
    for side in ("up", "down"):
        sums, limit = rows[f"cusum_{side}"].to_list(), rows[f"cusum_{side}_limit"].to_list()
        lines.append(Series(name=say(language, f"monitoring.side_{side}"), x=years, y=sums, dots=True))
        named = say(language, "monitoring.limit", direction=say(language, f"monitoring.side_{side}"))
        lines.append(Series(name=named, x=years, y=limit, unknown=True))
    highest = [value for line in lines for value in line.y if value is not None]
    return _lines(lines, axis_of_numbers(highest, lambda n: write_number(n, language)), years, asked, language, width)


def _lines(lines: list[Series], up: Axis, years: list[float], asked: Asked, language: Language, width: float) -> str:
    return line_chart(
        lines,
        across=axis_of_years(min(years), max(years), say(language, f"monitoring.axis_{asked.split}")),
        up=up,
        title=say(language, "monitoring.heading", site=asked.site_name(language)),
        told=say(language, "statistics.figure_told"),
        width=width,
    )


def _funnel(rows: pl.DataFrame, asked: Asked, language: Language, width: float) -> str:
    import numpy as np
    import polars as pl

    from felles.epidemiology.monitoring.funnel import funnel_limits

    shown = rows.filter(pl.col("n").is_not_null())
    target, largest = float(shown["target"][0]), float(shown["n"].max() or 1)  # type: ignore[arg-type]
    sizes = np.unique(np.linspace(max(5.0, largest / _STEPS), largest * 1.05, _STEPS).round())
    limits = np.clip([funnel_limits(sizes, target, quantile) for quantile in QUANTILES], 0, 1).T
    compared = [
        FunnelPoint(
            name=value_words(language, "region", row["region"]), size=row["n"], share=row["share"],
            outside=abs(row["z"]) > _OUTSIDE,
        )
        for row in shown.iter_rows(named=True)
    ]  # fmt: skip
    return funnel_plot(
        compared,
        [(float(size), [float(limit) for limit in each]) for size, each in zip(sizes, limits, strict=True)],
        target=target,
        across=axis_of_numbers(
            [float(sizes[-1])], lambda n: write_number(n, language), say(language, "monitoring.axis_funnel")
        ),
        up=axis_of_shares(lambda share: write_percent(round(100 * share), language)),
        title=say(language, "monitoring.heading", site=asked.site_name(language)),
        told=say(language, "statistics.figure_told"),
        width=width,
    )
