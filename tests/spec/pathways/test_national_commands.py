"""`felles codes` and `felles indicators pathway_time`, on a table in a file."""

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from typer.testing import CliRunner, Result

from felles.cli import app
from felles.store import Refused

WORDS = ["indicators", "pathway_time", "--at", "2026-06-01"]


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words), catch_exceptions=False)


def answer(*words: str) -> Any:
    return json.loads(run(*words, "--json").stdout)


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Pathways for the liver at three trusts, some of them few."""
    lines = ["person,episode,type,time,code,place"]
    number = 0
    for place, quick, late in (("ahus", 3, 20), ("ous", 30, 10), ("bergen", 8, 2)):
        for days in [20] * quick + [50] * late:
            number += 1
            lines.append(f"p{number},e{number},referred,2026-03-02,liver,{place}")
            treated = "2026-03-22" if days == 20 else "2026-04-21"
            lines.append(f"p{number},e{number},treatment_started,{treated},surgery,{place}")
    path = tmp_path_factory.mktemp("table") / "events.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def of_four(rows: list[dict[str, Any]]) -> dict[str, tuple[Any, ...]]:
    return {row["trust"]: (row["numerator"], row["denominator"]) for row in rows if row["measure"] == "OF4"}


def test_what_an_analyst_asks_on_the_own_command_line_is_not_cut_and_says_so(table: str) -> None:
    result = run(*WORDS, "--table", table, "--by", "trust", "--json")

    assert of_four(json.loads(result.stdout)["rows"]) == {"akershus": (3, 23), "bergen": (8, 10), "oslo": (30, 40)}
    assert "These numbers are not cut" in result.stderr


def test_what_is_published_has_its_sums_and_no_small_number_nor_what_gives_it_away(table: str) -> None:
    result = run(*WORDS, "--table", table, "--by", "trust", "--publish", "--json")
    rows = json.loads(result.stdout)["rows"]
    found = of_four(rows)

    assert found["*"][1] == 73
    assert found["akershus"][0] is None
    assert found["bergen"][0] is None or found["bergen"][1] is None  # two late: their number is small as well
    assert sum(numerator is None for numerator, _ in found.values()) >= 2
    assert all(row["share"] is None for row in rows if "numerator" in row["hidden"])
    assert "not cut" not in result.stderr


def test_the_copy_that_is_not_published_hides_under_three(table: str) -> None:
    published = of_four(answer(*WORDS, "--table", table, "--by", "trust", "--publish")["rows"])
    national = of_four(answer(*WORDS, "--table", table, "--by", "trust", "--national")["rows"])

    assert published["akershus"][0] is None
    assert sum(value is None for pair in national.values() for value in pair) <= sum(
        value is None for pair in published.values() for value in pair
    )


def test_a_reader_is_told_what_nobody_has_confirmed(table: str) -> None:
    notes = " ".join(answer(*WORDS, "--table", table)["notes"])

    assert "OA2 is not for official use" in notes
    assert "an assumption" in notes


def test_the_codes_of_the_patient_registry_come_as_rows(table: str) -> None:
    rows = answer("codes", "--at", "2026-06-01", "--table", table)["rows"]

    assert rows[0] == {
        "person": "p1",
        "episode": "e1",
        "pathway": "liver",
        "code": "A11A",
        "letters": "A",
        "day": "2026-03-02",
        "place": "ahus",
        "verified": False,
    }
    assert len(rows) == 2 * 73


def test_published_rows_are_csv_as_well(table: str, tmp_path: Path) -> None:
    file = tmp_path / "published.csv"
    file.write_text(run(*WORDS, "--table", table, "--by", "trust", "--publish", "--csv").stdout, encoding="utf-8")

    assert "numerator" in " ".join(filter(None, pl.read_csv(file)["hidden"]))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--by", "trusts"], 'Did you mean "trust"'),
        (["--publish", "--national"], "Choose one of --publish and --national"),
        (["--engine", "sparc"], "--engine takes duckdb or spark"),
        (["--lake", "lake"], "Choose one of --table and --lake"),
    ],
)
def test_what_cannot_be_answered_is_told_in_a_sentence(table: str, words: list[str], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        run(*WORDS, "--table", table, *words)
