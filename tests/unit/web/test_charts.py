"""How statistics are drawn: every value where it belongs, every name readable, and nothing that a page may not hold."""

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from felles.web.components.charts import (
    Bar,
    FunnelPoint,
    Series,
    ShareRow,
    axis_of_numbers,
    axis_of_shares,
    axis_of_years,
    funnel_plot,
    line_chart,
    ranked_bars,
    share_bars,
)
from felles.web.components.charts.labels import kept_apart
from felles.web.components.charts.look import LOOKS, UNKNOWN
from felles.web.components.charts.scales import Axis

SVG = "{http://www.w3.org/2000/svg}"
TEN_YEARS = Axis(low=0, high=10, ticks=(0, 5, 10), write="{:.0f}".format, words="years")
SHARES = axis_of_shares("{:.1f}".format)


def drawn(*series: Series, width: float = 760) -> ElementTree.Element:
    return ElementTree.fromstring(
        line_chart(series, across=TEN_YEARS, up=SHARES, title="Survival", told="As the table", width=width)
    )


def places(line: ElementTree.Element) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in (pair.split(",") for pair in line.attrib["points"].split())]


def text_of(svg: ElementTree.Element, word: str) -> ElementTree.Element:
    return next(text for text in svg.iter(f"{SVG}text") if text.text == word)


def test_a_curve_goes_through_its_values_on_the_axes_that_are_written() -> None:
    svg = drawn(Series(name="All", x=[0, 5, 10], y=[1.0, 0.6, 0.2]))

    [line] = svg.iter(f"{SVG}polyline")
    for (x, y), year, share in zip(places(line), ("0", "5", "10"), ("1.0", "0.6", "0.2"), strict=True):
        assert x == pytest.approx(float(text_of(svg, year).attrib["x"]), abs=0.1)
        assert y == pytest.approx(float(text_of(svg, share).attrib["y"]) - 4, abs=0.1)


def test_a_curve_stops_where_nothing_is_known_and_goes_on_after_it() -> None:
    svg = drawn(Series(name="All", x=[0, 2, 4, 6, 8], y=[1.0, 0.9, None, 0.8, 0.7]))

    assert [len(places(line)) for line in svg.iter(f"{SVG}polyline")] == [2, 2]


def test_the_band_holds_the_curve() -> None:
    svg = drawn(Series(name="All", x=[0, 10], y=[1.0, 0.5], lower=[1.0, 0.4], upper=[1.0, 0.6]))

    [line], [band] = svg.iter(f"{SVG}polyline"), svg.iter(f"{SVG}polygon")
    end = places(line)[-1][1]
    assert min(y for x, y in places(band) if x > 100) < end < max(y for _, y in places(band))


def test_lines_differ_in_dashes_too_and_what_is_unknown_is_grey() -> None:
    svg = drawn(*(Series(name=name, x=[0, 10], y=[1, 0.5], unknown=name == "X") for name in "ABX"))

    looks = [(line.attrib["stroke"], line.attrib.get("stroke-dasharray")) for line in svg.iter(f"{SVG}polyline")]
    assert looks == [LOOKS[0], LOOKS[1], UNKNOWN]
    assert len({look.dash for look in LOOKS}) == len(LOOKS)


def test_what_is_foreseen_is_dotted_and_joined_to_what_was_seen() -> None:
    svg = drawn(Series(name="All", x=[0, 5, 10], y=[0.1, 0.2, 0.3], ahead=5))

    seen, ahead = svg.iter(f"{SVG}polyline")
    assert places(seen)[-1] == places(ahead)[0]
    assert seen.attrib.get("stroke-dasharray") is None
    assert ahead.attrib["stroke-dasharray"] == "2 4"


@pytest.mark.parametrize("width", [760, 400])
def test_names_at_the_ends_lie_inside_the_drawing_and_not_on_each_other(width: float) -> None:
    names = ["Helse Sør-Øst", "Helse Vest", "Helse Midt-Norge", "Helse Nord"]
    svg = drawn(*(Series(name=name, x=[0, 10], y=[1, 0.5]) for name in names), width=width)

    found = [text_of(svg, name) for name in names]
    heights = sorted(float(text.attrib["y"]) for text in found)
    assert all(below - above >= 16.9 for above, below in pairwise(heights))
    assert all(0 < float(text.attrib["x"]) < width - 60 for text in found)


def test_a_line_that_stops_early_is_named_beside_its_end_clear_of_the_others() -> None:
    svg = drawn(
        Series(name="All", x=[0, 10], y=[1, 0.5]),
        Series(name="Stage II", x=[0, 3, 10], y=[1, 0.85, None]),
        Series(name="Stage III", x=[0, 3, 10], y=[1, 0.83, None]),
    )

    whole, *short = svg.iter(f"{SVG}polyline")
    names = [text_of(svg, f"Stage {number}") for number in ("II", "III")]
    for line, name in zip(short, names, strict=True):
        x, y = places(line)[-1]
        assert 0 < float(name.attrib["x"]) - x < 12
        assert abs(float(name.attrib["y"]) - y) < 40
    lowest = max(y for _, y in places(whole)[:1])
    heights = [float(name.attrib["y"]) for name in names]
    assert abs(heights[0] - heights[1]) >= 12
    assert min(heights) > lowest


def test_a_band_has_a_gap_where_the_line_has_one() -> None:
    known = [1.0, 0.9, None, 0.8, 0.7]
    svg = drawn(Series(name="All", x=[0, 2, 4, 6, 8], y=known, lower=known, upper=known))

    assert [len(places(band)) for band in svg.iter(f"{SVG}polygon")] == [4, 4]


@given(st.lists(st.floats(0, 300), max_size=12))
def test_places_are_kept_apart_in_their_order(wanted: list[float]) -> None:
    found = kept_apart(wanted, 20, 0, 300)

    order = sorted(range(len(wanted)), key=lambda number: wanted[number])
    kept = [found[number] for number in order]
    assert all(0 <= place <= 300 + 1e-6 for place in kept)
    assert all(after - before >= 20 - 1e-6 for before, after in pairwise(kept))


def test_names_that_have_room_stay_where_they_want() -> None:
    assert kept_apart([10.0, 200.0, 100.0], 20, 0, 300) == [10.0, 200.0, 100.0]


def test_the_parts_of_a_bar_are_as_wide_as_their_shares_and_what_is_hidden_is_left_open() -> None:
    svg = ElementTree.fromstring(
        share_bars(
            [ShareRow(name="North", under="", shares=[0.5, None, 0.25])],
            [("I", False), ("II", False), ("Unknown", True)],
            percent="{} %",
            title="Stage",
            told="",
        )
    )

    bars = [rect for rect in svg.iter(f"{SVG}rect") if float(rect.attrib["height"]) > 20]
    wide = [float(bar.attrib["width"]) for bar in bars]
    assert wide[0] == pytest.approx(2 * wide[1], rel=0.01)
    assert [bar.attrib["fill"] for bar in bars][-1] == "none"
    assert "25 %" in [text.text for text in svg.iter(f"{SVG}text")]


def test_a_bar_without_a_value_says_so_and_is_not_drawn() -> None:
    svg = ElementTree.fromstring(
        ranked_bars(
            [Bar(name="North", value=4.0, lower=3.0, upper=5.0), Bar(name="West", value=None)],
            across=axis_of_numbers([5.0], "{:g}".format),
            title="Rates",
            told="",
            hidden="under five",
        )
    )

    assert len(list(svg.iter(f"{SVG}rect"))) == 1
    assert "under five" in [text.text for text in svg.iter(f"{SVG}text")]


def test_a_funnel_names_who_stands_out() -> None:
    svg = ElementTree.fromstring(
        funnel_plot(
            [FunnelPoint(name="A & B", size=100, share=0.9, outside=True), FunnelPoint(name="C", size=50, share=0.4)],
            [(10, (0.1, 0.9)), (100, (0.3, 0.6))],
            target=0.45,
            across=axis_of_numbers([100.0], "{:g}".format, "cases"),
            up=SHARES,
            title="Late stage",
            told="",
        )
    )

    out, inside = (circle for circle in svg.iter(f"{SVG}circle"))
    assert out.attrib["fill"] != inside.attrib["fill"]
    assert text_of(svg, "A & B") is not None


def test_a_figure_has_a_name_and_holds_nothing_that_the_content_policy_refuses() -> None:
    text = line_chart(
        [Series(name="<b>", x=[0, 1], y=[1, 1])], across=TEN_YEARS, up=SHARES, title="A & B", told="As the table"
    )
    svg = ElementTree.fromstring(text)

    title, told = svg.find(f"{SVG}title"), svg.find(f"{SVG}desc")
    assert title is not None
    assert told is not None
    assert title.text == "A & B"
    assert svg.attrib["aria-labelledby"] == f"{title.attrib['id']} {told.attrib['id']}"
    assert re.search(r"style=|<style|<script|href", text) is None


@given(st.floats(0.001, 1e6), st.floats(0, 0.99))
def test_an_axis_of_numbers_holds_its_values_with_few_round_steps(high: float, share: float) -> None:
    axis = axis_of_numbers([high * share, high], "{:g}".format)

    assert axis.low == 0
    assert axis.high >= high * (1 - 1e-6)
    assert 2 <= len(axis.ticks) <= 8


def test_years_are_written_as_whole_numbers() -> None:
    assert [axis_of_years(2001, 2025).write(tick) for tick in axis_of_years(2001, 2025).ticks] == [
        "2005",
        "2010",
        "2015",
        "2020",
        "2025",
    ]
