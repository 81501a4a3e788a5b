"""What happened, in words for a reader: one event of the log as a line that says day, what, where and from whom?"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from felles.events import EVENT_TYPES, Event, day_of
from felles.web.components.detail_words import details_of, stage_words
from felles.web.dates import write_day, write_short_day
from felles.web.wording import Language, in_language

_CODE_IS_A_PLACE = frozenset({"handed_over", "transferred"})
_SCALES = frozenset({"ecog", "karnofsky", "g8", "charlson", "mst", "nrs_2002", "must", "glim"})
"""Names of scales, which say nothing to whom they measure: what was mapped, the event says."""
_NOT_FOR_READERS = frozenset({"joined", "parted", "retracted"})


@dataclass(frozen=True, kw_only=True)
class Happening:
    """One line of a course."""

    event: Event
    day: date
    day_words: str  # with its year
    short_day: str  # under a heading that says the year
    what: str
    detail: str
    place: str
    ahead: bool
    corrects: bool


@dataclass(frozen=True)
class Names:
    """What ids and codes are called in the reader's language.

    place: words for a unit or a municipality. pathways: and follow-up plans. diagnosis: words for an ICD-10 code, empty
    where there are none. plain: codes of others are left out.
    """

    place: Callable[[str], str]
    pathways: Mapping[str, str]
    diagnosis: Callable[[str], str]
    plain: bool = False


def tell(event: Event, language: Language, names: Names, *, at: date) -> Happening:
    return Happening(
        event=event,
        day=event.day,
        day_words=write_day(event.day, language, event.precision),
        short_day=_days(event, language),
        what=title_of(event, language),
        detail=", ".join(
            part
            for part in [code_words(event, language, names), *details_of(event, language, plain=names.plain)]
            if part
        ),
        place=names.place(event.place) if event.place else "",
        ahead=event.day > at,
        corrects=event.replaces is not None,
    )


def happenings(events: Iterable[Event], language: Language, names: Names, *, at: date) -> list[Happening]:
    """Every event that a reader has use for, oldest first."""
    told = sorted((event for event in events if event.type not in _NOT_FOR_READERS), key=lambda event: event.time)
    return [tell(event, language, names, at=at) for event in told]


def title_of(event: Event, language: Language) -> str:
    kind = EVENT_TYPES.get(event.type)
    return in_language(kind.label, language) if kind else event.type


def code_words(event: Event, language: Language, names: Names) -> str:
    """The words of the code; the code itself too where it is another's list, unless the reader wants plain words."""
    if event.code is None or (names.plain and event.code in _SCALES):
        return ""
    if event.type in _CODE_IS_A_PLACE:
        return names.place(event.code)
    kind = EVENT_TYPES.get(event.type)
    if kind and event.code in kind.codes:
        return in_language(kind.codes[event.code], language)
    if event.type == "staged":
        return stage_words(event.code, language, plain=names.plain)
    known = names.diagnosis(event.code) or names.pathways.get(event.code, "")
    if names.plain or event.code in names.pathways:
        return known
    if known:
        return f"{known} ({event.code})"
    return "" if _is_inner(event.code) else event.code


def _is_inner(code: str) -> bool:
    """Whether a code is an id of ours, such as a form's, that says nothing to a reader; codes of others are shown."""
    return "_" in code and code.islower()


def _days(event: Event, language: Language) -> str:
    """`3. mars`, or `3. mars – 9. april` for a period within a year."""
    first = write_short_day(event.day, language, event.precision)
    if event.until is None or (last := day_of(event.until)) == event.day:
        return first
    if last.year != event.day.year:
        return f"{first} – {write_day(last, language, event.precision)}"
    return f"{first} – {write_short_day(last, language, event.precision)}"


def by_year(told: Iterable[Happening], *, newest_first: bool) -> list[tuple[int, list[Happening]]]:
    years: dict[int, list[Happening]] = {}
    for happening in sorted(told, key=lambda one: one.event.time, reverse=newest_first):
        years.setdefault(happening.day.year, []).append(happening)
    return list(years.items())
