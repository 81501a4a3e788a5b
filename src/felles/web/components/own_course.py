"""What of a course has the patient use for, or whoever follows them: what has been agreed for the days to come?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from felles.events import Event, day_of
from felles.web.components.telling import Happening
from felles.web.dates import write_day
from felles.web.wording import Language

# Inner bookkeeping of the services.
_OF_NO_USE = frozenset({"triaged", "reviewed", "form_sent", "referral_sent", "consent_given", "consent_withdrawn"})

_ANSWERS = frozenset(f"needs_conversation_{word}" for word in ("offered", "postponed", "held", "declined", "dropped"))
_TREATED = frozenset({"treatment_planned", "treatment_started", "pathway_ended"})
# Events that name a later day as their `until`, with what comes in their place.
_AGREED: Mapping[str, frozenset[str]] = {
    "treatment_planned": _TREATED,
    "needs_conversation_offered": _ANSWERS,
    "needs_conversation_postponed": _ANSWERS,
}


def useful(events: Iterable[Event]) -> list[Event]:
    """The events without what only the services have use for."""
    return [event for event in events if event.type not in _OF_NO_USE]


def coming(told: Sequence[Happening], language: Language, *, at: date) -> list[Happening]:
    """What lies ahead on a day, the nearest first: events of later days, and what was agreed for one and still stands.

    told: oldest first. Nothing lies ahead for who has died.
    """
    if any(one.event.type == "died" for one in told):
        return []
    ahead = [one for one in told if one.ahead]
    agreed = [
        _on_its_day(one, language)
        for number, one in enumerate(told)
        if not one.ahead and _names_day(one, at) and not _is_overtaken(one, told[number + 1 :])
    ]
    return sorted([*ahead, *agreed], key=lambda one: one.day)


def _names_day(one: Happening, at: date) -> bool:
    return one.event.type in _AGREED and one.event.until is not None and day_of(one.event.until) >= at


def _on_its_day(one: Happening, language: Language) -> Happening:
    day = day_of(one.event.until or one.event.time)
    return replace(one, day=day, day_words=write_day(day, language), ahead=True)


def _is_overtaken(one: Happening, later: Sequence[Happening]) -> bool:
    about = (one.event.episode,) if one.event.type == "treatment_planned" else (one.event.episode, one.event.code)
    return any(
        other.event.type in _AGREED[one.event.type]
        and (other.event.episode, other.event.code)[: len(about)] == about
        and not other.ahead
        for other in later
    )
