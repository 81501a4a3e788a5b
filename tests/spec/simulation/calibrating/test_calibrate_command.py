"""`felles calibrate`: figures in, fitted values out, nothing changed."""

import orjson
import pytest
from typer.testing import CliRunner

from felles.cli import app
from felles.simulation.request import CannotSimulate

SMALL = ("--people", 300, "--workers", 1)
LEVEL = "exposures/tobacco.smoking.level"


@pytest.fixture
def felles():
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


def test_a_fit_is_told_and_written_with_its_command(felles, tmp_path):
    kept = tmp_path / "fitted.yaml"

    answer = felles(
        "calibrate", "--parameter", LEVEL, "--targets", "tobacco_all_adults.smoking.16_74.2019", *SMALL,
        "--trials", 3, "--json", "--write", kept,
    )  # fmt: skip

    assert answer.exit_code == 0, answer.stderr
    found = orjson.loads(answer.stdout)
    assert (found["parameters"][0]["path"], found["parameters"][0]["before"]) == (LEVEL, 1.0)
    assert [each["id"] for each in found["targets"]] == ["tobacco_all_adults.smoking.16_74.2019"]
    assert found["log_likelihood_gained"] >= 0
    assert f"{LEVEL}: {{value: " in kept.read_text(encoding="utf-8")


def test_the_table_of_cancer_mortality_is_brought_towards_the_lives(felles, tmp_path, simulation):
    table = tmp_path / "cancer_mortality.csv"

    answer = felles("calibrate", "cancer-mortality", *SMALL, "--rounds", 1, "--json", "--write", table)

    assert answer.exit_code == 0, answer.stderr
    (first,) = orjson.loads(answer.stdout)["rounds"]
    assert set(first["found_against_table"]) == {"female", "male"}
    lines = table.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "sex,age,year,rate"
    assert len(lines) == 1 + len(simulation.tables["cancer_mortality"].columns["rate"])


def test_too_few_people_to_tell_what_screening_makes_of_the_cases_are_refused(felles):
    answer = felles("calibrate", "screened-cases", *SMALL, "--rounds", 1)

    assert isinstance(answer.exception, CannotSimulate)
    assert "no cases of" in str(answer.exception)
    assert "more --people" in str(answer.exception)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--parameter", LEVEL), "--targets"),
        (("--targets", "cases_2024"), "--parameter"),
        (("--parameter", LEVEL, "--targets", "strategy"), "kept for validation"),
        (("--parameter", LEVEL, "--parameter", LEVEL, "--targets", "cases_2024"), "given twice"),
    ],
)
def test_what_cannot_be_fitted_is_refused(felles, words, said):
    answer = felles("calibrate", *words)

    assert isinstance(answer.exception, CannotSimulate)
    assert said in str(answer.exception)
