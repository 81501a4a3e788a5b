"""Where days lie on the axis, and which are written along it."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from felles.web.components.axis import GRID_FONT_SIZE, axis_over, grid
from felles.web.components.text_width import text_width


def words_over(first: date, last: date, width: float = 980.0) -> list[str]:
    return [line.words for line in grid(axis_over(first, last, left=0, right=width), "nb") if line.words]


def test_a_later_day_lies_further_right() -> None:
    axis = axis_over(date(2024, 1, 1), date(2026, 1, 1), left=100, right=1100)

    assert 100 < axis.x(date(2024, 1, 1)) < axis.x(date(2025, 1, 1)) < axis.x(date(2026, 1, 1)) < 1100


def test_an_axis_is_never_shorter_than_a_month() -> None:
    axis = axis_over(date(2026, 3, 2), date(2026, 3, 2), left=0, right=100)

    assert axis.last - axis.first >= timedelta(days=30)


def test_two_years_are_written_by_quarters_and_the_year_once() -> None:
    words = words_over(date(2025, 2, 10), date(2026, 11, 21))

    assert words == ["apr 2025", "jul", "okt", "jan 2026", "apr", "jul", "okt"]


def test_a_hundred_years_are_written_by_decades_or_less() -> None:
    words = words_over(date(1926, 1, 1), date(2026, 1, 1))

    assert words[0] == "1925"
    assert words[1] in {"1930", "1935"}


@given(st.dates(date(1900, 1, 1), date(2026, 1, 1)), st.integers(0, 45_000), st.sampled_from([346.0, 980.0]))
def test_the_words_along_an_axis_never_touch(first: date, span: int, width: float) -> None:
    lines = grid(axis_over(first, first + timedelta(days=span), left=0, right=width), "nb")

    assert lines
    assert all(one.x + text_width(one.words, GRID_FONT_SIZE) < other.x for one, other in pairwise(lines) if one.words)


@pytest.mark.parametrize(("language", "words"), [("nb", "okt 2026"), ("en", "Oct 2026")])
def test_months_are_written_in_the_readers_language(language: str, words: str) -> None:
    lines = grid(axis_over(date(2026, 9, 20), date(2027, 6, 1), left=0, right=980), language)  # type: ignore[arg-type]

    assert lines[0].words == words
