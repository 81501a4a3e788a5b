"""`felles survival`: the columns as they stand, one row a time, and plain words about what is wrong."""

import json
from math import exp
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from felles.cli import app
from felles.cli.answer import explain

REGISTRY = """id,sex,born,diagnosed,age,stage,subsite,status,exit_date
1,Female,1920-01-05,1981-11-07,61,Localised,Trunk,Dead: other,1984-01-22
2,Female,1921-12-02,1980-10-07,58,Localised,Trunk,Alive,1992-05-22
3,Male,1922-05-07,1981-01-07,58,Distant,Limbs,Dead: cancer,1981-10-22
4,Male,1923-05-15,1982-12-07,59,Localised,Limbs,Lost to follow-up,1993-05-22
5,,1923-05-15,1982-12-07,59,Localised,Limbs,Alive,1993-05-22
"""


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "patients.csv").write_text(REGISTRY)
    lines = ["sex,year,age,survival_1y"]
    lines += [f"{sex},{year},{age},{exp(-0.01)}" for sex in (1, 2) for year in range(1975, 1995) for age in range(100)]
    (tmp_path / "popmort.csv").write_text("\n".join(lines))
    return tmp_path


def asked(*words: str) -> Any:
    done = CliRunner().invoke(app, ["survival", *words])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


def rows(files: Path, *words: str) -> dict[str, Any]:
    table, mortality = str(files / "patients.csv"), str(files / "popmort.csv")
    made = asked("--table", table, "--mapping", "melanoma_finland", "--lifetable", mortality, "--json", *words)
    answer: dict[str, Any] = json.loads(made.stdout)
    return answer


def test_one_row_a_time_without_by(files: Path) -> None:
    answer = rows(files, "--at", "1,5")

    assert [row["years"] for row in answer["rows"]] == [1, 5]
    assert set(answer["rows"][0]) == {"years", "survival", "lower", "upper", "n", "events", "at_risk"}
    assert [row["n"] for row in answer["rows"]] == [4, 4]
    assert "Left out: 1 with no sex that the life table could tell of (column sex, row 5)." in answer["notes"]


def test_the_values_of_by_stand_as_in_the_file(files: Path) -> None:
    answer = rows(files, "--at", "1", "--by", "sex,stage", "--method", "ederer2")

    assert [(row["sex"], row["stage"], row["n"]) for row in answer["rows"]] == [
        ("Female", "Localised", 2),
        ("Male", "Distant", 1),
        ("Male", "Localised", 1),
    ]


def test_a_year_of_the_life_table_is_part_of_net_survival(files: Path) -> None:
    answer = rows(files, "--at", "1", "--by", "stage", "--precision", "0")

    localised = next(row for row in answer["rows"] if row["stage"] == "Localised")
    assert localised["survival"] == pytest.approx(exp(0.01), abs=1e-6)


def test_weights_of_the_content_and_of_a_file_give_the_same(files: Path) -> None:
    (files / "mine.csv").write_text("age_group,weight\n0-59,0.4\n60+,0.6\n")

    answer = rows(files, "--at", "1", "--weights", str(files / "mine.csv"), "--method", "kaplan-meier")

    assert answer["rows"][0]["survival"] == pytest.approx(0.4 * 3 / 4 + 0.6)


def test_a_plain_table_needs_no_mapping(files: Path) -> None:
    (files / "plain.csv").write_text("days,status,county\n10,dead,03\n800,alive,03\n900,alive,46\n")

    made = asked(
        "--table", str(files / "plain.csv"), "--method", "kaplan-meier", "--by", "county", "--at", "1", "--json"
    )

    assert [(row["county"], row["survival"]) for row in json.loads(made.stdout)["rows"]] == [("03", 0.5), ("46", 1.0)]


def test_events_in_a_table_are_followed_to_the_last_day(files: Path) -> None:
    (files / "events.csv").write_text(
        "person,episode,type,time,code\n"
        "a,a1,born,1950-01-01,female\na,a1,diagnosed,2015-01-01,C50\na,a1,died,2015-07-01,C50\n"
        "b,b1,born,1950-01-01,female\nb,b1,diagnosed,2015-01-01,C50\nb,b1,follow_up_ended,2019-01-01,end_of_study\n"
    )

    made = asked(
        "--table", str(files / "events.csv"), "--method", "cause-specific", "--at", "1", "--json", "--site", "breast"
    )

    answer = json.loads(made.stdout)
    assert [(row["survival"], row["n"]) for row in answer["rows"]] == [(0.5, 2)]
    assert "Followed until 2019-01-01, unless the record ends before." in answer["notes"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--by", "county"], "The table has no column county to split by."),
        (["--at", "soon"], "--at takes years since diagnosis, such as 1,5,10; got soon."),
        (["--method", "weibull"], "There is no method weibull."),
        (["--weights", "icss9"], 'There is no set of weights icss9. Did you mean "icss3"?'),
        (["--period", "2020-2019", "--approach", "period"], "A period begins with its first year"),
    ],
)
def test_what_cannot_be_answered_is_said_in_a_sentence(
    files: Path, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(Exception, match=r".") as stopped:
        rows(files, *words)

    assert explain(stopped.value) == 2
    assert said in " ".join(capsys.readouterr().err.split())
