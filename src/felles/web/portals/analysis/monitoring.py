"""Is cancer found earlier or later than before, more than chance explains: control charts, funnels and signals?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from felles.access import Viewer
from felles.web.accounts.rights import signed_in_as
from felles.web.content import content
from felles.web.figures import write_fixed, write_number, write_share
from felles.web.middleware import language_of
from felles.web.portals.analysis.asking import Asked, region_names, value_words
from felles.web.portals.analysis.monitoring_figures import draw
from felles.web.portals.analysis.monitoring_hiding import COUNTRY, blocks_of, hidden_blocks, sum_is_told
from felles.web.portals.analysis.page import Statistic, answer, nothing_yet
from felles.web.portals.analysis.registry import WINDOW, Registry, registry_for
from felles.web.portals.analysis.survival import sees_statistics
from felles.web.wording import Language, say

if TYPE_CHECKING:
    import polars as pl

SPLITS = ("p_chart", "cusum", "funnel")
WATCHED_WINDOWS = 2
_NUMBERS = {
    "p_chart": ("n", "events", "expected", "lower", "upper"),
    "cusum": ("n", "events", "cusum_up", "cusum_up_limit", "cusum_down", "cusum_down_limit"),
    "funnel": ("n", "events", "share", "target", "z"),
}


@dataclass(frozen=True, kw_only=True)
class Watched:
    """rows: the points of the page's chart, what is hidden emptied. signals: one a row, `words` emptied where they would tell.

    first: the first year that is watched.
    """

    rows: pl.DataFrame
    signals: pl.DataFrame
    first: int
    notes: Sequence[str]


@require_safe
@signed_in_as(sees_statistics)
def monitoring(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    registry = registry_for(viewer)
    if registry is None:
        return nothing_yet(request)
    language = language_of(request)
    asked = Asked(request, registry, SPLITS)
    found = registry.once(("monitoring", *asked.key, language), lambda: watched(registry, asked, language))
    return answer(request, registry, asked, _page(registry, asked, found, language))


def years_of(registry: Registry) -> tuple[int, int, int]:
    """The first year, the first that is watched, and the last: stretches of five years, as the other pages have them."""
    windows = registry.windows
    return windows[-1][0], windows[min(WATCHED_WINDOWS, len(windows)) - 1][0], windows[0][1]


def command(registry: Registry, asked: Asked) -> str:
    """What gives the same numbers on the command line."""
    first, begins, last = years_of(registry)
    by = "region" if asked.region or asked.split == "funnel" else ""
    method = "funnel --across region" if asked.split == "funnel" else "cusum,p_chart"
    only = f" --only region={asked.region}" if asked.region and asked.split != "funnel" else ""
    return (
        f"felles signals --site {asked.site} --by '{by}' --period {first}-{last} --baseline {begins - first}"
        f" --method {method} --points{only}"
    )


def watched(registry: Registry, asked: Asked, language: Language) -> Watched | None:
    """What the page tells; None where there is too little to watch."""
    from felles.epidemiology import signals
    from felles.epidemiology.asking import NotAnswerable
    from felles.epidemiology.errors import BadTable
    from felles.epidemiology.monitoring.stage_counts import stage_counts

    first, begins, last = years_of(registry)
    by = ["region"] if asked.region or asked.split == "funnel" else []
    chosen: dict[str, Any] = {"site": asked.site, "period": (first, last), "content": content()}
    try:
        counts = stage_counts(registry.cases, by=by, **chosen)
        made = signals(
            counts.rows,
            by=by,
            baseline=begins - first,
            methods=["funnel"] if asked.split == "funnel" else ["cusum", "p_chart"],
            across="region" if asked.split == "funnel" else None,
            language=language,
            points=True,
        )
        by_region = stage_counts(registry.cases, by=["region"], **chosen).rows
    except (BadTable, NotAnswerable):
        return None
    rows, said = (made.funnel if asked.split == "funnel" else made.charts), made.rows
    if rows is None or rows.is_empty():
        return None
    if by and asked.split != "funnel":
        rows, said = (each.filter(each["region"] == asked.region) for each in (rows, said))
    rows = _emptied(rows, by_region, asked, registry)
    return Watched(rows=rows, signals=_without_numbers(said, rows), first=begins, notes=(*counts.notes, *made.notes))


def _emptied(rows: pl.DataFrame, counts: pl.DataFrame, asked: Asked, registry: Registry) -> pl.DataFrame:
    """The points without those that would tell of few. counts: by region and year."""
    import polars as pl

    _, begins, _ = years_of(registry)
    starts = [first for first, _ in registry.windows]
    blocks = blocks_of(counts, starts, WINDOW)
    hidden = hidden_blocks(blocks)
    before, later = [start for start in starts if start < begins], [start for start in starts if start >= begins]
    if asked.split == "funnel":
        gone = [not sum_is_told(str(each), later, blocks, hidden) for each in rows["region"]]
    else:
        region = asked.region or COUNTRY
        # What is expected tells of the sum of the years before; a cusum of every year that it has passed.
        unsaid = not sum_is_told(region, before, blocks, hidden)
        of_years = {year: (region, start) in hidden for start in later for year in range(start, start + WINDOW)}
        years = [unsaid or of_years.get(int(period), True) for period in rows["period"]]
        gone = [any(years[: place + 1]) for place in range(len(years))] if asked.split == "cusum" else years
    keys = [name for name in ("region", "period") if name in rows.columns]
    kept = pl.Series(gone, dtype=pl.Boolean).not_()
    return rows.select(*keys, *(pl.when(kept).then(pl.col(name)).alias(name) for name in _NUMBERS[asked.split]))


def _without_numbers(said: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Signals without their words where a number in these is of years or regions that are hidden."""
    import polars as pl

    gone = rows.filter(pl.col("n").is_null())
    if gone.is_empty():
        return said
    return said.with_columns(words=pl.lit(None, pl.String))


def _page(registry: Registry, asked: Asked, found: Watched | None, language: Language) -> Statistic:
    import polars as pl

    rows = found.rows if found else pl.DataFrame({"n": []})
    anything = found is not None and rows["n"].count() > 0
    return Statistic(
        kind="monitoring",
        heading=say(language, "monitoring.heading", site=asked.site_name(language)),
        lead=_lead(found, anything, asked, language),
        selects=[asked.site_select(language), *([asked.region_select(language)] if asked.split != "funnel" else [])],
        splits=[
            (say(language, f"monitoring.by_{each}"), asked.address(etter=each, som=""), each == asked.split)
            for each in SPLITS
        ],
        figure=(lambda width: draw(rows, asked, language, width)) if anything else None,
        headings=[say(language, f"monitoring.column_{name}") for name in _columns(asked)],
        table=[_line(row, asked, language) for row in rows.iter_rows(named=True)] if found else [],
        reading=[f"monitoring.reading_{asked.split}", "monitoring.reading_counts", "monitoring.trap"],
        commands=[command(registry, asked)],
        rows=rows,
        notes=found.notes if found else (),
        some_hidden=bool(rows["n"].null_count()),
        told=_signals(found, asked, language),
    )


def _lead(found: Watched | None, anything: bool, asked: Asked, language: Language) -> str:
    if found is None or not anything:
        return say(language, "monitoring.too_few")
    number = found.signals.height
    return say(language, "monitoring.lead" if number else "monitoring.lead_calm", n=number, first=found.first)


def _signals(found: Watched | None, asked: Asked, language: Language) -> list[str]:
    """Each signal in a sentence."""
    if found is None:
        return []
    names = region_names(language)
    told = []
    for row in found.signals.iter_rows(named=True):
        where = names.get(str(row.get("region", "")), say(language, "statistics.whole_country"))
        words = row["words"]
        if words is None:
            side = say(language, f"monitoring.side_{row['direction']}")
            told.append(say(language, "monitoring.signal_hidden", where=where, direction=side, since=row["since"]))
        else:
            told.append(f"{where}: {str(words).partition(': ')[2]}")
    return told


def _columns(asked: Asked) -> list[str]:
    first = "region" if asked.split == "funnel" else "year"
    return [
        first,
        "early",
        *(["limits"] if asked.split == "p_chart" else ["up", "down"] if asked.split == "cusum" else ["z"]),
    ]


def _line(row: dict[str, Any], asked: Asked, language: Language) -> list[str]:
    name = value_words(language, "region", row["region"]) if asked.split == "funnel" else row["period"]
    wide = len(_columns(asked)) - 1
    if row["n"] is None:
        return [name, say(language, "statistics.hidden"), *["–"] * (wide - 1)]
    counted = say(
        language,
        "monitoring.of",
        share=write_share(row["events"] / row["n"], language),
        events=write_number(row["events"], language),
        n=write_number(row["n"], language),
    )
    if asked.split == "p_chart":
        low, high = (write_share(row[end] / row["n"], language) for end in ("lower", "upper"))
        return [name, counted, f"{low} – {high}"]
    if asked.split == "funnel":
        return [name, counted, write_fixed(row["z"], language)]
    up, down = (
        say(
            language,
            "monitoring.sum_of",
            sum=write_fixed(row[f"cusum_{side}"], language),
            limit=write_fixed(row[f"cusum_{side}_limit"], language),
        )
        for side in ("up", "down")
    )
    return [name, counted, up, down]
