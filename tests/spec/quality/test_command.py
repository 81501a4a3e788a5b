"""`felles quality`: on a table, through a mapping, on a lake and on the log."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from felles.cli import app
from felles.store import Refused

Ask = Callable[..., tuple[int, dict[str, Any]]]
SOUND = "1,a,female,1950-02-01,2020-03-01,C50.1,8500/3,7,left"
WRONG = "2,b,male,1980-02-01,2021-05-07,C56.9,8441/3,7,"
HEAD = "id,person,sex,born,diagnosed,topography,morphology,basis,laterality"


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """The exit code and the answer about the lines of a table."""

    def answer(*lines: str, head: str = HEAD, options: tuple[str, ...] = ()) -> tuple[int, dict[str, Any]]:
        path = tmp_path / "tumours.csv"
        path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
        words = ["quality", "--table", str(path), "--at", "2026-11-21", "--json", *options]
        result = CliRunner().invoke(app, words)
        if isinstance(result.exception, Refused):
            raise result.exception
        return result.exit_code, json.loads(result.stdout)

    return answer


def test_sound_records_are_done_with_0(ask: Ask) -> None:
    code, answer = ask(SOUND)

    assert code == 0
    assert answer["rows"] == []
    assert (answer["records"], answer["errors"], answer["warnings"]) == (1, 0, 0)


def test_a_record_with_an_error_ends_with_1_so_that_a_transfer_can_be_stopped(ask: Ask) -> None:
    code, answer = ask(SOUND, WRONG)

    assert code == 1
    assert [(row["id"], row["rule"], row["severity"]) for row in answer["rows"]] == [
        ("2", "female_organ_in_male", "E"),
        ("2", "female_kind_in_male", "W"),
    ]
    assert {row["rule"]: row["hits"] for row in answer["summary"]}["female_organ_in_male"] == 1


def test_warnings_alone_end_with_0(ask: Ask) -> None:
    code, answer = ask(SOUND.replace("left", ""))

    assert code == 0
    assert [row["rule"] for row in answer["rows"]] == ["no_side_of_paired_organ"]


def test_sentences_are_told_in_norwegian_where_asked(ask: Ask) -> None:
    _, answer = ask(WRONG, options=("--language", "nn"))

    assert answer["rows"][0]["sentence"].startswith("Svulst i eit kvinneleg kjønnsorgan (C56.9)")


def test_indicators_are_rows_of_their_own(ask: Ask) -> None:
    code, answer = ask(SOUND, WRONG, options=("--indicators", "--by", "sex"))

    assert code == 0
    (row,) = [row for row in answer["rows"] if (row["sex"], row["indicator"]) == ("male", "mv")]
    assert (row["numerator"], row["denominator"], row["value"]) == (1, 1, 1.0)


def test_completeness_is_asked_with_the_columns_of_the_sources(ask: Ask) -> None:
    code, answer = ask(
        "1,1,1", "2,1,0", "3,0,1", head="id,hospital,laboratory", options=("--sources", "hospital,laboratory")
    )

    assert code == 0
    assert answer["rows"][0]["cases"] == pytest.approx(3 * 3 / 2 - 1)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--lake", "."), "Choose one of --table and --lake"),
        (("--language", "de"), "--language takes nb, nn or en; got de."),
        (("--indicators", "--sources", "a,b"), "Choose one of --indicators and --sources"),
        (("--at", "soon"), "--at takes a day"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_a_sentence(ask: Ask, options: tuple[str, ...], said: str) -> None:
    with pytest.raises(Refused, match=said):
        ask(SOUND, options=options)


ENCR_HEAD = "PAT,TUM,Sex,YoB,MoB,DoB,YoI,MoI,DoI,BoD,Topo,Morpho,Beh,Grade,Lat,Vit_stat,YoF,MoF,DoF"


def test_a_registry_file_is_read_through_its_mapping(ask: Ask) -> None:
    code, answer = ask(
        "1,1,2,1950,02,01,2020,03,01,7,C509,8500,3,9,2,1,2024,12,31",
        "2,1,1,1980,02,01,2021,05,07,7,C569,8441,3,9,9,1,2024,12,31",
        "3,1,1,1941,99,99,2021,12,99,0,C349,8000,3,9,9,2,2021,12,24",
        head=ENCR_HEAD,
        options=("--mapping", "encr_incidence"),
    )

    assert code == 1
    found = [(row["id"], row["rule"]) for row in answer["rows"] if row["severity"] == "E"]
    assert found == [("2:1", "female_organ_in_male"), ("2:1", "female_code_in_male")]
    assert answer["records"] == 3


def test_a_lake_and_the_log_say_the_same(store: Any, event_at: Any, monkeypatch: Any, tmp_path: Path) -> None:
    from contextlib import contextmanager
    from datetime import date
    from uuid import uuid4

    from felles.cli import record_sources

    tumour = uuid4()
    details = {"morphology": "8441/3", "topography": "C56.9", "basis": 7, "grade": "3"}
    store.append(
        [
            event_at("p1", "born", "1950-02-01", code="male", precision="month"),
            event_at("p1", "diagnosed", "2020-03-01", code="C56", episode=tumour, data=details),
            event_at("p1", "staged", "2020-03-02", code="tnm8:IIIA", episode=tumour),
            event_at("p1", "died", "2021-01-01", code="C56", precision="year"),
        ]
    )

    @contextmanager
    def opened() -> Any:
        yield store

    monkeypatch.setattr("felles.cli.opening.opened", opened)
    read = record_sources.read_records_from(None, None, None, today=date(2026, 11, 21))
    of_log = read.records
    assert read.deaths is not None
    assert read.deaths.is_empty()  # the death is of the year after the last diagnosis: no case could be told of it
    store.snapshot(tmp_path / "lake")
    of_lake = record_sources.read_records_from(None, None, tmp_path / "lake", today=date(2026, 11, 21)).records

    expected = {
        "sex": "male",
        "born": "1950-02",
        "diagnosed": "2020-03-01",
        "topography": "C56.9",
        "icd10": "C56",
        "morphology": "8441/3",
        "grade": "3",
        "basis": "7",
        "stage": "tnm8:IIIA",
        "died": "2021",
        "cause": "C56",
    }
    for records in (of_log, of_lake):
        row = records.row(0, named=True)
        assert {name: row[name] for name in expected} == expected
        assert row["recorded"].startswith("20")
    assert of_log.columns == of_lake.columns


def test_deaths_of_cancer_that_the_log_tells_of_make_the_mortality_incidence_ratio() -> None:
    import ibis
    import polars as pl

    from felles.epidemiology.registry_quality.log_deaths import cancer_deaths

    said = [
        ("a", "born", "1950-02-01", "female", "0301"),
        ("a", "diagnosed", "2020-03-01", "C50.1", None),
        ("a", "died", "2020-12-01", "C50", None),
        ("b", "born", "1951-02-01", "male", "0301"),
        ("b", "died", "2020-12-01", "I21", None),
        ("c", "died", "2020-01-01", "cancer", None),
        ("d", "died", "2019-12-31", "C50", None),
    ]
    events = pl.DataFrame(said, schema=["person", "type", "day", "code", "place"], orient="row")
    events = events.with_columns(pl.col("day").str.to_date(), episode=pl.lit(None, pl.String), precision=pl.lit("day"))

    made = ibis.duckdb.connect().to_polars(cancer_deaths(ibis.memtable(events))).sort("site", nulls_last=True)

    assert made.rows() == [
        ("2020", "C50", "female", "0301", "70-74", 1),
        ("2020", None, "unknown", None, None, 1),
    ]
