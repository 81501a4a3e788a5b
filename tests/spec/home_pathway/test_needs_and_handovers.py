"""Needs, handovers and children as relatives: who is to do something, since when?"""

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

from tests.ready_rules import ReadyRule

from felles.pathways.home import children, handovers, needs

from .conftest import frame_of, said


@cache
def ready(rule: Callable[..., Any]) -> ReadyRule:
    return ReadyRule(lambda events, at: rule(events, at=at))


def rows_of(rule: Callable[..., Any], at: str, *events: tuple[Any, ...]) -> list[dict[str, Any]]:
    found = ready(rule)(frame_of(events), date.fromisoformat(at))
    return found.sort(*[name for name in ("found_on", "handed_on", "receiver") if name in found.columns]).to_dicts()


FOUND = said("2026-03-26", "need_found", "nutrition", place="ous", episode=7)
ASSIGNED = said("2026-03-27", "need_assigned", "nutrition", place="1103", until="2026-04-10", episode=7)


def test_a_need_that_nobody_has_is_unassigned() -> None:
    (row,) = rows_of(needs, "2026-03-27", FOUND)

    assert (row["state"], row["responsible"], row["due"]) == ("unassigned", None, None)


def test_a_need_is_overdue_the_day_after_its_day() -> None:
    seen = [rows_of(needs, at, FOUND, ASSIGNED)[0] for at in ("2026-04-10", "2026-04-11")]

    assert [(row["state"], row["responsible"], row["days_left"]) for row in seen] == [
        ("open", "1103", 0),
        ("overdue", "1103", -1),
    ]


def test_a_need_that_was_closed_is_met_and_found_again_is_a_new_one() -> None:
    met = said("2026-04-09", "need_met", "nutrition", episode=7)
    again = said("2026-05-01", "need_found", "nutrition", place="ahus", episode=7)

    rows = rows_of(needs, "2026-05-02", FOUND, ASSIGNED, met, again)

    assert [(str(row["found_on"]), row["state"]) for row in rows] == [
        ("2026-03-26", "met"),
        ("2026-05-01", "unassigned"),
    ]


def test_a_need_found_twice_before_it_is_closed_is_one() -> None:
    twice = said("2026-03-28", "need_found", "nutrition", place="1103", episode=7)

    (row,) = rows_of(needs, "2026-04-01", FOUND, ASSIGNED, twice)

    assert (str(row["found_on"]), row["found_at"], row["state"]) == ("2026-03-26", "ous", "open")


HANDED = said("2026-05-02", "handed_over", "stavanger kommune", place="ous")


def test_a_person_handed_over_is_on_the_receivers_list_from_that_day_waiting_to_be_accepted() -> None:
    (row,) = rows_of(handovers, "2026-05-05", HANDED)

    assert (row["receiver"], row["sender"], row["state"], row["days_waiting"]) == (
        "stavanger kommune",
        "ous",
        "waiting",
        3,
    )


def test_only_the_receiver_can_accept() -> None:
    other = said("2026-05-03", "handover_accepted", place="ahus")
    own = said("2026-05-04", "handover_accepted", place="stavanger kommune", episode=None)

    seen = [rows_of(handovers, "2026-05-05", HANDED, *more)[0] for more in ((other,), (other, own))]

    assert [(row["state"], str(row["accepted_on"])) for row in seen] == [
        ("waiting", "None"),
        ("accepted", "2026-05-04"),
    ]


def test_a_second_receiver_does_not_take_the_person_from_the_first_ones_list() -> None:
    gp = said("2026-05-10", "handed_over", "fastlegen", place="ous")

    rows = rows_of(handovers, "2026-05-11", HANDED, gp)

    assert [(row["receiver"], row["left_on"]) for row in rows] == [("stavanger kommune", None), ("fastlegen", None)]


def test_handed_back_by_the_receiver_the_person_has_left_its_list_and_is_on_the_other() -> None:
    back = said("2026-06-01", "handed_over", "ous", place="stavanger kommune")

    first, second = rows_of(handovers, "2026-06-02", HANDED, back)

    assert (first["state"], str(first["left_on"])) == ("passed_on", "2026-06-01")
    assert (second["receiver"], second["state"]) == ("ous", "waiting")


def test_to_and_fro_on_one_day_leaves_the_person_on_both_lists_rather_than_on_none() -> None:
    back = said("2026-05-02", "handed_over", "ous", place="stavanger kommune")

    assert [row["left_on"] for row in rows_of(handovers, "2026-05-03", HANDED, back)] == [None, None]


children_by_then = ReadyRule(lambda events, at: children(events.filter(events.day <= at)))


def children_at(at: str, *events: tuple[Any, ...]) -> list[dict[str, Any]]:
    return children_by_then(frame_of(events), date.fromisoformat(at)).to_dicts()


CHILD = said("2026-03-10", "relative_named", "child_minor", episode=None)


def test_a_child_under_18_that_nobody_has_informed_needs_attention() -> None:
    (row,) = children_at("2026-03-11", CHILD)

    assert (row["children_named"], row["needs_attention"]) == (1, True)


def test_who_has_no_child_under_18_is_not_listed() -> None:
    assert children_at("2026-03-11", said("2026-03-10", "relative_named", "child_adult")) == []


def test_a_relapse_asks_anew_whether_the_children_know() -> None:
    informed = said("2026-03-20", "child_informed", "together", episode=None)
    events = (said("2026-03-02", "diagnosed", "C50.9"), CHILD, informed, said("2026-09-01", "relapsed"))

    seen = [children_at(at, *events)[0]["needs_attention"] for at in ("2026-08-31", "2026-09-01")]

    assert seen == [False, True]
