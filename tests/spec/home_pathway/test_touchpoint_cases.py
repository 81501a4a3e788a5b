"""Every case beside a touchpoint holds, and every verified window is covered by one on each of its edges."""

from datetime import date
from typing import Any

import pytest

from felles.definitions import Example, load_content
from felles.pathways.home import COLUMNS

from .conftest import conversations, frame_of, said

CONTENT = load_content()
CASES = [(point.id, example) for point in CONTENT.touchpoints.values() for example in point.examples]


def row_of(id: str, example: Example) -> dict[str, Any]:
    """The row of a touchpoint in the latest round; all null where there is none."""
    events = [
        said(
            str(event.at),
            event.type,
            event.code,
            place=event.place,
            until=str(event.until) if event.until else None,
        )
        for event in example.events
    ]
    rows = conversations(frame_of(events), example.seen_from).to_dicts()
    found = sorted((row for row in rows if row["touchpoint"] == id), key=lambda row: row["round"])
    return found[-1] if found else dict.fromkeys(COLUMNS)


@pytest.mark.parametrize(("id", "example"), CASES, ids=[f"{id}: {example.case}" for id, example in CASES])
def test_a_case_of_a_touchpoint_holds(id: str, example: Example) -> None:
    row = row_of(id, example)

    answered = {name: _plain(row[name]) for name in example.expect}
    assert answered == dict(example.expect)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def test_every_verified_window_has_a_case_before_it_in_it_and_after_it() -> None:
    windows = {id for id, point in CONTENT.touchpoints.items() if point.window.latest.to_months and point.verified}

    shown = {(id, example.expect.get("state")) for id, example in CASES}

    assert windows == {"municipality_first", "municipality_second"}
    assert {(id, state) for id in windows for state in ("waiting", "open", "late")} <= shown
    assert all((id, True) in {(id, one.expect.get("held_within")) for id, one in CASES} for id in windows)


def test_no_official_day_is_claimed_for_the_first_conversation() -> None:
    hospital = CONTENT.touchpoints["hospital"]

    assert hospital.window.latest.to_months is None
    assert hospital.remind_after is not None
    assert "Ours" in hospital.remind_after.assumption
