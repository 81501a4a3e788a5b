"""Who sees what, said as the plain rule: deny by default."""

from datetime import UTC, datetime, timedelta

import pytest

from felles.access.may_see import Grant, may_see, sight
from felles.access.roles import Role

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
PROFESSIONALS = [Role.NURSE, Role.DOCTOR, Role.COORDINATOR, Role.CANCER_COORDINATOR, Role.GP]
OTHERS_THAN_ANALYSTS = [role for role in Role if role is not Role.ANALYST]


@pytest.mark.parametrize("role", OTHERS_THAN_ANALYSTS)
def test_nobody_sees_a_person_without_a_grant(role: Role) -> None:
    assert may_see(role, [], at=NOW) is False


@pytest.mark.parametrize("role", PROFESSIONALS)
def test_a_professional_who_treats_a_patient_sees_everything_and_the_name(role: Role) -> None:
    treats = Grant(reason="treatment", since=NOW - timedelta(days=1))

    seen = sight(role, [treats], at=NOW)

    assert seen is not None
    assert (seen.identity, seen.types) == (True, None)


def test_an_analyst_sees_every_person_and_never_a_name() -> None:
    seen = sight(Role.ANALYST, [], at=NOW)

    assert seen is not None
    assert (seen.identity, seen.types) == (False, None)


def test_a_grant_to_an_analyst_does_not_uncover_a_name() -> None:
    seen = sight(Role.ANALYST, [Grant(reason="treatment", since=NOW)], at=NOW)

    assert seen is not None
    assert seen.identity is False


def test_a_grant_holds_from_its_first_moment_and_not_before() -> None:
    grant = Grant(reason="treatment", since=NOW)

    assert may_see(Role.NURSE, [grant], at=NOW - timedelta(microseconds=1)) is False
    assert may_see(Role.NURSE, [grant], at=NOW) is True


def test_a_grant_that_ends_now_is_gone_now() -> None:
    grant = Grant(reason="consent", since=NOW - timedelta(days=1), until=NOW)

    assert may_see(Role.RELATIVE, [grant], at=NOW - timedelta(microseconds=1)) is True
    assert may_see(Role.RELATIVE, [grant], at=NOW) is False


def test_a_relative_sees_the_kinds_of_every_consent_that_stands() -> None:
    appointments = Grant(reason="consent", since=NOW, types=frozenset({"attended"}))
    messages = Grant(reason="consent", since=NOW, types=frozenset({"message_sent"}))
    ended = Grant(reason="consent", since=NOW, until=NOW, types=frozenset({"diagnosed"}))

    seen = sight(Role.RELATIVE, [appointments, messages, ended], at=NOW)

    assert seen is not None
    assert seen.types == frozenset({"attended", "message_sent"})


def test_a_consent_to_everything_is_not_narrowed_by_a_smaller_one() -> None:
    everything = Grant(reason="consent", since=NOW)
    appointments = Grant(reason="consent", since=NOW, types=frozenset({"attended"}))

    seen = sight(Role.RELATIVE, [appointments, everything], at=NOW)

    assert seen is not None
    assert seen.types is None


def test_only_professionals_and_analysts_search() -> None:
    assert {role for role in Role if role.may_search} == {*PROFESSIONALS, Role.ANALYST}
