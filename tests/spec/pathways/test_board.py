"""The board says of each open pathway where it stands, who has it, what comes next, and which deadline is nearest."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import Any

import polars as pl
import pytest
from tests.ready_rules import ReadyRule

from felles.definitions import Content, load_content
from felles.pathways import book_of, spans
from felles.pathways.board import pathways, seen_from
from felles.pathways.holding import trusts_by_name

from .conftest import frame_of

Look = Callable[..., dict[str, Any] | None]

REFERRED = ("2026-03-02", "referred", "lung", "innlandet")
ATTENDED = ("2026-03-06", "attended", "first_visit", "innlandet")
SAMPLED = ("2026-03-09", "sampled", "biopsy", "innlandet:surgery")
REPORT = ("2026-03-13", "report_ready", "pathology", "innlandet")
DECIDED = ("2026-03-17", "decided", "treat", "innlandet")
PLANNED = ("2026-03-18", "treatment_planned", "surgery", "oslo")
STARTED = ("2026-03-27", "treatment_started", "surgery", "oslo")
COURSE = (REFERRED, ATTENDED, SAMPLED, REPORT, DECIDED, PLANNED, STARTED)


def events_of(*said: Any) -> pl.DataFrame:
    rows = []
    for day, type_, *rest in said:
        code, place, until = (*rest, None, None, None)[:3]
        episode = None if type_ in ("died", "born") else 1
        ends = date.fromisoformat(until) if until else None
        rows.append((1, episode, type_, date.fromisoformat(day), ends, code, place))
    return frame_of(rows)


@cache
def kept_rows(rules: str) -> ReadyRule:
    """The rows of `pathways` by a rule book: what is kept, of which the board of a day is made."""
    content = load_content()
    book, trusts = book_of(rules, content), trusts_by_name(content)
    return ReadyRule(lambda events, _at: pathways(events, spans(events, book), book, trusts))


board_of = ReadyRule(lambda kept, at: seen_from(kept, at=at))


@pytest.fixture
def look() -> Look:
    """`look("2026-03-20", REFERRED, ...)`: the row of the only pathway on the board of that day, none where it is not open."""

    def row(at: str, *said: Any, rules: str = "norway") -> dict[str, Any] | None:
        day = date.fromisoformat(at)
        kept = kept_rows(rules)(events_of(*[event for event in said if date.fromisoformat(event[0]) <= day]))
        rows = board_of(kept, day).to_dicts()
        assert len(rows) <= 1
        return rows[0] if rows else None

    return row


def only(row: dict[str, Any] | None, *names: str) -> tuple[Any, ...]:
    assert row is not None
    return tuple(row[name] for name in names)


@pytest.mark.parametrize(
    ("so_far", "phase", "since", "step", "code", "at"),
    [
        (1, "referred", "2026-03-02", "first_attendance", None, "innlandet"),
        (2, "investigation", "2026-03-06", "decision", None, "innlandet"),
        (3, "waiting_for_answer", "2026-03-09", "report", "pathology", "innlandet:surgery"),
        (4, "investigation", "2026-03-06", "decision", None, "innlandet"),
        (5, "waiting_for_treatment", "2026-03-17", "treatment_plan", None, "innlandet"),
        (6, "waiting_for_treatment", "2026-03-17", "treatment", "surgery", "oslo"),
    ],
)
def test_each_event_moves_the_pathway_to_its_next_phase_and_step(
    look: Look, so_far: int, phase: str, since: str, step: str, code: str | None, at: str
) -> None:
    row = look("2026-03-19", *COURSE[:so_far])

    assert only(row, "phase", "phase_since", "next_step", "next_code", "next_at") == (
        phase, date.fromisoformat(since), step, code, at,
    )  # fmt: skip


def test_the_board_says_for_which_day_the_treatment_is_planned_by_the_latest_plan(look: Look) -> None:
    first = ("2026-03-18", "treatment_planned", "surgery", "oslo", "2026-04-02")
    other_kind, again = (
        ("2026-03-18", "treatment_planned", "systemic", "oslo", "2026-04-08"),
        ("2026-03-19", "treatment_planned", "surgery", "oslo", "2026-04-06"),
    )

    assert only(look("2026-03-19", *COURSE[:5], other_kind, first), "planned_on") == (date(2026, 4, 2),)
    assert only(look("2026-03-19", *COURSE[:5], first, again), "planned_on") == (date(2026, 4, 6),)
    assert only(look("2026-03-19", *COURSE[:5], first, (*again[:4], None)), "planned_on") == (None,)
    assert only(look("2026-03-17", *COURSE[:5]), "planned_on") == (None,)


def test_a_pathway_leaves_the_board_when_treatment_starts(look: Look) -> None:
    assert look("2026-03-27", *COURSE[:-1]) is not None
    assert look("2026-03-27", *COURSE) is None


@pytest.mark.parametrize("ending", [("pathway_ended", "declined"), ("decided", "no_cancer"), ("died", "other")])
def test_a_pathway_leaves_the_board_when_it_ends_or_the_patient_dies(look: Look, ending: tuple[str, str]) -> None:
    assert look("2026-03-20", REFERRED, ATTENDED, ("2026-03-12", *ending)) is None


def test_the_order_in_which_events_become_known_changes_nothing(look: Look) -> None:
    assert look("2026-03-19", *COURSE[:6]) == look("2026-03-19", *reversed(COURSE[:6]))


def test_the_nearest_deadline_of_the_intervals_that_run_is_shown(look: Look) -> None:
    referred = look("2026-03-04", REFERRED)
    examined = look("2026-03-08", REFERRED, ATTENDED)

    assert only(referred, "interval", "days", "limit_days", "due", "days_left", "state") == (
        "OF1", 2, 7, date(2026, 3, 9), 5, "running",
    )  # fmt: skip
    assert only(examined, "interval", "days", "limit_days", "due", "pathway_days") == (
        "OF2", 2, 21, date(2026, 3, 27), 6,
    )  # fmt: skip


def test_the_last_day_is_not_late_and_the_day_after_is(look: Look) -> None:
    assert only(look("2026-03-09", REFERRED), "state", "days_left") == ("running", 0)
    assert only(look("2026-03-10", REFERRED), "state", "days_left") == ("overdue", -1)


def test_a_pathway_without_a_limit_is_shown_with_its_days(look: Look) -> None:
    row = look("2026-03-20", ("2026-03-02", "referred", "unheard_of", "innlandet"))

    assert only(row, "state", "days", "interval", "due", "limit_verified") == ("running_no_limit", 18, None, None, None)


def test_an_answer_waited_for_is_the_one_that_has_been_waited_for_longest(look: Look) -> None:
    scanned = ("2026-03-08", "imaged", "ct", "oslo")

    both = look("2026-03-12", REFERRED, ATTENDED, SAMPLED, scanned)
    read = look("2026-03-12", REFERRED, ATTENDED, SAMPLED, scanned, ("2026-03-08", "report_ready", "imaging"))

    assert only(both, "next_code", "next_at", "phase_since") == ("imaging", "oslo", date(2026, 3, 8))
    assert only(read, "next_code") == ("pathology",)


def test_what_a_camera_shows_needs_no_report(look: Look) -> None:
    row = look("2026-03-12", REFERRED, ATTENDED, ("2026-03-08", "imaged", "endoscopy"))

    assert only(row, "phase") == ("investigation",)


def test_a_transfer_moves_the_pathway_and_carries_its_start(look: Look) -> None:
    row = look("2026-03-10", REFERRED, ATTENDED, ("2026-03-09", "transferred", "ous", "innlandet"))

    assert only(row, "holder", "held_at", "held_since", "started_at", "started_on") == (
        "oslo", "ous", date(2026, 3, 9), "innlandet", date(2026, 3, 2),
    )  # fmt: skip


def test_an_onward_referral_moves_the_pathway_too(look: Look) -> None:
    row = look("2026-03-10", REFERRED, ("2026-03-05", "referred", "lung", "ahus:surgery"))

    assert only(row, "holder", "held_at", "started_at") == ("akershus", "ahus:surgery", "innlandet")


def test_a_transfer_on_the_day_of_the_referral_comes_after_it(look: Look) -> None:
    assert only(look("2026-03-10", REFERRED, ("2026-03-02", "transferred", "oslo")), "holder") == ("oslo",)


def test_a_transfer_to_a_unit_that_nobody_knows_leaves_the_pathway_where_it_was_and_says_so(look: Look) -> None:
    lost = ("2026-03-09", "transferred", "nowhere", "innlandet")

    stayed = look("2026-03-10", REFERRED, lost)
    found = look("2026-03-12", REFERRED, lost, ("2026-03-11", "transferred", "oslo", "innlandet"))

    assert only(stayed, "holder", "unknown_receiver") == ("innlandet", "nowhere")
    assert only(found, "holder", "unknown_receiver") == ("oslo", None)


def test_without_a_place_on_the_referral_the_last_place_has_it(look: Look) -> None:
    row = look("2026-03-10", ("2026-03-02", "referred", "lung"), ATTENDED)

    assert only(row, "holder", "started_at") == ("innlandet", None)


def test_a_deferral_is_shown_while_it_lasts_and_the_days_go_on(look: Look) -> None:
    put_off = ("2026-03-18", "deferred", "capacity", "innlandet", "2026-03-22")

    during = look("2026-03-22", *COURSE[:6], put_off)
    after = look("2026-03-23", *COURSE[:6], put_off)

    assert only(during, "deferred", "deferred_until") == ("capacity", date(2026, 3, 22))
    assert only(after, "deferred") == (None,)
    assert only(after, "pathway_days") == (21,)


def test_a_deferral_without_an_end_lasts_until_something_happens(look: Look) -> None:
    put_off = ("2026-03-18", "deferred", "patient_wish")

    assert only(look("2026-03-25", *COURSE[:5], put_off), "deferred") == ("patient_wish",)
    assert only(look("2026-03-25", *COURSE[:5], put_off, ("2026-03-20", "told", "cancer")), "deferred") == (None,)


def test_events_before_the_referral_count_for_nothing(look: Look) -> None:
    row = look("2026-03-03", REFERRED, ("2026-02-20", "attended", "first_visit"), ("2026-02-21", "sampled", "biopsy"))

    assert only(row, "phase", "next_code") == ("referred", None)


def test_a_board_in_another_countrys_rules_has_that_countrys_deadlines(look: Look) -> None:
    row = look("2026-03-10", REFERRED, rules="england")

    assert only(row, "interval", "due") == ("fds28", date(2026, 3, 2) + timedelta(days=28))


def test_closed_pathways_are_kept_with_the_day_they_closed() -> None:
    (row,) = kept_rows("norway")(events_of(*COURSE)).to_dicts()

    assert (row["phase"], row["closed_on"], row["next_step"]) == ("treated", date(2026, 3, 27), None)


def test_without_known_units_every_receiver_is_believed(content: Content) -> None:
    book = book_of("norway", content)
    trusting = ReadyRule(lambda events, _at: pathways(events, spans(events, book), book, {}))

    (row,) = trusting(events_of(REFERRED, ("2026-03-05", "transferred", "anywhere"))).to_dicts()

    assert (row["holder"], row["unknown_receiver"]) == ("anywhere", None)
