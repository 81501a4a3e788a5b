"""A policy is a file of changes to the description of the country."""

import re
from textwrap import dedent, indent

import pytest

from felles.definitions import ContentErrors
from felles.simulation.policies import UnknownPolicy, apply, figure_at, find_policies, wrong_examples

KEPT = {"value": 0.2, "low": 0.0, "high": 0.5}


@pytest.fixture
def written(tmp_path, simulation):
    """Writes a policy file with these changes and reads it."""

    def write(changes, *, name="mine", starts=2027):
        path = tmp_path / f"{name}.yaml"
        path.write_text(
            f"id: {name}\ntitle: {{nb: Min, nn: Min, en: Mine}}\nwhat: {{nb: Noe, nn: Noko, en: Something}}\n"
            f"starts: {starts}\nchanges:\n{indent(dedent(changes), '  ')}\n",
            encoding="utf-8",
        )
        return find_policies(simulation, [str(path)])[0]

    return write


def half_life(value):
    return f'- {{path: exposures/tobacco.half_life, value: {{value: {value}, low: 1, high: 30, assumption: "tried"}}}}'


def refused(simulation, *policies, begins=2024):
    with pytest.raises(ContentErrors) as error:
        apply(simulation, policies, begins=begins)
    return str(error.value)


def test_a_policy_changes_the_figure_that_it_names_and_no_other(simulation, written):
    under = apply(simulation, [written(half_life(5))], begins=2024)

    assert figure_at(under, "exposures/tobacco.half_life") == 5
    assert figure_at(under, "exposures/tobacco.smoking.level") == figure_at(
        simulation, "exposures/tobacco.smoking.level"
    )
    assert figure_at(simulation, "exposures/tobacco.half_life") == 9.93


def test_a_rule_begins_when_its_policy_does(simulation, written):
    rule = """
    - path: exposures/tobacco.help
      value:
        reach: {value: 0.1, low: 0.05, high: 0.2, assumption: "tried"}
        gain: {value: 0.15, low: 0.1, high: 0.2, assumption: "tried"}
        lasts: {value: 0.5, low: 0.4, high: 0.6, assumption: "tried"}
    """

    under = apply(simulation, [written(rule, starts=2031)], begins=2024)

    assert figure_at(under, "exposures/tobacco.help.starts") == 2031


def test_figures_of_a_mapping_are_reached_too(simulation, written):
    change = '- {path: exposures/vaccination.onwards.share.male, value: {value: 0.5, low: 0.4, high: 0.6, assumption: "tried"}}'

    under = apply(simulation, [written(change)], begins=2024)

    assert figure_at(under, "exposures/vaccination.onwards.share.male") == 0.5
    assert figure_at(under, "exposures/vaccination.onwards.share.female") == 0.93


def test_every_policy_that_comes_with_felles_does_what_its_examples_say(simulation):
    for policy in simulation.records["policy"].values():
        assert wrong_examples(simulation, policy) == []


def test_a_policy_that_starts_before_the_population_is_refused(simulation, written):
    said = refused(simulation, written(half_life(5), starts=2010), begins=2015)

    assert said.startswith('mine.yaml, "starts": got 2010, before the population starts in 2015')


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("exposures/tobacco.half_lif", 'where "half_lif" is unknown'),
        ("exposures/tobacco.half_lif", 'Did you mean "half_life"?'),
        ("exposures/tobaco.half_life", 'Did you mean "exposures/tobacco"?'),
        ("exposures/tobacco.half_life.value.more", "a path that ends one step earlier"),
    ],
)
def test_an_unknown_parameter_is_refused_with_the_nearest(simulation, written, path, said):
    found = refused(simulation, written(half_life(5).replace("exposures/tobacco.half_life", path)))

    assert re.match(r'mine\.yaml, line 6, "changes\[1\]\.value": got the path', found)
    assert said in found


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ('{value: 0.5, low: 0.4, high: 1.6, assumption: "tried"}', "a share from 0 to 1"),
        ("{value: 0.5}", "a source id, or an assumption with a sentence"),
        ("{value: 0.5, source: nobody_wrote_it}", "the id of a known source"),
        ("most of them", "a mapping of value, low, high, source, assumption"),
    ],
)
def test_a_value_that_the_file_itself_could_not_have_is_refused(simulation, written, value, said):
    with pytest.raises(ContentErrors) as error:
        apply(simulation, [written(f"- {{path: exposures/vaccination.elsewhere, value: {value}}}")], begins=2024)

    assert "mine.yaml, line 6" in str(error.value)
    assert said in str(error.value)


def test_a_change_that_contradicts_the_rest_of_its_file_is_refused(simulation, written):
    change = (
        '- {path: exposures/tobacco.smoking.begins.median, value: {value: 50, low: 45, high: 55, assumption: "tried"}}'
    )

    assert "an age between 9 and 40" in refused(simulation, written(change))


def test_a_policy_given_twice_is_refused(simulation, written):
    policy = written(half_life(5))

    assert 'got "mine" twice' in refused(simulation, policy, policy)


def test_two_policies_that_change_the_same_figure_are_refused(simulation, written):
    said = refused(simulation, written(half_life(5)), written(half_life(6), name="other"))

    assert "exposures/tobacco.half_life, which mine changes too" in said


def test_a_policy_that_nobody_wrote_is_refused_with_the_nearest(simulation):
    with pytest.raises(UnknownPolicy, match='Did you mean "tobacco_free_generation"'):
        find_policies(simulation, ["tobacco_free_generaton"])


def test_a_policy_without_changes_is_refused(simulation, tmp_path):
    path = tmp_path / "empty.yaml"
    path.write_text("id: empty\ntitle: {nb: a, nn: a, en: a}\nwhat: {nb: a, nn: a, en: a}\nstarts: 2027\nchanges: []\n")

    with pytest.raises(ContentErrors, match="at least one change"):
        find_policies(simulation, [str(path)])
