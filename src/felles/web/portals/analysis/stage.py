"""How far had the disease come when it was found?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from felles.access import Viewer
from felles.web.accounts.rights import signed_in_as
from felles.web.components.charts import ShareRow, share_bars
from felles.web.content import content
from felles.web.figures import write_number, write_percent, write_share
from felles.web.middleware import language_of
from felles.web.portals.analysis.asking import Asked, value_words
from felles.web.portals.analysis.hiding import hidden_cells, key_of
from felles.web.portals.analysis.page import Statistic, answer, nothing_yet
from felles.web.portals.analysis.registry import Registry, registry_for
from felles.web.portals.analysis.survival import sees_statistics
from felles.web.wording import Language, say

if TYPE_CHECKING:
    import polars as pl

SPLITS = ("none", "region", "sex")
_CELLS = ("sex", "region", "stage")
_UNKNOWN = "unknown"


@require_safe
@signed_in_as(sees_statistics)
def stage(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    registry = registry_for(viewer)
    if registry is None:
        return nothing_yet(request)
    language = language_of(request)
    asked = Asked(request, registry, SPLITS)
    rows, notes = shares(registry, asked)
    return answer(request, registry, asked, _page(asked, rows, notes, language))


def shares(registry: Registry, asked: Asked) -> tuple[pl.DataFrame, Sequence[str]]:
    """A row for each group and stage of the page: cases, total, share; emptied where hidden."""
    return registry.once(("stage", *asked.key), lambda: _shares(registry, asked))


def command(asked: Asked) -> str:
    """What gives the same numbers on the command line."""
    only = ",".join(f"{name}={value}" for name, value in _chosen(asked).items())
    return (
        f"felles stage --site {asked.site} --by '{','.join(_columns(asked))}' --period {asked.period}"
        f"{f' --only {only}' if only else ''}"
    )


def _columns(asked: Asked) -> list[str]:
    chosen = {"sex": bool(asked.sex), "region": bool(asked.region)}
    return [name for name in ("sex", "region") if chosen[name] or name == asked.split]


def _chosen(asked: Asked) -> dict[str, str]:
    return {name: value for name, value in (("sex", asked.sex), ("region", asked.region)) if value}


def _shares(registry: Registry, asked: Asked) -> tuple[pl.DataFrame, Sequence[str]]:
    import polars as pl

    from felles.epidemiology import stage as stages

    by = _columns(asked)
    made = stages(registry.cases, by=by, site=asked.site, period=asked.window, content=content())
    cells = stages(registry.cases, by=["sex", "region"], site=asked.site, period=asked.window, content=content())
    hidden = hidden_cells(cells.rows.filter(pl.col("cases") > 0), _CELLS, "cases")
    rows = made.rows.with_columns(pl.col("stage").cast(pl.String), *(pl.col(name).cast(pl.String) for name in by))
    rows = rows.filter(pl.all_horizontal(pl.lit(True), *(pl.col(n) == v for n, v in _chosen(asked).items())))
    listed = list(rows.iter_rows(named=True))
    gone = pl.Series([key_of(row, _CELLS) in hidden for row in listed], dtype=pl.Boolean)
    without = [{name: value for name, value in row.items() if name != "stage"} for row in listed]
    whole_gone = pl.Series([key_of(row, _CELLS) in hidden for row in without], dtype=pl.Boolean)
    own = [pl.when(~gone & ~whole_gone).then(pl.col(name)).alias(name) for name in ("cases", "share", "lower", "upper")]
    rows = rows.with_columns(*own, total=pl.when(~whole_gone).then(pl.col("total")))
    return rows.select(*by, "stage", "cases", "total", "share", "lower", "upper"), made.notes


def _page(asked: Asked, rows: pl.DataFrame, notes: Sequence[str], language: Language) -> Statistic:
    site = asked.site_name(language)
    split = asked.split if asked.split != "none" else ""
    known = [str(each) for each in rows["stage"].unique() if each != _UNKNOWN]
    stages = [*sorted(known), *([_UNKNOWN] if rows.height else [])]
    groups = _groups(rows, split)
    return Statistic(
        kind="stage",
        heading=say(language, "statistics.stage_heading", site=site),
        lead=_lead(rows, language),
        selects=[
            asked.site_select(language),
            asked.sex_select(language),
            asked.region_select(language),
            asked.period_select(language),
        ],
        splits=[
            (say(language, f"statistics.by_{each}"), asked.address(etter=each, som=""), each == asked.split)
            for each in SPLITS
        ],
        figure=(lambda width: _figure(groups, stages, split, asked, language, width)) if groups else None,
        headings=[
            say(language, f"statistics.column_{split or 'all'}"),
            say(language, "statistics.cases"),
            *(value_words(language, "stage", each) for each in stages),
        ],
        table=[_line(name, group, stages, split, language) for name, group in groups],
        reading=["statistics.reading_stage", "statistics.trap_stage"],
        commands=[command(asked)],
        rows=rows,
        notes=notes,
        some_hidden=bool(rows["cases"].null_count()),
    )


def _groups(rows: pl.DataFrame, split: str) -> list[tuple[str, pl.DataFrame]]:
    if rows.is_empty():
        return []
    if not split:
        return [("", rows)]
    names = sorted(rows[split].unique(), key=lambda name: (name == _UNKNOWN, name))
    return [(name, rows.filter(rows[split] == name)) for name in names]


def _lead(rows: pl.DataFrame, language: Language) -> str:
    import polars as pl

    by = [name for name in ("sex", "region") if name in rows.columns]
    totals = rows.unique(by)["total"] if by else rows["total"].head(1)
    unknown = rows.filter(pl.col("stage") == _UNKNOWN)["cases"]
    cases = int(totals.sum())
    if not cases or totals.null_count() or unknown.null_count():
        return say(language, "statistics.stage_lead")
    share = write_percent(round(100 * int(unknown.sum()) / cases), language)
    return say(language, "statistics.stage_lead_unknown", cases=write_number(cases, language), share=share)


def _line(name: str, group: pl.DataFrame, stages: Sequence[str], split: str, language: Language) -> list[str]:
    by_stage = {row["stage"]: row for row in group.iter_rows(named=True)}
    total = group["total"][0]
    words = value_words(language, split, name) if split else say(language, "statistics.all_cases")
    hidden = say(language, "statistics.hidden")
    cells = [words, hidden if total is None else write_number(total, language)]
    for each in stages:
        row = by_stage.get(each)
        if row is None or row["cases"] is None or row["share"] is None:
            cells.append(hidden)
        else:
            cells.append(f"{write_share(row['share'], language)} ({write_number(row['cases'], language)})")
    return cells


def _figure(
    groups: Sequence[tuple[str, pl.DataFrame]],
    stages: Sequence[str],
    split: str,
    asked: Asked,
    language: Language,
    width: float,
) -> str:
    bars = []
    for name, group in groups:
        share = dict(zip(group["stage"], group["share"], strict=True))
        total = group["total"][0]
        bars.append(
            ShareRow(
                name=value_words(language, split, name) if split else say(language, "statistics.all_cases"),
                under="" if total is None else say(language, "statistics.n_cases", n=write_number(total, language)),
                shares=[share.get(each) for each in stages],
            )
        )
    return share_bars(
        bars,
        [(value_words(language, "stage", each), each == _UNKNOWN) for each in stages],
        percent="{}%" if language == "en" else "{}\u00a0%",
        title=say(language, "statistics.stage_heading", site=asked.site_name(language)),
        told=say(language, "statistics.figure_told"),
        width=width,
    )
