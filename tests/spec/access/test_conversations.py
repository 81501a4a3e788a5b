"""Each unit sees the conversations that it has to hold, the nearest day first, with what went before and what is open."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from felles.access import Access, Conversation, NotAllowed, Role, Viewer, audit_of, give
from felles.store import Store

from .conftest import NOW, TODAY, ago, episode_of

Happened = Callable[..., UUID]
Professional = Callable[..., Viewer]
TOWN = "Lillehammer kommune"


@pytest.fixture
def in_treatment(happened: Happened) -> Callable[..., UUID]:
    """`in_treatment("ada", 5)`: told five days ago, in the hands of Innlandet, and living in Lillehammer."""

    def make(called: str, days: int) -> UUID:
        happened(called, (9_000, "born", "female"), place="3405")
        return happened(
            called, (days + 9, "referred", "lung"), (days, "diagnosed", "C34.1"), (days, "told", "cancer")
        )  # fmt: skip

    return make


@pytest.fixture
def handed_over(happened: Happened, in_treatment: Callable[..., UUID]) -> Callable[..., UUID]:
    """The same, handed over to the municipality yesterday."""

    def make(called: str, days: int) -> UUID:
        person = in_treatment(called, days)
        happened(called, (1, "handed_over", TOWN))
        return person

    return make


def due(access: Access, viewer: Viewer) -> list[tuple[str | None, str, str]]:
    found = access.conversations(viewer, at=NOW).due
    return [(row.name, row.touchpoint, row.state) for row in found]


def one(access: Access, viewer: Viewer) -> Conversation:
    (row,) = access.conversations(viewer, at=NOW).due
    return row


def test_the_hospital_sees_whom_it_has_to_talk_with(
    access: Access, in_treatment: Callable[..., UUID], professional: Professional
) -> None:
    person = in_treatment("ada", 5)

    row = one(access, professional("innlandet:lung", Role.NURSE))

    assert (row.person, row.episode, row.name) == (person, episode_of("ada"), "Ada Prøve")
    assert (row.touchpoint, row.state, row.responsible, row.begun_on) == ("hospital", "open", "innlandet", ago(5))
    assert (row.due, row.due_by, row.days_left) == (TODAY + timedelta(days=25), "ours", 25)


@pytest.mark.parametrize("role", [Role.CANCER_COORDINATOR, Role.GP])
def test_the_municipality_sees_those_who_were_handed_over_and_are_due(
    access: Access, handed_over: Callable[..., UUID], professional: Professional, role: Role
) -> None:
    handed_over("ada", 100)
    handed_over("bo", 40)
    in_town = professional(TOWN, role)

    assert due(access, in_town) == [("Ada Prøve", "municipality_first", "open")]
    assert one(access, in_town).responsible == "3405"
    assert due(access, professional("Hamar kommune", role)) == []


def test_the_nearest_day_comes_first_and_what_is_late_before_it(
    access: Access, handed_over: Callable[..., UUID], professional: Professional
) -> None:
    handed_over("soon", 100)
    handed_over("late", 130)
    handed_over("year", 380)

    found = access.conversations(professional(TOWN, Role.GP), at=NOW)

    assert [(row.name, row.touchpoint, row.state) for row in found.due] == [
        ("Year Prøve", "municipality_first", "late"),
        ("Late Prøve", "municipality_first", "late"),
        ("Soon Prøve", "municipality_first", "open"),
        ("Year Prøve", "municipality_second", "open"),
    ]
    assert (found.states, found.shown, found.to_do) == ({"open": 2, "late": 2}, 4, 4)


def test_a_long_list_comes_in_pages(
    access: Access, in_treatment: Callable[..., UUID], professional: Professional
) -> None:
    for number in range(3):
        in_treatment(f"p{number}", number)
    viewer = professional("innlandet")

    pages = [access.conversations(viewer, at=NOW, page=page, size=2) for page in (1, 2, 9)]

    assert [(page.page, page.pages, page.shown, len(page.due)) for page in pages] == [
        (1, 2, 3, 2), (2, 2, 3, 1), (2, 2, 3, 1),
    ]  # fmt: skip
    assert len({row.person for page in pages for row in page.due}) == 3


def test_a_row_tells_what_went_before(
    access: Access, happened: Happened, in_treatment: Callable[..., UUID], professional: Professional
) -> None:
    in_treatment("ada", 60)
    happened("ada", (50, "needs_conversation_offered", "hospital"), (40, "needs_conversation_declined", "hospital"))
    happened("ada", (8, "need_found", "nutrition"), (7, "need_found", "coping"), (6, "need_met", "coping"))
    happened("ada", (5, "relative_named", "child_minor"))

    row = one(access, professional("innlandet"))

    assert (row.state, row.offered_on, row.declined_on, row.ask_again_on) == ("ask_again", ago(50), ago(40), ago(10))
    assert (row.children, row.is_child) == (True, False)
    assert [(need.theme, need.responsible) for need in row.needs] == [("nutrition", None)]


def test_open_needs_are_listed_first_those_that_nobody_has_and_then_by_their_day(
    access: Access, happened: Happened, in_treatment: Callable[..., UUID], professional: Professional
) -> None:
    person, viewer = in_treatment("ada", 60), professional("innlandet")
    happened("ada", (9, "need_found", "nutrition"), (8, "need_found", "coping"), (3, "need_found", "leisure"))
    for form, theme, days in (("f1", "nutrition", 9), ("f2", "coping", 2)):
        access.record(
            viewer, person, "need_assigned", at=NOW, form=form, episode=episode_of("ada"), code=theme, place=TOWN,
            until=TODAY + timedelta(days=days),
        )  # fmt: skip

    needs = access.conversations(viewer, at=NOW).needs

    assert [(need.name, need.theme, need.responsible, need.days_left) for need in needs] == [
        ("Ada Prøve", "leisure", None, None),
        ("Ada Prøve", "coping", TOWN, 2),
        ("Ada Prøve", "nutrition", TOWN, 9),
    ]


def test_a_conversation_that_moved_stands_on_the_list_of_who_took_it_over(
    access: Access, happened: Happened, handed_over: Callable[..., UUID], professional: Professional
) -> None:
    handed_over("ada", 20)
    hospital, town = professional("innlandet"), professional(TOWN, Role.CANCER_COORDINATOR)
    assert (len(due(access, hospital)), len(due(access, town))) == (1, 0)

    happened("ada", (1, "needs_conversation_moved", "hospital"), place=TOWN)

    assert (due(access, hospital), due(access, town)) == ([], [("Ada Prøve", "hospital", "open")])


def test_a_grant_puts_a_person_on_the_list_of_the_municipality(
    access: Access, store: Store, in_treatment: Callable[..., UUID], professional: Professional
) -> None:
    person, viewer = in_treatment("ada", 100), professional(TOWN, Role.GP)
    with store.connection() as connection:
        give(connection, viewer.id, person, "treatment", since=NOW)

    assert due(access, viewer) == [("Ada Prøve", "municipality_first", "open")]


def test_who_was_on_the_list_is_written_down(
    access: Access, store: Store, handed_over: Callable[..., UUID], professional: Professional
) -> None:
    person, viewer = handed_over("ada", 20), professional(TOWN, Role.GP)

    assert access.conversations(viewer, at=NOW).due == ()
    (look,) = audit_of(store, person)

    assert (look.unit, look.action) == (TOWN, "listed")


def test_who_belongs_to_no_unit_and_who_treats_nobody_has_no_list(access: Access, professional: Professional) -> None:
    with pytest.raises(NotAllowed, match="no unit"):
        access.conversations(professional(None), at=NOW)
    with pytest.raises(NotAllowed, match="health personnel"):
        access.conversations(Viewer(id=uuid4(), role=Role.ANALYST, name="Arne", unit="innlandet"), at=NOW)


def test_the_units_that_one_can_hand_over_to_are_those_where_somebody_works(
    access: Access, professional: Professional
) -> None:
    viewer, _ = professional(TOWN, Role.GP), professional("Analyseavdelingen", Role.ANALYST)

    assert access.units(viewer) == [TOWN]


def test_our_own_reminders_that_have_gone_by_come_last_and_the_latest_of_them_first(
    access: Access, in_treatment: Callable[..., UUID], professional: Professional
) -> None:
    in_treatment("years", 900)
    in_treatment("weeks", 50)
    in_treatment("today", 5)

    assert due(access, professional("innlandet")) == [
        ("Today Prøve", "hospital", "open"),
        ("Weeks Prøve", "hospital", "to_remember"),
        ("Years Prøve", "hospital", "to_remember"),
    ]


def test_the_list_can_be_narrowed_while_all_are_counted(
    access: Access, in_treatment: Callable[..., UUID], professional: Professional
) -> None:
    in_treatment("weeks", 50)
    in_treatment("today", 5)

    found = access.conversations(professional("innlandet"), at=NOW, only=["open"])

    assert [row.state for row in found.due] == ["open"]
    assert found.states == {"open": 1, "to_remember": 1}
