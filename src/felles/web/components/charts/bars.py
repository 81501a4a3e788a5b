"""How do several compare, each with its uncertainty? Bars from the highest to the lowest, with their limits."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from felles.web.components.charts.drawing import drawing, element, words
from felles.web.components.charts.look import FAINT, LOOKS, NAMES, QUIET, TEXT
from felles.web.components.charts.scales import Axis
from felles.web.components.text_width import text_width

_ROW, _BAR, _BELOW = 40.0, 18.0, 46.0


@dataclass(frozen=True, kw_only=True)
class Bar:
    """A bar; without a value it is named and not drawn. whole: it is all of them together, drawn in grey."""

    name: str
    value: float | None
    lower: float | None = None
    upper: float | None = None
    whole: bool = False


def ranked_bars(bars: Sequence[Bar], *, across: Axis, title: str, told: str, hidden: str, width: float = 760.0) -> str:
    """The bars in the order given. hidden: what is written where there is no value."""
    named = max((text_width(bar.name, NAMES) for bar in bars), default=0.0) + 16
    beside = named <= width / 3
    left, row = (named, _ROW) if beside else (0.0, _ROW + 18)
    right, bottom = width - 24, len(bars) * row + 4
    drawn = [*_grid(across, left, right, bottom)]
    for number, bar in enumerate(bars):
        drawn += _bar(bar, across, hidden, left, right, number * row + (10 if beside else 28))
    return drawing(drawn, width=width, height=bottom + _BELOW, title=title, told=told)


def _grid(across: Axis, left: float, right: float, bottom: float) -> Iterator[str]:
    for tick in across.ticks:
        x = across.place(tick, left, right)
        yield element("line", x1=x, x2=x, y1=2.0, y2=bottom, stroke=FAINT, stroke_width=0.7)
        yield words(across.write(tick), x, bottom + 18, text_anchor="middle" if tick > across.low else "start")
    yield words(across.words, (left + right) / 2, bottom + 38, text_anchor="middle", fill=QUIET)


def _bar(bar: Bar, across: Axis, hidden: str, left: float, right: float, top: float) -> Iterator[str]:
    if left:
        yield words(bar.name, left - 12, top + 14, text_anchor="end", font_size=NAMES, font_weight=560)
    else:
        yield words(bar.name, 0, top - 6, font_size=NAMES, font_weight=560)
    if bar.value is None:
        yield words(hidden, left + 8, top + 14, fill=QUIET)
        return
    end = across.place(bar.value, left, right)
    colour = QUIET if bar.whole else LOOKS[0].colour
    yield element("rect", x=left, y=top, width=end - left, height=_BAR, rx=3, fill=colour, opacity=0.75)
    if bar.lower is not None and bar.upper is not None:
        low, high = across.place(bar.lower, left, right), across.place(bar.upper, left, right)
        middle = top + _BAR / 2
        yield element("line", x1=low, x2=high, y1=middle, y2=middle, stroke=TEXT, stroke_width=1.6)
        for x in (low, high):
            yield element("line", x1=x, x2=x, y1=middle - 4, y2=middle + 4, stroke=TEXT, stroke_width=1.6)
