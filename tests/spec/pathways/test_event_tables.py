"""`felles intervals` on a table in a file: what is read, what is left out, and what is told of it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from typer.testing import CliRunner

from felles.cli import app
from felles.store import Refused

Ask = Callable[..., dict[str, Any]]
HEAD = "person,episode,type,time,code,place"


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """The answer about the lines of a table: ask(*lines, at="2026-03-20", head="person,...", more options)."""

    def answer(
        *lines: str, at: str = "2026-03-20", head: str = HEAD, rules: str = "norway", options: tuple[str, ...] = ()
    ) -> Any:
        path = tmp_path / "events.csv"
        path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
        words = ["intervals", "--rules", rules, "--table", str(path), "--at", at, "--json", *options]
        result = CliRunner().invoke(app, words, catch_exceptions=False)
        return json.loads(result.stdout)

    return answer


def only(answer: dict[str, Any], interval: str) -> dict[str, Any]:
    (row,) = [row for row in answer["rows"] if row["interval"] == interval]
    return dict(row)


def test_a_row_says_everything_in_whole_days_and_iso_dates(ask: Ask) -> None:
    answer = ask("Ola N,e 1,referred,2026-03-02,lung,ahus", "Ola N,e 1,attended,2026-03-10T14:00,first_visit,ahus")

    assert only(answer, "OF1") == {
        "person": "Ola N",
        "episode": "e 1",
        "pathway": "lung",
        "interval": "OF1",
        "from": "2026-03-02",
        "to": "2026-03-10",
        "days": 8,
        "limit_days": 7,
        "limit_verified": True,
        "state": "done_late",
        "due": "2026-03-09",
        "days_left": None,
        "earliest": False,
        "deferred": {},
        "rules": "norway",
    }
    assert answer["notes"] == []


def test_a_time_is_the_day_it_was_in_oslo_in_winter_and_in_summer(ask: Ask) -> None:
    answer = ask(
        "a,1,referred,2026-03-28T23:30:00Z,lung,",
        "b,1,referred,2026-06-01T22:30:00Z,lung,",
        "c,1,referred,2026-03-29T02:30:00,lung,",
        "d,1,referred,1965-07-01,lung,",
        at="2026-06-20",
    )

    starts = {row["person"]: row["from"] for row in answer["rows"] if row["interval"] == "OF4"}
    assert starts == {"a": "2026-03-29", "b": "2026-06-02", "c": "2026-03-29", "d": "1965-07-01"}


def test_deferrals_are_told_by_reason_once_a_day_and_never_subtracted(ask: Ask) -> None:
    answer = ask(
        "a,1,referred,2026-03-02,lung,,",
        "a,1,deferred,2026-03-03,patient_wish,,2026-03-06",
        "a,1,deferred,2026-03-05,patient_wish,,2026-03-08",
        "a,1,deferred,2026-03-04,medical,,",
        head=HEAD + ",until",
    )

    row = only(answer, "OF1")
    assert (row["days"], row["deferred"]) == (18, {"medical": None, "patient_wish": 5})


def test_corrections_and_retractions_in_a_table_are_respected(ask: Ask) -> None:
    answer = ask(
        "a,1,referred,2026-03-02,lung,,r1,,2026-03-02",
        "a,1,attended,2026-03-20,,,r2,,2026-03-20",
        "a,1,attended,2026-03-05,,,r3,r2,2026-03-25",
        "a,1,pathway_ended,2026-03-06,died,,r4,,2026-03-06",
        "a,1,retracted,2026-03-07,,,r5,r4,2026-03-26",
        "b,1,referred,2026-03-02,lung,,r6,r2,2026-03-02",
        at="2026-04-01",
        head=HEAD + ",source_id,replaces,recorded",
    )

    assert (only(answer, "OF1")["to"], only(answer, "OF4")["state"]) == ("2026-03-05", "running")
    assert any("another person's event" in note and note.endswith("stands: 1.") for note in answer["notes"])


def test_known_on_gives_what_could_be_known_then(ask: Ask) -> None:
    said = (
        "a,1,referred,2026-03-02,lung,,r1,,2026-03-02",
        "a,1,attended,2026-03-20,,,r2,,2026-03-20",
        "a,1,attended,2026-03-05,,,r3,r2,2026-03-25",
    )
    head = HEAD + ",source_id,replaces,recorded"

    before = ask(*said, at="2026-04-01", head=head, options=("--known-on", "2026-03-24"))
    after = ask(*said, at="2026-04-01", head=head, options=("--known-on", "2026-03-25"))

    assert (only(before, "OF1")["to"], only(after, "OF1")["to"]) == ("2026-03-20", "2026-03-05")


def test_what_cannot_be_as_it_is_told_is_counted(ask: Ask) -> None:
    answer = ask(
        "a,1,attended,2026-03-01,,",
        "a,1,referred,2026-03-02,lung,",
        "a,1,referred,2026-03-02,breast,",
        "a,1,treatment_started,2026-03-05,surgery,",
        "a,1,transferred,2026-03-05,nowhere,",
        "a,1,scanned,2026-03-05,,",
        "a,1,decided,2026-03-04,perhaps,",
        "a,1,decided,2026-03-04,,",
        "b,1,referred,2023-03-02,cll,",
        "c,1,referred,2026-03-02,elbow,",
        "d,1,attended,2026-03-02,,",
        "e,1,referred,soon,lung,",
        "f,1,referred,2026-03-21,lung,",
        ",1,referred,2026-03-02,lung,",
    )

    notes = "\n".join(answer["notes"])
    for passage in (
        "left out: 1 (scanned (1))",
        "Values in time that are no date or time (ISO 8601): 1",
        "without a person, a type or a time were left out: 1",
        "before the start of their episode, not counted in any interval: 1",
        "several starts on their first day; the alphabetically first pathway counts: 1",
        "without a decision to treat before it or on that day: 1",
        "their pathway no longer applied, without a limit: 1",
        "does not know, without a limit: 1",
        "a unit that is not known here; the episode goes on with its start: 1",
        "a code that the vocabulary does not have: 1",
        "without a code, which open and end nothing: 1",
        "nothing that begins a pathway, which give no rows: 1",
        "after the day that was asked for, not counted: 1",
    ):
        assert passage in notes
    assert {row["pathway"] for row in answer["rows"] if row["person"] == "a"} == {"breast"}


@pytest.mark.parametrize("ending", ["ndjson", "parquet"])
def test_the_same_events_in_another_form_give_the_same_rows(ask: Ask, tmp_path: Path, ending: str) -> None:
    lines = ("a,1,referred,2026-03-02,lung,", "a,1,attended,2026-03-04,,")
    frame = pl.DataFrame([line.split(",") for line in lines], schema=HEAD.split(","), orient="row")
    path = tmp_path / f"events.{ending}"
    frame.write_ndjson(path) if ending == "ndjson" else frame.write_parquet(path)

    result = CliRunner().invoke(
        app, ["intervals", "--rules", "norway", "--table", str(path), "--at", "2026-03-20", "--json"]
    )

    assert json.loads(result.stdout)["rows"] == ask(*lines)["rows"]


def test_two_rule_books_answer_side_by_side(ask: Ask) -> None:
    answer = ask("a,1,referred,2026-03-02,lung,", options=("--rules", "england"))

    assert {(row["rules"], row["interval"]) for row in answer["rows"]} == {
        *(("norway", each) for each in ("OF1", "OF2", "OF3", "OF4")),
        *(("england", each) for each in ("fds28", "dtt31", "rtt62")),
    }


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--rules", "norwy", "--at", "2026-03-20"], 'Did you mean "norway"'),
        (["--rules", "norway", "--at", "20.03.2026"], "--at takes a day such as 2026-11-21"),
        (["--rules", "norway", "--at", "2026-03-20"], "There is no file"),
    ],
)
def test_what_cannot_be_answered_is_told_in_a_sentence(tmp_path: Path, words: list[str], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        CliRunner().invoke(app, ["intervals", "--table", str(tmp_path / "none.csv"), *words], catch_exceptions=False)
