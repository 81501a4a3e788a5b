"""Is something changing, or is it chance? Published values first, then what a signal promises."""

from datetime import date

import numpy as np
import polars as pl
import pytest
from scipy.stats import poisson

from felles import epidemiology as epi
from felles.epidemiology.asking import NotAnswerable
from felles.epidemiology.errors import BadTable
from felles.epidemiology.monitoring.counts import Watched
from felles.epidemiology.monitoring.cusum import cusum
from felles.epidemiology.monitoring.funnel import adjusted_scores, dispersion, funnel_limits, standard_errors, z_scores
from felles.epidemiology.monitoring.p_chart import exact_limits, sigma_limits
from felles.epidemiology.monitoring.run_length import (
    Chain,
    Steps,
    average_run_length,
    chain_of,
    threshold_for_run_length,
)
from felles.events import problems

# Montgomery, Introduction to Statistical Quality Control, ch. 7: nonconforming cans of orange juice, 30 samples of 50.
CANS = [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6]


def watched(expected: list[float], n: list[float] | None = None, events: list[float] | None = None) -> Watched:
    periods = tuple(f"{number:03}" for number in range(len(expected)))
    return Watched(
        key={},
        periods=periods,
        events=np.array(events or [0.0] * len(expected), dtype=float),
        n=None if n is None else np.array(n, dtype=float),
        expected=np.array(expected, dtype=float),
    )


def poisson_chain(mean: float, k: int) -> Chain:
    """Lucas' chart: Poisson counts of a mean, and a k in whole events."""
    counts = np.arange(60)
    return Chain([Steps(-k, poisson.pmf(counts, mean))], parts=1, k=np.array([float(k)]))


def table_of(share: dict[tuple[str, str], list[float]], *, n: int = 80, seed: int = 1) -> pl.DataFrame:
    """Made-up counts: of each region and site the share of every tertial."""
    chance = np.random.default_rng(seed)
    return pl.DataFrame(
        [
            {
                "region": region,
                "site": site,
                "period": f"{2019 + place // 3}-T{place % 3 + 1}",
                "n": n,
                "events": int(chance.binomial(n, p)),
            }
            for (region, site), shares in share.items()
            for place, p in enumerate(shares)
        ]
    )


STEADY = [0.4] * 18
SHIFTED = [0.4] * 12 + [0.6] * 6


def test_the_textbooks_p_chart_has_the_textbooks_limits() -> None:
    n = np.full(30, 50.0)
    share = sum(CANS) / 1500

    lower, upper = sigma_limits(n, n * share)

    outside = [place + 1 for place, cans in enumerate(CANS) if not lower[0] <= cans / 50 <= upper[0]]
    assert (lower[0], upper[0]) == pytest.approx((0.0524, 0.4102), abs=1e-4)
    assert outside == [15, 23]


@pytest.mark.parametrize(
    ("mean", "k", "h", "from_zero", "head_start"),
    [(1.88, 2, 6, 37.2, 29.19), (1.88 + 0.9627 * np.sqrt(1.88), 2, 6, 5.49, 3.33)],
)
def test_run_lengths_of_poisson_counts_are_those_of_lucas_1985(
    mean: float, k: int, h: int, from_zero: float, head_start: float
) -> None:
    chain = poisson_chain(mean, k)

    assert average_run_length(chain, h) == pytest.approx(from_zero, abs=0.06)
    assert average_run_length(chain, h, head_start=h / 2) == pytest.approx(head_start, abs=0.006)


def test_the_limit_for_a_run_length_is_the_lowest_that_gives_it() -> None:
    chain = poisson_chain(4, 5)

    h = threshold_for_run_length(chain, 400)

    assert average_run_length(chain, h) >= 400 > average_run_length(chain, h - 1)


@pytest.mark.parametrize("ratio", [1.5, 1 / 1.5])
@pytest.mark.parametrize("n", [None, [30, 55, 80, 40, 61, 20, 90, 47, 33, 70, 52, 64]])
def test_the_computed_false_alarm_is_what_simulation_gives(n: list[float] | None, ratio: float) -> None:
    expected = [12.0] * 12 if n is None else [0.3 * size for size in n]
    chart = watched(expected, n)
    chain = chain_of(chart, ratio)
    h = chain.threshold(0.1)
    chance = np.random.default_rng(7)

    counts = chance.poisson(expected, (20_000, 12)) if n is None else chance.binomial(n, 0.3, (20_000, 12))
    simulated = np.mean([cusum(row, chain.k, upwards=ratio > 1).max() >= h - 1e-9 for row in counts])

    assert chain.false_alarm(h) <= 0.1 < chain.false_alarm(h - 1 / chain.parts)
    assert simulated == pytest.approx(chain.false_alarm(h), abs=0.0065)  # three standard errors


def test_exact_limits_leave_no_more_outside_than_was_asked() -> None:
    chart = watched([0.5, 4.0, 40.0], [10, 20, 200])

    low, high = exact_limits(chart, 0.05)

    assert (chart.law.cdf(low - 1) <= 0.025).all()
    assert (chart.law.sf(high) <= 0.025).all()
    assert (chart.law.cdf(low) > 0.025).all()


@pytest.mark.parametrize("model", ["binomial", "poisson"])
def test_the_funnel_narrows_and_comes_to_the_normal_curve(model: str) -> None:
    precision, target = np.array([20.0, 200.0, 20_000.0]), 0.3

    low, high = (funnel_limits(precision, target, quantile, model) for quantile in (0.025, 0.975))

    spread = 1.96 * standard_errors(precision, target, model)
    assert (np.diff(high - low) < 0).all()
    assert high[-1] - target == pytest.approx(spread[-1], rel=0.02)
    assert target - low[-1] == pytest.approx(spread[-1], rel=0.02)


def test_regions_that_differ_by_chance_alone_are_not_overdispersed_and_others_are() -> None:
    chance, n = np.random.default_rng(5), np.full(2000, 100.0)
    by_chance = chance.binomial(100, 0.3, 2000)
    of_their_own = chance.binomial(100, np.clip(chance.normal(0.3, 0.08, 2000), 0.01, 0.99))
    errors = standard_errors(n, 0.3)

    z = z_scores(of_their_own, n, 0.3)
    _, tau_squared = adjusted_scores(z, errors, "additive")
    widened, phi = adjusted_scores(z, errors, "multiplicative")

    assert dispersion(z_scores(by_chance, n, 0.3), winsorised=0.0) == pytest.approx(1, abs=0.1)
    assert 0.055 < np.sqrt(tau_squared) < 0.08  # drawing in the outermost makes it an underestimate, as in the paper
    assert phi > 2.5
    assert widened == pytest.approx(z / np.sqrt(phi))


def test_a_lasting_shift_is_found_where_it_is_and_since_when_it_is() -> None:
    table = table_of({("Vest", "colon"): SHIFTED, ("Nord", "colon"): STEADY, ("Midt", "colon"): STEADY})

    found = epi.signals(table, by=["region", "site"], target=0.4, periods_a_year=3, methods=["cusum"])

    assert found.rows.height == 1
    row = found.rows.row(0, named=True)
    assert (row["region"], row["direction"], row["since"], row["until"]) == ("Vest", "up", "2023-T1", None)
    assert row["alarm"] <= "2023-T3"
    assert row["ratio"] == pytest.approx(1.5, abs=0.2)
    assert row["p_value"] <= row["q_value"] < 0.01


def test_a_single_period_is_found_by_the_p_chart_in_words_for_a_person() -> None:
    table = table_of({("Vest", "colon"): [*STEADY[:-1], 0.75]})

    found = epi.signals(table, by=["region", "site"], target=0.4, periods_a_year=3, methods=["p_chart"])

    row = found.rows.row(0, named=True)
    assert (row["since"], row["n"]) == ("2024-T3", 80)
    assert row["words"].startswith(
        f"Vest, colon: høyere enn tilfeldigheter forklarer i 2024-T3. {row['events']:.0f} mot ventet 32,0 blant 80."
    )


def test_the_region_that_stands_out_is_found_by_the_funnel() -> None:
    shares = {(region, "colon"): STEADY for region in "abcdefghi"} | {("j", "colon"): [0.55] * 18}

    found = epi.signals(
        table_of(shares), by=["region", "site"], target=0.4, methods=["funnel"], across="region", overdispersion="none"
    )

    assert found.rows["region"].to_list()[0] == "j"
    assert found.rows["direction"].to_list()[0] == "up"


def test_where_nothing_changes_the_false_alarms_are_as_few_as_was_asked() -> None:
    shares = {(f"r{number}", "colon"): [0.4] * 3 for number in range(400)}
    table = table_of(shares, seed=11)

    found = epi.signals(
        table, by=["region", "site"], target=0.4, periods_a_year=3, methods=["cusum"], false_discovery=0.999999
    )
    controlled = epi.signals(table, by=["region", "site"], target=0.4, periods_a_year=3, methods=["cusum"])

    assert found.rows["region"].n_unique() <= 0.05 * 400 + 3 * np.sqrt(400 * 0.05 * 0.95)
    assert controlled.rows.height <= 1


def test_counts_against_a_risk_adjusted_expected_are_watched_too() -> None:
    chance = np.random.default_rng(2)
    expected = [5.0, 7.5, 6.0, 8.0, 5.5, 7.0, 6.5, 8.5]
    events = [int(chance.poisson(mean * (1 if place < 4 else 2.2))) for place, mean in enumerate(expected)]
    table = {
        "site": ["lung"] * 8,
        "period": [str(2017 + place) for place in range(8)],
        "events": events,
        "expected": expected,
    }

    found = epi.signals(table, by=["site"], methods=["cusum"], direction="up", language="en")

    row = found.rows.row(0, named=True)
    assert (row["since"], row["n"]) == ("2021", None)
    assert row["words"].startswith("lung: a higher level since 2021.")


def test_the_first_half_is_the_baseline_where_no_target_is_given() -> None:
    table = table_of({("Vest", "colon"): [0.2] * 9 + [0.45] * 9})

    found = epi.signals(table, by=["region", "site"], methods=["cusum"], periods_a_year=3, points=True)

    first_half = table.head(9)
    assert found.charts["period"][0] == "2022-T1"
    assert found.charts["expected"][0] == pytest.approx(80 * first_half["events"].sum() / first_half["n"].sum())
    assert found.rows["since"].to_list() == ["2022-T1"]


def test_a_signal_can_be_put_on_the_strategys_list_once() -> None:
    found = epi.signals(table_of({("Vest", "colon"): SHIFTED}), by=["region", "site"], target=0.4, periods_a_year=3)
    row = found.rows.row(0, named=True)

    event = epi.raise_signal(row, goal="goal:14", at=date(2026, 11, 21), by=["region", "site"])
    later = epi.raise_signal(row, goal="goal:14", at=date(2026, 12, 1), by=["region", "site"])

    assert problems(event, today=date(2026, 11, 21)) == []
    assert event.data["what"] == row["words"]
    assert event.source_id == later.source_id


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda t: t.drop("n"), "a column n or expected"),
        (lambda t: t.with_columns(events=pl.col("n") + 1), "Row 1, column events: got 81; allowed is 0 to n"),
        (lambda t: t.with_columns(period=pl.lit("2020")), "has a period twice"),
        (lambda t: t.head(1), "too few for a baseline"),
    ],
)
def test_counts_that_cannot_be_used_are_refused_in_a_sentence(change, says: str) -> None:
    table = change(table_of({("Vest", "colon"): STEADY}))

    with pytest.raises(BadTable, match=says):
        epi.signals(table, by=["region", "site"])


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"methods": ["magic"]}, "cusum, p_chart, funnel"),
        ({"methods": ["funnel"]}, "give across"),
        ({"ratio": 0.5}, "above 1"),
        ({"false_alarm": 0.0}, "from 1e-06 up"),
        ({"direction": "left"}, "up, down or both"),
        ({"language": "tlh"}, "nb, nn or en"),
    ],
)
def test_a_way_of_watching_that_does_not_exist_is_refused_in_a_sentence(options: dict, says: str) -> None:
    table = table_of({("Vest", "colon"): STEADY})

    with pytest.raises(NotAnswerable, match=says):
        epi.signals(table, by=["region", "site"], **options)


class TestCountsOfStages:
    """From a table of tumours to the counts that are watched."""

    def table(self) -> pl.DataFrame:
        stages = ["tnm8:I", "tnm8:IIA", "tnm8:III", "tnm8:X", "seer:localised"]
        return pl.DataFrame({"icd10": "C18", "sex": "male", "year": [2020, 2020, 2020, 2020, 2021], "stage": stages})

    def test_early_is_counted_among_the_known(self) -> None:
        counts = epi.stage_counts(self.table(), by=[], site="colon").rows

        assert counts.rows() == [("2020", 3, 2), ("2021", 1, 1)]
        assert counts.columns == ["period", "n", "events"]

    def test_which_stages_are_early_can_be_said(self) -> None:
        counts = epi.stage_counts(self.table(), by=[], site="colon", early=["III"]).rows

        assert counts["events"].to_list() == [1, 0]

    def test_stages_that_are_all_early_tell_nothing(self) -> None:
        with pytest.raises(ValueError, match="some must be early and some not"):
            epi.stage_counts(self.table(), by=[], site="colon", early=["I", "II", "III", "localised"])


def test_the_points_of_a_funnel_tell_how_far_each_stands_out() -> None:
    rows = [("north", "2020", 100, 70), ("west", "2020", 100, 40), ("south", "2020", 100, 40)]  # phi is above 1
    table = pl.DataFrame(rows, schema=["region", "period", "n", "events"], orient="row")

    found = epi.signals(table, by=["region"], target=0.5, methods=["funnel"], across="region", points=True)

    points = {row["region"]: row for row in found.funnel.iter_rows(named=True)}
    assert points["north"]["share"] == 0.7
    assert points["north"]["target"] == 0.5
    assert points["north"]["z"] > 1.5 > 0 > points["west"]["z"]
