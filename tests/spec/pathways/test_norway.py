"""The Norwegian intervals on their edges: the day, the day after, and what happens on one day."""

from .conftest import Rows


def test_who_has_not_been_referred_has_no_rows(rows_of: Rows) -> None:
    assert rows_of("2026-03-20", ("2026-03-02", "attended"), ("2026-03-03", "decided", "treat")) == {}


def test_a_referral_after_the_day_asked_for_is_not_known_yet(rows_of: Rows) -> None:
    assert rows_of("2026-03-01", ("2026-03-02", "referred", "lung")) == {}


def test_the_wait_is_overdue_the_day_after_it_is_due(rows_of: Rows) -> None:
    on_the_day = rows_of("2026-03-09", ("2026-03-02", "referred", "lung"))["OF1"]
    day_after = rows_of("2026-03-10", ("2026-03-02", "referred", "lung"))["OF1"]

    assert (on_the_day["state"], on_the_day["days_left"]) == ("running", 0)
    assert (day_after["state"], day_after["days_left"]) == ("overdue", -1)


def test_everything_on_one_day_opens_and_closes_in_no_days(rows_of: Rows) -> None:
    day = "2026-03-02"
    rows = rows_of(
        "2026-03-20",
        (day, "treatment_started", "surgery"),
        (day, "decided", "treat"),
        (day, "attended"),
        (day, "referred", "lung"),
    )

    assert [(row["state"], row["days"]) for row in rows.values()] == [("done_within", 0)] * 4


def test_of_two_kinds_on_one_day_the_alphabetically_first_counts(rows_of: Rows) -> None:
    rows = rows_of(
        "2026-05-01",
        ("2026-03-02", "referred", "liver"),
        ("2026-03-10", "decided", "treat"),
        ("2026-03-20", "treatment_started", "systemic"),
        ("2026-03-20", "treatment_started", "surgery"),
    )

    assert (rows["OF3"]["limit_days"], rows["OF4"]["limit_days"]) == (14, 39)


def test_of_two_kinds_planned_on_one_day_the_alphabetically_first_counts(rows_of: Rows) -> None:
    rows = rows_of(
        "2026-05-01",
        ("2026-03-02", "referred", "liver"),
        ("2026-03-09", "treatment_planned", "radiotherapy"),
        ("2026-03-10", "treatment_planned", "systemic"),
        ("2026-03-10", "treatment_planned", "surgery"),
    )

    assert (rows["OF4"]["limit_days"], rows["OF4"]["earliest"]) == (39, False)


def test_a_planned_kind_without_a_limit_leaves_the_interval_without_one(rows_of: Rows) -> None:
    rows = rows_of(
        "2026-05-01", ("2026-03-02", "referred", "liver"), ("2026-03-10", "treatment_planned", "radiotherapy")
    )

    assert (rows["OF4"]["state"], rows["OF4"]["limit_days"]) == ("running_no_limit", None)


def test_an_ending_before_an_interval_was_opened_does_not_end_it(rows_of: Rows) -> None:
    rows = rows_of(
        "2026-03-15",
        ("2026-03-02", "referred", "lung"),
        ("2026-03-05", "decided", "other_disease"),
        ("2026-03-10", "decided", "treat"),
    )

    assert {id: row["state"] for id, row in rows.items()} == {
        "OF1": "ended",
        "OF2": "not_started",
        "OF3": "running",
        "OF4": "ended",
    }


def test_an_ending_on_the_day_of_the_opening_ends_it(rows_of: Rows) -> None:
    rows = rows_of("2026-03-15", ("2026-03-02", "referred", "lung"), ("2026-03-02", "pathway_ended", "declined"))

    assert (rows["OF1"]["state"], rows["OF1"]["days"], rows["OF1"]["to"]) == ("ended", None, None)


def test_a_decision_for_surveillance_ends_the_wait_but_not_where_it_has_a_limit(rows_of: Rows) -> None:
    said = (("2026-03-04", "attended"), ("2026-03-10", "decided", "surveillance"))
    lung = rows_of("2026-03-15", ("2026-03-02", "referred", "lung"), *said)
    testicular = rows_of("2026-03-15", ("2026-03-02", "referred", "testicular"), *said)

    assert (lung["OF3"]["state"], lung["OF4"]["state"]) == ("not_started", "ended")
    assert (testicular["OF3"]["state"], testicular["OF4"]["state"]) == ("running", "running")


def test_the_limit_is_the_one_of_the_day_of_referral(rows_of: Rows) -> None:
    before = rows_of("2021-05-30", ("2021-04-30", "referred", "breast"), ("2021-05-02", "attended"))["OF2"]
    after = rows_of("2021-05-30", ("2021-05-01", "referred", "breast"), ("2021-05-02", "attended"))["OF2"]

    assert (before["limit_days"], after["limit_days"]) == (7, 12)


def test_an_unconfirmed_limit_is_marked(rows_of: Rows) -> None:
    row = rows_of("2026-03-05", ("2026-03-02", "referred", "prostate"))["OF1"]

    assert row["limit_days"] is not None
    assert row["limit_verified"] is False


def test_a_pathway_without_a_known_limit_still_counts_its_days(rows_of: Rows) -> None:
    row = rows_of("2026-03-20", ("2026-03-02", "referred", "bladder"))["OF4"]

    assert (row["state"], row["days"], row["limit_days"], row["due"]) == ("running_no_limit", 18, None, None)


def test_the_same_events_have_an_answer_in_every_rule_book(rows_of: Rows) -> None:
    said = (("2026-03-01", "suspected", "melanoma"), ("2026-03-03", "referred", "melanoma"))

    seen = {
        rules: rows_of("2026-03-10", *said, rules=rules)
        for rules in ("england", "sweden", "wales", "scotland", "denmark")
    }

    assert seen["sweden"]["svf"]["from"].isoformat() == seen["wales"]["scp62"]["from"].isoformat() == "2026-03-01"
    assert seen["sweden"]["svf"]["limit_days"] == 33
    assert seen["england"]["rtt62"]["from"].isoformat() == "2026-03-03"
    assert seen["scotland"]["day62"]["state"] == "running"
    assert seen["denmark"]["OF4"]["state"] == "running_no_limit"
