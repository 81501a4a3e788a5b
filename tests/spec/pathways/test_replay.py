"""`felles replay`: what would change if the limits changed."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from felles.cli import app
from felles.store import Refused

Replay = Callable[..., dict[str, Any]]
EVENTS = """\
person,episode,type,time,code,place
late,1,referred,2026-01-05,breast,ahus
late,1,attended,2026-01-08,,ahus
late,1,decided,2026-01-20,treat,ahus
quick,2,referred,2026-01-31,breast,bergen:surgery
quick,2,attended,2026-02-02,,bergen
quick,2,decided,2026-02-09,treat,bergen
waits,3,referred,2026-02-06,breast,a place of its own
waits,3,attended,2026-02-08,,
other,4,referred,2026-02-06,lung,ahus
other,4,attended,2026-02-08,,ahus
moved,5,referred,2026-02-10,breast,unn
moved,5,transferred,2026-02-11,ahus,ahus
moved,5,attended,2026-02-12,,ahus
never,6,referred,2026-02-10,breast,ahus
"""
RULE = """\
id: OF2
label: {nb: Til beslutning, nn: Til avgjerd, en: To decision}
opens: [attended]
closes: [decided]
ends: [pathway_ended, decided]
limits:
  - pathway: breast
    days:
      "2015-01-01": {value: DAYS, source: ours, verified: VERIFIED, start: stated}
source: ours
verified: true
"""


@pytest.fixture
def replay(tmp_path: Path) -> Replay:
    """The answer about the events above, with a trial of so many days from first attendance to decision (breast)."""
    (tmp_path / "events.csv").write_text(EVENTS, encoding="utf-8")
    trial = tmp_path / "trial"
    trial.mkdir()
    (trial / "sources.yaml").write_text("ours: {title: A trial, publisher: We, kind: official, mark: read}\n")

    def ask(*options: str, days: int = 10, verified: str = "true", rules: tuple[str, ...] = ("norway", "")) -> Any:
        text = RULE.replace("DAYS", str(days)).replace("VERIFIED", verified)
        (trial / "OF2.yaml").write_text(text, encoding="utf-8")
        named = [word for name in rules for word in ("--rules", name or str(trial))]
        words = ["replay", *named, "--table", str(tmp_path / "events.csv"), "--at", "2026-02-20", "--json", *options]
        return json.loads(CliRunner().invoke(app, words, catch_exceptions=False).stdout)

    return ask


def only(answer: dict[str, Any], **wanted: Any) -> dict[str, Any]:
    (row,) = [row for row in answer["rows"] if all(row[name] == value for name, value in wanted.items())]
    return dict(row)


def test_those_who_move_from_in_time_to_late_are_counted_where_they_started(replay: Replay) -> None:
    row = only(replay(), pathway="breast", region="south_east", month="2026-01")

    assert (row["within_a"], row["late_a"], row["share_within_a"]) == (1, 0, 1.0)
    assert (row["within_b"], row["late_b"], row["share_within_b"]) == (0, 1, 0.0)
    assert (row["to_late"], row["to_within"], row["intervals"], row["confirmed"]) == (1, 0, 1, True)


def test_a_longer_limit_moves_the_late_back(replay: Replay) -> None:
    answer = replay("--by", "pathway", rules=("", "norway"))
    row = only(answer, pathway="breast")

    assert (row["to_late"], row["to_within"]) == (0, 2)


def test_those_who_still_wait_are_overdue_or_running(replay: Replay) -> None:
    row = only(replay("--by", "pathway,month"), pathway="breast", month="2026-02")

    assert (row["running_a"], row["overdue_a"], row["running_b"], row["overdue_b"]) == (2, 0, 1, 1)
    assert (row["within_a"], row["share_within_a"], row["share_within_b"]) == (0, None, 0.0)


def test_a_transfer_leaves_a_pathway_with_the_region_that_started_it(replay: Replay) -> None:
    answer = replay("--by", "region")

    assert only(answer, region="north")["running_a"] == 1
    assert only(answer, region="west")["within_b"] == 1


def test_a_place_that_is_not_known_is_told_as_unknown(replay: Replay) -> None:
    assert only(replay("--by", "region"), region="unknown")["intervals"] == 1


def test_limits_that_nobody_has_confirmed_stand_apart(replay: Replay) -> None:
    answer = replay("--by", "month", verified="false")

    assert {row["confirmed"] for row in answer["rows"] if row["within_a"]} == {False}
    assert any("nobody has confirmed" in note for note in answer["notes"])


def test_a_pathway_without_a_limit_in_the_trial_is_counted_as_such(replay: Replay) -> None:
    answer = replay("--by", "pathway")

    assert only(answer, pathway="lung")["no_limit_b"] == 1
    assert "Intervals without a limit in B (trial), with one in the other: 1." in answer["notes"]
    assert "Intervals that only one of the rule books has, not compared: OF1, OF3, OF4." in answer["notes"]


def test_the_same_rules_twice_move_nobody(replay: Replay) -> None:
    answer = replay(rules=("norway", "norway"))

    assert {row["interval"] for row in answer["rows"]} >= {"OF1", "OF2", "OF4"}
    for row in answer["rows"]:
        assert (row["to_late"], row["to_within"]) == (0, 0)
        assert [row[f"{name}_a"] for name in ("within", "late", "overdue", "running", "share_within")] == [
            row[f"{name}_b"] for name in ("within", "late", "overdue", "running", "share_within")
        ]


@pytest.mark.parametrize(
    ("options", "rules", "sentence"),
    [
        ((), ("norway",), "Give --rules twice"),
        ((), ("norway", "", ""), "got 3"),
        (("--by", "pathway,regions"), ("norway", ""), 'Did you mean "region"'),
        ((), ("norway", "england"), "no interval in common"),
        ((), ("norway", "norge"), "There is no rule book norge"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_a_sentence(
    replay: Replay, options: tuple[str, ...], rules: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        replay(*options, rules=rules)
