"""How does something go on with time, with its uncertainty? Survival curves, trends and projections."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from felles.web.components.charts.drawing import drawing, element, points, ruler, words
from felles.web.components.charts.labels import clear_place, kept_apart, name_at
from felles.web.components.charts.look import EDGE, NAMES, PAPER, QUIET, Look, look_of
from felles.web.components.charts.scales import Axis
from felles.web.components.text_width import text_width

_HEIGHT, _TOP, _BELOW = 400.0, 16.0, 50.0
_NAME_GAP = 17.0


@dataclass(frozen=True, kw_only=True)
class Series:
    """A line with its name. A None in `y` breaks it; `lower` and `upper`, of the same length, make its band, and may be empty.

    unknown: what is not known, drawn in grey. ahead: from this x on it is foreseen, and drawn dotted.
    """

    name: str
    x: Sequence[float]
    y: Sequence[float | None]
    lower: Sequence[float | None] = ()
    upper: Sequence[float | None] = ()
    unknown: bool = False
    ahead: float | None = None
    dots: bool = False


@dataclass(frozen=True, kw_only=True)
class _Frame:
    """The field in which lines are drawn."""

    across: Axis
    up: Axis
    left: float
    right: float
    bottom: float

    def x(self, value: float) -> float:
        return self.across.place(value, self.left, self.right)

    def y(self, value: float) -> float:
        return self.up.place(value, self.bottom, _TOP)


def line_chart(series: Sequence[Series], *, across: Axis, up: Axis, title: str, told: str, width: float = 760.0) -> str:
    """Lines with bands, each named where it ends: beside the field, or in it where the line stops before. width: 760 for a
    wide page, 400 for a phone."""
    named = len(series) > 1
    names = max((text_width(each.name, NAMES) for each in series), default=0.0) if named else 14.0
    left = max((text_width(up.write(tick), 12.5) for tick in up.ticks), default=0.0) + 12
    frame = _Frame(across=across, up=up, left=left, right=width - names - 16, bottom=_HEIGHT - _BELOW)
    looks = _looks(series)
    parts = [
        *_grid(frame),
        *(part for each, look in zip(series, looks, strict=True) for part in _bands(frame, each, look)),
        *(part for each, look in zip(series, looks, strict=True) for part in _line(frame, each, look)),
        *(_names(frame, series, looks) if named else ()),
    ]
    return drawing(parts, width=width, height=_HEIGHT, title=title, told=told)


def _looks(series: Sequence[Series]) -> list[Look]:
    known = 0
    looks = []
    for each in series:
        looks.append(look_of(known, unknown=each.unknown))
        known += not each.unknown
    return looks


def _grid(frame: _Frame) -> Iterator[str]:
    for tick in frame.up.ticks:
        y = frame.y(tick)
        yield ruler(frame.left, frame.right, y, heavy=tick == frame.up.low)
        yield words(frame.up.write(tick), frame.left - 8, y + 4, text_anchor="end")
    for tick in frame.across.ticks:
        yield words(frame.across.write(tick), frame.x(tick), frame.bottom + 20, text_anchor="middle")
    middle = (frame.left + frame.right) / 2
    yield words(frame.across.words, middle, frame.bottom + 42, text_anchor="middle", fill=QUIET)


def _bands(frame: _Frame, series: Series, look: Look) -> Iterator[str]:
    """The band of each stretch without a gap: nothing is said of what is not known."""
    if not series.lower or not series.upper:
        return
    known = zip(series.x, series.lower, series.upper, strict=True)
    for told, stretch in groupby(known, key=lambda each: each[1] is not None and each[2] is not None):
        if told:
            around = [(frame.x(x), frame.y(low), frame.y(high)) for x, low, high in stretch]  # type: ignore[arg-type]
            above, below = [(x, high) for x, _, high in around], [(x, low) for x, low, _ in reversed(around)]
            yield element("polygon", points=points(above + below), fill=look.colour, opacity=0.13)


def _line(frame: _Frame, series: Series, look: Look) -> Iterator[str]:
    for stretch, ahead in _stretches(series):
        places = [(frame.x(x), frame.y(y)) for x, y in stretch]
        dash = "2 4" if ahead else look.dash
        yield element(
            "polyline",
            points=points(places),
            fill="none",
            stroke=look.colour,
            stroke_width=2.4,
            stroke_linejoin="round",
            stroke_dasharray=dash,
        )
        if series.dots or len(places) == 1:
            yield from (element("circle", cx=x, cy=y, r=3.0, fill=look.colour) for x, y in places)
    if series.ahead is not None:
        x = frame.x(series.ahead)
        yield element("line", x1=x, x2=x, y1=_TOP, y2=frame.bottom, stroke=EDGE, stroke_dasharray="1 4")


def _stretches(series: Series) -> Iterator[tuple[list[tuple[float, float]], bool]]:
    """The parts of a line that hang together, those that are foreseen apart and joined to what was seen."""
    stretch: list[tuple[float, float]] = []
    foreseen = False
    for x, y in zip(series.x, series.y, strict=True):
        if y is None:
            if stretch:
                yield stretch, foreseen
            stretch = []
            continue
        if series.ahead is not None and x > series.ahead and not foreseen:
            if len(stretch) > 1:
                yield stretch, False
            stretch, foreseen = stretch[-1:], True
        stretch.append((x, y))
    if stretch:
        yield stretch, foreseen


def _names(frame: _Frame, series: Sequence[Series], looks: Sequence[Look]) -> Iterator[str]:
    drawn = [_places(frame, each) for each in series]
    last = [number for number, places in enumerate(drawn) if places and places[-1][0] >= frame.right - 1]
    wanted = [drawn[number][-1][1] for number in last]
    kept = kept_apart(wanted, _NAME_GAP, _TOP, frame.bottom)
    for number, want, place in zip(last, wanted, kept, strict=True):
        if abs(place - want) > 3:
            yield _leader(frame.right, want, place, looks[number])
        yield _name(series[number], frame.right + 9, place, looks[number])
    taken = [name_at(frame.right + 9, place, series[number].name) for number, place in zip(last, kept, strict=True)]
    for number, places in enumerate(drawn):
        if places and number not in last:
            x, y = places[-1]
            others = [*taken, *(each for other, each in enumerate(drawn) if other != number)]
            place = clear_place(x + 8, y, series[number].name, others, _TOP, frame.bottom - 8)
            yield element("circle", cx=x, cy=y, r=3.0, fill=looks[number].colour)
            yield _name(series[number], x + 8, place, looks[number])
            taken.append(name_at(x + 8, place, series[number].name))


def _name(series: Series, x: float, y: float, look: Look) -> str:
    """A name in the colour of its line, with paper around it where it crosses something."""
    paper = {"stroke": PAPER, "stroke_width": 4.0, "stroke_linejoin": "round", "paint_order": "stroke"}
    return words(series.name, x, y + 4.5, font_size=NAMES, font_weight=560, fill=look.colour, **paper)


def _leader(x: float, y: float, place: float, look: Look) -> str:
    return element("line", x1=x + 1, x2=x + 7, y1=y, y2=place, stroke=look.colour, stroke_width=0.8, opacity=0.6)


def _places(frame: _Frame, series: Series) -> list[tuple[float, float]]:
    return [(frame.x(x), frame.y(y)) for x, y in zip(series.x, series.y, strict=True) if y is not None]
