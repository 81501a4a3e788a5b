"""Do the curves of net survival give what is published?"""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from felles.simulation.cancers.survival import curve, level, powers_for, survival_at, time_until

rs5s = st.floats(0.01, 0.99)


@given(rs5=rs5s, cured=st.floats(0.0, 0.98), shape=st.floats(0.5, 2.0))
def test_a_curve_is_the_published_share_at_five_years(rs5, cured, shape):
    made = np.array(curve(rs5, cured, shape))

    assert survival_at(made, 1.0, 5.0) == pytest.approx(rs5)
    assert survival_at(made, 1.0, 1e12) == pytest.approx(rs5 * cured)


@given(rs5=rs5s, luck=st.floats(0.01, 0.999), power=st.floats(0.2, 5.0))
def test_the_time_of_death_reads_the_curve_backwards(rs5, luck, power):
    made = np.array(curve(rs5, 0.6, 0.9))

    time = time_until(made, power, luck)

    if math.isfinite(time):
        assert survival_at(made, power, time) == pytest.approx(luck)
    else:
        assert luck <= made[0] ** power * (1 + 1e-9)


@given(published=st.floats(0.05, 0.95), best=st.floats(0.5, 0.99))
def test_all_stages_and_ages_together_give_the_published_survival(published, best):
    shares, rs5 = np.array([0.4, 0.3, 0.2, 0.1]), best * np.array([1.0, 0.8, 0.5, 0.1])
    powers, weights = np.array([0.5, 1.0, 2.0]), np.array([0.2, 0.5, 0.3])

    power = level(published, shares, rs5, powers, weights)

    together = sum(
        s * w * r ** (power * p) for s, r in zip(shares, rs5, strict=True) for p, w in zip(powers, weights, strict=True)
    )
    assert together == pytest.approx(published, rel=1e-6)


@given(published=st.floats(0.1, 0.95), ratio=st.floats(0.3, 8.0))
def test_how_the_excess_of_all_fell_is_of_all_together_and_not_of_each_stage(published, ratio):
    shares, rs5 = np.array([0.4, 0.3, 0.2, 0.1]), np.array([0.97, 0.8, 0.5, 0.1])
    powers, weights = np.array([0.5, 1.0, 2.0]), np.array([0.2, 0.5, 0.3])

    base = level(published, shares, rs5, powers, weights)
    (more,) = powers_for(published, shares, rs5, powers, weights, ratios=np.array([ratio]))

    together = np.einsum("s,a,sa->", shares, weights, rs5[:, None] ** (base * more * powers))
    assert np.log(together) / np.log(published) == pytest.approx(ratio, rel=0.01)
