"""How good are the records behind the statistics?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from felles.access import Viewer
from felles.access.small_numbers import hide
from felles.web.accounts.rights import signed_in_as
from felles.web.components.charts import Bar, axis_of_shares, ranked_bars
from felles.web.content import content
from felles.web.figures import write_number, write_percent, write_share
from felles.web.middleware import language_of
from felles.web.portals.analysis.asking import Asked
from felles.web.portals.analysis.page import Statistic, answer, nothing_yet
from felles.web.portals.analysis.registry import Registry, registry_for
from felles.web.portals.analysis.survival import sees_statistics
from felles.web.wording import Language, say

if TYPE_CHECKING:
    import polars as pl

PERCENT = "%\u00a0"
COMMAND = "felles quality --indicators"
_COLUMNS = ("indicator", "numerator", "rest", "denominator", "value", "lower", "upper", "verified")


@require_safe
@signed_in_as(sees_statistics)
def quality(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    registry = registry_for(viewer)
    if registry is None:
        return nothing_yet(request)
    language = language_of(request)
    asked = Asked(request, registry, ("none",))
    return answer(request, registry, asked, _page(indicators(registry), language))


def indicators(registry: Registry) -> pl.DataFrame:
    """A row for each indicator that is a share, small numbers emptied."""
    return registry.once("quality", lambda: _measured(registry))


def _measured(registry: Registry) -> pl.DataFrame:
    import polars as pl

    from felles.epidemiology import quality_indicators

    told = registry.read_records().cast(pl.String)
    # As the command line reads them: a column in which nothing stands is no news about each record.
    filled = [name for name in told.columns if told[name].null_count() < told.height or name == "id"]
    definitions = content().quality_indicators
    made: Any = quality_indicators(told.select(filled), definitions.values())
    shares = made.filter(pl.col("indicator").is_in(list(definitions)))
    # Both the part and the rest are people: a part that is all but two tells of those two.
    shares = shares.with_columns(rest=pl.col("denominator") - pl.col("numerator"))
    shown = hide(
        shares,
        counts=["numerator", "rest", "denominator"],
        within=[],
        apart=["indicator"],
        sums={"denominator": ["numerator", "rest"]},
        derived={name: ["numerator", "rest", "denominator"] for name in ("value", "lower", "upper")},
    )
    return shown.select(_COLUMNS)


def _page(rows: pl.DataFrame, language: Language) -> Statistic:
    return Statistic(
        kind="quality",
        heading=say(language, "statistics.quality_heading"),
        lead=say(language, "statistics.quality_lead"),
        selects=(),
        splits=(),
        figure=lambda width: _figure(rows, language, width),
        headings=[
            say(language, f"statistics.measured_{name}") for name in ("indicator", "share", "count", "of", "better")
        ],
        table=[_line(row, language) for row in rows.iter_rows(named=True)],
        reading=["statistics.reading_quality", "statistics.trap_quality"],
        commands=[COMMAND],
        rows=rows.drop("rest"),
        notes=(),
        some_hidden=bool(rows["value"].null_count()),
    )


def _line(row: dict[str, Any], language: Language) -> list[str]:
    definition = content().quality_indicators[row["indicator"]]
    name = definition.label.in_language(language)
    if not row["verified"]:
        name += f" ({say(language, 'statistics.unconfirmed')})"
    hidden = say(language, "statistics.hidden")
    share = hidden
    if row["value"] is not None:
        value, low, high = (write_share(row[part], language) for part in ("value", "lower", "upper"))
        share = f"{value} ({low.rstrip(PERCENT)}–{high.rstrip(PERCENT)})"
    counts = [
        hidden if row[part] is None else write_number(row[part], language) for part in ("numerator", "denominator")
    ]
    return [name, share, *counts, say(language, f"statistics.better_{definition.direction}")]


def _figure(rows: pl.DataFrame, language: Language, width: float) -> str:
    bars = [
        Bar(
            name=content().quality_indicators[row["indicator"]].label.in_language(language),
            value=row["value"],
            lower=row["lower"],
            upper=row["upper"],
        )
        for row in rows.iter_rows(named=True)
    ]
    return ranked_bars(
        bars,
        across=axis_of_shares(lambda share: write_percent(round(100 * share), language)),
        title=say(language, "statistics.quality_heading"),
        told=say(language, "statistics.figure_told"),
        hidden=say(language, "statistics.hidden"),
        width=width,
    )
