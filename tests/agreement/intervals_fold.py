"""The intervals of one episode, one event after the other: slow, obvious, and what the expression is held against."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from felles.definitions import Content

REFERRAL, ATTENDANCE, DECISION, TREATMENT = "referred", "attended", "decided", "treatment_started"
STEPS: dict[str, Any] = {
    "OF1": "referral_to_first_attendance",
    "OF2": "first_attendance_to_decision",
    "OF3": "decision_to_treatment_start",
    "OF4": "referral_to_treatment_start",
}
ENGLISH = {"fds28": 28, "dtt31": 31, "rtt62": 62}
KINDS: Any = ("radiotherapy", "surgery", "surveillance", "symptom_relief", "systemic")


class Said(NamedTuple):
    """What one event says."""

    day: date
    type: str
    code: str | None


class Row(NamedTuple):
    """One row of `felles.pathways.intervals`, but for the person and the episode."""

    pathway: str | None
    interval: str
    opened: date | None
    closed: date | None
    days: int | None
    limit_days: int | None
    limit_verified: bool | None
    state: str
    due: date | None
    days_left: int | None
    earliest: bool


def fold(events: Sequence[Said], content: Content, rules: str, at: date) -> list[Row]:
    """The rows of one episode in the rules of norway or england."""
    known = [event for event in events if event.day <= at]
    referral = min((event.day for event in known if event.type == REFERRAL), default=None)
    if referral is None:
        return []
    since = [event for event in known if event.day >= referral]
    pathway = min(
        (said.code for said in since if said.type == REFERRAL and said.day == referral and said.code), default=None
    )
    opening = {"treat"}
    if rules == "norway" and _limit(content, pathway, "OF3", referral, "surveillance"):
        opening.add("surveillance")
    return [
        _row(since, content, interval, pathway, referral, opening, at)
        for interval in (STEPS if rules == "norway" else ENGLISH)
    ]


def _row(
    since: Sequence[Said],
    content: Content,
    interval: str,
    pathway: str | None,
    referral: date,
    opening: set[str],
    at: date,
) -> Row:
    treats = [event for event in since if event.type == DECISION and event.code in opening]
    openings: Iterable[Said] = {
        "OF2": [event for event in since if event.type == ATTENDANCE],
        "OF3": treats,
        "dtt31": treats,
    }.get(interval, [event for event in since if event.type == REFERRAL])
    closing_type = {"OF1": ATTENDANCE, "OF2": DECISION, "fds28": "told"}.get(interval, TREATMENT)
    opened = min((event.day for event in openings), default=None)
    after = [event for event in since if opened and event.day >= opened]
    closings = [event for event in after if event.type == closing_type]
    closed = min((event.day for event in closings), default=None)
    ended = any(_ends(event, interval, opening) for event in after)
    started = sorted(
        (event.code for event in closings if event.day == closed and event.code in KINDS), key=lambda kind: kind or ""
    )
    kind = started[0] if started else _planned(since) if closed is None else "none"
    limit, earliest = _limit_of(content, interval, pathway, referral, kind)
    limit_days, verified = limit or (None, None)
    runs = opened is not None and closed is None and not ended
    until = closed if closed else at if runs else None
    days = (until - opened).days if until and opened else None
    due = opened + timedelta(days=limit_days) if opened and limit_days is not None else None
    return Row(
        pathway,
        interval,
        opened,
        closed,
        days,
        limit_days,
        verified,
        _state(opened, closed, ended, days, limit_days),
        due,
        (due - at).days if runs and due else None,
        earliest,
    )


def _ends(event: Said, interval: str, opening: set[str]) -> bool:
    if event.type == "pathway_ended":
        return True
    return interval != "fds28" and event.type == DECISION and event.code is not None and event.code not in opening


def _planned(since: Sequence[Said]) -> str | None:
    planned = [event for event in since if event.type == "treatment_planned" and event.code]
    latest = max((event.day for event in planned), default=None)
    return min((event.code for event in planned if event.day == latest and event.code), default=None)


def _limit_of(
    content: Content, interval: str, pathway: str | None, referral: date, kind: str | None
) -> tuple[tuple[int, bool] | None, bool]:
    if interval in ENGLISH:
        return ((ENGLISH[interval], True) if referral >= date(2023, 10, 1) else None), False
    if interval in ("OF1", "OF2"):
        return _limit(content, pathway, interval, referral, None), False
    if kind is not None:
        return _limit(content, pathway, interval, referral, kind), False
    found = [limit for each in KINDS if (limit := _limit(content, pathway, interval, referral, each))]
    return (min(found, key=lambda limit: (limit[0], not limit[1])), True) if found else (None, False)


def _limit(content: Content, pathway: str | None, interval: str, referral: date, kind: Any) -> tuple[int, bool] | None:
    definition = content.pathways.get(pathway or "")
    if definition is None or (definition.retired_on and referral >= definition.retired_on):
        return None
    limit = definition.limit(STEPS[interval], referral, kind)
    return (limit.value, limit.verified) if limit and limit.value is not None else None


def _state(opened: date | None, closed: date | None, ended: bool, days: int | None, limit: int | None) -> str:
    if opened is None:
        return "not_started"
    if closed is None and ended:
        return "ended"
    word = "done" if closed else "running"
    if limit is None:
        return f"{word}_no_limit"
    late = days is not None and days > limit
    if closed:
        return "done_late" if late else "done_within"
    return "overdue" if late else "running"
