"""What does a person hear who gives a command something that it cannot use? One sentence, and the exit code 2."""

import json
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from felles.cli import app, main
from felles.cli.answer import COULD_NOT
from felles.store.lake.manifest import LAYOUT

TABLES = {
    "cases.csv": "icd10,sex,year,age\nC34,female,2020,60\n",
    "counts.csv": "icd10,sex,year,age,cases\nC34,female,2020,60,3\nC34,male,2020,60,-4\n",
    "twice.csv": "icd10,sex,year,age,Year\nC34,female,2020,60,2020\n",
    "shares.csv": "period,region,events,n\n" + "".join(f"{year},north,5,40\n" for year in range(2005, 2025)),
    "nothing.csv": "",
    "events.csv": "person,type,time,code,place\n1,referred,2026-11-02,lung,innlandet\n2,referred,2026-11-02,lung,elsewhere\n",
}
LAKES = {"list": "[1, 2]", "damaged": f'{{"layout": {LAYOUT}, "files": [], "links": "links.parquet"}}'}
CASES, COUNTED = ["incidence", "--table", "cases.csv"], ["signals", "--by", "region", "--table", "shares.csv"]
BOARD = ["board", "--at", "2026-11-21", "--table", "events.csv"]
SIMULATE = ["simulate", "--people", "100", "--from", "2024", "--to", "2024"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in TABLES.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "noise.csv").write_bytes(bytes(range(256)) * 8)
    for name, text in LAKES.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "manifest.json").write_text(text)
    (tmp_path / "folder").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["incidence", "--table", "folder"], "folder is a folder. Name a file."),
        (["incidence", "--table", "nothing.csv"], "nothing.csv is not a table that can be read"),
        (["incidence", "--table", "noise.csv"], "noise.csv is not a table that can be read"),
        (["incidence", "--table", "twice.csv"], "twice.csv has column names twice: 1."),
        (["incidence", "--table", "counts.csv"], 'Row 2, column cases: got "-4"; allowed is 0 or more.'),
        (["incidence", "--lake", "cases.csv"], "There is no lake in cases.csv."),
        (["incidence", "--lake", "list"], "There is no lake in list."),
        (["incidence", "--lake", "damaged"], "The lake in damaged cannot be read: a file of it is missing or damaged."),
        ([*CASES, "--lake", "folder"], "Choose one of --table and --lake"),
        ([*CASES, "--engine", "abacus"], "--engine takes duckdb or spark; got abacus."),
        ([*CASES, "--only", "year=1999"], "--only: no row has year=1999. year is 2020."),
        ([*CASES, "--figure", "rates.png"], "--figure draws SVG: name a file such as rates.svg."),
        ([*CASES, "--figure", "nowhere/rates.svg"], "nowhere/rates.svg cannot be written"),
        (["quality", "--table", "cases.csv", "--engine", "abacus"], "--engine takes duckdb or spark; got abacus."),
        (["board", "--at", "2026-11-21", "--table", "cases.csv"], "cases.csv is not an event table: it lacks person"),
        (["board", "--at", "9999-12-31"], "--at takes a day such as 2026-11-21, from 1850-01-01 to 2199-12-31"),
        (["board", "--at", ""], "got nothing."),
        (["board", "--at", "2026-11-21", "--known-on", "soon"], "--known-on takes a day such as 2026-11-21"),
        ([*BOARD, "--pathway", "lungs"], 'There is no pathway lungs. Did you mean "lung"?'),
        ([*BOARD, "--unit", "inlandet"], 'There is no unit inlandet. Did you mean "innlandet"?'),
        ([*BOARD, "--region", "south"], 'There is no health region south. Did you mean "south_east"?'),
        (["projection", "--site", "lung", "--until", "-1"], "--until takes a year after 2000, such as 2025; got -1."),
        (["projection", "--intervals", "1000000"], "--intervals takes 0 to 100,000; got 1,000,000."),
        (["projection", "--hindcast", "--figure", "a.svg"], "--figure draws a projection: leave --hindcast out."),
        ([*COUNTED, "--ratio", "nan"], "The ratio worth finding is above 1"),
        ([*COUNTED, "--ratio", "inf"], "at most 1000; got inf."),
        (
            [*COUNTED, "--goal", "goal:99", "--at", "2026-11-21", "--json"],
            "There is no goal called goal:99. Did you mean",
        ),
        ([*SIMULATE, "--workers", "0"], "--workers takes 1 or more; got 0."),
        ([*SIMULATE, "--out", "cases.csv/country"], "cannot be used (Not a directory). Check the path"),
        (["check", "missing"], "There is no folder missing."),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_what_cannot_be_used_is_told_in_a_sentence(
    words: list[str],
    sentence: str,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "argv", ["felles", *words])

    with pytest.raises(SystemExit) as ended:
        main()

    said = capsys.readouterr().err
    assert ended.value.code == COULD_NOT
    assert sentence in said
    assert "Traceback" not in said
    assert "went wrong inside" not in said


@pytest.mark.parametrize(("unit", "open_there"), [("innlandet:surgery", 1), ("elsewhere", 1), ("ous", 0)])
def test_a_unit_is_its_trust_or_one_of_the_table_and_may_have_no_open_pathway(
    unit: str, open_there: int, folder: Path
) -> None:
    done = CliRunner().invoke(app, [*BOARD, "--unit", unit, "--json"], catch_exceptions=False)

    assert len(json.loads(done.stdout)["rows"]) == open_there


@pytest.mark.parametrize(
    ("words", "option"),
    [
        (["calibrate", "cancer-mortality", "--rounds", "0"], "--rounds"),
        (["calibrate", "--trials", "-3"], "--trials"),
        ([*SIMULATE, "--parameters", "-1"], "--parameters"),
        (["projection", "--seed", "-1"], "--seed"),
        (["run", "--port", "0"], "--port"),
    ],
)
def test_a_number_below_the_smallest_is_refused_by_the_name_of_its_option(words: list[str], option: str) -> None:
    done = CliRunner().invoke(app, words)

    assert done.exit_code == COULD_NOT
    assert f"Invalid value for '{option}'" in done.stderr
