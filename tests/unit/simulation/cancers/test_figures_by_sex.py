"""Which figures of a cancer may be told by sex and by year, and what is refused?"""

from dataclasses import replace

import pytest

from felles.definitions.simulation.cancers import BOTH, Certified
from felles.definitions.simulation.figures import Share
from felles.simulation.cancers.figures import Figures
from felles.simulation.parameters import Draw

TENTH, FIFTH = (Share(value=value, source="strategy") for value in (0.1, 0.2))


@pytest.fixture
def melanoma(simulation):
    return simulation.records["cancer"]["melanoma"]


def told(cancer):
    return [(problem.field, problem.got) for problem in cancer.problems()]


def test_one_share_holds_for_both_sexes(melanoma):
    figures = Figures(replace(melanoma, certified=Certified(ascribed={BOTH: TENTH})), Draw())

    assert [figures.of_sex("certified.ascribed", sex) for sex in ("female", "male")] == [0.1, 0.1]


def test_each_sex_may_have_its_own(melanoma):
    figures = Figures(replace(melanoma, certified=Certified(ascribed={"female": TENTH, "male": FIFTH})), Draw())

    assert [figures.of_sex("certified.ascribed", sex) for sex in ("female", "male")] == [0.1, 0.2]


def test_certificates_left_out_name_what_ended_the_life(melanoma):
    figures = Figures(replace(melanoma, certified=Certified()), Draw())

    assert figures.of_sex("certified.elsewhere", "male") == figures.of_sex("certified.ascribed", "female") == 0.0


@pytest.mark.parametrize("shares", [{"female": TENTH}, {BOTH: TENTH, "male": FIFTH}, {"men": TENTH}, {}])
def test_a_share_for_one_sex_of_two_or_for_a_sex_and_both_is_refused(melanoma, shares):
    assert told(melanoma) == []
    assert [field for field, _ in told(replace(melanoma, certified=Certified(ascribed=shares)))] == ["certified"]


@pytest.mark.parametrize("year", ["1954", "2021", "soon"])
def test_earlier_survival_of_no_earlier_year_is_refused(melanoma, year):
    survival = replace(melanoma.survival, earlier={year: melanoma.survival.rs5})

    assert told(survival) == [("earlier", year)]


def test_earlier_survival_of_one_sex_of_two_is_refused(melanoma):
    survival = replace(melanoma.survival, earlier={"2010": {"male": TENTH}})

    assert told(survival) == [("earlier", "2010: male")]
