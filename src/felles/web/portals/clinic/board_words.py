"""How does a line of the board read: what comes next and where, how many days are used, and how many are left?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from felles.access import BoardRow
from felles.events import EVENT_TYPES
from felles.web.dates import short_month
from felles.web.figures import NO_BREAK_SPACE
from felles.web.wording import Language, in_language, say

SOON = 7
FULL = 100


@dataclass(frozen=True, kw_only=True)
class Line:
    """One open pathway as the board shows it. urgency: `late`, `soon` or empty; used: of the limit, in per cent."""

    row: BoardRow
    name: str
    pathway: str
    phase: str
    next_step: str
    next_at: str
    used_words: str
    used: int | None
    limit_note: str
    left: str
    urgency: str
    put_off: str
    lost: str


def line(row: BoardRow, language: Language, units: Mapping[str, str], pathways: Mapping[str, str], *, at: date) -> Line:
    where = row.next_at or row.held_at or row.holder or ""
    return Line(
        row=row,
        name=row.name or say(language, "clinic.nameless"),
        pathway=pathways.get(row.pathway or "", row.pathway or say(language, "board.no_pathway")),
        phase=say(language, f"board.phase_{row.phase}"),
        next_step=_next_step(row, language, at),
        next_at=units.get(where, where),
        used_words=_used(row, language),
        used=None if row.limit_days is None else min(FULL, round(FULL * row.days / max(row.limit_days, 1))),
        limit_note=_limit_note(row, language),
        left=days_left(row.days_left, language),
        urgency=_urgency(row.days_left),
        put_off=_put_off(row, language, at),
        lost=say(language, "board.unknown_receiver", unit=row.unknown_receiver) if row.unknown_receiver else "",
    )


def _next_step(row: BoardRow, language: Language, at: date) -> str:
    if row.next_step == "report" and row.next_code:
        return code_words("report_ready", row.next_code, language)
    if row.next_step != "treatment":
        return say(language, f"board.next_{row.next_step}")
    kind = (
        code_words("treatment_planned", row.next_code, language)
        if row.next_code
        else say(language, "board.next_treatment")
    )
    if row.planned_on is None:
        return say(language, "board.unplanned", what=kind)
    return f"{kind} {brief_day(row.planned_on, language, at)}"


def brief_day(day: date, language: Language, at: date) -> str:
    """`24. nov`, with the year where it is not that of `at`."""
    month = short_month(day.month, language)
    year = "" if day.year == at.year else f" {day.year}"
    written = f"{day.day} {month}{year}" if language == "en" else f"{day.day}. {month}{year}"
    return written.replace(" ", NO_BREAK_SPACE)


def code_words(type_: str, code: str, language: Language) -> str:
    """What the vocabulary calls a code; the code itself where it does not know it."""
    label = EVENT_TYPES[type_].codes.get(code)
    return in_language(label, language) if label else code


def _used(row: BoardRow, language: Language) -> str:
    if row.limit_days is None:
        return say(language, "board.days", n=row.pathway_days)
    return say(language, "board.used", n=row.days, limit=row.limit_days)


def _limit_note(row: BoardRow, language: Language) -> str:
    if row.limit_days is None:
        return say(language, "board.no_limit")
    if not row.limit_verified:
        return say(language, "board.unconfirmed")
    return say(language, "board.earliest") if row.earliest else ""


def days_left(days: int | None, language: Language) -> str:
    if days is None:
        return "–"
    if days < 0:
        return say(language, "board.over", n=-days)
    return say(language, ("board.today", "board.tomorrow")[days]) if days < 2 else say(language, "board.left", n=days)


def _urgency(days: int | None) -> str:
    if days is None or days > SOON:
        return ""
    return "late" if days < 0 else "soon"


def _put_off(row: BoardRow, language: Language, at: date) -> str:
    if row.deferred is None:
        return ""
    reason = code_words("deferred", row.deferred, language).lower()
    if row.deferred_until is None:
        return say(language, "board.put_off", reason=reason)
    return say(language, "board.put_off_until", reason=reason, day=brief_day(row.deferred_until, language, at))


def shown_day(day: date) -> str:
    """The day as an input of a form takes it."""
    return day.isoformat()
