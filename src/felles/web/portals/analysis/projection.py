"""How many will fall ill in the years to come, if the trends go on, or if the rates stay as they are?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from felles.access import Viewer
from felles.access.small_numbers import PUBLISHED
from felles.web.accounts.rights import signed_in_as
from felles.web.components.charts import Series, axis_of_numbers, axis_of_years, line_chart
from felles.web.content import content
from felles.web.figures import write_number
from felles.web.middleware import language_of
from felles.web.portals.analysis.asking import Asked
from felles.web.portals.analysis.page import Statistic, answer, nothing_yet
from felles.web.portals.analysis.registry import Registry, registry_for
from felles.web.portals.analysis.survival import sees_statistics
from felles.web.wording import Language, say

if TYPE_CHECKING:
    import polars as pl

METHODS = ("nordpred", "constant")
REPETITIONS, SEED = 200, 1
YEARS = 5
"""Of a period: its cases and their limits are those of all its years together."""
_COLUMNS = (
    "period",
    "kind",
    "cases",
    "cases_per_year",
    "lower",
    "upper",
    "asr",
    "change_percent",
    "risk_percent",
    "population_percent",
)

_HEADINGS = ("period", "cases_a_year", "interval", "change", "from_risk", "from_people")


@require_safe
@signed_in_as(sees_statistics)
def projection(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    registry = registry_for(viewer)
    if registry is None:
        return nothing_yet(request)
    language = language_of(request)
    asked = Asked(request, registry, ("none",), METHODS)
    rows, notes = projected(registry, asked)
    return answer(request, registry, asked, _page(registry, asked, rows, notes, language))


def projected(registry: Registry, asked: Asked) -> tuple[pl.DataFrame | None, tuple[str, ...]]:
    """The periods of the projection, worked out once for each question; None where there are too few cases for one."""
    return registry.once(("projection", asked.site, asked.method), lambda: _projected(registry, asked))


def command(registry: Registry, asked: Asked) -> str:
    """What gives the same numbers on the command line."""
    return (
        f"felles projection --site {asked.site} --until {registry.last_year} --method {asked.method}"
        f" --intervals {REPETITIONS} --seed {SEED}"
    )


def _projected(registry: Registry, asked: Asked) -> tuple[pl.DataFrame | None, tuple[str, ...]]:
    from felles.epidemiology import projection as project
    from felles.epidemiology.errors import BadTable
    from felles.epidemiology.projecting.from_log import projection_tables

    try:
        tables = projection_tables(
            registry.cases, registry.population, site=asked.site, last=registry.last_year, content=content()
        )
        made: Any = project(
            tables.cases, tables.coming, method=asked.method, intervals=REPETITIONS, seed=SEED, content=content()
        )
    except BadTable as error:
        return None, (str(error),)
    rows: pl.DataFrame = made.periods
    # Five years together, of both sexes and the whole country: too few of those are too few for any projection.
    if rows["cases"].min() < PUBLISHED:  # type: ignore[operator]
        return None, ()
    return rows.select(_COLUMNS), (*tables.notes, *made.notes)


def _page(
    registry: Registry, asked: Asked, rows: pl.DataFrame | None, notes: tuple[str, ...], language: Language
) -> Statistic:
    import polars as pl

    shown = rows if rows is not None else pl.DataFrame(schema=dict.fromkeys(_COLUMNS, pl.Float64))
    return Statistic(
        kind="projection",
        heading=say(language, "statistics.projection_heading", site=asked.site_name(language)),
        lead=_lead(rows, language),
        selects=[asked.site_select(language), asked.method_select(language, METHODS)],
        splits=(),
        figure=None if rows is None else lambda width: _figure(shown, asked, language, width),
        headings=[say(language, f"statistics.projected_{name}") for name in _HEADINGS],
        table=[_line(row, language) for row in shown.iter_rows(named=True)],
        reading=[f"statistics.reading_{asked.method}", "statistics.trap_projection"],
        commands=[command(registry, asked)],
        rows=shown,
        notes=notes,
        some_hidden=False,
    )  # fmt: skip


def _lead(rows: pl.DataFrame | None, language: Language) -> str:
    if rows is None:
        return say(language, "statistics.projection_few")
    last = rows.row(-1, named=True)
    seen = rows.filter(rows["kind"] == "observed").row(-1, named=True)
    return say(
        language,
        "statistics.projection_lead",
        period=last["period"].replace("-", "–"),
        coming=write_number(round(last["cases_per_year"]), language),
        now=write_number(round(seen["cases_per_year"]), language),
        then=seen["period"].replace("-", "–"),
    )


def _line(row: dict[str, Any], language: Language) -> list[str]:
    def percent(name: str) -> str:
        if row[name] is None:
            return "–"
        return f"{'+' if row[name] > 0 else ''}{write_number(round(row[name]), language)}" + (
            "%" if language == "en" else "\u00a0%"
        )

    around = "–"
    if row["lower"] is not None and row["upper"] is not None:
        low, high = (write_number(round(row[end] / YEARS), language) for end in ("lower", "upper"))
        around = f"{low}–{high}"
    per_year = write_number(round(row["cases_per_year"]), language)
    changes = [percent(name) for name in ("change_percent", "risk_percent", "population_percent")]
    return [row["period"].replace("-", "–"), per_year, around, *changes]


def _figure(rows: pl.DataFrame, asked: Asked, language: Language, width: float) -> str:
    middle = [int(period[:4]) + 2 for period in rows["period"]]
    seen = rows.filter(rows["kind"] == "observed").height
    values = rows["cases_per_year"].to_list()
    low, high = ([each if each is None else each / YEARS for each in rows[end]] for end in ("lower", "upper"))
    low[seen - 1] = high[seen - 1] = values[seen - 1]
    series = Series(
        name=say(language, "statistics.cases"),
        x=middle,
        y=values,
        lower=low,
        upper=high,
        ahead=middle[seen - 1],
        dots=True,
    )
    return line_chart(
        [series],
        across=axis_of_years(middle[0], middle[-1], say(language, "statistics.middle_of_period")),
        up=axis_of_numbers([each for each in (*values, *high) if each is not None], lambda each: write_number(each, language)),
        title=say(language, "statistics.projection_heading", site=asked.site_name(language)),
        told=say(language, "statistics.figure_told_projection"),
        width=width,
    )  # fmt: skip
