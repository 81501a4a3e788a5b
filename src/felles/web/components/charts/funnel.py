"""Who stands out from the others, given how few or many they count? A funnel plot: shares by size, and the limits of chance."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from felles.web.components.charts.drawing import drawing, element, points, ruler, words
from felles.web.components.charts.look import EDGE, LOOKS, NAMES, QUIET
from felles.web.components.charts.scales import Axis
from felles.web.components.text_width import text_width

_HEIGHT, _TOP, _BELOW = 400.0, 16.0, 50.0


@dataclass(frozen=True, kw_only=True)
class FunnelPoint:
    """One that is compared: how many it counts, and its share. outside: beyond the outer limits."""

    name: str
    size: float
    share: float
    outside: bool = False


def funnel_plot(
    compared: Sequence[FunnelPoint],
    limits: Sequence[tuple[float, Sequence[float]]],
    *,
    target: float,
    across: Axis,
    up: Axis,
    title: str,
    told: str,
    width: float = 760.0,
) -> str:
    """limits: for each of some sizes, the limits from the lowest to the highest; the outermost pair is drawn heaviest."""
    left = max((text_width(up.write(tick), 12.5) for tick in up.ticks), default=0.0) + 12
    right, bottom = width - 20, _HEIGHT - _BELOW

    def place(size: float, share: float) -> tuple[float, float]:
        return across.place(size, left, right), up.place(share, bottom, _TOP)

    drawn: list[str] = []
    for tick in up.ticks:
        y = up.place(tick, bottom, _TOP)
        drawn += [ruler(left, right, y), words(up.write(tick), left - 8, y + 4, text_anchor="end")]
    for tick in across.ticks:
        drawn.append(words(across.write(tick), across.place(tick, left, right), bottom + 20, text_anchor="middle"))
    drawn.append(words(across.words, (left + right) / 2, bottom + 42, text_anchor="middle", fill=QUIET))
    drawn.append(_line([place(across.low, target), place(across.high, target)], None))
    for number in range(len(limits[0][1]) if limits else 0):
        outer = number in (0, len(limits[0][1]) - 1)
        drawn.append(_line([place(size, each[number]) for size, each in limits], "6 3" if outer else "2 4"))
    drawn += _points([(point, *place(point.size, point.share)) for point in compared], right)
    return drawing(drawn, width=width, height=_HEIGHT, title=title, told=told)


def _line(places: Sequence[tuple[float, float]], dash: str | None) -> str:
    return element("polyline", points=points(places), fill="none", stroke=EDGE, stroke_width=1.2, stroke_dasharray=dash)


def _points(placed: Sequence[tuple[FunnelPoint, float, float]], right: float) -> Iterator[str]:
    for point, x, y in placed:
        colour = LOOKS[2].colour if point.outside else LOOKS[0].colour
        shape = {"cx": x, "cy": y, "r": 5.0, "fill": colour}
        yield element("circle", element("title", escape(point.name)), **shape)
    taken: list[tuple[float, float, float, float]] = []
    for point, x, y in sorted(placed, key=lambda each: (not each[0].outside, -each[0].size)):
        wide = text_width(point.name, NAMES)
        start = x + 9 if x + 9 + wide < right else x - 9 - wide
        box = (start, y - 12, start + wide, y + 6)
        if point.outside or not any(_overlap(box, other) for other in taken):
            taken.append(box)
            yield words(point.name, start, y + 4.5, font_size=NAMES, fill=QUIET)


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
