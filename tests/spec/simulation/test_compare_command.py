"""`felles compare`: two sides in, differences out, a sentence where it cannot be done."""

import re
from textwrap import dedent

import orjson
import pytest
from typer.testing import CliRunner

from felles.cli import app
from felles.definitions import ContentErrors
from felles.simulation.policies import UnknownPolicy
from felles.simulation.request import CannotSimulate
from felles.store import Refused

SMALL = ("--people", 400, "--from", 2024, "--to", 2033, "--sets", 0)


@pytest.fixture
def felles():
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def no_smoking(tmp_path):
    """A policy so strong that a few hundred people show it: nobody has ever begun to smoke."""
    path = tmp_path / "no_smoking.yaml"
    path.write_text(
        dedent("""
            id: no_smoking
            title: {nb: Ingen røyk, nn: Ingen røyk, en: No smoking}
            what: {nb: Ingen røyker., nn: Ingen røykjer., en: Nobody smokes.}
            starts: 2024
            changes:
              - {path: exposures/tobacco.smoking.level, value: {value: 0, low: 0, high: 0, assumption: "tried"}}
        """),
        encoding="utf-8",
    )
    return path


def test_the_same_country_twice_differs_in_nothing(felles):
    found = orjson.loads(felles("compare", "base", "base", *SMALL, "--by", "sex", "--json").stdout)

    assert {row["difference"] for row in found["rows"]} == {0}
    assert (found["people"], found["from"], found["to"], found["seed"]) == (400, 2024, 2033, 1)


def test_years_and_groups_add_up_to_the_whole_and_are_drawn(felles, no_smoking, tmp_path):
    figure = tmp_path / "deaths.svg"

    whole = orjson.loads(felles("compare", "base", no_smoking, *SMALL, "--json").stdout)
    parts = felles("compare", "base", no_smoking, *SMALL, "--by", "year,region", "--csv", "--figure", figure,
                   "--measure", "life_years")  # fmt: skip

    gained = {row["measure"]: row["difference"] for row in whole["rows"]}
    header, *rows = (line.split(",") for line in parts.stdout.splitlines())
    assert header == ["year", "region", "measure", "before", "after", "difference", "lower", "upper"]
    summed = sum(float(row[5]) for row in rows if row[2] == "life_years")
    assert summed == pytest.approx(gained["life_years"])
    assert "life years from 2024 on, B less A" in figure.read_text()


@pytest.mark.parametrize(
    ("words", "kind", "said"),
    [
        (("base", "tobaco_free_generation"), UnknownPolicy, 'Did you mean "tobacco_free_generation"?'),
        (("base", "base", "--seed", 1, "--seed", 2), CannotSimulate, "--seed is given 2 times (1, 2)"),
        (("base", "base", "--by", "town"), CannotSimulate, "--by takes some of year, region"),
        (("base", "base", "--sets", 2), CannotSimulate, "--sets takes 0"),
        (("base", "base", "--measure", "money"), Refused, "--measure takes one of cases"),
        (("base", "tobacco_free_generation+tobacco_free_generation"), ContentErrors, "each policy once"),
        (("base", "base", "--people", 10), CannotSimulate, "--people takes a number from 100"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_a_sentence(felles, words, kind, said):
    with pytest.raises(kind, match=re.escape(said)):
        raise felles("compare", *words).exception
