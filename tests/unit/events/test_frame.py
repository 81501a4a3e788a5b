"""Which rows of a frame are refused, and which lie before the birth of their person?"""

from datetime import date
from typing import Any

import polars as pl
import pytest

from felles.events import (
    FRAME_SCHEMA,
    PROBLEM_SCHEMA,
    day_expression,
    frame_problems,
    frame_problems_before_birth,
    start_of,
)

TODAY = date(2026, 11, 21)


def row(type: str = "referred", day: date = date(2026, 3, 2), **columns: Any) -> dict[str, Any]:
    known = {"person": "1", "source": "test", "source_id": "1", "precision": "day"}
    return {**dict.fromkeys(FRAME_SCHEMA), **known, "type": type, "time": start_of(day), **columns}


def frame(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=FRAME_SCHEMA)


def fields(*rows: dict[str, Any]) -> list[tuple[int, str]]:
    return frame_problems(frame(*rows), today=TODAY).select("row", "field").rows()


def early(*rows: dict[str, Any]) -> list[int]:
    return frame_problems_before_birth(frame(*rows))["row"].to_list()


def test_good_rows_have_no_problems():
    found = frame_problems(frame(row(code="lung"), row("born", code="male")), today=TODAY)

    assert found.is_empty()
    assert found.schema == PROBLEM_SCHEMA


def test_an_empty_frame_has_no_problems():
    assert frame_problems(frame(), today=TODAY).is_empty()
    assert frame_problems_before_birth(frame()).is_empty()


def test_each_bad_row_is_named_with_all_that_is_wrong():
    found = fields(row(code="lung"), row("told", code="maybe", source=""), row("nothing_known"))

    assert sorted(found) == [(1, "code"), (1, "source"), (2, "type")]


@pytest.mark.parametrize("column", ["person", "type", "time", "precision", "source", "source_id"])
def test_a_row_without_what_every_event_has_is_refused(column: str):
    assert (0, column) in fields(row(code="lung") | {column: None})


def test_data_that_is_no_json_is_refused():
    assert fields(row(code="lung", data="{"), row(code="lung", data="")) == [(0, "data"), (1, "data")]


def test_a_row_cannot_replace_itself():
    assert fields(row(code="lung", replaces="1"), row(code="lung", replaces="2")) == [(0, "replaces")]


def test_a_time_beyond_every_calendar_is_refused():
    far = pl.from_epoch(pl.Series([2**62]), time_unit="us").dt.replace_time_zone("UTC")

    found = frame_problems(frame(row(code="lung")).with_columns(time=far), today=TODAY)

    assert found["field"].unique().to_list() == ["time"]


def test_a_frame_of_other_columns_is_refused_by_name():
    with pytest.raises(ValueError, match="source_id"):
        frame_problems(frame(row()).drop("source_id"), today=TODAY)
    with pytest.raises(ValueError, match="value"):
        frame_problems(frame(row()).with_columns(value=pl.lit("7")), today=TODAY)


def test_the_day_of_a_frame_is_the_calendar_day_in_oslo():
    days = frame(row(day=date(2026, 3, 29)), row(day=date(1850, 1, 1))).select(day_expression()).to_series()

    assert days.to_list() == [date(2026, 3, 29), date(1850, 1, 1)]


def test_an_event_before_the_day_of_birth_is_found_and_one_on_the_day_is_not():
    born = row("born", date(1958, 4, 17), code="female")

    assert early(row(day=date(1958, 4, 16)), row(day=date(1958, 4, 17)), born) == [0]


def test_a_birth_tells_only_of_the_same_person_at_the_same_source():
    born = row("born", date(1958, 4, 17), code="female")

    assert early(born, row(day=date(1950, 1, 1), person="2"), row(day=date(1950, 1, 1), source="other")) == []


def test_what_is_known_to_the_year_or_month_is_compared_so():
    born = row("born", date(1958, 4, 17), code="female")
    same_year = row(day=date(1958, 1, 1), precision="year")
    same_month = row(day=date(1958, 4, 1), precision="month")
    month_before = row(day=date(1958, 3, 1), precision="month")
    year_before = row(day=date(1957, 1, 1), precision="year")

    assert early(born, same_year, same_month, month_before, year_before) == [3, 4]


def test_a_birth_known_to_the_year_lets_the_whole_year_pass():
    born = row("born", date(1958, 1, 1), code="female", precision="year")

    assert early(born, row(day=date(1958, 1, 1)), row(day=date(1957, 12, 31))) == [2]


def test_a_corrected_birth_no_longer_counts():
    wrong = row("born", date(1985, 4, 17), code="female", source_id="wrong")
    right = row("born", date(1958, 4, 17), code="female", source_id="right", replaces="wrong")

    assert early(wrong, right, row(day=date(1976, 1, 1))) == []


def test_the_refusal_of_an_early_row_names_the_day_of_birth():
    found = frame_problems_before_birth(frame(row("born", date(1958, 4, 17)), row(day=date(1950, 1, 1))))

    assert found.rows() == [(1, "time", "1950-01-01", "the day of birth or later, 1958-04-17")]
    assert found.schema == PROBLEM_SCHEMA
