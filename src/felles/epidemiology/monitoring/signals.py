"""What has changed, where, since when, how much, and how sure is it?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

import numpy as np

from felles.epidemiology.asking import NotAnswerable
from felles.epidemiology.frames import give_back
from felles.epidemiology.monitoring.charts import Watch, funnel_points, funnel_tests, points_of, tests_of
from felles.epidemiology.monitoring.counts import named, read_counts
from felles.epidemiology.monitoring.funnel import Overdispersion
from felles.epidemiology.monitoring.p_chart import Direction
from felles.epidemiology.monitoring.wording import Language, sentence
from felles.epidemiology.noting import Note
from felles.events import PARTNERSHIP, Event, start_of

Method = Literal["cusum", "p_chart", "funnel"]
METHODS: tuple[str, ...] = get_args(Method)
_LARGEST = 1000
_RAREST = 1e-6  # what is rarer is lost in the rounding of the run lengths


@dataclass(frozen=True)
class Signals:
    """rows: one a signal, the surest first: by..., method, direction (up, down), since, until (nothing while it lasts),
    alarm (the period it was first seen in), n, events, expected, ratio (events / expected), p_value (of so much, were
    nothing changed), q_value (the expected share of false ones among signals at least as sure), words.
    charts: every point: by..., period, n, events, expected, lower, upper (p-chart), cusum_up, cusum_up_limit,
    cusum_down, cusum_down_limit; nothing unless asked for. funnel: by..., n, events, expected, share, target (of all
    together), z (adjusted for over-dispersion); nothing unless asked for with that method. notes: sentences.
    """

    rows: Any
    charts: Any
    funnel: Any
    notes: tuple[str, ...]


def signals(
    table: Any,
    *,
    by: Sequence[str],
    target: float | None = None,
    baseline: int | None = None,
    methods: Sequence[Method] = ("cusum", "p_chart"),
    direction: Direction = "both",
    ratio: float = 1.5,
    false_alarm: float = 0.05,
    false_discovery: float = 0.1,
    periods_a_year: int = 1,
    across: str | None = None,
    overdispersion: Overdispersion = "multiplicative",
    language: Language = "nb",
    points: bool = False,
) -> Signals:
    """Watch many small counts at once and tell what is more than chance.

    table, by, target, baseline: see `read_counts`. methods: `cusum` (a lasting shift), `p_chart` (one period),
    `funnel` (one of the column `across` against the others, all periods together). direction: which way is looked.
    A chart signals where chance would do as much with at most `false_alarm` in a year (exact for the counts it has),
    and where, over all charts and methods, at most `false_discovery` of the signals are expected to be false
    (Benjamini & Hochberg, J R Stat Soc B 1995;57:289-300). overdispersion: of the funnel (see `adjusted_scores`).
    points: give every point of every chart too, to be drawn.

    Raises BadTable for a table and NotAnswerable for an option that cannot be used.
    """
    _check(methods, direction, ratio, false_alarm, false_discovery, across, by)
    if periods_a_year < 1:
        raise NotAnswerable(f"A year has 1 period or more; got {periods_a_year}.")
    if language not in get_args(Language):
        raise NotAnswerable(f"Words are in nb, nn or en; got {language}.")
    watch = Watch(
        methods=methods,
        direction=direction,
        ratio=ratio,
        false_alarm=false_alarm,
        false_discovery=false_discovery,
        periods_a_year=periods_a_year,
        overdispersion=overdispersion,
    )
    charts, notes = read_counts(table, by=by, target=target, baseline=baseline)
    found = [row for chart in charts for row in tests_of(chart, watch)]
    compared_by = across if "funnel" in methods else None
    if compared_by:
        compared = list(funnel_tests(charts, compared_by, watch))
        found += compared
        notes = notes if compared else (*notes, Note("no_funnel", column=compared_by))
    rows = _sure_enough(found, watch)
    for row in rows:
        row["words"] = sentence(row, named({name: row[name] for name in by}), language)
    note = Note("watched", charts=len(charts), tests=len(found), signals=len(rows))
    drawn = [point for chart in charts for point in points_of(chart, watch)] if points else None
    funnel = list(funnel_points(charts, compared_by, watch)) if points and compared_by else None
    return Signals(
        rows=_frame(rows, by, table),
        charts=None if drawn is None else _frame(drawn, by, table),
        funnel=None if funnel is None else _frame(funnel, by, table),
        notes=(*notes, note),
    )


def raise_signal(row: dict[str, Any], *, goal: str, at: date, by: Sequence[str]) -> Event:
    """A signal as an obstacle on the strategy's list, ready to be appended: at the day it is raised, for a goal.

    row: one of `Signals.rows`. goal: such as `goal:14`. The same signal gives the same source_id, so that raising it
    twice changes nothing.
    """
    told = "/".join(str(row[name]) for name in (*by, "method", "direction", "since"))
    return Event(
        person=PARTNERSHIP,
        type="obstacle_raised",
        time=start_of(at),
        precision="day",
        source="signals",
        source_id=told,
        code=goal,
        data={"what": row["words"]},
    )


def _sure_enough(found: Sequence[dict[str, Any]], watch: Watch) -> list[dict[str, Any]]:
    """Those that pass their own chart's limit and the false discovery control over all, the surest first."""
    from scipy.stats import false_discovery_control

    if not found:
        return []
    q_values = false_discovery_control(np.clip([row["p_value"] for row in found], 0.0, 1.0))
    kept = [
        {name: value for name, value in row.items() if name != "passed"} | {"q_value": float(q_value)}
        for row, q_value in zip(found, q_values, strict=True)
        if row["passed"] and q_value <= watch.false_discovery
    ]
    return sorted(kept, key=lambda row: row["p_value"])


_COLUMNS = (
    "method",
    "direction",
    "since",
    "until",
    "alarm",
    "n",
    "events",
    "expected",
    "ratio",
    "p_value",
    "q_value",
    "words",
)


def _frame(rows: Sequence[dict[str, Any]], by: Sequence[str], like: Any) -> Any:
    import polars as pl

    numbers = ("n", "events", "expected", "ratio", "p_value", "q_value")
    empty = {name: pl.Float64 if name in numbers else pl.String for name in (*by, *_COLUMNS)}
    return give_back(pl.DataFrame(rows, infer_schema_length=None) if rows else pl.DataFrame(schema=empty), like=like)


def _check(
    methods: Sequence[str],
    direction: str,
    ratio: float,
    false_alarm: float,
    false_discovery: float,
    across: str | None,
    by: Sequence[str],
) -> None:
    strangers = [method for method in methods if method not in METHODS]
    if strangers or not methods:
        raise NotAnswerable(f"There is no method {', '.join(strangers)}. There are {', '.join(METHODS)}.")
    if direction not in get_args(Direction):
        raise NotAnswerable(f"A direction is up, down or both; got {direction}.")
    if not 1 < ratio <= _LARGEST:
        raise NotAnswerable(
            f"The ratio worth finding is above 1 (its inverse is used downwards), at most {_LARGEST}; got {ratio:g}."
        )
    for name, share in (("false alarm", false_alarm), ("false discovery", false_discovery)):
        if not _RAREST <= share < 1:
            raise NotAnswerable(f"The {name} is a share from {_RAREST:g} up and below 1; got {share}.")
    if "funnel" in methods and across not in by:
        raise NotAnswerable(f"A funnel compares the values of one column: give across, one of {', '.join(by)}.")
