"""When was it, and how exactly is that known, from a date or time as it was written?"""

from datetime import UTC, date, datetime

import polars as pl
import pytest

from felles.events import day_of, start_of
from felles.interop.moments import Moment, coarser, read_moment, read_moments


def test_a_bare_day_is_that_day_in_oslo() -> None:
    assert read_moment("2024-05-17") == Moment(start_of(date(2024, 5, 17)), "day")


def test_every_day_of_two_centuries_is_read_as_that_day() -> None:
    days = pl.date_range(date(1850, 1, 1), date(2050, 1, 1), eager=True)

    moments = read_moments(days.cast(pl.String))

    assert [day_of(time) for time in moments["time"]] == days.to_list()


def test_a_month_or_a_year_alone_begins_with_its_first_day() -> None:
    assert read_moment("2024-05") == Moment(start_of(date(2024, 5, 1)), "month")
    assert read_moment("2024") == Moment(start_of(date(2024, 1, 1)), "year")


@pytest.mark.parametrize(
    "text",
    [
        "2024-05-17T13:05:00+02:00",
        "2024-05-17T11:05:00Z",
        "2024-05-17 13:05",
        "2024-05-17T13:05:00,0",
        "2024-05-17T13:05+0200",
    ],
)
def test_a_time_without_its_zone_is_oslos(text: str) -> None:
    assert read_moment(text) == Moment(datetime(2024, 5, 17, 11, 5, tzinfo=UTC), "minute")


def test_of_the_hour_that_autumn_repeats_the_first_is_meant() -> None:
    assert read_moment("2024-10-27T02:30") == Moment(datetime(2024, 10, 27, 0, 30, tzinfo=UTC), "minute")


def test_a_time_in_the_hour_that_spring_leaves_out_is_an_hour_later_and_said_to_be() -> None:
    moment = read_moment("2024-03-31T02:30")

    assert moment == Moment(datetime(2024, 3, 31, 1, 30, tzinfo=UTC), "minute", moved=True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "17.05.2024",
        "2024-02-30",
        "2024-13",
        "20240517",
        "2024-05-17T25:00",
        "1799-12-31",
        "2201",
        "0001-01-01",
        "9999-12-31T23:59-12:00",
    ],
)
def test_what_names_no_moment_is_not_guessed_at(text: str) -> None:
    assert read_moment(text) is None
    assert read_moments(pl.Series([text]))["time"].to_list() == [None]


def test_a_whole_column_is_read_as_each_of_its_texts() -> None:
    texts = [
        "2024-05-17",
        "2024-05-17T13:05:00.250000+02:00",
        None,
        "2024",
        "nonsense",
        "1965-07-01T00:30:00",
        "2024-05-17",
    ]

    moments = read_moments(pl.Series(texts, dtype=pl.String))

    expected = [read_moment(text) if text else None for text in texts]
    assert moments["time"].to_list() == [each.time if each else None for each in expected]
    assert moments["precision"].to_list() == [each.precision if each else None for each in expected]


def test_of_two_precisions_the_less_exact_holds() -> None:
    frame = pl.DataFrame({"one": ["minute", "year", None, "hour"], "other": ["day", "day", "month", "day"]})

    assert frame.select(coarser(pl.col("one"), pl.col("other"))).to_series().to_list() == [
        "day",
        "year",
        "month",
        "hour",
    ]
