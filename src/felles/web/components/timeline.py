"""How is a course drawn along one time axis: a lane for each kind, and never two labels on top of each other?

1. Equal points that would touch become one, with their number.
2. Each mark takes the first row of its lane where both it and its words have room.
3. A mark without room for its words is drawn bare; where even that has no room, it joins the lane's dense strip.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from felles.web.components.axis import Axis, GridLine, axis_over, grid
from felles.web.components.text_width import text_width
from felles.web.wording import Language

LABEL_FONT_SIZE = 12.5
ROW = 28.0
MARK_HEIGHT = 20.0
TOP = 30.0
BOTTOM = 26.0
MOST_ROWS = 4
STRIP = 14.0

_AIR = 8.0  # between marks of a row
_WORDS_AFTER = 6.0
_TOUCHING = 12.0
_LANE_PADDING = 8.0
_NAME_COLUMN = 128.0
_NAME_ABOVE = 22.0
_NARROW = 640.0


@dataclass(frozen=True, kw_only=True)
class Mark:
    """Something to draw: a point in time, or a period where `end` is given. `told` is the full sentence."""

    lane: str
    words: str
    told: str
    start: date
    end: date | None = None


@dataclass(frozen=True)
class Lane:
    key: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Shape:
    """A mark with its place: `words` stand at `words_x`, or nowhere when empty."""

    mark: Mark
    x: float
    width: float
    y: float
    words: str = ""
    words_x: float = 0.0
    words_end: bool = False  # the text ends at words_x

    @property
    def is_period(self) -> bool:
        return self.mark.end is not None

    @property
    def is_inside(self) -> bool:
        """Whether the words stand within the period."""
        return self.is_period and self.x < self.words_x < self.x + self.width

    @property
    def baseline(self) -> float:
        return self.y + MARK_HEIGHT / 2 + 4.5


@dataclass(frozen=True, kw_only=True)
class DrawnLane:
    key: str
    words: str
    top: float
    name_x: float
    name_y: float
    shapes: Sequence[Shape]
    strip: Sequence[Shape]


@dataclass(frozen=True, kw_only=True)
class Drawing:
    width: float
    height: float
    left: float
    right: float
    grid: Sequence[GridLine]
    lanes: Sequence[DrawnLane]
    today: float | None
    today_words_end: bool

    @property
    def floor(self) -> float:
        """Where the lanes end and the foot begins."""
        return self.height - BOTTOM


@dataclass
class _Row:
    taken: list[tuple[float, float]] = field(default_factory=list)

    def has_room(self, start: float, end: float) -> bool:
        return all(end + _AIR <= other_start or start >= other_end + _AIR for other_start, other_end in self.taken)


def draw_timeline(
    marks: Iterable[Mark],
    lanes: Sequence[Lane],
    *,
    at: date,
    language: Language,
    width: float,
    ended: date | None = None,
) -> Drawing | None:
    """The course as plain coordinates, or nothing when nothing happened.

    The axis runs to `at`, the day it is seen from, or to the day the course `ended`. `width` under 640 gives the
    drawing for a phone, where the name of a lane stands above it.
    """
    marks = sorted(marks, key=lambda mark: (mark.start, mark.words))
    if not marks:
        return None
    narrow = width < _NARROW
    latest = max(mark.end or mark.start for mark in marks)
    axis = axis_over(
        marks[0].start,
        max(ended or at, latest),
        left=2.0 if narrow else _NAME_COLUMN,
        right=width - (2.0 if narrow else 12.0),
    )
    drawn, top = [], TOP
    for lane in lanes:
        own = [mark for mark in marks if mark.lane == lane.key]
        if own:
            drawn.append(_draw_lane(lane, own, axis, top, narrow))
            top = _foot(drawn[-1])
    return Drawing(
        width=width,
        height=top + BOTTOM,
        left=axis.left,
        right=axis.right,
        grid=grid(axis, language),
        lanes=drawn,
        today=axis.x(at) if axis.holds(at) else None,
        today_words_end=axis.x(at) > (axis.left + axis.right) / 2,
    )


def _draw_lane(lane: Lane, marks: Sequence[Mark], axis: Axis, top: float, narrow: bool) -> DrawnLane:
    first_row = top + _LANE_PADDING + (_NAME_ABOVE if narrow else 0.0)
    rows: list[_Row] = []
    shapes: list[Shape] = []
    crowded: list[Shape] = []
    for mark in _merged(marks, axis):
        placed = _place(mark, axis, rows, first_row)
        (shapes if placed.y >= 0 else crowded).append(placed)
    strip_top = first_row + len(rows) * ROW
    return DrawnLane(
        key=lane.key,
        words=lane.words,
        top=top,
        name_x=axis.left if narrow else 0.0,
        name_y=top + (_NAME_ABOVE - 3 if narrow else _LANE_PADDING + MARK_HEIGHT / 2 + 4.5),
        shapes=shapes,
        strip=[replace(shape, y=strip_top) for shape in _distinct(crowded)],
    )


def _foot(lane: DrawnLane) -> float:
    lowest = max((shape.y + ROW for shape in lane.shapes), default=lane.top)
    return max(lowest, *(shape.y + STRIP for shape in lane.strip), lane.top) + _LANE_PADDING / 2


def _merged(marks: Sequence[Mark], axis: Axis) -> list[Mark]:
    """Equal points that would touch are one mark, `words ×3`. Periods come first: they take the upper rows."""
    groups: dict[str, list[list[Mark]]] = {}
    for mark in marks:
        of_same_words = groups.setdefault(f"{mark.words}\0{mark.end is not None}", [])
        close = of_same_words and axis.x(mark.start) - axis.x(of_same_words[-1][0].start) <= _TOUCHING
        if mark.end is None and close:
            of_same_words[-1].append(mark)
        else:
            of_same_words.append([mark])
    merged = [_as_one(group) for same in groups.values() for group in same]
    return sorted(merged, key=lambda mark: (mark.end is None, mark.start, mark.words))


def _as_one(group: Sequence[Mark]) -> Mark:
    first = group[0]
    if len(group) == 1:
        return first
    return replace(first, words=f"{first.words} ×{len(group)}", told=f"{first.told} ×{len(group)}")


def _place(mark: Mark, axis: Axis, rows: list[_Row], first_row: float) -> Shape:
    """The mark in the first row with room; below the axis's top (y under 0) when there is none."""
    worded = _with_words(mark, axis)
    bare = replace(worded, words="")
    for shape in (worded, bare) if worded.words else (bare,):
        start, end = _extent(shape)
        for number in range(MOST_ROWS):
            if number == len(rows):
                rows.append(_Row())
            if rows[number].has_room(start, end):
                rows[number].taken.append((start, end))
                return replace(shape, y=first_row + number * ROW)
    return replace(bare, y=-1.0)


def _with_words(mark: Mark, axis: Axis) -> Shape:
    """The words inside a period, else after the mark, else before it, else nowhere."""
    x = axis.x(mark.start)
    width = max(axis.x(mark.end) - x, 5.0) if mark.end else 2.0
    wide = text_width(mark.words, LABEL_FONT_SIZE)
    shape = Shape(mark=mark, x=x, width=width, y=0.0)
    if mark.end and width >= wide + 2 * _WORDS_AFTER:
        return replace(shape, words=mark.words, words_x=x + _WORDS_AFTER)
    if x + width + _WORDS_AFTER + wide <= axis.right:
        return replace(shape, words=mark.words, words_x=x + width + _WORDS_AFTER)
    if x - _WORDS_AFTER - wide >= axis.left:
        return replace(shape, words=mark.words, words_x=x - _WORDS_AFTER, words_end=True)
    return shape


def _extent(shape: Shape) -> tuple[float, float]:
    start, end = shape.x, shape.x + shape.width
    if not shape.words:
        return start, end
    wide = text_width(shape.words, LABEL_FONT_SIZE)
    words_start = shape.words_x - wide if shape.words_end else shape.words_x
    return min(start, words_start), max(end, words_start + wide)


def _distinct(shapes: Sequence[Shape]) -> list[Shape]:
    """One mark for each point of the drawing: two thousand events are no more than its width."""
    return list({(round(shape.x), round(shape.width)): shape for shape in shapes}.values())
