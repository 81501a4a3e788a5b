"""The search finds what the published figures were made with."""

import pytest

from felles.definitions.simulation.figures import Ranged
from felles.definitions.simulation.targets import About, FigureSet, Published
from felles.definitions.texts import Texts
from felles.simulation.calibrating.fitting import fit
from felles.simulation.calibrating.likelihood import log_likelihood
from felles.simulation.calibrating.parameters import parameters_at
from felles.simulation.measuring.against import beside
from felles.simulation.measuring.measures import Measured
from felles.simulation.policies import figure_at
from felles.simulation.request import CannotSimulate

LEVEL, MEDIAN = "exposures/tobacco.smoking.level", "exposures/tobacco.smoking.begins.median"
LABEL = Texts(nb="a", nn="a", en="a")


def smokers(level, median):
    """A country so small that it is a formula: shares that smoke, by year."""
    return {2010: 0.2 * level, 2020: 0.1 * level * (17 / median) ** 2}


def surveys(shares):
    counted = Ranged(value=100_000.0, source="x")
    figures = tuple(Published(of=About(year=year), value=share, source="x") for year, share in shares.items())
    return FigureSet(id="surveys", label=LABEL, measure="tobacco", fit="binomial", counted=counted, figures=figures)


def formula(definitions):
    shares = smokers(figure_at(definitions, LEVEL), figure_at(definitions, MEDIAN))
    return lambda measure, about: Measured(shares[about.year], 0.0)


def test_two_figures_are_recovered_from_what_they_give(simulation):
    target = surveys(smokers(1.2, 15.5))

    fitted = fit(simulation, parameters_at(simulation, [LEVEL, MEDIAN]), [target], formula, most_trials=200)

    assert fitted.values == pytest.approx((1.2, 15.5), rel=0.01)
    assert fitted.settled
    assert [row.simulated for row in fitted.after] == pytest.approx([row.published for row in fitted.after], rel=0.01)


def test_the_likelihood_before_is_that_of_the_values_as_they_stand(simulation):
    target = surveys(smokers(1.0, 17.0))

    fitted = fit(simulation, parameters_at(simulation, [LEVEL]), [target], formula, most_trials=40)

    assert fitted.gained == pytest.approx(0.0, abs=0.05)
    assert fitted.values[0] == pytest.approx(1.0, rel=0.01)


def test_a_target_that_measures_nothing_is_refused_before_the_search(simulation):
    with pytest.raises(CannotSimulate, match="held against"):
        fit(
            simulation, parameters_at(simulation, [LEVEL]), [surveys({2010: 0.2})],
            lambda definitions: lambda measure, about: Measured(float("nan"), float("nan")),
        )  # fmt: skip


@pytest.mark.parametrize("other", [0.15, 0.25])
def test_nothing_is_likelier_than_the_published_figure_itself(other):
    def likelihood(simulated):
        (row,) = beside(lambda measure, about: Measured(simulated, 0.0), [surveys({2010: 0.2})], "target")
        return log_likelihood(row)

    assert likelihood(0.2) == pytest.approx(0.0)
    assert likelihood(other) < likelihood(0.2 + (other - 0.2) / 2) < 0


@pytest.mark.parametrize(
    ("fit_by", "measure", "expected"),
    [
        ("poisson", "cases", 100 * 0.0953102 - 10),
        ("lognormal", "median_age", -0.5 * (0.0953102 * 3.92 / 0.2231436) ** 2),
    ],
)
def test_the_likelihood_of_counts_and_ratios_by_hand(fit_by, measure, expected):
    figure = Published(of=About(year=2024), value=100.0, low=90.0 if fit_by == "lognormal" else None,
                       high=112.5 if fit_by == "lognormal" else None, source="x")  # fmt: skip
    figures = FigureSet(id="some", label=LABEL, measure=measure, fit=fit_by, figures=(figure,))
    (row,) = beside(lambda measure, about: Measured(110.0, 0.0), [figures], "target")

    assert log_likelihood(row) == pytest.approx(expected, rel=1e-4)
