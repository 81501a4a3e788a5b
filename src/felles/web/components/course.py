"""Which marks does a person's course make on the drawn time axis: in which lane, as a point or a period, in which words?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from felles.events import EVENT_TYPES, Event, day_of
from felles.web.components.telling import Happening
from felles.web.components.timeline import Drawing, Lane, Mark, draw_timeline
from felles.web.wording import Language, say

LAPTOP_WIDTH = 1120.0
PHONE_WIDTH = 350.0

_LANES = ("pathway", "diagnosis", "treatment", "reports", "contact", "needs", "life")
_LANE_OF_TOPIC = {
    "Pathway": "pathway",
    "Screening": "pathway",
    "Diagnosis": "diagnosis",
    "Gene tests and trials": "diagnosis",
    "Treatment": "treatment",
    "Nutrition, function and prehabilitation": "treatment",
    "Reports from home and contact": "reports",
    "Home pathway and needs": "needs",
    "Choices": "needs",
    "Relatives": "needs",
    "Life": "life",
    "Prevention": "life",
    "Work and education": "life",
}
_CONTACTS = frozenset({"reviewed", "contact_asked", "contacted", "visited", "message_sent"})
_TREATMENTS = frozenset({"side_effect_noted"})

# What begins a period, and what ends it when it comes later in the same episode.
_ENDS = {
    "referred": ("treatment_started", "pathway_ended"),
    "treatment_started": ("treatment_ended",),
    "prehabilitation_started": ("prehabilitation_ended",),
    "trial_entered": ("trial_left",),
}
# An end that says no more than the period it ends.
_SAID_BY_PERIOD = frozenset({"treatment_ended", "prehabilitation_ended", "trial_left"})

# Types whose code alone says what happened.
_CODE_SAYS_IT = frozenset(
    {
        "treatment_started",
        "attended",
        "imaged",
        "discussed",
        "measured",
        "contacted",
        "side_effect_noted",
        "visited",
        "diagnosed",
        "staged",
        "gene_variant_found",
        "work_status_recorded",
        "form_answered",
        "condition_noted",
        "function_screened",
    }
)
_DETAIL_TOO = frozenset({"measured", "work_status_recorded", "function_screened"})
_LONGEST_WORDS = 40
_ENDS_OF_COURSE = frozenset({"died", "follow_up_ended"})
# A birth, or what else life brought, is drawn when no more than this share of the axis would lie empty after it.
_MOST_EMPTY = 0.25


@dataclass(frozen=True)
class Period:
    begins: Happening
    ends: Happening | None
    last_day: date


def draw_course(told: Sequence[Happening], *, at: date, language: Language, width: float) -> Drawing | None:
    """The drawing of a course as it is known on `at`; nothing when there is nothing to draw."""
    ended = max((one.day for one in told if one.event.type in _ENDS_OF_COURSE), default=None)
    lanes = [Lane(key, say(language, f"names.lane_{key}")) for key in _LANES]
    return draw_timeline(marks_of(told, language), lanes, at=at, language=language, width=width, ended=ended)


def marks_of(told: Sequence[Happening], language: Language) -> list[Mark]:
    """A mark for each event, or one for two that begin and end a period. Of life before the course, only what is near it."""
    periods = periods_of(told)
    said = {id(period.ends) for period in periods.values() if period.ends and period.ends.event.type in _SAID_BY_PERIOD}
    drawn = [one for one in told if id(one) not in said and lane_of(one.event) is not None]
    return [_mark(one, periods.get(id(one)), language) for one in _without_distant_life(drawn)]


def lane_of(event: Event) -> str | None:
    """The lane of an event; none for what is about the record or the strategy."""
    if event.type in _CONTACTS:
        return "contact"
    if event.type in _TREATMENTS:
        return "reports"
    kind = EVENT_TYPES.get(event.type)
    return _LANE_OF_TOPIC.get(kind.topic) if kind else None


def periods_of(told: Sequence[Happening]) -> dict[int, Period]:
    """Each period by the identity of the happening that begins it."""
    periods = {}
    for number, happening in enumerate(told):
        if happening.event.until is not None:
            periods[id(happening)] = Period(happening, None, max(day_of(happening.event.until), happening.day))
        elif happening.event.type in _ENDS:
            end = next(_endings(happening, told[number + 1 :]), None)
            last = end.day if end else _last_dose(happening, told[number + 1 :])
            if last and last > happening.day:
                periods[id(happening)] = Period(happening, end, last)
    return periods


def _endings(begins: Happening, later: Sequence[Happening]) -> Iterator[Happening]:
    for one in later:
        event = one.event
        ends = event.episode == begins.event.episode and event.type in _ENDS[begins.event.type]
        of_another_kind = (
            event.type == "treatment_ended" and event.data.get("kind", begins.event.code) != begins.event.code
        )
        if ends and not of_another_kind:
            yield one


def _last_dose(begins: Happening, later: Sequence[Happening]) -> date | None:
    """A treatment without a recorded end lasted at least until the last dose before the next one started."""
    if begins.event.code != "systemic":
        return None
    last = None
    for one in later:
        if one.event.type == "treatment_started" and one.event.episode == begins.event.episode:
            break
        if one.event.type == "medicine_given":
            last = one.day
    return last


def _mark(happening: Happening, period: Period | None, language: Language) -> Mark:
    lane = lane_of(happening.event)
    assert lane is not None, "only events with a lane are drawn"
    words = _words(happening)
    if period and period.begins.event.type == "referred":
        words = say(language, "course.pathway_days", pathway=happening.detail, n=(period.last_day - happening.day).days)
    return Mark(
        lane=lane,
        words=words if len(words) <= _LONGEST_WORDS else words[: _LONGEST_WORDS - 1].rstrip(" ,") + "…",
        told=f"{happening.day_words}: {happening.what}{', ' + happening.detail if happening.detail else ''}",
        start=happening.day,
        end=period.last_day if period else None,
    )


def _words(happening: Happening) -> str:
    if happening.event.type == "treatment_started" and "regimen" in happening.event.data:
        return str(happening.event.data["regimen"])
    if happening.event.type in _DETAIL_TOO:
        return happening.detail.replace(",", "", 1)
    if happening.event.type in _CODE_SAYS_IT and happening.detail:
        return happening.detail.split(",")[0]
    return happening.what


def _without_distant_life(told: Sequence[Happening]) -> list[Happening]:
    """Without a birth, a schooling or a job so long ago that the course itself would be pressed into a corner."""
    of_course = [one.day for one in told if lane_of(one.event) != "life"]
    others = of_course or [one.day for one in told if one.event.type != "born"]
    if not others:
        return list(told)
    span = max(max(others) - min(others), timedelta(days=365))
    earliest = min(others) - span * _MOST_EMPTY
    return [one for one in told if one.day >= earliest or lane_of(one.event) != "life"]
