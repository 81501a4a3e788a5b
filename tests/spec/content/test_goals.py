"""The 17 goals and their indicators, as the strategy says them."""

import os
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from felles.definitions import Content, Figure


@pytest.fixture(scope="module")
def reference() -> dict[str, Any]:
    folder = os.environ.get("FELLES_REFERENCE")
    if not folder:
        pytest.skip("The environment variable FELLES_REFERENCE does not point at the reference folder.")
    read: dict[str, Any] = YAML(typ="safe").load(Path(folder, "reference/goals.yaml"))
    return read


def figures(content: Content) -> list[Figure]:
    facts = [*content.overall.values(), *(fact for goal in content.goals.values() for fact in goal.facts)]
    return [
        *facts,
        *(figure for one in content.indicators.values() for figure in (one.baseline, one.target_2035)),
    ]


def test_there_are_17_goals_in_five_areas(content: Content) -> None:
    assert [goal.number for goal in content.goals.values()] == list(range(1, 18))
    assert [len(content.goals_of(area)) for area in content.areas.values()] == [5, 2, 3, 5, 2]


def test_there_are_79_indicators_each_of_one_goal(content: Content) -> None:
    listed = [indicator.id for goal in content.goals.values() for indicator in content.indicators_of(goal)]

    assert len(listed) == 79
    assert sorted(listed) == sorted(content.indicators)


def test_every_text_of_a_goal_is_in_three_languages(content: Content) -> None:
    for goal in content.goals.values():
        texts = [goal.title, goal.heading, goal.why, *(fact.label for fact in goal.facts)]

        assert all(text.nb and text.nn and text.en for text in texts), goal.id
        assert goal.why.nb != goal.why.nn, goal.id


def test_sami_is_never_filled_by_a_machine(content: Content) -> None:
    texts = [text for goal in content.goals.values() for text in (goal.title, goal.heading, goal.why)]

    assert [text.se for text in texts if text.se] == []


def test_goal_1_is_about_those_born_after_2010(content: Content) -> None:
    goal = content.goal(1)

    assert goal.heading.nb == "Født etter 2010: fri for tobakk og nikotin"
    assert goal.heading.nn == "Fødd etter 2010: fri for tobakk og nikotin"
    assert content.areas[goal.area].label.nb == "Forebygging og tidlig oppdagelse"


def test_cervical_cancer_was_9_4_in_2024_and_shall_be_below_4(content: Content) -> None:
    indicator = content.indicators["g02.cervical_asr"]

    assert (indicator.baseline.value, indicator.baseline.period) == (9.4, "2024")
    assert (indicator.target_2035.qualifier, indicator.target_2035.value) == ("below", 4)
    assert indicator.target_2035.stated_in_strategy is False


def test_what_was_not_published_stays_empty(content: Content) -> None:
    indicator = content.indicators["g12.gene_test_offered"]

    assert not indicator.baseline.is_known
    assert indicator.baseline.note == "nothing published was found"
    assert sum(not one.baseline.is_known for one in content.indicators.values()) == 40


def test_a_baseline_in_another_unit_says_so(content: Content) -> None:
    mortality = content.indicators["g11.cancer_mortality"]

    assert (mortality.unit, mortality.baseline.unit, mortality.baseline.value) == ("per_100000", "deaths", 11451)


def test_survival_is_given_by_sex(content: Content) -> None:
    baseline = content.indicators["g11.relative_survival_5y"].baseline

    assert baseline.by_sex == {"female": 77.4, "male": 77.6}
    assert baseline.is_known


def test_a_target_may_be_a_doubling(content: Content) -> None:
    assert content.indicators["g15.trial_count"].target_2035.times_baseline == 2


def test_every_number_has_a_source_or_says_what_is_assumed(content: Content) -> None:
    known = [figure for figure in figures(content) if figure.is_known]

    assert len(known) > 90
    assert all(figure.source or figure.assumption for figure in known)


def test_numbers_printed_in_the_strategy_name_it(content: Content) -> None:
    stated = [figure for figure in figures(content) if figure.stated_in_strategy]

    assert {figure.source for figure in stated} == {"strategy"}


def test_nothing_of_the_reference_was_dropped(content: Content, reference: dict[str, Any]) -> None:
    for goal in reference["goals"]:
        ours = content.goal(goal["id"])

        assert ours.title.nb == goal["title_nb"]
        assert list(ours.indicators) == [indicator["id"] for indicator in goal["indicators"]]
        assert len(ours.facts) == len(goal.get("facts", []))


def test_baselines_and_targets_are_those_of_the_reference(content: Content, reference: dict[str, Any]) -> None:
    for indicator in (one for goal in reference["goals"] for one in goal["indicators"]):
        ours = content.indicators[indicator["id"]]
        for figure, said in ((ours.baseline, indicator["baseline"]), (ours.target_2035, indicator["target_2035"])):
            number = figure.by_sex or ("2 × baseline" if figure.times_baseline else figure.value)

            assert number == said["value"], indicator["id"]
            assert figure.stated_in_strategy == said["stated_in_strategy"], indicator["id"]
            assert figure.period == (str(said["year"]) if said.get("year") else None), indicator["id"]
        assert (ours.direction, list(ours.breakdowns)) == (indicator["direction"], indicator["breakdowns"])
        assert len(ours.series) >= len(indicator.get("series", [])), indicator["id"]
