"""`felles touchpoints` on a table in a file: rows, lists, statistics, and what could not be used."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from felles.cli import app
from felles.definitions import Content
from felles.store import Refused

Ask = Callable[..., dict[str, Any]]
HEAD = "person,episode,type,time,until,code,place"
KARI = (
    "Kari N,bowel,born,1968-09-05,,female,3405",
    "Kari N,bowel,diagnosed,2025-01-10,,C18.7,innlandet",
    "Kari N,bowel,told,2025-01-15,,cancer,innlandet",
    "Kari N,,needs_conversation_held,2025-02-05,,hospital,innlandet",
    "Kari N,,needs_conversation_held,2025-05-01,,municipality_first,Lillehammer kommune",
)
PER = (
    "Per F,p,born,1947-07-27,,male,1103",
    "Per F,p,diagnosed,2025-02-10,,C61,stavanger",
    "Per F,p,told,2025-02-20,,cancer,stavanger",
    "Per F,,needs_conversation_declined,2025-02-21,2025-05-01,hospital,",
)


@pytest.fixture
def ask(tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """The answer about the lines of a table: ask(*lines, at="2025-07-01", options=(...)). The content is read once."""
    monkeypatch.setattr("felles.definitions.load_content", lambda: content)

    def answer(*lines: str, at: str = "2025-07-01", options: tuple[str, ...] = ()) -> Any:
        path = tmp_path / "events.csv"
        path.write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8")
        words = ["touchpoints", "--table", str(path), "--at", at, "--json", *options]
        return json.loads(CliRunner().invoke(app, words, catch_exceptions=False).stdout)

    return answer


def test_a_row_says_who_has_to_do_what_by_when(ask: Ask) -> None:
    answer = ask(*PER)

    rows = {row["touchpoint"]: row for row in answer["rows"]}
    hospital, first = rows["hospital"], rows["municipality_first"]
    assert (hospital["person"], hospital["episode"], hospital["responsible"]) == ("Per F", "p", "stavanger")
    assert (hospital["state"], hospital["due"], hospital["days_left"]) == ("ask_again", "2025-05-01", -61)
    assert (first["state"], first["due"], first["responsible"]) == ("late", "2025-06-10", "1103")
    assert answer["notes"] == []


def test_statistics_count_and_share_by_region(ask: Ask) -> None:
    answer = ask(*KARI, *PER, options=("--by", "region"))

    rows = {(row["region"], row["touchpoint"]): row for row in answer["rows"]}
    south_east, west = rows["south_east", "municipality_first"], rows["west", "municipality_first"]
    assert (south_east["eligible"], south_east["within"], south_east["share_within"]) == (1, 1, 1.0)
    assert (west["eligible"], west["within"], west["share_within"], west["late"]) == (1, 0, 0.0, 1)
    assert (rows["west", "hospital"]["declined"], rows["west", "hospital"]["share_held"]) == (1, 0.0)
    assert rows["south_east", "hospital"]["share_within"] is None
    assert any("Small numbers" in note for note in answer["notes"])


def test_nobody_is_eligible_before_the_window_has_gone_by_or_after_death(ask: Ask) -> None:
    on_the_last_day = ask(*PER, at="2025-06-10", options=("--by", "municipality"))
    dead = ask(*PER, "Per F,,died,2025-06-01,,cancer,", options=("--by", "municipality"))

    for answer in (on_the_last_day, dead):
        (row,) = [row for row in answer["rows"] if row["touchpoint"] == "municipality_first"]
        assert (row["municipality"], row["diagnosed"], row["eligible"], row["share_within"]) == ("1103", 1, 0, None)


def test_a_unit_of_a_trust_and_its_short_name_are_counted_with_the_trust(ask: Ask) -> None:
    answer = ask(
        "a,1,diagnosed,2025-01-10,,C18.7,ous:surgery",
        "b,1,diagnosed,2025-01-10,,C18.7,oslo",
        "c,1,diagnosed,2025-01-10,,C18.7,elsewhere",
        options=("--by", "trust"),
    )

    counted = {row["trust"]: row["diagnosed"] for row in answer["rows"] if row["touchpoint"] == "hospital"}
    assert counted == {"oslo": 2, None: 1}


def test_what_cannot_be_as_it_is_told_is_counted(ask: Ask) -> None:
    answer = ask(
        "a,1,diagnosed,2025-01-10,,C18.7,",
        "a,1,needs_conversation_held,2025-01-09,,hospital,ous",
        "a,1,needs_conversation_held,2025-02-09,,somewhere,ous",
        "b,1,needs_conversation_held,2025-02-09,,hospital,ous",
        "c,1,diagnosed,2021-02-09,,C50.9,ous",
        "c,1,told,2026-02-09,,cancer,ous",
    )

    counted = [note.rpartition(": ") for note in answer["notes"]]
    assert [(text.split(",")[0], count) for text, _, count in counted] == [
        ("Events after the day that was asked for", "1."),
        ("Conversations with a code that is no touchpoint", "1."),
        ("Persons with a conversation but no diagnosis or relapse", "1."),
        ("Conversations before the person's first diagnosis or relapse", "1."),
        ("Rounds from before the home pathway began", "1."),
        ("Rounds in which nobody is recorded as having told the person", "1."),
        ("Rounds whose hospital is not known", "1."),
        ("Rounds of persons whose municipality is not known", "1."),
    ]
    assert {row["person"] for row in answer["rows"]} == {"a"}


@pytest.mark.parametrize(
    ("name", "lines", "wanted"),
    [
        ("needs", ("a,n,need_found,2025-02-05,,nutrition,ous",), {"theme": "nutrition", "state": "unassigned"}),
        ("handovers", ("a,,handed_over,2025-02-05,,1103,ous",), {"receiver": "1103", "state": "waiting"}),
        ("children", ("a,,relative_named,2025-02-05,,child_minor,",), {"person": "a", "needs_attention": True}),
    ],
)
def test_the_other_lists_are_asked_for_by_name(
    ask: Ask, name: str, lines: tuple[str, ...], wanted: dict[str, Any]
) -> None:
    (row,) = ask(*lines, options=("--list", name))["rows"]

    assert {column: row[column] for column in wanted} == wanted


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--by", "town"), "--by takes region, trust or municipality; got town."),
        (("--list", "people"), "--list takes touchpoints, needs, handovers or children; got people."),
        (("--list", "needs", "--by", "region"), "Choose one of --by and --list"),
        (("--csv",), "Choose one of --json and --csv."),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(ask: Ask, options: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        ask(*KARI, options=options)
