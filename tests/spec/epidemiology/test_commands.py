"""`felles incidence`, `mortality`, `prevalence` and `stage`: on a table, on a lake, on the log, and for a public file."""

import json
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from typer.testing import CliRunner, Result

from felles.cli import app
from felles.epidemiology.errors import BadTable
from felles.events import Event
from felles.store import Refused, Store

Make = Callable[..., Event]


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words), catch_exceptions=False)


def rows(*words: str) -> Any:
    return json.loads(run(*words, "--json").stdout)["rows"]


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Tumours of two counties: 30 and 7 of the lung, 12 and 3 of the pancreas."""
    lines = ["person;icd10;sex;age;year;county;stage"]
    for county, code, many in (("03", "C34.1", 30), ("46", "C34.1", 7), ("03", "C25", 12), ("46", "C25", 3)):
        lines += [
            f"{county}{code}{each};{code};male;60;2024;{county};tnm8:{'I' * (1 + each % 2)}" for each in range(many)
        ]
    path = tmp_path_factory.mktemp("table") / "cases.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def test_the_rows_have_the_names_that_are_promised(table: str) -> None:
    (row,) = rows("incidence", "--table", table)

    assert list(row)[:7] == ["year", "cases", "population", "crude", "asr", "lower", "upper"]
    assert (row["year"], row["cases"]) == (2024, 52)


def test_the_analysts_own_command_line_is_not_cut_and_says_so(table: str) -> None:
    result = run("incidence", "--table", table, "--by", "county,site", "--json")

    assert [row["cases"] for row in json.loads(result.stdout)["rows"] if row["county"] == "46"] == [3, 7]
    assert "Small numbers are not hidden here" in result.stderr


def test_what_is_published_has_no_small_number_and_nothing_to_work_it_out_from(table: str) -> None:
    found = {
        (row["county"], row["site"]): row
        for row in rows("incidence", "--table", table, "--by", "county,site", "--publish")
        if row["county"] in ("03", "46")
    }

    hidden = found["46", "pancreas"]
    assert (hidden["cases"], hidden["crude"], hidden["asr"], hidden["upper"]) == (None, None, None, None)
    assert sum(row["cases"] is None for row in found.values()) >= 2


def test_published_stages_do_not_tell_the_number_that_is_hidden(table: str) -> None:
    found = rows("stage", "--table", table, "--by", "county", "--site", "pancreas", "--publish")

    of_few = [row for row in found if row["county"] == "46"]
    assert {row["total"] for row in of_few} == {None}
    assert {
        row[name]
        for row in of_few
        for name in ("known", "share", "share_known", "completeness")
        if row["cases"] is None
    } == {None}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--by", "sexs"], 'Did you mean "sex"?'),
        (["--sir", "--median-age"], "Choose one of --sir and --median-age."),
        (["--interval", "bayes"], "--interval takes gamma or normal; got bayes."),
    ],
)
def test_what_cannot_be_answered_is_said_in_a_sentence(table: str, words: list[str], said: str) -> None:
    with pytest.raises((Refused, BadTable)) as refused:
        run("incidence", "--table", table, *words)

    assert said in str(refused.value)


def test_the_log_and_its_lake_give_the_same(
    store: Store, event_at: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.append(
        [
            event_at("p1", "born", "1950-05-01", code="male", place="0301"),
            event_at(
                "p1",
                "diagnosed",
                "2020-03-02",
                code="C44.5",
                episode=uuid4(),
                data={"morphology": "8070/3", "basis": 7},
            ),
            event_at("p2", "born", "1960-05-01", code="female", place="4601"),
            event_at(
                "p2",
                "diagnosed",
                "2020-03-02",
                code="C44.5",
                episode=uuid4(),
                data={"morphology": "8090/3", "basis": 7},
            ),
            event_at("p2", "died", "2022-01-01", code="cancer"),
        ]
    )
    store.snapshot(tmp_path / "lake")

    @contextmanager
    def opened() -> Any:
        yield store

    monkeypatch.setattr("felles.cli.opening.opened", opened)
    asked = {
        "incidence": ["--by", "year,county,morphology"],
        "mortality": [],
        "prevalence": ["--at", "2023-12-31", "--by", "sex"],
    }

    for command, words in asked.items():
        assert rows(command, *words) == rows(command, *words, "--lake", str(tmp_path / "lake"))
    assert [(row["morphology"], row["cases"]) for row in rows("incidence", *asked["incidence"]) if row["cases"]] == [
        ("8070/3", 1)
    ]
    assert [row["deaths"] for row in rows("mortality")] == [1]
    assert [(row["sex"], row["persons"]) for row in rows("prevalence", *asked["prevalence"]) if row["persons"]] == [
        ("male", 1)
    ]
