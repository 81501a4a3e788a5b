"""Does the check of a frame give the same verdicts as the check of one event, on good, odd and broken events alike?"""

from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from felles.events import (
    EVENT_TYPES,
    FRAME_SCHEMA,
    PRECISIONS,
    Event,
    compact_json,
    example_event,
    frame_problems,
    problems,
)

TODAY = date(2026, 11, 21)
EVERY_CODE = sorted({code for kind in EVENT_TYPES.values() for code in kind.codes})
EVERY_UNIT = sorted({unit for kind in EVENT_TYPES.values() if kind.number for unit in kind.number.units})
COLUMNS = {field.name for field in fields(Event)} & set(FRAME_SCHEMA)

texts = st.sampled_from(["", " ", "x", "0301", "ous", "a\x00b", "x" * 61, "x" * 201, "01810199999", "1 \n"]) | st.text(
    st.characters(exclude_categories=["Cs"]), max_size=30
)
moments = st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 28), timezones=st.just(UTC)) | st.datetimes(
    datetime(2026, 11, 20), datetime(2026, 11, 23), timezones=st.just(UTC)
)
ends = st.integers(-3, 3).map(lambda days: timedelta(days=days))
codes = st.sampled_from([*EVERY_CODE, "C50.9", "tnm8:II", "lung", "goal:7", "BRAF", "8867-4", "L01"]) | texts
values = st.floats() | st.sampled_from([0.0, 1.0, 5.0, 50.0])
data = st.dictionaries(
    st.sampled_from(["note", "intent", "basis", "into", "what", "answers", "by", "Unknown"]),
    st.none() | st.booleans() | st.integers(-5, 20) | texts | st.just({"pain": 1}) | st.just(["gp"]),
    max_size=3,
)
uuids = st.integers(1, 3).map(lambda number: UUID(int=number))

changes = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(sorted(EVENT_TYPES)) | texts,
        "time": moments,
        "until": st.none() | moments,
        "precision": st.sampled_from([*PRECISIONS, "week", ""]),
        "episode": st.none() | uuids,
        "code": st.none() | codes,
        "value": st.none() | values,
        "unit": st.none() | st.sampled_from(EVERY_UNIT) | texts,
        "place": st.none() | texts,
        "actor": st.none() | texts,
        "source": texts,
        "source_id": texts,
        "replaces": st.none() | uuids,
        "data": data,
    },
)


@st.composite
def events(draw: st.DrawFn) -> Event:
    """The example of some type, with some columns changed for better or worse."""
    good = example_event(draw(st.sampled_from(list(EVENT_TYPES.values()))))
    columns = {field.name: getattr(good, field.name) for field in fields(Event)} | draw(changes)
    if columns["until"] is None and draw(st.booleans()):
        columns["until"] = columns["time"].replace(year=2020) + draw(ends)
    return Event(**columns)


def as_row(event: Event) -> dict[str, Any]:
    """The event as a row of a bulk frame, ids as text and data as JSON text."""
    columns = {name: getattr(event, name) for name in COLUMNS}
    as_text = {name: columns[name] and str(columns[name]) for name in ("person", "episode", "replaces")}
    return dict.fromkeys(FRAME_SCHEMA) | columns | as_text | {"data": _data(event.data)}


def _data(data: Mapping[str, Any]) -> str | None:
    return compact_json(data) if data else None


@settings(max_examples=300, deadline=None)
@given(st.lists(events(), max_size=8))
def test_a_frame_is_judged_as_its_events_are_one_by_one(log: list[Event]):
    frame = pl.DataFrame([as_row(event) for event in log], schema=FRAME_SCHEMA)

    found = frame_problems(frame, today=TODAY)

    expected = [
        (number, problem.field, problem.got, problem.allowed)
        for number, event in enumerate(log)
        for problem in problems(event, today=TODAY)
    ]
    assert sorted(found.rows()) == sorted(expected)


def test_the_examples_of_all_types_pass_as_a_frame_on_a_later_day():
    examples = [example_event(kind) for kind in EVENT_TYPES.values()]
    frame = pl.DataFrame([as_row(event) for event in examples], schema=FRAME_SCHEMA)

    assert frame_problems(frame, today=date(2100, 1, 1)).rows() == []
