"""A mistake is mended by a new event; records of one person are joined and parted by events."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from felles.events import Event
from felles.store import Refused, Store

Make = Callable[..., Event]


def test_a_correction_stands_in_place_of_what_it_corrects(store: Store, event_at: Make) -> None:
    wrong = event_at("p1", "diagnosed", "2026-03-02", code="C34.1")
    (identifier,) = store.append([wrong])

    store.correct(identifier, event_at("p1", "diagnosed", "2026-03-02", code="C34.9"))

    assert [event.code for event in store.current_of(wrong.person)] == ["C34.9"]
    assert len(store.events_of(wrong.person)) == 2


def test_a_correction_can_be_corrected(store: Store, event_at: Make) -> None:
    first = event_at("p1", "diagnosed", "2026-03-02", code="C34.1")
    (identifier,) = store.append([first])
    second = store.correct(identifier, event_at("p1", "diagnosed", "2026-03-02", code="C34.2"))

    store.correct(second, event_at("p1", "diagnosed", "2026-03-02", code="C34.3"))

    assert [event.code for event in store.current_of(first.person)] == ["C34.3"]


def test_an_event_is_corrected_once_so_that_two_versions_never_stand(store: Store, event_at: Make) -> None:
    (identifier,) = store.append([event_at("p1", "diagnosed", "2026-03-02", code="C34.1")])
    store.correct(identifier, event_at("p1", "diagnosed", "2026-03-02", code="C34.2"))

    with pytest.raises(Refused, match="corrected already"):
        store.correct(identifier, event_at("p1", "diagnosed", "2026-03-02", code="C34.3"))


def test_a_retracted_event_no_longer_stands(store: Store, event_at: Make) -> None:
    event = event_at("p1", "died", "2026-03-02", code="cancer")
    (identifier,) = store.append([event])

    store.retract(identifier, source="test", source_id="not dead")

    assert store.current_of(event.person) == []
    assert store.kept_about(event.person)["lives"] == []


def test_an_event_of_another_person_cannot_be_corrected(store: Store, event_at: Make) -> None:
    (identifier,) = store.append([event_at("p1", "diagnosed", "2026-03-02", code="C34")])

    with pytest.raises(Refused, match="same person"):
        store.correct(identifier, event_at("p2", "diagnosed", "2026-03-02", code="C50"))


def test_the_database_itself_refuses_a_correction_across_persons(store: Store, event_at: Make) -> None:
    (identifier,) = store.append([event_at("p1", "diagnosed", "2026-03-02", code="C34")])
    other = replace(event_at("p2", "diagnosed", "2026-03-02", code="C50"), replaces=identifier)

    with pytest.raises(Refused, match="same person"):
        store.append([other])


def test_joined_records_read_and_project_as_one_person(store: Store, event_at: Make) -> None:
    born, diagnosed = (
        event_at("p1", "born", "1960-05-01", code="male"),
        event_at("p2", "diagnosed", "2026-03-02", code="C61"),
    )
    store.append([born, diagnosed])

    store.join(diagnosed.person, born.person, source="test", source_id="same man")

    assert {event.type for event in store.current_of(diagnosed.person)} == {"born", "diagnosed", "joined"}
    kept = store.kept_about(born.person)
    assert [(row["person"], row["icd10"]) for row in kept["tumours"]] == [(born.person, "C61")]


def test_parted_records_are_as_if_never_joined(store: Store, event_at: Make) -> None:
    born, diagnosed = (
        event_at("p1", "born", "1960-05-01", code="male"),
        event_at("p2", "diagnosed", "2026-03-02", code="C61"),
    )
    store.append([born, diagnosed])
    joined = store.join(diagnosed.person, born.person, source="test", source_id="same man")

    store.part(joined, source="test", source_id="another man")

    assert [event.type for event in store.current_of(born.person)] == ["born"]
    assert [row["person"] for row in store.kept_about(diagnosed.person)["tumours"]] == [diagnosed.person]


def test_records_are_not_joined_in_a_circle(store: Store, event_at: Make) -> None:
    one, other = event_at("p1", "born", "1960-05-01", code="male"), event_at("p2", "born", "1960-05-01", code="male")
    store.append([one, other])
    store.join(one.person, other.person, source="test", source_id="a")

    with pytest.raises(Refused, match="circle"):
        store.join(other.person, one.person, source="test", source_id="b")

    assert store.count_events() == 3


def test_the_kept_tables_are_right_in_the_same_moment(store: Store, event_at: Make) -> None:
    person = store.person("test", "p1")

    store.append(
        [event_at("p1", "born", "1960-05-01", code="female"), event_at("p1", "died", "2026-03-02", code="C34")]
    )

    (life,) = store.kept_about(person)["lives"]
    assert (life["born_on"], life["sex"], life["died_on"], life["cause"]) == (
        date(1960, 5, 1),
        "female",
        date(2026, 3, 2),
        "C34",
    )
