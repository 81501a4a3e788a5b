"""How is a drawing written as SVG, so that it may stand in a page without any style of its own being allowed there?

Looks are attributes, never `style`, which the content policy of the pages refuses.
"""

from collections.abc import Iterable
from itertools import count
from xml.sax.saxutils import escape, quoteattr

from felles.web.components.charts.look import FAINT, FONT, TEXT, WORDS

_NUMBERS = count(1)


def element(name: str, content: str = "", /, **attributes: object) -> str:
    """One element. `stroke_width=2` is written stroke-width, `class_` class; None leaves an attribute out; content is SVG."""
    said = "".join(
        f" {key.rstrip('_').replace('_', '-')}={quoteattr(_written(value))}"
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{said}>{content}</{name}>" if content else f"<{name}{said}/>"


def words(text: str, x: float, y: float, **attributes: object) -> str:
    """A text that begins at x, or ends or has its middle there (text_anchor), on the line y."""
    return element("text", escape(text), **{"x": x, "y": y, "fill": TEXT, **attributes})


def drawing(parts: Iterable[str], *, width: float, height: float, title: str, told: str) -> str:
    """A whole figure with its name and what it tells, for who cannot see it."""
    number = next(_NUMBERS)
    named = element("title", escape(title), id=f"figure-{number}") + element("desc", escape(told), id=f"told-{number}")
    return element(
        "svg",
        named + "".join(parts),
        xmlns="http://www.w3.org/2000/svg",
        class_="chart",
        viewBox=f"0 0 {_written(width)} {_written(height)}",
        width=width,
        height=height,
        role="img",
        aria_labelledby=f"figure-{number} told-{number}",
        font_family=FONT,
        font_size=WORDS,
    )


def points(pairs: Iterable[tuple[float, float]]) -> str:
    """The places of a line."""
    return " ".join(f"{_written(x)},{_written(y)}" for x, y in pairs)


def ruler(x_from: float, x_to: float, y: float, *, heavy: bool = False) -> str:
    """A line of the grid from side to side."""
    return element("line", x1=x_from, x2=x_to, y1=y, y2=y, stroke=FAINT, stroke_width=1.4 if heavy else 0.7)


def _written(value: object) -> str:
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)
