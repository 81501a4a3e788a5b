"""`felles followup` on a table in a file: the contacts of each person, and what is told of them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from felles.cli import app
from felles.store import Refused

Ask = Callable[..., dict[str, Any]]
OPERATED = (
    "A,tumour,born,1960-05-01,female,0301",
    "A,tumour,diagnosed,2025-01-10,C18.7,ahus",
    "A,tumour,treatment_started,2025-01-31,surgery,ahus",
    "A,tumour,staged,2025-02-05,tnm8:IIA,ahus",
)
ONLY_SET = ("--only-set",)
SET = "A,plan,follow_up_planned,2025-02-10,colorectal_stage_2_3,ahus"


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """The answer about the lines of a table, seen from a day."""

    def answer(*lines: str, at: str = "2025-03-20", options: tuple[str, ...] = ()) -> Any:
        path = tmp_path / "events.csv"
        path.write_text("\n".join(["person,episode,type,time,code,place", *lines]) + "\n", encoding="utf-8")
        words = ["followup", "--table", str(path), "--at", at, "--json", *options]
        return json.loads(CliRunner().invoke(app, words, catch_exceptions=False).stdout)

    return answer


def test_a_row_says_everything_in_iso_dates(ask: Ask) -> None:
    answer = ask(*OPERATED, SET, options=("--state", "late", "--only-set"))

    assert answer["rows"][0] == {
        "person": "A",
        "episode": "plan",
        "plan": "colorectal_stage_2_3",
        "basis": "set",
        "item": "cea",
        "number": 1,
        "due": "2025-02-28",
        "window_from": "2025-02-14",
        "window_to": "2025-03-14",
        "done_on": None,
        "state": "late",
        "who": "hospital_and_gp",
        "clinical_clock": True,
    }
    assert [row["item"] for row in answer["rows"]] == ["cea", "visit"]
    assert answer["notes"] == []


def test_who_has_no_plan_is_expected_to_have_the_one_that_fits_and_that_can_be_left_out(ask: Ask) -> None:
    rows, left_out = ask(*OPERATED)["rows"], ask(*OPERATED, options=ONLY_SET)["rows"]

    assert {(row["episode"], row["basis"], row["plan"]) for row in rows} == {
        ("tumour", "expected", "colorectal_stage_2_3")
    }
    assert left_out == []


def test_a_plan_that_somebody_set_stands_in_the_place_of_the_expected_one(ask: Ask) -> None:
    rows = ask(*OPERATED, SET.replace("colorectal_stage_2_3", "colorectal_metastasis_surgery"))["rows"]

    assert {(row["plan"], row["basis"]) for row in rows} == {("colorectal_metastasis_surgery", "set")}


def test_a_plan_ends_on_its_last_day_by_another_plan_and_by_death(ask: Ask) -> None:
    other = "A,plan,follow_up_planned,2025-03-01,rectal_stage_2_3,ahus"
    died = "A,tumour,died,2025-03-01,cancer,"

    replaced, over = (ask(*OPERATED, SET, line, options=ONLY_SET)["rows"] for line in (other, died))

    assert {row["state"] for row in replaced if row["plan"] == "colorectal_stage_2_3"} == {"ended"}
    assert {row["state"] for row in replaced if row["plan"] == "rectal_stage_2_3"} == {"late", "ahead"}
    assert {row["state"] for row in over} == {"ended"}


def test_notes_tell_what_could_not_be_used_and_which_sources_are_old(ask: Ask) -> None:
    notes = ask(
        SET.replace("colorectal_stage_2_3", "colorectal"),
        "B,plan,follow_up_planned,2025-02-10,prostate_curative,ahus",
        "C,plan,follow_up_changed,2025-02-10,needs_based,ahus",
        options=ONLY_SET,
    )["notes"]

    assert [note.split(":")[1].strip(" .") for note in notes] == ["1", "1", "1", "prostate_curative"]


def test_a_state_that_there_is_not_is_refused_with_a_hint(ask: Ask) -> None:
    with pytest.raises(Refused, match='Did you mean "late"'):
        ask(*OPERATED, options=("--state", "lat"))
