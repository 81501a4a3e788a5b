"""When is a simulated figure further from the published one than chance explains?"""

import numpy as np
import pytest

from felles.definitions.simulation.figures import Ranged
from felles.definitions.simulation.targets import About, FigureSet, Published
from felles.definitions.texts import Texts
from felles.simulation.measuring.against import beside
from felles.simulation.measuring.measures import Measured

LABEL = Texts(nb="a", nn="a", en="a")


def held(measured, *, measure="cases", fit="poisson", value=100.0, low=None, high=None, **of_set):
    figure = Published(of=About(year=2024), value=value, low=low, high=high, source="x")
    figures = FigureSet(id="some", label=LABEL, measure=measure, fit=fit, figures=(figure,), **of_set)
    (row,) = beside(lambda measure, about: measured, [figures], "target")
    return row


@pytest.mark.parametrize(("simulated", "inside"), [(119.0, True), (120.5, False), (81.0, True), (79.5, False)])
def test_a_count_is_uncertain_by_its_root(simulated, inside):
    assert held(Measured(simulated, 0.0)).inside is inside


def test_few_simulated_people_widen_what_chance_explains():
    assert held(Measured(150.0, 30.0)).inside
    assert not held(Measured(150.0, 5.0)).inside


def test_said_limits_stand_for_the_uncertainty_of_the_published_figure():
    assert held(Measured(130.0, 0.0), low=90.0, high=130.0).inside
    assert not held(Measured(131.0, 0.0), low=90.0, high=130.0).inside


def test_a_share_is_uncertain_by_how_many_it_was_counted_among_and_by_its_rounding():
    share = {"measure": "tobacco", "fit": "binomial", "value": 0.2}
    thousand = Ranged(value=1000.0, source="x")

    assert held(Measured(0.224, 0.0), **share, counted=thousand).inside
    assert not held(Measured(0.226, 0.0), **share, counted=thousand).inside
    assert held(Measured(0.226, 0.0), **share, counted=thousand, rounded=0.01).inside


def test_what_nobody_was_simulated_for_is_neither_inside_nor_outside():
    assert held(Measured(float("nan"), float("nan"))).inside is None


def test_numbers_of_numpy_give_a_plain_answer():
    assert held(Measured(np.float64(150.0), np.float64(1.0))).inside is False


def test_the_deviation_is_a_part_of_the_published():
    assert held(Measured(90.0, 0.0)).deviation == pytest.approx(-0.1)
