"""The conversations of the home pathway: no, not now, elsewhere, again."""

from dataclasses import replace
from datetime import date

import ibis

from felles.definitions import Content
from felles.pathways.home import touchpoints, touchpoints_of

from .conftest import Rows, frame_of, said

DIAGNOSED = said("2026-03-02", "diagnosed", "C50.9", place="ous")
TOLD = said("2026-03-09", "told", "cancer", place="ous")


def first_of(rows: list[dict[str, object]], touchpoint: str, **wanted: object) -> dict[str, object]:
    (row,) = [
        row
        for row in rows
        if row["touchpoint"] == touchpoint and all(row[name] == value for name, value in wanted.items())
    ]
    return row


def test_a_diagnosis_begins_three_conversations(rows_of: Rows) -> None:
    rows = rows_of("2026-03-10", DIAGNOSED, TOLD)

    assert [(row["touchpoint"], row["state"]) for row in rows] == [
        ("hospital", "open"),
        ("municipality_first", "waiting"),
        ("municipality_second", "waiting"),
    ]


def test_an_offer_after_a_no_takes_it_up_again(rows_of: Rows) -> None:
    no = said("2026-03-10", "needs_conversation_declined", "hospital", until="2026-05-01")
    offer = said("2026-04-20", "needs_conversation_offered", "hospital", until="2026-04-28")

    before, after = (rows_of("2026-04-25", DIAGNOSED, no, *more) for more in ((), (offer,)))

    assert first_of(before, "hospital")["state"] == "declined"
    row = first_of(after, "hospital")
    assert (row["state"], str(row["due"]), str(row["declined_on"])) == ("offered", "2026-04-28", "2026-03-10")


def test_a_no_on_the_day_of_the_offer_answers_it(rows_of: Rows) -> None:
    no = said("2026-03-10", "needs_conversation_declined", "hospital", until="2026-05-01")
    offer = said("2026-03-10", "needs_conversation_offered", "hospital", until="2026-03-20")

    assert first_of(rows_of("2026-03-12", DIAGNOSED, no, offer), "hospital")["state"] == "declined"


def test_a_no_is_taken_up_again_every_time_it_is_said(rows_of: Rows) -> None:
    noes = [
        said("2026-03-10", "needs_conversation_declined", "hospital", until="2026-04-01"),
        said("2026-04-02", "needs_conversation_declined", "hospital", until="2026-06-01"),
    ]

    seen = {at: first_of(rows_of(at, DIAGNOSED, *noes), "hospital")["state"] for at in ("2026-04-01", "2026-04-03")}

    assert seen == {"2026-04-01": "ask_again", "2026-04-03": "declined"}


def test_an_offer_without_a_day_does_not_move_the_window(rows_of: Rows) -> None:
    offer = said("2026-06-30", "needs_conversation_offered", "municipality_first")

    on_the_day, after = (
        first_of(rows_of(at, DIAGNOSED, offer), "municipality_first")["state"] for at in ("2026-07-02", "2026-07-03")
    )

    assert (on_the_day, after) == ("offered", "late")


def test_what_was_put_off_is_late_the_day_after_the_day_that_was_agreed(rows_of: Rows) -> None:
    later = said("2026-06-30", "needs_conversation_postponed", "municipality_first", until="2026-08-01")

    on_the_day, after = (
        first_of(rows_of(at, DIAGNOSED, later), "municipality_first")["state"] for at in ("2026-08-01", "2026-08-02")
    )

    assert (on_the_day, after) == ("postponed", "late")


def test_a_trust_that_takes_the_conversation_over_has_it(rows_of: Rows) -> None:
    moved = said("2026-03-12", "needs_conversation_moved", "hospital", place="ahus")

    row = first_of(rows_of("2026-03-13", DIAGNOSED, TOLD, moved), "hospital")

    assert (row["state"], row["responsible"], row["hospital"]) == ("open", "ahus", "ous")


def test_a_transfer_after_that_takes_it_along_with_all_that_went_before(rows_of: Rows) -> None:
    events = (
        DIAGNOSED,
        TOLD,
        said("2026-03-10", "needs_conversation_declined", "hospital", until="2026-05-01"),
        said("2026-03-12", "needs_conversation_moved", "hospital", place="ahus"),
        said("2026-03-20", "transferred", "bergen", place="ous"),
    )

    row = first_of(rows_of("2026-03-21", *events), "hospital")

    assert (row["responsible"], str(row["begun_on"]), str(row["ask_again_on"])) == (
        "bergen",
        "2026-03-02",
        "2026-05-01",
    )


def test_whoever_moves_is_on_the_list_of_the_new_municipality_from_that_day(rows_of: Rows) -> None:
    lived = said("1960-01-01", "born", "female", place="0301", episode=None)
    moved = said("2026-06-10", "moved", place="1103", episode=None)

    seen = [
        first_of(rows_of(at, DIAGNOSED, lived, moved), "municipality_first")["responsible"]
        for at in ("2026-06-09", "2026-06-10")
    ]

    assert seen == ["0301", "1103"]


def test_a_relapse_begins_it_again_and_ends_what_was_left(rows_of: Rows) -> None:
    held = said("2026-03-20", "needs_conversation_held", "hospital", place="ous")
    relapsed = said("2026-08-01", "relapsed", place="ahus")

    rows = rows_of("2026-08-02", DIAGNOSED, held, relapsed)

    old = first_of(rows, "municipality_second", round=1)
    assert (old["state"], old["ended_by"], old["due"]) == ("ended", "relapsed", None)
    assert first_of(rows, "hospital", round=1)["state"] == "held"
    again = first_of(rows, "hospital", round=2)
    assert (again["state"], again["held_on"], again["responsible"]) == ("waiting", None, "ahus")
    assert str(first_of(rows, "municipality_first", round=2)["window_from"]) == "2026-11-01"


def test_a_second_report_of_the_same_diagnosis_begins_nothing(rows_of: Rows) -> None:
    again = said("2026-04-02", "diagnosed", "C50.9", place="ahus")

    rows = rows_of("2026-04-03", DIAGNOSED, again)

    assert {(row["round"], str(row["begun_on"])) for row in rows} == {(1, "2026-03-02")}


def test_each_tumour_has_its_round_and_an_event_that_names_it_counts_for_it_alone(rows_of: Rows) -> None:
    other = said("2026-03-05", "diagnosed", "C43.5", place="ahus", episode=200)
    held = said("2026-03-20", "needs_conversation_held", "hospital", place="ous")

    rows = rows_of("2026-03-21", DIAGNOSED, other, held)

    assert first_of(rows, "hospital", episode=100)["state"] == "held"
    assert first_of(rows, "hospital", episode=200)["held_on"] is None


def test_a_conversation_that_names_no_tumour_is_about_the_person_and_counts_for_all(rows_of: Rows) -> None:
    other = said("2026-03-05", "diagnosed", "C43.5", place="ahus", episode=200)
    held = said("2026-03-20", "needs_conversation_held", "hospital", place="ous", episode=None)

    rows = rows_of("2026-03-21", DIAGNOSED, other, held)

    assert {row["state"] for row in rows if row["touchpoint"] == "hospital"} == {"held"}


def test_a_later_conversation_that_was_held_leaves_an_earlier_one_behind(rows_of: Rows) -> None:
    held = said("2026-06-20", "needs_conversation_held", "municipality_first", place="0301")

    rows = rows_of("2026-07-30", DIAGNOSED, held)

    assert first_of(rows, "hospital")["state"] == "overtaken"
    assert first_of(rows, "municipality_second")["state"] == "waiting"


def test_one_settled_as_not_relevant_is_taken_up_again_by_an_offer(rows_of: Rows) -> None:
    dropped = said("2026-03-12", "needs_conversation_dropped", "hospital")
    offer = said("2026-03-20", "needs_conversation_offered", "hospital", until="2026-03-27")

    seen = [first_of(rows_of("2026-03-21", DIAGNOSED, dropped, *more), "hospital") for more in ((), (offer,))]

    assert [row["state"] for row in seen] == ["not_relevant", "offered"]


def test_a_conversation_before_the_diagnosis_does_not_count(rows_of: Rows) -> None:
    early = said("2026-03-01", "needs_conversation_held", "hospital", place="ous")

    assert first_of(rows_of("2026-03-10", DIAGNOSED, early), "hospital")["held_on"] is None


def test_death_ends_all_that_was_not_held_also_when_the_diagnosis_came_after_it(rows_of: Rows) -> None:
    died = said("2026-03-01", "died", "cancer", episode=None)

    rows = rows_of("2026-03-10", DIAGNOSED, died)

    assert {(row["state"], row["ended_by"]) for row in rows} == {("ended", "died")}


def test_a_person_is_a_child_until_the_day_of_turning_eighteen(rows_of: Rows) -> None:
    born = said("2008-06-10", "born", "male", place="0301", episode=None)

    seen = [rows_of(at, DIAGNOSED, born)[0]["is_child"] for at in ("2026-06-09", "2026-06-10")]

    assert seen == [True, False]


def test_what_happens_after_the_day_is_not_known_on_it(rows_of: Rows) -> None:
    held = said("2026-03-20", "needs_conversation_held", "hospital", place="ous")

    assert first_of(rows_of("2026-03-19", DIAGNOSED, TOLD, held), "hospital")["state"] == "open"


def test_what_closes_a_conversation_is_what_its_file_names(content: Content) -> None:
    hospital, *others = touchpoints_of(content)
    by_form = replace(hospital, held_by=("form_answered:needs_form",), dropped_by=())
    events = frame_of(
        [
            DIAGNOSED,
            TOLD,
            said("2026-03-10", "needs_conversation_held", "hospital", place="ous"),
            said("2026-03-12", "form_answered", "needs_form"),
        ]
    )
    at = date(2026, 3, 20)

    before, after = (
        {
            row["touchpoint"]: row["held_on"]
            for row in touchpoints(ibis.memtable(events), points, at=at).to_polars().to_dicts()
        }
        for points in ([hospital, *others], [by_form, *others])
    )

    assert (before["hospital"], after["hospital"]) == (date(2026, 3, 10), date(2026, 3, 12))
