"""How is a whole divided in each of several rows? Bars of one length, in parts: the stages at diagnosis."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from felles.web.components.charts.drawing import drawing, element, words
from felles.web.components.charts.look import EDGE, NAMES, PAPER, QUIET, TEXT
from felles.web.components.text_width import text_width

_ROW, _BAR, _TOP = 46.0, 26.0, 44.0
_FROM_LIGHT_TO_DARK = ("#a9dac9", "#5fb598", "#0D7A5F", "#07493a", "#02231b")
_UNKNOWN = "#d6d7d8"


@dataclass(frozen=True, kw_only=True)
class ShareRow:
    """A row: its name, what is said under it, and its shares (of 1) in the order of the parts; None: not shown."""

    name: str
    under: str
    shares: Sequence[float | None]


def share_bars(
    rows: Sequence[ShareRow],
    parts: Sequence[tuple[str, bool]],
    *,
    percent: str,
    title: str,
    told: str,
    width: float = 760.0,
) -> str:
    """parts: the name of each and whether it is what is not known. percent: how a share is written, such as "{} %"."""
    named = max((text_width(row.name, NAMES) for row in rows), default=0.0) + 16
    beside = named <= width / 3
    left, height = (named if beside else 0.0), (_ROW if beside else _ROW + 18)
    colours = _colours(parts)
    drawn = [*_key(parts, colours, width)]
    key = _key_height(parts, width)
    for number, row in enumerate(rows):
        drawn += _bar(row, colours, percent, left, width, key + number * height + (0 if beside else 18))
    return drawing(drawn, width=width, height=key + len(rows) * height, title=title, told=told)


def _colours(parts: Sequence[tuple[str, bool]]) -> list[str]:
    known = [number for number, (_, unknown) in enumerate(parts) if not unknown]
    shades = len(_FROM_LIGHT_TO_DARK) - 1
    shade = {number: round(place * shades / max(1, len(known) - 1)) for place, number in enumerate(known)}
    return [_UNKNOWN if unknown else _FROM_LIGHT_TO_DARK[shade[number]] for number, (_, unknown) in enumerate(parts)]


def _places(parts: Sequence[tuple[str, bool]], width: float) -> list[tuple[float, float]]:
    """Where each part is named above the bars, on as many lines as it takes."""
    x, y = 0.0, 12.0
    places = []
    for name, _ in parts:
        wide = 20 + text_width(name, NAMES) + 18
        if x and x + wide > width:
            x, y = 0.0, y + 22
        places.append((x, y))
        x += wide
    return places


def _key_height(parts: Sequence[tuple[str, bool]], width: float) -> float:
    return (_places(parts, width)[-1][1] if parts else 0.0) + _TOP - 20


def _key(parts: Sequence[tuple[str, bool]], colours: Sequence[str], width: float) -> Iterator[str]:
    for (name, _), colour, (x, y) in zip(parts, colours, _places(parts, width), strict=True):
        yield element("rect", x=x, y=y - 11, width=14, height=14, rx=3, fill=colour)
        yield words(name, x + 20, y, font_size=NAMES)


def _bar(row: ShareRow, colours: Sequence[str], percent: str, left: float, width: float, top: float) -> Iterator[str]:
    if left:
        yield words(row.name, left - 12, top + 16, text_anchor="end", font_size=NAMES, font_weight=560)
        yield words(row.under, left - 12, top + 31, text_anchor="end", fill=QUIET, font_size=11.5)
    else:
        yield words(f"{row.name}  {row.under}", 0, top - 5, font_size=NAMES)
    x = left
    for share, colour in zip(row.shares, colours, strict=True):
        if not share:
            continue
        wide = share * (width - left)
        yield element("rect", x=x, y=top, width=wide, height=_BAR, fill=colour, stroke=PAPER, stroke_width=1.5)
        text = percent.format(round(100 * share))
        if text_width(text, 12.5) + 8 < wide:
            ink = TEXT if colour in (*_FROM_LIGHT_TO_DARK[:2], _UNKNOWN) else PAPER
            yield words(text, x + wide / 2, top + 17.5, text_anchor="middle", fill=ink)
        x += wide
    if width - x > 2:  # what is not shown is left open, so that nobody takes the rest for nothing
        yield element(
            "rect", x=x, y=top, width=width - x - 1, height=_BAR, fill="none", stroke=EDGE, stroke_dasharray="2 4"
        )
