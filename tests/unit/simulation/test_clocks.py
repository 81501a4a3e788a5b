"""A clock that has so much hazard to spend runs out where the cumulative hazard says."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from felles.simulation.clocks import age_at, cumulative_at, gompertz_time, weibull_time
from felles.simulation.luck import exponential

RATES = np.array([0.01, 0.0, 0.003, 0.05, 0.2, 0.4])
TABLE = np.concatenate([[0.0], np.cumsum(RATES)])


@given(st.floats(0.0001, TABLE[-1] - 1e-6))
def test_the_age_is_where_the_hazard_is_spent(hazard):
    assert cumulative_at(TABLE, age_at(TABLE, hazard)) == pytest.approx(hazard, abs=1e-9)


@given(st.floats(0.0, 6.0))
def test_the_cumulative_hazard_is_the_integral_of_the_rates(age):
    by_hand = integrate.quad(lambda at: RATES[min(int(at), 5)], 0, age, points=[1, 2, 3, 4, 5], limit=200)[0]

    assert cumulative_at(TABLE, age) == pytest.approx(by_hand, abs=1e-6)


def test_a_clock_with_more_to_spend_than_there_is_never_runs_out():
    assert age_at(TABLE, TABLE[-1] + 0.001) == np.inf


@given(st.floats(0.001, 0.3), st.floats(0.1, 0.9))
def test_a_lower_hazard_never_brings_the_event_forward(hazard, less):
    assert age_at(TABLE * less, hazard) >= age_at(TABLE, hazard)


def test_constant_hazards_give_exponential_times_and_the_faster_of_two_comes_first_as_often_as_it_should():
    slow, fast = np.arange(0, 200) * 0.1, np.arange(0, 200) * 0.3

    times = np.array(
        [(age_at(slow, exponential(1, k, 1, 0)), age_at(fast, exponential(1, k, 2, 0))) for k in range(20_000)]
    )

    assert stats.kstest(times[:, 0][np.isfinite(times[:, 0])], "expon", args=(0, 10)).pvalue > 1e-4
    assert (times[:, 1] < times[:, 0]).mean() == pytest.approx(0.3 / 0.4, abs=0.015)


@given(st.floats(0.01, 0.99), st.floats(0.5, 20), st.floats(0.5, 5))
def test_weibull_times_give_back_the_survival(survival, scale, shape):
    assert np.exp(-((weibull_time(survival, scale, shape) / scale) ** shape)) == pytest.approx(survival, abs=1e-9)


@given(st.floats(0.01, 5), st.floats(0.0001, 0.1), st.floats(0.01, 0.2))
def test_gompertz_times_spend_the_hazard(hazard, at_start, slope):
    time = gompertz_time(hazard, at_start, slope)

    assert at_start / slope * (np.exp(slope * time) - 1) == pytest.approx(hazard, rel=1e-9)
