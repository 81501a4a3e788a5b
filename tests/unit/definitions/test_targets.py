"""Published figures: what a file of them may say, and that nothing fitted is called validated."""

import pytest

from felles.definitions.simulation.figures import Ranged
from felles.definitions.simulation.targets import About, FigureSet, Published, in_both
from felles.definitions.texts import Texts

LABEL = Texts(nb="a", nn="a", en="a")
COUNTED = Ranged(value=1000.0, source="x")


def figures(*published, id="some", measure="cases", fit="poisson", of=About(year=2024), **more):
    return FigureSet(id=id, label=LABEL, measure=measure, fit=fit, of=of, figures=published, **more)


def figure(value=10.0, **of):
    return Published(of=About(**of), value=value, source="x")


def test_no_figure_is_fitted_to_and_validated(simulation):
    assert not list(in_both(simulation.records["target"].values(), simulation.records["validation"].values()))


def test_every_figure_has_a_name_of_its_own(simulation):
    names = [
        each.id_of(figure)
        for kind in ("target", "validation")
        for each in simulation.records[kind].values()
        for figure in each.figures
    ]

    assert len(names) == len(set(names))


def test_the_same_figure_in_both_is_told_however_it_is_written():
    target = figures(figure(site="lung", sex="male"), id="fitted")
    kept = figures(figure(value=11.0, year=2024, sex="male"), id="kept", of=About(site="lung"))

    (found,) = in_both([target], [kept])

    assert "kept.male.2024" in str(found)
    assert "fitted.lung.male" in str(found)


def test_the_same_words_of_another_measure_are_another_figure():
    deaths = figures(figure(site="lung"), measure="deaths", id="deaths")

    assert not list(in_both([figures(figure(site="lung"))], [deaths]))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (lambda: figures(), "figures"),
        (lambda: figures(figure(site="lung"), figure(site="lung")), "figures"),
        (lambda: figures(figure(1.2), measure="tobacco", fit="binomial", counted=COUNTED), "figures"),
        (lambda: figures(figure(0.2), measure="tobacco", fit="binomial"), "fit"),
        (lambda: figures(figure(0.2), measure="tobacco", fit="poisson"), "fit"),
        (lambda: figures(figure(), measure="median_age", fit="lognormal"), "fit"),
    ],
    ids=["none", "twice", "a share above one", "a share of nobody knows how many", "a share as a count", "no limits"],
)
def test_files_that_contradict_themselves_are_refused(wrong, field):
    assert field in [problem.field for problem in wrong().problems()]


@pytest.mark.parametrize("about", [{"ages": (70, 60)}, {"ages": (60,)}, {"year": 2024, "until": 2020}, {"until": 2020}])
def test_ages_and_years_run_forward(about):
    assert list(About(**about).problems())
