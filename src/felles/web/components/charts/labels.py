"""Where do the names of lines go at their ends, so that none lies on another?"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from felles.web.components.charts.look import NAMES
from felles.web.components.text_width import text_width

_CLEAR, _STEP, _STEPS = 12.0, 5.0, 13
Place = tuple[float, float]


def kept_apart(places: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places as near to the wanted ones as can be, in their order, at least `gap` apart and between `low` and `high`.

    Where there is no room for all of them, they are spread evenly.
    """
    if not places:
        return []
    if gap * (len(places) - 1) > high - low:
        gap = (high - low) / max(1, len(places) - 1)
    order = sorted(range(len(places)), key=lambda number: places[number])
    clusters: list[tuple[float, list[int]]] = []
    for number in order:
        members, centre = [number], min(max(places[number], low), high)
        while clusters and clusters[-1][0] + _half(clusters[-1][1], gap) + gap > centre - _half(members, gap):
            members = [*clusters.pop()[1], *members]
            half = _half(members, gap)
            wanted = sum(places[each] for each in members) / len(members)
            centre = min(max(wanted, low + half), high - half)
        clusters.append((centre, members))
    found = [0.0] * len(places)
    for centre, members in clusters:
        for step, number in enumerate(members):
            found[number] = centre - _half(members, gap) + step * gap
    return found


def _half(members: Sequence[int], gap: float) -> float:
    return (len(members) - 1) * gap / 2


def clear_place(x: float, y: float, name: str, others: Iterable[Sequence[Place]], low: float, high: float) -> float:
    """The height nearest to y, between `low` and `high`, at which a name that begins at x lies on no line or name of others.

    Where it would lie on something everywhere near, the height at which it is freest.
    """
    end = x + text_width(name, NAMES)
    crossed = [height for other in others for height in _heights(other, x, end)]
    steps = sorted((step * _STEP for step in range(-_STEPS, _STEPS + 1)), key=lambda step: (abs(step), step))
    near = [place for step in steps if low <= (place := y + step) <= high] or [min(max(y, low), high)]

    def free(place: float) -> float:
        return min((abs(place - height) for height in crossed), default=_CLEAR)

    return next((place for place in near if free(place) >= _CLEAR), max(near, key=free))


def name_at(x: float, y: float, name: str) -> Sequence[Place]:
    """A name that has its place, as a line that others keep clear of."""
    return [(x, y), (x + text_width(name, NAMES), y)]


def _heights(line: Sequence[Place], start: float, end: float) -> Iterable[float]:
    """Where a line lies between two places across."""
    for (x, y), (next_x, next_y) in pairwise(line):
        inside = max(x, start), min(next_x, end)
        if inside[0] <= inside[1]:
            steep = (next_y - y) / (next_x - x) if next_x > x else 0.0
            yield from (y + steep * (place - x) for place in inside)
