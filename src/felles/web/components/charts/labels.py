"""Where do the names of lines go at their ends, so that none lies on another?"""

from collections.abc import Sequence


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
