"""What may be compared, and what is said where it may not."""

import json

import pytest

from felles.simulation.comparing.asking import refuse_changed, request_of, sets_asked, side_of, splits_of
from felles.simulation.request import CannotSimulate
from felles.store.lake.manifest import LAYOUT

OTHERWISE = {"people": 100_000, "first": 2024, "last": 2060, "seed": 1, "only": ()}
NOTHING = dict.fromkeys(OTHERWISE)


@pytest.fixture
def folder(tmp_path):
    """Writes the manifest of a simulated country."""

    def write(name, **asked):
        request = {"people": 5000, "first": 2015, "last": 2026, "seed": 3, "policies": [], "parameters": 0} | asked
        place = tmp_path / name
        place.mkdir()
        manifest = {"layout": LAYOUT, "simulation": {"request": request, "definitions": "0123456789abcdef"}}
        (place / "manifest.json").write_text(json.dumps(manifest))
        return side_of(str(place))

    return write


def test_policies_stand_joined_and_base_is_none():
    assert side_of("base").policies == ()
    assert side_of("one+other").policies == ("one", "other")


def test_without_options_and_folders_there_are_the_usual_people():
    assert request_of([side_of("base"), side_of("one")], NOTHING, OTHERWISE).told() == OTHERWISE | {
        "policies": [], "only": [], "parameters": 0
    }  # fmt: skip


def test_two_countries_of_other_cancers_are_not_compared(folder):
    sides = [folder("all"), folder("one", only=["cervix"])]

    with pytest.raises(CannotSimulate, match="got all and cervix for --cancer"):
        request_of(sides, NOTHING, OTHERWISE)


def test_a_folder_says_which_people_and_which_luck(folder):
    request = request_of([folder("a"), side_of("tobacco_free_generation")], NOTHING, OTHERWISE)

    assert (request.people, request.first, request.last, request.seed) == (5000, 2015, 2026, 3)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"people": 6000}, "5,000 and 6,000 for people"),
        ({"seed": 4}, "3 and 4 for seed"),
        ({"last": 2030}, "2026 and 2030 for last"),
    ],
)
def test_two_folders_of_other_people_or_luck_are_refused(folder, asked, said):
    with pytest.raises(CannotSimulate, match=said):
        request_of([folder("a"), folder("b", **asked)], NOTHING, OTHERWISE)


def test_an_option_that_contradicts_the_folder_is_refused(folder):
    with pytest.raises(CannotSimulate, match="3 and 8 for seed"):
        request_of([folder("a"), side_of("base")], NOTHING | {"seed": 8}, OTHERWISE)


def test_a_folder_of_another_parameter_set_is_refused(folder):
    with pytest.raises(CannotSimulate, match="parameter sets of its own"):
        request_of([folder("a", parameters=2), side_of("base")], NOTHING, OTHERWISE)


def test_a_folder_of_a_country_described_otherwise_is_refused(folder, simulation):
    with pytest.raises(CannotSimulate, match="Simulate it again, or name its policies: base"):
        refuse_changed([folder("a"), side_of("base")], simulation)


def test_a_folder_that_is_no_simulated_country_is_refused(tmp_path):
    with pytest.raises(CannotSimulate, match="was not written by felles simulate"):
        side_of(str(tmp_path))


def test_splits_stand_in_their_own_order_and_unknown_ones_are_refused():
    assert splits_of(["sex", "year"]) == ("year", "sex")
    with pytest.raises(CannotSimulate, match="got town"):
        splits_of(["town"])


@pytest.mark.parametrize("sets", [-1, 3, 2000])
def test_so_many_sets_are_refused(sets):
    with pytest.raises(CannotSimulate, match="0 \\(no intervals\\)"):
        sets_asked(sets)
