"""What a patient's consents let each relative see."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from felles.access.consents import consents_in
from felles.access.kinds import EVERYTHING, TYPES_OF_KIND, types_of
from felles.events import EVENT_TYPES, Event

PATIENT = UUID(int=1)
GIVEN = datetime(2026, 3, 2, 12, tzinfo=UTC)


def said(type_: str, kind: str, relative: str = "r1", *, days: int = 0, until: datetime | None = None) -> Event:
    return Event(
        id=uuid4(),
        person=PATIENT,
        type=type_,
        time=GIVEN + timedelta(days=days),
        until=until,
        code=kind,
        source="test",
        source_id=f"{type_}{kind}{relative}{days}",
        data={"relative": relative},
    )


def test_a_consent_stands_from_when_it_was_given_until_it_is_taken_back() -> None:
    events = [said("consent_given", "appointments"), said("consent_withdrawn", "appointments", days=3)]

    [consent] = consents_in(events)

    assert (consent.relative, consent.kind) == ("r1", "appointments")
    assert (consent.since, consent.until) == (GIVEN, GIVEN + timedelta(days=3))


def test_a_consent_that_nobody_took_back_has_no_end() -> None:
    [consent] = consents_in([said("consent_given", "everything")])

    assert consent.until is None


def test_a_consent_taken_back_after_its_last_day_keeps_its_own_end() -> None:
    last_day = GIVEN + timedelta(days=2)
    events = [said("consent_given", "plans", until=last_day), said("consent_withdrawn", "plans", days=5)]

    [consent] = consents_in(events)

    assert consent.until == last_day


def test_taking_back_one_kind_from_one_relative_leaves_the_others() -> None:
    events = [
        said("consent_given", "plans"),
        said("consent_given", "messages"),
        said("consent_given", "plans", "r2"),
        said("consent_withdrawn", "plans", days=1),
    ]

    standing = {(consent.relative, consent.kind) for consent in consents_in(events) if consent.until is None}

    assert standing == {("r1", "messages"), ("r2", "plans")}


def test_the_order_in_which_consents_were_recorded_does_not_matter() -> None:
    events = [said("consent_given", "plans"), said("consent_withdrawn", "plans", days=1)]

    assert consents_in(events) == consents_in(reversed(events))


def test_consent_to_research_lets_no_relative_see_anything() -> None:
    assert consents_in([said("consent_given", "research")]) == []


def test_the_kinds_are_those_that_a_patient_can_consent_to() -> None:
    kinds = {EVERYTHING, *TYPES_OF_KIND}

    assert kinds == set(EVENT_TYPES["consent_given"].codes) - {"research"}


def test_every_shared_type_is_in_the_vocabulary() -> None:
    shared = frozenset[str]().union(*TYPES_OF_KIND.values())

    assert shared <= EVENT_TYPES.keys()


def test_only_everything_shares_the_diagnosis() -> None:
    assert types_of([EVERYTHING, "appointments"]) is None
    assert "diagnosed" not in (types_of(TYPES_OF_KIND) or {"diagnosed"})


def test_a_kind_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(ValueError, match="one of everything, appointments"):
        types_of(["secrets"])
