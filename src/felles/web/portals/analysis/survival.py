"""How many live on after a diagnosis, by site, stage, region and sex?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from felles.access import Role, Viewer
from felles.web.accounts.rights import signed_in_as
from felles.web.components.charts import Axis, Series, axis_of_shares, line_chart
from felles.web.figures import write_number, write_percent, write_share
from felles.web.middleware import language_of
from felles.web.portals.analysis.asking import Asked, value_words
from felles.web.portals.analysis.hiding import Key, hidden_cells, key_of
from felles.web.portals.analysis.page import Statistic, answer, nothing_yet
from felles.web.portals.analysis.registry import Registry, registry_for
from felles.web.wording import Language, say

if TYPE_CHECKING:
    import polars as pl

    from felles.epidemiology.surviving.cells import Cells

SPLITS = ("stage", "none", "region", "sex")
METHODS = ("pohar-perme", "ederer2", "kaplan-meier", "cause-specific")
TOLD_AT = (1, 5, 10)
CURVE = tuple(round(place / 10, 1) for place in range(1, 101))
_CELLS = ("sex", "region", "stage")
_FEWEST_AT_RISK = 5
"""With fewer under observation a curve says nothing more, and would tell of single persons."""


def sees_statistics(role: Role) -> bool:
    return role.sees_statistics


@dataclass(frozen=True, kw_only=True)
class Estimates:
    """rows: of the page's groups at every time of the curve, cells that are hidden emptied. whole: the same for all together."""

    rows: pl.DataFrame
    whole: pl.DataFrame
    notes: Sequence[str]
    hidden: bool


@require_safe
@signed_in_as(sees_statistics)
def survival(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    registry = registry_for(viewer)
    if registry is None:
        return nothing_yet(request)
    language = language_of(request)
    asked = Asked(request, registry, SPLITS, METHODS)
    found = estimates(registry, asked)
    return answer(request, registry, asked, _page(asked, found, language))


def estimates(registry: Registry, asked: Asked) -> Estimates | None:
    """What the page tells, worked out once for each question; None where nobody was followed."""
    return registry.once(("survival", *asked.key), lambda: _estimated(registry, asked))


def columns_of(asked: Asked) -> list[str]:
    """What the estimates are split by: what the page shows side by side, and what one value is chosen of."""
    chosen = {"sex": bool(asked.sex), "region": bool(asked.region), "stage": False}
    return [name for name in _CELLS if chosen[name] or name == asked.split]


def command(asked: Asked) -> str:
    """What gives the same numbers on the command line."""
    columns = columns_of(asked)
    by = f" --by {','.join(columns)}" if columns else ""
    only = ",".join(f"{name}={value}" for name, value in _chosen(asked).items())
    return (
        f"felles survival --site {asked.site}{by} --method {asked.method} --approach period --period {asked.period}"
        f" --at {','.join(map(str, TOLD_AT))}{f' --only {only}' if only else ''}"
    )


def _chosen(asked: Asked) -> dict[str, str]:
    return {name: value for name, value in (("sex", asked.sex), ("region", asked.region)) if value}


def _estimated(registry: Registry, asked: Asked) -> Estimates | None:
    from felles.epidemiology.errors import BadTable
    from felles.epidemiology.surviving.cells import survival_cells

    patients, notes = registry.patients_of(asked.site)
    if patients.is_empty():
        return None
    try:
        cells = survival_cells(
            patients,
            lifetable=registry.life_table,
            method=asked.method,  # type: ignore[arg-type]
            by=_CELLS,
            longest=max(CURVE),
            approach="period",
            period=asked.window,
        )
        hidden = hidden_cells(cells.people, _CELLS, "n")
        rows, more = _told(cells, asked, columns_of(asked), CURVE, hidden)
        apart = [name for name in columns_of(asked) if name in _chosen(asked)]
        whole = rows if apart == columns_of(asked) else _told(cells, asked, apart, TOLD_AT, hidden)[0]
    except BadTable:
        return None
    return Estimates(rows=rows, whole=whole, notes=(*notes, *more), hidden=bool(rows["n"].null_count()))


def _told(
    cells: Cells, asked: Asked, by: Sequence[str], at: Sequence[float], hidden: frozenset[Key]
) -> tuple[pl.DataFrame, Sequence[str]]:
    import polars as pl

    from felles.epidemiology.surviving.cells import survival_of_cells

    made: Any = survival_of_cells(cells, by=by, at=at, only=_chosen(asked))
    rows: pl.DataFrame = made.rows
    gone = pl.Series([key_of(row, _CELLS) in hidden for row in rows.select(by).iter_rows(named=True)], dtype=pl.Boolean)
    if not by:
        gone = pl.Series([key_of({}, _CELLS) in hidden] * rows.height, dtype=pl.Boolean)
    stopped = has_stopped(by)
    emptied = [pl.when(~gone & ~stopped).then(pl.col(name)).alias(name) for name in ("survival", "lower", "upper")]
    rows = rows.with_columns(*emptied, n=pl.when(~gone).then(pl.col("n")), years=pl.col("years").cast(pl.Float64))
    rows = rows.filter(pl.col("n").is_null() | (pl.col("n") > 0))  # nobody was followed, and that may be told
    return rows.select(*by, "years", "survival", "lower", "upper", "n"), made.notes


def has_stopped(by: Sequence[str]) -> pl.Expr:
    """Whether a curve stopped at or before a time, of rows with at_risk and years: once few are left, what comes after rests on
    them too, whoever joins later."""
    import polars as pl

    few = pl.col("at_risk") < _FEWEST_AT_RISK
    return few.cum_max().over(by, order_by="years") if by else few.cum_max()


def _page(asked: Asked, found: Estimates | None, language: Language) -> Statistic:
    import polars as pl

    site = asked.site_name(language)
    rows = found.rows if found else pl.DataFrame({"years": [], "survival": [], "lower": [], "upper": [], "n": []})
    split = asked.split if asked.split != "none" else ""
    groups = _groups(rows, split)
    # A curve that stops within the first year tells of next to nobody.
    curves = [(name, group) for name, group in groups if _at(group, TOLD_AT[0]) is not None]
    told = rows.filter(pl.col("years").is_in([float(year) for year in TOLD_AT]))
    return Statistic(
        kind="survival",
        heading=say(language, "statistics.survival_heading", site=site),
        lead=_lead(found, groups, asked, language),
        selects=[
            asked.site_select(language),
            asked.sex_select(language),
            asked.region_select(language),
            asked.period_select(language),
            asked.method_select(language, METHODS),
        ],
        splits=[
            (say(language, f"statistics.by_{each}"), asked.address(etter=each, som=""), each == asked.split)
            for each in SPLITS
        ],
        figure=(lambda width: _figure(curves, split, asked, language, width)) if curves else None,
        headings=[
            say(language, f"statistics.column_{split or 'all'}"),
            say(language, "statistics.patients"),
            *(say(language, "statistics.n_years", n=year) for year in TOLD_AT),
        ],
        table=[_line(name, group, split, language) for name, group in groups],
        reading=[
            f"statistics.reading_{asked.method.replace('-', '_')}",
            "statistics.reading_period",
            "statistics.trap_survival",
        ],
        commands=[command(asked)],
        rows=told.cast({"years": pl.Int64}) if told.height else told,
        notes=found.notes if found else (),
        some_hidden=bool(found and found.hidden),
    )


def _groups(rows: pl.DataFrame, split: str) -> list[tuple[str, pl.DataFrame]]:
    """The rows of each group, what is not known last."""
    if rows.is_empty():
        return []
    if not split:
        return [("", rows)]
    names = sorted(rows[split].unique(), key=lambda name: (_is_unknown(name), str(name)))
    return [(str(name), rows.filter(rows[split].eq_missing(name))) for name in names if name is not None]


def _is_unknown(value: object) -> bool:
    return str(value).rpartition(":")[2] in ("unknown", "X")


def _lead(found: Estimates | None, groups: Sequence[tuple[str, pl.DataFrame]], asked: Asked, language: Language) -> str:
    whole = _at(found.whole, 5) if found else None
    if whole is None:
        return say(language, "statistics.survival_few")
    tenths = say(language, f"statistics.tenths_{min(10, max(0, round(10 * whole)))}")
    kind = "observed" if asked.method == "kaplan-meier" else "net"
    lead = say(language, f"statistics.survival_lead_{kind}", tenths=tenths)
    known = [(five, name) for name, group in groups if name and not _is_unknown(name) and (five := _at(group, 5))]
    if len(known) < 2:
        return lead
    (least, last), (most, first) = min(known), max(known)
    spread = say(
        language,
        "statistics.survival_spread",
        first=value_words(language, asked.split, first),
        most=write_percent(round(100 * most), language),
        last=value_words(language, asked.split, last),
        least=write_percent(round(100 * least), language),
    )
    return f"{lead} {spread}"


def _at(rows: pl.DataFrame, year: float) -> float | None:
    found = rows.filter(rows["years"] == year)["survival"]
    return None if found.is_empty() or found[0] is None else float(found[0])


def _line(name: str, group: pl.DataFrame, split: str, language: Language) -> list[str]:
    patients = group["n"][0]
    words = value_words(language, split, name) if split else say(language, "statistics.all_patients")
    cells = [words, say(language, "statistics.hidden") if patients is None else write_number(patients, language)]
    for year in TOLD_AT:
        row = group.filter(group["years"] == year).row(0, named=True)
        if row["survival"] is None:
            cells.append("–")
            continue
        low, high = row["lower"], row["upper"]
        around = f" ({_plain(low, language)}–{_plain(high, language)})" if low is not None and high is not None else ""
        cells.append(write_share(row["survival"], language) + around)
    return cells


def _plain(share: float, language: Language) -> str:
    return write_share(share, language).rstrip("%\u00a0")


def _figure(
    groups: Sequence[tuple[str, pl.DataFrame]], split: str, asked: Asked, language: Language, width: float
) -> str:
    shown = [
        Series(
            name=value_words(language, split, name) if split else say(language, "statistics.all_patients"),
            x=[0.0, *group["years"]],
            y=[1.0, *group["survival"]],
            lower=[1.0, *group["lower"]],
            upper=[1.0, *group["upper"]],
            unknown=_is_unknown(name),
        )
        for name, group in groups
    ]
    return line_chart(
        shown,
        across=Axis(
            low=0, high=10, ticks=(0, 2, 4, 6, 8, 10), write=lambda year: f"{year:.0f}",
            words=say(language, "statistics.years_after"),
        ),
        up=axis_of_shares(lambda share: write_percent(round(100 * share), language)),
        title=say(language, "statistics.survival_heading", site=asked.site_name(language)),
        told=say(language, "statistics.figure_told"),
        width=width,
    )  # fmt: skip
