"""How days are drawn as bars."""

from hypothesis import given
from hypothesis import strategies as st

from felles.web.components.spread import HEIGHT, MOST_BARS, WIDTH, spread_of

some_days = st.lists(st.integers(0, 2000), min_size=1, max_size=60).map(sorted)


@given(some_days, st.none() | st.integers(0, 300))
def test_every_step_is_in_one_bar_and_every_bar_is_inside_the_drawing(days: list[int], limit: int | None) -> None:
    drawn = spread_of(days, limit)

    assert sum(bar.count for bar in drawn.bars) == len(days)
    assert len(drawn.bars) <= MOST_BARS
    for bar in drawn.bars:
        assert bar.count == sum(bar.first <= day <= bar.last for day in days)
        assert 0 <= bar.x <= bar.x + bar.width <= WIDTH
        assert 0 <= bar.y <= bar.y + bar.height <= HEIGHT


def test_bars_that_begin_after_the_limit_are_late_and_the_line_stands_before_them() -> None:
    drawn = spread_of([3, 14, 15, 20], limit=14)

    assert [(bar.first, bar.late) for bar in drawn.bars] == [(3, False), (14, False), (15, True), (20, True)]
    assert drawn.limit_x == drawn.bars[2].x


def test_no_days_give_no_bars() -> None:
    assert spread_of([], limit=7).bars == ()


def test_no_day_is_written_past_the_end_of_the_drawing() -> None:
    drawn = spread_of(list(range(41)), limit=None)

    assert drawn.ticks[0] == (0.0, 0)
    assert all(x + 7 * len(str(day)) <= WIDTH + 1 for x, day in drawn.ticks)
