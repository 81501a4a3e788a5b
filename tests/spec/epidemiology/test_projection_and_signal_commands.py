"""`felles projection` and `felles signals`: a table in, rows out, a sentence where it cannot be done."""

from collections.abc import Callable
from pathlib import Path

import orjson
import polars as pl
import pytest
from typer.testing import CliRunner, Result

from felles.cli import app
from felles.epidemiology.ages import AGE_GROUPS

Command = Callable[..., Result]


@pytest.fixture
def felles() -> Command:
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    rows = [
        {
            "year": year,
            "sex": sex,
            "age_group": group,
            "cases": 4 * place if year < 2015 else None,
            "population": 50_000,
        }
        for sex in ("1", "2")
        for year in range(1995, 2020)
        for place, group in enumerate(AGE_GROUPS)
    ]
    path = tmp_path / "cases.csv"
    pl.DataFrame(rows, infer_schema_length=None).write_csv(path, separator=";")
    return path


@pytest.fixture
def counts(tmp_path: Path) -> Path:
    rows = [
        {"region": region, "period": f"{year}", "n": 200, "events": 120 if region == "Vest" and year > 2020 else 80}
        for region in ("Vest", "Nord")
        for year in range(2015, 2026)
    ]
    path = tmp_path / "counts.csv"
    pl.DataFrame(rows).write_csv(path)
    return path


def test_a_projection_answers_with_rows_and_the_models_behind_them(felles: Command, cases: Path) -> None:
    result = felles("projection", "--table", cases, "--by", "sex", "--intervals", "20", "--json")

    answer = orjson.loads(result.stdout)
    coming = [row for row in answer["rows"] if row["kind"] == "projected"]
    assert [row["sex"] for row in coming] == ["1", "2"]
    assert all(row["lower"] < row["cases"] < row["upper"] for row in coming)
    assert [model["method"] for model in answer["models"]] == ["nordpred", "nordpred"]


def test_a_hindcast_answers_with_the_errors_by_method(felles: Command, cases: Path) -> None:
    result = felles("projection", "--table", cases, "--hindcast", "--json")

    rows = orjson.loads(result.stdout)["rows"]
    assert {row["method"] for row in rows} == {"nordpred", "poisson", "constant"}
    assert all(row["median_absolute_error_percent"] < 0.1 for row in rows)


def test_years_can_be_had_as_csv(felles: Command, cases: Path) -> None:
    result = felles("projection", "--table", cases, "--by", "sex", "--show", "years", "--csv")

    assert result.stdout.splitlines()[0] == "sex,year,cases,population,crude,asr,lower,upper"
    assert len(result.stdout.splitlines()) == 1 + 2 * 5


def test_signals_answer_with_words_and_with_events_for_a_goal(felles: Command, counts: Path) -> None:
    words = ("signals", "--table", counts, "--by", "region", "--target", "0.4")

    result = felles(*words, "--method", "cusum", "--goal", "goal:14", "--at", "2026-11-21", "--json")

    answer = orjson.loads(result.stdout)
    assert [(row["region"], row["since"]) for row in answer["rows"]] == [("Vest", "2021")]
    assert answer["events"][0]["type"] == "obstacle_raised"
    assert answer["events"][0]["data"]["what"] == answer["rows"][0]["words"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("projection", "--table", "nothing.csv"), "There is no file nothing.csv"),
        (("projection", "--table", "{cases}", "--periods", "two"), "--periods takes a number from 3 up"),
        (("projection", "--table", "{cases}", "--trend", "up"), "--trend takes test, recent or mean"),
        (("projection", "--table", "{cases}", "--method", "magic"), "There is no method magic"),
        (("projection", "--table", "{cases}", "--by", "site"), "no column site"),
        (("projection", "--table", "{cases}", "--damping", "half"), "--damping takes shares"),
        (("signals", "--table", "{cases}", "--by", "sex"), "no column"),
        (("signals", "--table", "{cases}", "--by", "sex", "--goal", "goal:14"), "--goal and --at belong together"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    felles: Command, cases: Path, words: tuple[str, ...], says: str
) -> None:
    result = felles(*(word.format(cases=cases) for word in words))

    assert result.exit_code != 0
    assert says in str(result.exception)
