"""The drawn time axis: every mark is there, and no label lies on another."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from felles.web.components.text_width import text_width
from felles.web.components.timeline import (
    LABEL_FONT_SIZE,
    MARK_HEIGHT,
    Drawing,
    Lane,
    Mark,
    Shape,
    draw_timeline,
)

LANES = [Lane("treatment", "Behandling"), Lane("contact", "Kontakt")]
AT = date(2026, 11, 21)


def mark(words: str, start: date, end: date | None = None, lane: str = "contact") -> Mark:
    return Mark(lane=lane, words=words, told=words, start=start, end=end)


def drawn(marks: Sequence[Mark], width: float = 1120.0, ended: date | None = None) -> Drawing:
    drawing = draw_timeline(marks, LANES, at=AT, language="nb", width=width, ended=ended)
    assert drawing is not None
    return drawing


def box_of_words(shape: Shape) -> tuple[float, float, float, float]:
    wide = text_width(shape.words, LABEL_FONT_SIZE)
    left = shape.words_x - wide if shape.words_end else shape.words_x
    return left, shape.y, left + wide, shape.y + MARK_HEIGHT


def box_of_mark(shape: Shape) -> tuple[float, float, float, float]:
    return shape.x, shape.y, shape.x + shape.width, shape.y + MARK_HEIGHT


def overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def days() -> st.SearchStrategy[date]:
    return st.dates(date(1926, 1, 1), date(2026, 12, 31))


@st.composite
def marks(draw: st.DrawFn) -> Mark:
    start = draw(days())
    length = draw(st.none() | st.integers(0, 4000))
    words = draw(st.sampled_from(["ringt", "Operasjon", "FOLFIRI + bevacizumab", "Fikk tilbud om samtale", "CT"]))
    lane = draw(st.sampled_from(["treatment", "contact"]))
    return mark(words, start, None if length is None else start + timedelta(days=length), lane)


@given(st.lists(marks(), min_size=1, max_size=40), st.sampled_from([350.0, 1120.0]))
def test_no_label_lies_on_another_label_or_on_another_mark(some: list[Mark], width: float) -> None:
    drawing = drawn(some, width)

    shapes = [shape for lane in drawing.lanes for shape in lane.shapes]

    labelled = [shape for shape in shapes if shape.words]
    assert not any(overlap(box_of_words(one), box_of_words(other)) for one, other in combinations(labelled, 2))
    assert not any(
        overlap(box_of_words(one), box_of_mark(other)) for one in labelled for other in shapes if one is not other
    )


@given(st.lists(marks(), min_size=1, max_size=40), st.sampled_from([350.0, 1120.0]))
def test_every_mark_and_label_lies_within_the_drawing(some: list[Mark], width: float) -> None:
    drawing = drawn(some, width)

    for lane in drawing.lanes:
        for shape in [*lane.shapes, *lane.strip]:
            assert drawing.left <= shape.x <= shape.x + shape.width <= drawing.width
            assert 0 <= shape.y <= drawing.floor
        for shape in lane.shapes:
            if shape.words:
                left, _, right, _ = box_of_words(shape)
                assert drawing.left <= left
                assert right <= drawing.width


@given(st.lists(marks(), min_size=1, max_size=40))
def test_every_day_with_a_mark_has_one_in_the_drawing(some: list[Mark]) -> None:
    drawing = drawn(some)

    drawn_words = {shape.mark.words.split(" ×")[0] for lane in drawing.lanes for shape in [*lane.shapes, *lane.strip]}

    strips = any(lane.strip for lane in drawing.lanes)
    assert drawn_words == {one.words for one in some} or strips


def test_equal_points_that_touch_become_one_with_their_number() -> None:
    close = [mark("ringt", date(2020, 1, day)) for day in (1, 2, 3)]

    drawing = drawn([*close, mark("ringt", date(2025, 6, 1))])

    words = [shape.words for shape in drawing.lanes[0].shapes]
    assert words == ["ringt ×3", "ringt"]


def test_nothing_to_draw_gives_no_drawing() -> None:
    assert draw_timeline([], LANES, at=AT, language="nb", width=1120.0) is None


def test_one_event_a_day_ago_gets_an_axis_of_a_month_with_today_on_it() -> None:
    drawing = drawn([mark("ringt", date(2026, 11, 20))])

    assert drawing.today is not None
    assert len(drawing.grid) >= 3
    assert drawing.grid[0].words.endswith("2026")


def test_the_axis_ends_where_the_course_ended_and_not_today() -> None:
    ended = date(1992, 1, 12)

    drawing = drawn([mark("diagnose", date(1981, 6, 15)), mark("døde", ended)], ended=ended)

    assert drawing.today is None
    assert drawing.grid[-1].words in {"1991", "1992", ""}


def test_two_thousand_events_are_no_taller_than_their_rows_and_no_more_than_their_width() -> None:
    many = [mark(f"ting {number % 7}", date(1961, 1, 1) + timedelta(days=number * 11)) for number in range(2000)]

    drawing = drawn(many)

    assert drawing.height < 260
    assert len(drawing.lanes[0].strip) <= drawing.width


def test_a_period_long_enough_carries_its_words_inside() -> None:
    drawing = drawn([mark("FLOX", date(2025, 1, 1), date(2025, 9, 1), "treatment"), mark("x", date(2024, 1, 1))])

    treatment = next(lane for lane in drawing.lanes if lane.key == "treatment")
    assert treatment.shapes[0].is_inside


def test_on_a_phone_the_name_of_a_lane_stands_above_its_first_row() -> None:
    drawing = drawn([mark("ringt", date(2025, 1, 1))], width=350.0)

    lane = drawing.lanes[0]
    assert lane.name_y < min(shape.y for shape in lane.shapes)
