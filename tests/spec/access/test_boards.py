"""A coordinator sees the open pathways that her unit has, the most urgent first, and nobody else's."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest

from felles.access import Access, NotAllowed, Role, Viewer, audit_of, give, may_see, own_audit
from felles.access.grants import grants_on
from felles.events.envelope import start_of
from felles.store import Store

from .conftest import NOW, TODAY, ago, episode_of

Happened = Callable[..., UUID]
Professional = Callable[..., Viewer]


def names(access: Access, viewer: Viewer, **asked: object) -> list[str | None]:
    return [row.name for row in access.board(viewer, at=NOW, **asked).rows]  # type: ignore[arg-type]


def test_a_row_says_where_the_pathway_stands_and_how_many_days_are_left(
    access: Access, happened: Happened, professional: Professional
) -> None:
    person = happened("ada", (9, "referred", "lung"), (4, "attended", "first_visit"))

    (row,) = access.board(professional("innlandet"), at=NOW).rows

    assert (row.person, row.episode, row.name) == (person, episode_of("ada"), "Ada Prøve")
    assert (row.pathway, row.phase, row.next_step, row.holder) == ("lung", "investigation", "decision", "innlandet")
    assert (row.interval, row.days, row.limit_days, row.days_left, row.state) == ("OF2", 4, 21, 17, "running")
    assert (row.pathway_days, row.last_type, row.last_on) == (9, "attended", ago(4))


def test_the_most_urgent_come_first_and_those_without_a_limit_last(
    access: Access, happened: Happened, professional: Professional
) -> None:
    happened("soon", (6, "referred", "lung"))
    happened("free", (90, "referred", "unheard_of"))
    happened("late", (20, "referred", "lung"))

    assert names(access, professional("innlandet")) == ["Late Prøve", "Soon Prøve", "Free Prøve"]
    assert names(access, professional("innlandet"), order="longest_wait") == ["Free Prøve", "Late Prøve", "Soon Prøve"]
    assert names(access, professional("innlandet"), order="newest") == ["Soon Prøve", "Late Prøve", "Free Prøve"]


def test_phases_are_counted_with_those_that_are_late_and_those_that_soon_will_be(
    access: Access, happened: Happened, professional: Professional
) -> None:
    happened("late", (8, "referred", "lung"))
    happened("today", (7, "referred", "lung"))
    happened("new", (0, "referred", "lung"))
    happened("seen", (4, "referred", "breast"), (0, "attended", "first_visit"))
    happened("free", (4, "referred", "unheard_of"))

    board = access.board(professional("innlandet"), at=NOW)

    referred, investigation = board.phases["referred"], board.phases["investigation"]
    assert (referred.open, referred.overdue, referred.soon, referred.without_limit) == (4, 1, 2, 1)
    assert (investigation.open, investigation.overdue, investigation.soon) == (1, 0, 0)
    assert (board.whole.open, board.whole.overdue, board.shown) == (5, 1, 5)
    assert board.pathways == {"lung": 3, "breast": 1, "unheard_of": 1}


def test_a_board_can_be_narrowed_to_a_pathway_and_a_phase(
    access: Access, happened: Happened, professional: Professional
) -> None:
    happened("ada", (3, "referred", "lung"))
    happened("bo", (3, "referred", "breast"))
    happened("cy", (6, "referred", "breast"), (3, "attended", "first_visit"))
    viewer = professional("innlandet")

    assert set(names(access, viewer, pathway="breast")) == {"Bo Prøve", "Cy Prøve"}
    assert names(access, viewer, pathway="breast", phase="referred") == ["Bo Prøve"]
    assert access.board(viewer, at=NOW, pathway="breast", phase="referred").phases["investigation"].open == 1


def test_a_long_board_comes_in_pages_and_counts_all_of_them(
    access: Access, happened: Happened, professional: Professional
) -> None:
    for number in range(5):
        happened(f"p{number}", (number, "referred", "lung"))
    viewer = professional("innlandet")

    pages = [access.board(viewer, at=NOW, page=page, size=2) for page in (1, 2, 3, 99)]

    assert [len(page.rows) for page in pages] == [2, 2, 1, 1]
    assert [(page.page, page.pages, page.shown, page.whole.open) for page in pages][-1] == (3, 3, 5, 5)
    assert len({row.person for page in pages for row in page.rows}) == 5


def test_the_day_for_which_a_treatment_is_planned_is_shown_as_it_was_corrected(
    access: Access, store: Store, happened: Happened, professional: Professional
) -> None:
    planned = start_of(date(2030, 1, 2))
    person = happened("ada", (9, "referred", "lung"), (4, "decided", "treat"))
    happened("ada", (3, "treatment_planned", "surgery"))
    (event,) = (each for each in store.current_of(person) if each.type == "treatment_planned")
    assert event.id is not None
    store.correct(event.id, replace(event, source_id="right", until=planned, id=None, recorded=None))

    (row,) = access.board(professional("innlandet"), at=NOW).rows

    assert (row.next_step, row.next_code, str(row.planned_on)) == ("treatment", "surgery", "2030-01-02")


def test_a_coordinator_of_another_unit_sees_nothing(
    access: Access, happened: Happened, professional: Professional
) -> None:
    happened("ada", (3, "referred", "lung"))
    stranger = professional("oslo")

    own, asked = access.board(stranger, at=NOW), access.board(stranger, at=NOW, units=["innlandet"])

    assert (own.rows, own.whole.open) == ((), 0)
    assert (asked.rows, asked.whole.open) == ((), 0)


def test_a_transfer_moves_the_patient_from_one_board_to_the_other(
    access: Access, happened: Happened, professional: Professional
) -> None:
    sender, receiver = professional("innlandet"), professional("oslo")
    happened("ada", (9, "referred", "lung"))
    assert names(access, sender) == ["Ada Prøve"]

    happened("ada", (1, "transferred", "ous"))

    assert names(access, sender) == []
    assert names(access, receiver) == ["Ada Prøve"]
    assert access.board(receiver, at=NOW).rows[0].started_on == ago(9)


def test_a_department_belongs_to_its_trust(access: Access, happened: Happened, professional: Professional) -> None:
    happened("ada", (3, "referred", "lung"), place="innlandet:surgery")

    assert names(access, professional("innlandet:lung")) == ["Ada Prøve"]


def test_who_has_the_pathway_may_open_the_record_and_others_may_not(
    access: Access, happened: Happened, professional: Professional
) -> None:
    person = happened("ada", (3, "referred", "lung"))

    assert access.open_person(professional("innlandet", Role.NURSE), person, at=NOW).reasons == {"treatment"}
    with pytest.raises(NotAllowed):
        access.open_person(professional("oslo", Role.NURSE), person, at=NOW)


@pytest.mark.parametrize(("days", "sees"), [(30, True), (31, False)])
def test_a_closed_pathway_is_seen_for_thirty_days_so_that_mistakes_can_be_put_right(
    store: Store, happened: Happened, professional: Professional, days: int, sees: bool
) -> None:
    person = happened("ada", (60, "referred", "lung"), (days, "pathway_ended", "declined"))
    viewer = professional("innlandet")

    with store.as_viewer(viewer.id) as connection:
        row = connection.execute("select count(*) from felles.event where person = %s", (person,)).fetchone()
        plain = may_see(viewer.role, grants_on(connection, person), at=NOW)

    assert (row == (2,), plain) == (sees, sees)


def test_the_rule_of_the_database_and_the_plain_rule_agree_on_joined_records(
    store: Store, happened: Happened, professional: Professional
) -> None:
    person, other = happened("ada", (3, "referred", "lung")), happened("eve", (5, "imaged", "ct"), place=None)
    store.join(other, person, source="test", source_id="join")
    viewer = professional("innlandet")

    with store.as_viewer(viewer.id) as connection:
        rows = connection.execute("select distinct person from felles.event").fetchall()
        plain = [may_see(viewer.role, grants_on(connection, each), at=NOW) for each in (person, other)]

    assert {each for (each,) in rows} == {person, other}
    assert plain == [True, True]


@pytest.mark.parametrize("role", [Role.CANCER_COORDINATOR, Role.GP, Role.ANALYST])
def test_a_unit_of_the_same_name_gives_no_relation_to_who_treats_nobody(
    access: Access, happened: Happened, professional: Professional, role: Role
) -> None:
    happened("ada", (3, "referred", "lung"))

    found = access.board(professional("Lillehammer kommune", role), at=NOW)

    assert [row.name for row in found.rows] == ([None] if role is Role.ANALYST else [])


def test_a_grant_shows_a_patient_of_another_unit_when_that_unit_is_asked_for(
    access: Access, store: Store, happened: Happened, professional: Professional
) -> None:
    person, viewer = happened("ada", (3, "referred", "lung")), professional("oslo")
    with store.connection() as connection:
        give(connection, viewer.id, person, "treatment", since=NOW)

    assert names(access, viewer, units=["innlandet", "oslo"]) == ["Ada Prøve"]


def test_who_belongs_to_no_unit_and_who_treats_nobody_has_no_board(access: Access, professional: Professional) -> None:
    with pytest.raises(NotAllowed, match="no unit"):
        access.board(professional(None), at=NOW)
    with pytest.raises(NotAllowed, match="health personnel"):
        access.board(Viewer(id=uuid4(), role=Role.AUTHORITY, name="Hedda"), at=NOW)


def test_who_was_on_a_list_is_written_down_once_a_day_and_the_patient_reads_it(
    access: Access, store: Store, happened: Happened, professional: Professional
) -> None:
    person, other = happened("ada", (3, "referred", "lung")), happened("bo", (3, "referred", "lung"), place="oslo")
    viewer = professional("innlandet")
    access.board(viewer, at=NOW)
    access.board(viewer, at=NOW)

    (look,) = audit_of(store, person)

    assert (look.name, look.unit, look.action) == ("Kaia Prøve", "innlandet", "listed")
    assert look.at.date() >= ago(1)
    assert audit_of(store, other) == []
    assert own_audit(store, viewer, person) == []


def test_the_days_left_are_those_from_today(access: Access, happened: Happened, professional: Professional) -> None:
    happened("ada", (0, "referred", "lung"))

    board = access.board(professional("innlandet"), at=NOW)

    assert (board.at, board.rows[0].days_left) == (TODAY, 7)
