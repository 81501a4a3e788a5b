"""What is said about a conversation or a need is in the log once, and the list is right on the next look."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from felles.access import Access, Assigned, NotAllowed, Refused, Viewer
from felles.store import Store

from .conftest import NOW, TODAY, ago, episode_of

Happened = Callable[..., UUID]
Professional = Callable[..., Viewer]
LATER = TODAY + timedelta(days=9)
EPISODE = episode_of("ada")


@pytest.fixture
def ada(happened: Happened) -> UUID:
    return happened("ada", (20, "referred", "lung"), (8, "diagnosed", "C34.1"), (8, "told", "cancer"))


@pytest.fixture
def viewer(professional: Professional) -> Viewer:
    return professional("innlandet")


@pytest.fixture
def say(access: Access, viewer: Viewer, ada: UUID) -> Callable[..., Any]:
    """`say("needs_conversation_held", code="hospital")`: about Ada, today, in a form of its own."""

    def record(type_: str, **said: Any) -> Any:
        return access.record(viewer, ada, type_, **({"at": NOW, "form": uuid4().hex, "episode": EPISODE} | said))

    return record


@pytest.mark.parametrize(
    ("word", "until", "state", "listed"),
    [
        ("offered", LATER, "offered", True),
        ("postponed", LATER, "postponed", True),
        ("declined", LATER, "declined", False),
        ("declined", TODAY, "ask_again", True),
        ("held", None, "held", False),
        ("dropped", None, "not_relevant", False),
    ],
)
def test_each_answer_moves_the_conversation_on(
    access: Access,
    viewer: Viewer,
    ada: UUID,
    say: Callable[..., Any],
    word: str,
    until: date | None,
    state: str,
    listed: bool,
) -> None:
    say(f"needs_conversation_{word}", code="hospital", day=ago(1), until=until)

    row = access.conversation(viewer, ada, EPISODE, "hospital", at=NOW)
    found = access.conversations(viewer, at=NOW).due
    assert row is not None
    assert (row.state, row.days_left) == (state, (until - TODAY).days if until else None)
    assert [each.state for each in found] == ([state] if listed else [])


def test_a_conversation_that_is_given_to_another_hospital_leaves_the_list(
    access: Access, viewer: Viewer, ada: UUID, say: Callable[..., Any]
) -> None:
    say("needs_conversation_moved", code="hospital", place="oslo")

    row = access.conversation(viewer, ada, EPISODE, "hospital", at=NOW)
    assert row is not None
    assert (row.responsible, row.moved_on) == ("oslo", TODAY)
    assert access.conversations(viewer, at=NOW).due == ()


def test_an_extra_conversation_takes_the_place_of_none(
    store: Store, access: Access, viewer: Viewer, ada: UUID, say: Callable[..., Any]
) -> None:
    say("needs_conversation_held", code="extra")

    assert [row.touchpoint for row in access.conversations(viewer, at=NOW).due] == ["hospital"]
    assert [event.code for event in store.current_of(ada)].count("extra") == 1


def test_a_need_is_found_given_to_somebody_and_closed(
    access: Access, viewer: Viewer, ada: UUID, say: Callable[..., Any]
) -> None:
    say("need_found", code="nutrition", day=ago(2))
    (found,) = access.conversations(viewer, at=NOW).needs
    say("need_assigned", code="nutrition", place="oslo", until=LATER)
    assigned = access.open_need(viewer, ada, EPISODE, "nutrition", at=NOW)
    say("need_met", code="nutrition", data={"outcome": "met"})

    assert (found.responsible, found.found_on, found.found_at) == (None, ago(2), "innlandet")
    assert assigned is not None
    assert (assigned.responsible, assigned.due, assigned.days_left) == ("oslo", LATER, 9)
    assert access.conversations(viewer, at=NOW).needs == ()
    assert access.open_need(viewer, ada, EPISODE, "nutrition", at=NOW) is None


def test_a_need_that_is_found_and_given_to_somebody_goes_into_the_log_at_once(
    store: Store, access: Access, viewer: Viewer, ada: UUID, say: Callable[..., Any]
) -> None:
    said = {"code": "nutrition", "form": "f1", "assigned": Assigned(unit="oslo", until=LATER)}

    say("need_found", **said)
    say("need_found", **said)

    need = access.open_need(viewer, ada, EPISODE, "nutrition", at=NOW)
    assert need is not None
    assert (need.found_on, need.assigned_on, need.responsible, need.due) == (TODAY, TODAY, "oslo", LATER)
    assert [event.type for event in store.current_of(ada)].count("need_assigned") == 1


def test_a_need_and_who_takes_it_go_in_together_or_not_at_all(store: Store, ada: UUID, say: Callable[..., Any]) -> None:
    with pytest.raises(Refused):
        say("need_found", code="nutrition", assigned=Assigned(unit="oslo", until=ago(3)))

    assert "need_found" not in [event.type for event in store.current_of(ada)]


def test_a_form_sent_many_times_at_once_records_once(store: Store, ada: UUID, say: Callable[..., Any]) -> None:
    with ThreadPoolExecutor(max_workers=4) as clicks:
        answers = list(clicks.map(lambda _: say("needs_conversation_held", form="f1", code="hospital"), range(4)))

    assert [answer.again for answer in answers].count(False) == 1
    assert [event.type for event in store.current_of(ada)].count("needs_conversation_held") == 1


@pytest.mark.parametrize(
    ("type_", "said", "why"),
    [
        ("needs_conversation_held", {"code": "hospital", "episode": uuid4()}, "no such conversation"),
        ("needs_conversation_held", {"code": "hospital", "day": ago(9)}, "round of conversations began on"),
        ("needs_conversation_held", {"code": "hospital", "place": "oslo"}, "at the viewer's unit"),
        ("needs_conversation_moved", {"code": "hospital"}, "who takes over"),
        ("needs_conversation_declined", {"code": "whenever"}, "no such conversation"),
        ("need_found", {"code": "nutrition", "episode": None}, "a need belongs to a diagnosis"),
        ("need_found", {"code": "gold"}, "gold"),
        ("need_assigned", {"code": "nutrition", "place": "oslo"}, "no such open need"),
        ("need_met", {"code": "nutrition"}, "no such open need"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence(
    store: Store, ada: UUID, say: Callable[..., Any], type_: str, said: dict[str, Any], why: str
) -> None:
    with pytest.raises(Refused, match=f"(?i){why}"):
        say(type_, **said)

    assert len(store.current_of(ada)) == 3


def test_who_has_no_relation_says_nothing(access: Access, ada: UUID, professional: Professional) -> None:
    with pytest.raises(NotAllowed):
        access.record(
            professional("oslo"), ada, "needs_conversation_held", at=NOW, form="f1", episode=EPISODE, code="hospital"
        )


def test_nobody_sees_a_conversation_or_a_need_of_somebody_elses_patient(
    access: Access, ada: UUID, say: Callable[..., Any], professional: Professional
) -> None:
    say("need_found", code="nutrition")
    stranger = professional("oslo")

    assert access.conversation(stranger, ada, EPISODE, "hospital", at=NOW) is None
    assert access.open_need(stranger, ada, EPISODE, "nutrition", at=NOW) is None
    assert access.conversations(stranger, at=NOW).needs == ()
