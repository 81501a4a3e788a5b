"""The codes of the patient registry fall out of what happened, on the days that the date rules name."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest
from tests.ready_rules import ReadyRule

from felles.definitions import Content, Example, load_content
from felles.definitions.registration import EventCode
from felles.pathways import book_of
from felles.pathways.national import codes

from .conftest import frame_of

REGISTRATION = load_content().registration
CASES = [(each, example) for each in REGISTRATION.codes for example in each.examples]
TRUSTS = {"ahus": "akershus", "akershus": "akershus", "ous": "oslo", "oslo": "oslo"}
Told = Callable[..., list[str]]


@pytest.fixture(scope="session")
def rows_at(content: Content) -> Callable[..., list[dict[str, Any]]]:
    """The rows of the events of one or several episodes: (episode, day, type, code, place)."""

    book = book_of("norway", content)
    rule = ReadyRule(
        lambda events, at: codes(events, book, content.registration, content.pathways, TRUSTS, at=at).order_by(
            "episode", "day", "letters", "place"
        )
    )

    def rows(at: str, *said: tuple[int, str, str, str | None, str | None]) -> list[dict[str, Any]]:
        events = frame_of(
            [
                (1, episode, type_, date.fromisoformat(day), None, code, place)
                for episode, day, type_, code, place in said
            ]
        )
        return rule(events, date.fromisoformat(at)).to_dicts()

    return rows


def worded(rows: Sequence[dict[str, Any]]) -> list[str]:
    return [" ".join(filter(None, (row["code"] or "?", str(row["day"]), row["place"]))) for row in rows]


@pytest.mark.parametrize(
    ("code", "example"), CASES, ids=lambda each: getattr(each, "case", getattr(each, "code", None))
)
def test_every_case_beside_a_code_holds(
    rows_at: Callable[..., list[dict[str, Any]]], code: EventCode, example: Example
) -> None:
    said = [(1, event.at.isoformat(), event.type, event.code, event.place) for event in example.events]

    rows = rows_at(example.seen_from.isoformat(), *said)

    assert worded(rows) == list(example.expect["codes"])
    assert [row["code"] or "?" for row in rows if not row["verified"]] == list(example.expect.get("unverified", []))


def test_every_verified_code_and_every_date_rule_is_covered_by_a_case() -> None:
    shown = {
        code.code
        for code, example in CASES
        if any(said.split()[0].endswith(code.code) for said in example.expect["codes"])
    }

    assert {each.code for each in REGISTRATION.codes if each.verified or each.date_rule} <= shown


def test_a_relapse_is_an_episode_of_its_own_and_starts_anew(rows_at: Callable[..., list[dict[str, Any]]]) -> None:
    rows = rows_at(
        "2026-06-01",
        (1, "2024-03-02", "referred", "colorectal", None),
        (2, "2026-03-02", "referred", "colorectal", None),
    )

    assert worded(rows) == ["A12A 2024-03-02", "A12A 2026-03-02"]


def test_a_code_is_not_set_before_what_sets_it_has_happened(rows_at: Callable[..., list[dict[str, Any]]]) -> None:
    said = [
        (1, "2026-03-02", "referred", "colorectal", None),
        (1, "2026-03-16", "decided", "no_treatment", None),
        (1, "2026-03-19", "told", "cancer", None),
    ]

    assert worded(rows_at("2026-03-15", *said)) == ["A12A 2026-03-02"]
    assert worded(rows_at("2026-03-18", *said)) == ["A12A 2026-03-02", "A12FI 2026-03-16"]
    assert worded(rows_at("2026-03-19", *said)) == ["A12A 2026-03-02", "A12FI 2026-03-19"]


def test_each_transfer_is_registered_once_and_a_referral_sent_counts_for_the_next_one_alone(
    rows_at: Callable[..., list[dict[str, Any]]],
) -> None:
    transfer = (1, "2026-03-10", "transferred", "oslo", "ahus")
    rows = rows_at(
        "2026-06-01",
        (1, "2026-03-02", "referred", "colorectal", "ahus"),
        (1, "2026-03-08", "referral_sent", "colorectal", "ahus"),
        transfer,
        transfer,
        (1, "2026-04-10", "transferred", "bergen", "ahus"),
    )

    assert [said for said in worded(rows) if "O" in said] == ["A12O 2026-03-08 ahus", "A12O 2026-04-10 ahus"]


def test_a_pathway_without_a_known_prefix_shows_its_letters_without_a_code(
    rows_at: Callable[..., list[dict[str, Any]]],
) -> None:
    (row,) = rows_at("2026-06-01", (1, "2026-03-02", "referred", "melanoma", None))

    assert (row["code"], row["letters"], row["verified"]) == (None, "A", False)
