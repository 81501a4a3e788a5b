"""The page of published and simulated figures."""

import pytest

from felles.definitions.simulation.targets import About, FigureSet, Published
from felles.definitions.texts import Texts
from felles.simulation.measuring.against import beside
from felles.simulation.measuring.measures import Measured
from felles.simulation.request import Request
from felles.simulation.validating.analytic import analytic
from felles.simulation.validating.report import report, worst
from felles.simulation.validating.rungs import Rung, all_hold

LABEL = Texts(nb="Tilfeller", nn="Tilfelle", en="Cases")


def rows(**simulated):
    published = tuple(Published(of=About(site=site), value=1000.0, source="x") for site in simulated)
    figures = FigureSet(id="cases", label=LABEL, measure="cases", fit="poisson", of=About(year=2024), figures=published)
    return list(beside(lambda measure, about: Measured(simulated[about.site], 10.0), [figures], "validation"))


def test_the_worst_are_those_furthest_off_first_and_chance_is_none_of_them():
    found = worst(rows(lung=1500.0, breast=500.0, colon=1050.0, skin=1200.0))

    assert [row.about.site for row in found] == ["breast", "lung", "skin"]


def test_a_figure_of_too_few_people_is_none_of_the_worst():
    shaky = rows(lung=40.0)

    assert shaky[0].inside is False
    assert worst(shaky) == []


def test_the_page_has_every_figure_with_its_deviation(simulation):
    request = Request(people=1000, first=2000, last=2040, seed=1)
    rungs = [Rung(id="a", part="analytic", holds_that="water is wet", expected=1.0, found=2.0)]

    page = report(simulation, request, rows(lung=1500.0, colon=1010.0), rungs, "felles validate")

    assert "| Lung and trachea | 1,000 | 1,500 | 1,480 to 1,520 | +50.0 % | no |" in page
    assert "| Colon | 1,000 | 1,010 | 990 to 1,030 | +1.0 % | yes |" in page
    assert "| water is wet | 1 | 2 | **no** |" in page
    assert "| Cases: Lung and trachea | 1,000 | 1,500 | 1,480 to 1,520 | +50.0 % | validation | no |" in page, (
        "among the worst too"
    )
    assert "## What cannot be validated yet" in page


@pytest.mark.parametrize("seed", [1, 2])
def test_the_clocks_follow_their_formulas(seed):
    assert all_hold(list(analytic(seed)))


def test_what_is_only_told_fails_nothing():
    off = {"id": "a", "part": "lung_risk", "holds_that": "x", "expected": 1.0, "found": 2.0}

    assert not all_hold([Rung(**off)])
    assert all_hold([Rung(**off, only_told=True)])
