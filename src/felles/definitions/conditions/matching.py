"""Is one event of the kind that is meant, does its number compare, and did it happen in the window?"""

from datetime import date

from felles.definitions.conditions.durations import Duration, moved
from felles.definitions.conditions.sightings import Sighting
from felles.definitions.conditions.terms import Comparison, Matching, Operand
from felles.definitions.conditions.verdicts import Truth, every


def of_kind(sighting: Sighting, matching: Matching) -> Truth:
    """Is it of this type and code? Unknown when it should have a code and has none."""
    if sighting.type != matching.type:
        return False
    if matching.any_code:
        return True
    if sighting.code is None:
        return None
    return sighting.code in matching.codes or sighting.code.startswith(matching.prefixes)


def within(sighting: Sighting, duration: Duration | None, at: date) -> Truth:
    """Did it happen no longer ago than the duration?"""
    if duration is None:
        return True
    start = moved(at, duration, back=True)
    return True if sighting.first >= start else False if sighting.last < start else None


def number_of(sighting: Sighting, unit: str | None) -> float | None:
    """Its number, where the unit is the one asked for."""
    return sighting.value if unit is None or sighting.unit == unit else None


def compares(got: Operand | None, comparisons: tuple[Comparison, ...]) -> Truth:
    """Does what was got compare so? Unknown when there is nothing."""
    if got is None:
        return None if comparisons else True
    return every(_compares(got, comparison) for comparison in comparisons)


def _compares(got: Operand, comparison: Comparison) -> bool:
    asked = comparison.operands
    match comparison.word:
        case "is" | "in":
            return got in asked
        case "is_not" | "not_in":
            return got not in asked
        case "starts_with":
            return str(got).startswith(tuple(str(prefix) for prefix in asked))
        case "at_least":
            return float(got) >= float(asked[0])
        case "above":
            return float(got) > float(asked[0])
        case "at_most":
            return float(got) <= float(asked[0])
        case "below":
            return float(got) < float(asked[0])
