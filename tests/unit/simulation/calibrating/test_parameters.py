"""On which scale is a figure searched, and what is it called?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from felles.definitions import ContentErrors
from felles.definitions.simulation.figures import Ranged, Share
from felles.simulation.calibrating.answering import targets_of, window_of
from felles.simulation.calibrating.parameters import Parameter, parameters_at, with_values
from felles.simulation.policies import figure_at
from felles.simulation.request import CannotSimulate

LEVEL = "exposures/tobacco.smoking.level"


def parameter(figure):
    return Parameter(path="some/where.figure", figure=figure)


@given(st.floats(0.001, 0.999))
def test_a_share_stays_a_share_wherever_the_search_goes(value):
    share = parameter(Share(value=0.3, low=0.2, high=0.4, assumption="made up"))

    assert share.outward(share.inward(value)) == pytest.approx(value)
    assert 0 < share.outward(share.inward(value) + 3) < 1


@given(st.floats(0.001, 1000))
def test_a_positive_figure_stays_positive(value):
    positive = parameter(Ranged(value=2.0, low=1.0, high=4.0, assumption="made up"))

    assert positive.outward(positive.inward(value)) == pytest.approx(value)
    assert positive.outward(positive.inward(value) - 5) > 0


def test_the_search_begins_with_a_step_towards_the_wider_end():
    assert parameter(Ranged(value=2.0, low=1.9, high=4.0, assumption="made up")).step > 0
    assert parameter(Ranged(value=2.0, low=1.0, high=2.1, assumption="made up")).step < 0
    assert parameter(Ranged(value=2.0, source="x")).step > 0, "a figure without a range moves too"


def test_the_country_with_other_values_is_another_description(simulation):
    tried = with_values(simulation, parameters_at(simulation, [LEVEL]), [1.25])

    assert (figure_at(tried, LEVEL), figure_at(simulation, LEVEL)) == (1.25, 1.0)


@pytest.mark.parametrize("path", ["exposures/tobaco.smoking.level", "exposures/tobacco.smoking.levle"])
def test_a_figure_that_is_not_there_is_refused_with_the_nearest(simulation, path):
    with pytest.raises(ContentErrors, match="Did you mean"):
        parameters_at(simulation, [path])


def test_what_is_no_figure_with_a_range_is_refused(simulation):
    with pytest.raises(ContentErrors, match="value, low and high"):
        parameters_at(simulation, ["exposures/tobacco.smoking"])


def test_figures_of_targets_can_be_chosen_one_by_one(simulation):
    (chosen,) = targets_of(simulation, ["cases_2024.lung"])

    assert [chosen.id_of(figure) for figure in chosen.figures] == ["cases_2024.lung.female", "cases_2024.lung.male"]


@pytest.mark.parametrize(
    ("word", "said"),
    [("strategy", "kept for validation"), ("cases_2042", "Did you mean"), ("cases_2024.moon", "begins with")],
)
def test_what_cannot_be_fitted_to_is_refused(simulation, word, said):
    with pytest.raises(CannotSimulate, match=said):
        targets_of(simulation, [word])


def test_survival_needs_the_years_in_which_its_patients_were_found(simulation):
    assert window_of(targets_of(simulation, ["survival_2020_2024.lung"])) == (2014, 2024)
    assert window_of(targets_of(simulation, ["cases_2024.lung"])) == (2023, 2024)
