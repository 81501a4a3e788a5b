"""What does each chart say: how unlikely is what was seen, if nothing has changed?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from felles.epidemiology.monitoring.counts import Watched
from felles.epidemiology.monitoring.cusum import cusum, last_began, next_ended
from felles.epidemiology.monitoring.funnel import Overdispersion, adjusted_scores, standard_errors, z_scores
from felles.epidemiology.monitoring.p_chart import Direction, exact_limits, tail_probabilities
from felles.epidemiology.monitoring.run_length import chain_of

_ROUNDING = 1e-9


@dataclass(frozen=True, kw_only=True)
class Watch:
    """How closely it is looked. false_alarm: the probability of a false alarm in one chart in a year. ratio: the odds or
    rate ratio worth finding. false_discovery: the share of false ones to be borne among all signals.
    """

    methods: Sequence[str]
    direction: Direction
    ratio: float
    false_alarm: float
    false_discovery: float
    periods_a_year: int
    overdispersion: Overdispersion

    def allowed(self, periods: int) -> float:
        """The probability of a false alarm that a chart of so many periods may have."""
        return float(1 - (1 - self.false_alarm) ** (periods / self.periods_a_year))

    @property
    def sides(self) -> tuple[tuple[str, float], ...]:
        """Each direction that is looked in, with the ratio to find there."""
        looked = {"up": (("up", self.ratio),), "down": (("down", 1 / self.ratio),)}
        return looked["up"] + looked["down"] if self.direction == "both" else looked[self.direction]


def tests_of(chart: Watched, watch: Watch) -> Iterator[dict[str, Any]]:
    """One test a method and side: its p-value, and whether the chart's own limit is passed."""
    allowed = watch.allowed(len(chart.periods)) / len(watch.sides)
    for side, ratio in watch.sides:
        if "cusum" in watch.methods:
            yield _cusum_test(chart, side, ratio, allowed)
        if "p_chart" in watch.methods:
            yield _p_test(chart, "up" if side == "up" else "down", allowed)


def _cusum_test(chart: Watched, side: str, ratio: float, allowed: float) -> dict[str, Any]:
    chain = chain_of(chart, ratio)
    sums = cusum(chart.events, chain.k, upwards=side == "up")
    p_value = chain.false_alarm(float(sums.max()))
    alarm = int(np.argmax(sums))
    if p_value <= allowed:
        alarm = int(np.argmax(sums >= chain.threshold(allowed) - _ROUNDING))
    return _told(chart, "cusum", side, last_began(sums, alarm), next_ended(sums, alarm), alarm, p_value, allowed)


def _p_test(chart: Watched, side: Direction, allowed: float) -> dict[str, Any]:
    tails = tail_probabilities(chart, side)
    place = int(np.argmin(tails))
    p_value = float(-np.expm1(len(tails) * np.log1p(-min(float(tails[place]), 1 - 1e-15))))
    return _told(chart, "p_chart", side, place, place + 1, place, p_value, allowed)


def funnel_tests(charts: Sequence[Watched], across: str, watch: Watch) -> Iterator[dict[str, Any]]:
    """One test a member and side: does it stand out from the others of its group, all periods together?"""
    from scipy.stats import norm

    groups: dict[tuple[Any, ...], list[Watched]] = {}
    for chart in charts:
        rest = tuple(value for name, value in chart.key.items() if name != across)
        groups.setdefault(rest, []).append(chart)
    for members in (group for group in groups.values() if len(group) > 2):
        model = members[0].model
        events = np.array([chart.events.sum() for chart in members])
        sizes = np.array([(chart.expected if chart.n is None else chart.n).sum() for chart in members])
        members, events, sizes = (
            [c for c, n in zip(members, sizes, strict=True) if n],
            events[sizes > 0],
            sizes[sizes > 0],
        )
        target = float(events.sum() / sizes.sum())
        if target == 0 or (model == "binomial" and target == 1):
            continue
        scores, _ = adjusted_scores(
            z_scores(events, sizes, target, model), standard_errors(sizes, target, model), watch.overdispersion
        )
        for chart, score, size in zip(members, scores, sizes, strict=True):
            for side, _ in watch.sides:
                p_value = float(norm.sf(score if side == "up" else -score))
                allowed = watch.allowed(len(chart.periods)) / len(watch.sides)
                row = _told(chart, "funnel", side, 0, len(chart.periods), len(chart.periods) - 1, p_value, allowed)
                yield row | {"expected": size * target, "ratio": row["events"] / (size * target)}


def funnel_points(charts: Sequence[Watched], across: str, watch: Watch) -> Iterator[dict[str, Any]]:
    """What is drawn of a funnel: each member with its count and size, all periods together, and how far it stands out."""
    tests = [row for row in funnel_tests(charts, across, watch) if row["direction"] == watch.sides[0][0]]
    sizes = {
        tuple(chart.key.items()): float((chart.expected if chart.n is None else chart.n).sum()) for chart in charts
    }
    for row in tests:
        key = {name: row[name] for name in charts[0].key}
        size = sizes[tuple(key.items())]
        side = 1 if row["direction"] == "up" else -1
        yield key | {
            "n": size,
            "events": row["events"],
            "expected": row["expected"],
            "share": row["events"] / size,
            "target": row["expected"] / size,
            "z": side * float(_score(row["p_value"])),
        }


def _score(p_value: float) -> float:
    from scipy.stats import norm

    return float(norm.isf(min(max(p_value, 1e-300), 1.0)))


def _told(
    chart: Watched, method: str, side: str, first: int, end: int, alarm: int, p_value: float, allowed: float
) -> dict[str, Any]:
    events, expected = float(chart.events[first:end].sum()), float(chart.expected[first:end].sum())
    return chart.key | {
        "method": method,
        "direction": side,
        "since": chart.periods[first],
        "until": None if end == len(chart.periods) else chart.periods[end - 1],
        "alarm": chart.periods[alarm],
        "n": None if chart.n is None else float(chart.n[first:end].sum()),
        "events": events,
        "expected": expected,
        "ratio": events / expected if expected else None,
        "p_value": p_value,
        "passed": p_value <= allowed,
    }


def points_of(chart: Watched, watch: Watch) -> Iterator[dict[str, Any]]:
    """What is drawn: each period with the limits of its count, and the sums with theirs."""
    lower, upper = exact_limits(chart, watch.allowed(1))
    drawn: dict[str, Any] = {}
    if "cusum" in watch.methods:
        for side, ratio in watch.sides:
            chain, allowed = chain_of(chart, ratio), watch.allowed(len(chart.periods)) / len(watch.sides)
            drawn[f"cusum_{side}"] = cusum(chart.events, chain.k, upwards=side == "up")
            drawn[f"cusum_{side}_limit"] = np.full(len(chart.periods), chain.threshold(allowed))
    for place, period in enumerate(chart.periods):
        yield (
            chart.key
            | {
                "period": period,
                "n": None if chart.n is None else float(chart.n[place]),
                "events": float(chart.events[place]),
                "expected": float(chart.expected[place]),
                "lower": float(lower[place]),
                "upper": float(upper[place]),
            }
            | {name: float(values[place]) for name, values in drawn.items()}
        )
