"""What comes next for a patient: what lies ahead, and what was agreed for a later day and still stands."""

from collections.abc import Iterator
from datetime import date
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import pytest

from felles.events import Event, start_of
from felles.web.components.own_course import coming, useful
from felles.web.components.telling import Names, happenings

AT = date(2026, 11, 21)
PERSON, EPISODE = uuid4(), uuid4()
numbers: Iterator[int] = count()


def event(type_: str, day: str, code: str | None = None, until: str | None = None, episode: UUID = EPISODE) -> Event:
    columns: dict[str, Any] = {"until": start_of(date.fromisoformat(until)) if until else None, "code": code}
    time = start_of(date.fromisoformat(day))
    return Event(
        person=PERSON, type=type_, time=time, precision="day", episode=episode,
        source="demo", source_id=str(next(numbers)), **columns,
    )  # fmt: skip


def ahead(*events: Event) -> list[tuple[str, str]]:
    told = happenings(events, "nb", Names(str, {}, str, plain=True), at=AT)
    return [(one.event.type, one.day_words) for one in coming(told, "nb", at=AT)]


PLANNED = event("treatment_planned", "2026-11-18", "surgery", until="2026-11-28")
OFFERED = event("needs_conversation_offered", "2026-11-10", "hospital", until="2026-11-24")


def test_a_planned_operation_and_an_agreed_talk_come_on_their_days_the_nearest_first() -> None:
    visit = event("attended", "2026-12-01", "outpatient")

    assert ahead(PLANNED, OFFERED, visit) == [
        ("needs_conversation_offered", "24. november 2026"),
        ("treatment_planned", "28. november 2026"),
        ("attended", "1. desember 2026"),
    ]


@pytest.mark.parametrize(
    ("agreed", "since"),
    [
        (PLANNED, event("treatment_started", "2026-11-20", "surgery")),
        (PLANNED, event("pathway_ended", "2026-11-20", "declined")),
        (PLANNED, event("died", "2026-11-20")),
        (OFFERED, event("needs_conversation_held", "2026-11-15", "hospital")),
        (OFFERED, event("needs_conversation_declined", "2026-11-15", "hospital")),
    ],
    ids=lambda each: each.type,
)
def test_what_has_happened_since_takes_the_place_of_what_was_agreed(agreed: Event, since: Event) -> None:
    assert ahead(agreed) != []
    assert ahead(agreed, since) == []


def test_another_talk_and_another_illness_leave_what_was_agreed() -> None:
    other_talk = event("needs_conversation_held", "2026-11-15", "municipality_first")
    other_treatment = event("treatment_started", "2026-11-20", "surgery", episode=uuid4())

    assert len(ahead(OFFERED, other_talk, PLANNED, other_treatment)) == 2


def test_a_day_that_has_gone_by_is_not_ahead_and_today_still_is() -> None:
    assert ahead(event("treatment_planned", "2026-11-01", "surgery", until="2026-11-20")) == []
    assert ahead(event("treatment_planned", "2026-11-01", "surgery", until="2026-11-21")) != []


def test_the_inner_bookkeeping_of_the_services_is_left_out() -> None:
    assert useful([event("triaged", "2026-11-20", "yellow"), PLANNED]) == [PLANNED]
