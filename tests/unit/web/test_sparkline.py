"""The small line on a goal's card: what is drawn, and what is left out."""

import pytest

from felles.definitions import Point
from felles.web.components.sparkline import draw_sparkline, year_of


def points(*values: tuple[str | None, float], scope: str | None = None) -> list[Point]:
    return [Point(period=period, value=value, source="ssb", scope=scope) for period, value in values]


def test_a_falling_series_ends_lower_than_it_began_and_near_its_aim() -> None:
    line = draw_sparkline(points(("2015", 13), ("2019", 9), ("2023", 7)), aim=5)

    assert line is not None
    assert line.aim_y is not None
    heights = [down for _, down in line.dots]
    assert heights == sorted(heights)
    assert line.aim_y > heights[-1]
    assert (line.first_year, line.last_year) == (2015, 2023)


def test_fewer_than_three_points_are_no_development() -> None:
    assert draw_sparkline(points(("2017", 1), ("2023", 1)), aim=4) is None


def test_points_without_a_year_or_with_another_coverage_are_not_drawn_along() -> None:
    other = points(("2016T3", 70), scope="4 types")
    own = points(("2018T1", 65.6), ("2019T1", 65.2), (None, 30), ("2023H1", 66))

    line = draw_sparkline([*other, *own], aim=70)

    assert line is not None
    assert len(line.dots) == 3


def test_a_level_series_is_drawn_and_not_divided_by_nothing() -> None:
    line = draw_sparkline(points(("2019", 1), ("2020", 1), ("2021", 1)), aim=None)

    assert line is not None
    assert line.aim_y is None


@pytest.mark.parametrize(
    ("period", "year"),
    [("2019", 2019), ("2019-2023", 2021), ("2016T3", 2016 + 2 / 3), ("2023H2", 2023.5), ("2021-07-01", 2021.5)],
)
def test_a_period_lies_at_its_place_among_the_years(period: str, year: float) -> None:
    assert year_of(period) == pytest.approx(year)
