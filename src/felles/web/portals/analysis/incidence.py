"""How many fall ill and how many die, year by year or region by region?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from felles.access import Viewer
from felles.access.small_numbers import TOTAL
from felles.web.accounts.rights import signed_in_as
from felles.web.components.charts import Bar, Series, axis_of_numbers, axis_of_years, line_chart, ranked_bars
from felles.web.content import content
from felles.web.figures import write_fixed, write_number
from felles.web.middleware import language_of
from felles.web.portals.analysis.asking import Asked, value_words
from felles.web.portals.analysis.hiding import Key, hidden_rows, key_of, with_sums
from felles.web.portals.analysis.page import Statistic, answer, nothing_yet
from felles.web.portals.analysis.registry import Registry, registry_for
from felles.web.portals.analysis.survival import sees_statistics
from felles.web.wording import Language, say

if TYPE_CHECKING:
    import polars as pl

SPLITS = ("year", "sex", "region")
_CELLS = ("part", "year", "sex", "region")
_RATES = ("crude", "asr", "lower", "upper")
_DEATHS = "deaths"


@dataclass(frozen=True, kw_only=True)
class Rates:
    """rows: `by`, cases, crude, asr, lower, upper, emptied where hidden; deaths: the same of the deaths, by year alone."""

    by: Sequence[str]
    rows: pl.DataFrame
    deaths: pl.DataFrame | None
    notes: Sequence[str]


@require_safe
@signed_in_as(sees_statistics)
def incidence(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    registry = registry_for(viewer)
    if registry is None:
        return nothing_yet(request)
    language = language_of(request)
    asked = Asked(request, registry, SPLITS)
    return answer(request, registry, asked, _page(registry, asked, rates(registry, asked), language))


def rates(registry: Registry, asked: Asked) -> Rates:
    """What the page tells, worked out once for each question."""
    return registry.once(("incidence", asked.site, asked.sex, asked.split), lambda: _rates(registry, asked))


def commands(registry: Registry, asked: Asked) -> list[str]:
    """What gives the same numbers on the command line."""
    first, last = _period(registry, asked)
    by = ",".join(_columns(asked))
    rest = f" --site {asked.site} --by {by} --period {first}-{last}{f' --only sex={asked.sex}' if asked.sex else ''}"
    return [f"felles incidence{rest}", *([f"felles mortality{rest}"] if asked.split == "year" else [])]


def _columns(asked: Asked) -> list[str]:
    across = ["region"] if asked.split == "region" else ["year"]
    return [*across, *(["sex"] if asked.sex or asked.split == "sex" else [])]


def _period(registry: Registry, asked: Asked) -> tuple[int, int]:
    """All years that are shown; for regions those of the newest years that the population of the counties is known of."""
    if asked.split != "region":
        return registry.first_year, registry.last_year
    return recent_years(registry)


def recent_years(registry: Registry) -> tuple[int, int]:
    """The years, five at most and up to the last whole one, for which regions have a population."""
    if registry.population is not None:
        return max(registry.first_year, registry.last_year - 4), registry.last_year
    counties = content().population["county_age_group"].columns["day"]
    first = min(day.year for day in counties)
    return max(min(first, registry.last_year), registry.last_year - 4), registry.last_year


def _rates(registry: Registry, asked: Asked) -> Rates:
    from felles.epidemiology import incidence as new_cases
    from felles.epidemiology import mortality

    by = _columns(asked)
    chosen: dict[str, Any] = {"site": asked.site, "period": _period(registry, asked), "content": content()}
    made = new_cases(registry.cases, registry.population, by=by, **chosen)
    rows = _without_small(made.rows, by, "cases", _hidden(registry, asked.site, "cases"), asked)
    deaths = None
    if asked.split == "year":
        died = mortality(registry.deaths, registry.population, by=by, **chosen)
        deaths = _without_small(died.rows, by, _DEATHS, _hidden(registry, asked.site, _DEATHS), asked)
    return Rates(by=by, rows=rows, deaths=deaths, notes=made.notes)


def _without_small(
    rows: pl.DataFrame, by: Sequence[str], count: str, hidden: frozenset[Key], asked: Asked
) -> pl.DataFrame:
    import polars as pl

    part = "recent" if asked.split == "region" else None
    if asked.sex:
        rows = rows.filter(pl.col("sex") == asked.sex)
    keys = [key_of(row, _CELLS) for row in rows.iter_rows(named=True)]
    # A year lies in one part alone: whichever it is, the cell is the same.
    gone = [
        (part, *key[1:]) in hidden if part else any((each, *key[1:]) in hidden for each in ("recent", "earlier"))
        for key in keys
    ]
    shown = ~pl.Series(gone, dtype=pl.Boolean)
    kept = [pl.when(shown).then(pl.col(name)).alias(name) for name in (count, *_RATES)]
    return rows.select(*by, *kept)


def _hidden(registry: Registry, site: str, count: str) -> frozenset[Key]:
    """The cells of years by sex in the whole country and of the recent years by sex and region, hidden together."""
    return registry.once(("incidence cells", site, count), lambda: _hidden_together(registry, site, count))


def _hidden_together(registry: Registry, site: str, count: str) -> frozenset[Key]:
    import polars as pl

    from felles.epidemiology import incidence as new_cases
    from felles.epidemiology import mortality

    counted, table = (new_cases, registry.cases) if count == "cases" else (mortality, registry.deaths)
    years, recent = (registry.first_year, registry.last_year), recent_years(registry)

    def cells(by: Sequence[str], period: tuple[int, int]) -> pl.DataFrame:
        made = counted(table, registry.population, by=by, site=site, period=period, content=content())
        rows: pl.DataFrame = made.rows
        return with_sums(rows.filter(pl.col(count) > 0), [*by], count)

    part = pl.when(pl.col("year").cast(pl.Int64, strict=False) >= recent[0])
    by_year = cells(["year", "sex"], years).filter(pl.col("year") != TOTAL)
    by_year = by_year.select(
        part.then(pl.lit("recent")).otherwise(pl.lit("earlier")).alias("part"), "year", "sex",
        pl.lit(TOTAL).alias("region"), count,
    )  # fmt: skip
    by_region = cells(["sex", "region"], recent)
    by_region = by_region.select(pl.lit("recent").alias("part"), pl.lit(TOTAL).alias("year"), "sex", "region", count)
    return hidden_rows(pl.concat([by_year, by_region]), _CELLS, count)


def _page(registry: Registry, asked: Asked, found: Rates, language: Language) -> Statistic:
    site = asked.site_name(language)
    first, last = _period(registry, asked)
    by_region = asked.split == "region"
    return Statistic(
        kind="incidence",
        heading=say(language, "statistics.incidence_heading", site=site),
        lead=_lead(found, first, last, asked, language),
        selects=[asked.site_select(language), *([] if asked.split == "sex" else [asked.sex_select(language)])],
        splits=[
            (say(language, f"statistics.incidence_by_{each}"), asked.address(etter=each, som=""), each == asked.split)
            for each in SPLITS
        ],
        figure=lambda width: (_bars if by_region else _lines)(found, asked, language, width),
        headings=_headings(asked, language),
        table=_regions(found, language) if by_region else _years(found, asked, language),
        reading=["statistics.reading_incidence", "statistics.trap_incidence"],
        commands=commands(registry, asked),
        rows=_both(found),
        notes=found.notes,
        some_hidden=bool(
            found.rows["cases"].null_count() or (found.deaths is not None and found.deaths[_DEATHS].null_count())
        ),
    )


def _both(found: Rates) -> pl.DataFrame:
    """The rows of the file: new cases and deaths side by side."""
    if found.deaths is None:
        return found.rows
    died = found.deaths.rename({name: f"{name}_of_deaths" for name in _RATES})
    return found.rows.join(died, on=list(found.by), how="left")


def _lead(found: Rates, first: int, last: int, asked: Asked, language: Language) -> str:
    rows = found.rows.drop_nulls("asr")
    if asked.split == "region":
        return say(language, "statistics.incidence_lead_region", first=first, last=last)
    if asked.split == "sex" or rows.height < 6:
        return say(language, "statistics.incidence_lead", first=first, last=last)
    begun, ended = (float(part["asr"].mean() or 0.0) for part in (rows.head(3), rows.tail(3)))  # type: ignore[arg-type]
    years = {"first": int(rows["year"][0]), "last": int(rows["year"][-1])}
    if not begun or abs(ended / begun - 1) < 0.1:
        return say(language, "statistics.incidence_lead_steady", **years)
    word = "more" if ended > begun else "less"
    return say(language, f"statistics.incidence_lead_{word}", share=round(abs(ended / begun - 1) * 100), **years)


def _headings(asked: Asked, language: Language) -> list[str]:
    across = say(language, f"statistics.column_{'region' if asked.split == 'region' else 'year'}")
    if asked.split == "sex":
        sexes = [say(language, f"statistics.sex_{sex}") for sex in ("female", "male")]
        return [
            across,
            *(f"{sex}: {say(language, f'statistics.{what}')}" for sex in sexes for what in ("cases", "asr")),
        ]
    counts = [say(language, "statistics.cases"), say(language, "statistics.asr")]
    dead = (
        [] if asked.split == "region" else [say(language, "statistics.deaths"), say(language, "statistics.asr_deaths")]
    )
    return [across, *counts, *dead]


def _cells(row: dict[str, Any] | None, count: str, language: Language, *, around: bool = False) -> list[str]:
    if row is None:
        return ["–", "–"]
    if row[count] is None:
        return [say(language, "statistics.hidden"), "–"]
    rate = "–" if row["asr"] is None else write_fixed(row["asr"], language, 2 if row["asr"] < 10 else 1)
    if around and row["asr"] is not None:
        low, high = (write_fixed(row[end], language, 2 if row["asr"] < 10 else 1) for end in ("lower", "upper"))
        rate += f" ({low}–{high})"
    return [write_number(row[count], language), rate]


def _years(found: Rates, asked: Asked, language: Language) -> list[list[str]]:
    """A line a year, the newest first."""
    rows = list(found.rows.iter_rows(named=True))
    years = sorted({row["year"] for row in rows}, reverse=True)
    if asked.split == "sex":
        by_sex = {(row["year"], row["sex"]): row for row in rows}
        return [
            [
                str(year),
                *(cell for sex in ("female", "male") for cell in _cells(by_sex.get((year, sex)), "cases", language)),
            ]
            for year in years
        ]
    cases = {row["year"]: row for row in rows}
    died = {row["year"]: row for row in found.deaths.iter_rows(named=True)} if found.deaths is not None else {}
    return [
        [
            str(year),
            *_cells(cases.get(year), "cases", language, around=True),
            *_cells(died.get(year), _DEATHS, language),
        ]
        for year in years
    ]


def _regions(found: Rates, language: Language) -> list[list[str]]:
    return [
        [value_words(language, "region", row["region"]), *_cells(row, "cases", language, around=True)]
        for row in found.rows.iter_rows(named=True)
    ]


def _lines(found: Rates, asked: Asked, language: Language, width: float) -> str:
    import polars as pl

    if asked.split == "sex":
        parts = [
            (say(language, f"statistics.sex_{sex}"), found.rows.filter(pl.col("sex") == sex))
            for sex in ("female", "male")
        ]
    else:
        parts = [(say(language, "statistics.cases"), found.rows)]
        parts += [] if found.deaths is None else [(say(language, "statistics.deaths"), found.deaths)]
    series = [
        Series(name=name, x=rows["year"].to_list(), y=rows["asr"].to_list(), lower=rows["lower"].to_list(),
               upper=rows["upper"].to_list())
        for name, rows in parts
        if rows["asr"].count()
    ]  # fmt: skip
    values = [value for each in series for value in each.upper if value is not None]
    years = [year for each in series for year in each.x]
    return line_chart(
        series,
        across=axis_of_years(min(years, default=0), max(years, default=1), say(language, "statistics.year_of")),
        up=axis_of_numbers(values, lambda number: write_number(number, language)),
        title=say(language, "statistics.incidence_heading", site=asked.site_name(language)),
        told=say(language, "statistics.figure_told_rates"),
        width=width,
    )


def _bars(found: Rates, asked: Asked, language: Language, width: float) -> str:
    rows = sorted(found.rows.iter_rows(named=True), key=lambda row: -(row["asr"] or 0))
    bars = [
        Bar(
            name=value_words(language, "region", row["region"]),
            value=row["asr"],
            lower=row["lower"],
            upper=row["upper"],
        )
        for row in rows
        if row["region"] != "unknown"
    ]
    return ranked_bars(
        bars,
        across=axis_of_numbers(
            [bar.upper or bar.value or 0.0 for bar in bars],
            lambda number: write_number(number, language),
            say(language, "statistics.per_100000"),
        ),
        title=say(language, "statistics.incidence_heading", site=asked.site_name(language)),
        told=say(language, "statistics.figure_told_rates"),
        hidden=say(language, "statistics.no_rate"),
        width=width,
    )
