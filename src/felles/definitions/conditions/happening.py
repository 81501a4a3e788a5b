"""Did an event of a kind happen, often enough and at the right time?"""

from dataclasses import dataclass
from datetime import date

from felles.definitions.conditions.durations import moved
from felles.definitions.conditions.matching import compares, number_of, of_kind, within
from felles.definitions.conditions.sightings import Sighting
from felles.definitions.conditions.terms import Anchor, Happened
from felles.definitions.conditions.verdicts import Reason, Truth, every, opposite, value_of


def happened(condition: Happened, seen: tuple[Sighting, ...], at: date) -> Reason:
    """Meets with enough events that surely count; fails (unless the log is incomplete) without enough that may."""
    counted = [(one, _counts(condition, one, seen, at)) for one in seen if one.type == condition.matching.type]
    surely = tuple(one.event for one, truth in counted if truth)
    perhaps = tuple(one.event for one, truth in counted if truth is not False)
    if len(surely) >= condition.times:
        return Reason(condition=condition, value="meets", why="happened", events=surely)
    if len(perhaps) >= condition.times:
        return Reason(condition=condition, value="unknown", why="open", events=perhaps)
    value = value_of(False if condition.complete else None)
    return Reason(condition=condition, value=value, why="absent", events=perhaps)


def _counts(condition: Happened, one: Sighting, seen: tuple[Sighting, ...], at: date) -> Truth:
    longer_ago = opposite(within(one, condition.longer_ago_than, at)) if condition.longer_ago_than else True
    return every(
        (
            of_kind(one, condition.matching),
            compares(number_of(one, condition.unit), condition.comparisons),
            within(one, condition.within, at),
            longer_ago,
            _after(one, condition.after, seen),
            _before(one, condition.before, seen),
        )
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Place:
    """Where on the calendar an anchor lies: between two days, both included; `sure` that there is one at all."""

    earliest: date
    latest: date
    sure: bool


def _place_of(anchor: Anchor, seen: tuple[Sighting, ...]) -> _Place | None:
    kinds = [(one, of_kind(one, anchor.matching)) for one in seen]
    sure = [one for one, kind in kinds if kind]
    possible = [one for one, kind in kinds if kind is not False]
    if not possible:
        return None
    # An event that only may be of the kind can make the first one earlier, or the latest one later, never the reverse.
    if anchor.which == "first":
        earliest = min(one.first for one in possible)
        latest = min(one.last for one in sure) if sure else max(one.last for one in possible)
    else:
        earliest = max(one.first for one in sure) if sure else min(one.first for one in possible)
        latest = max(one.last for one in possible)
    return _Place(earliest=earliest, latest=latest, sure=bool(sure))


def _after(one: Sighting, anchor: Anchor | None, seen: tuple[Sighting, ...]) -> Truth:
    """On the anchor's day or later, and no later than its `within`."""
    if anchor is None:
        return True
    place = _place_of(anchor, seen)
    if place is None:
        return False
    surely, possibly = one.first >= place.latest, one.last >= place.earliest
    if anchor.within:
        surely = surely and one.last <= moved(place.earliest, anchor.within, back=False)
        possibly = possibly and one.first <= moved(place.latest, anchor.within, back=False)
    return _truth(surely and place.sure, possibly)


def _before(one: Sighting, anchor: Anchor | None, seen: tuple[Sighting, ...]) -> Truth:
    """On the anchor's day or earlier, and no earlier than its `within`."""
    if anchor is None:
        return True
    place = _place_of(anchor, seen)
    if place is None:
        return False
    surely, possibly = one.last <= place.earliest, one.first <= place.latest
    if anchor.within:
        surely = surely and one.first >= moved(place.latest, anchor.within, back=True)
        possibly = possibly and one.last >= moved(place.earliest, anchor.within, back=True)
    return _truth(surely and place.sure, possibly)


def _truth(surely: bool, possibly: bool) -> Truth:
    return True if surely else None if possibly else False
