"""A leader sees how long each step took at the own trust and how long those who wait have waited: days, and no persons."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from felles.access import Access, NotAllowed, Role, Viewer

from .conftest import NOW, TODAY

Happened = Callable[..., UUID]
Professional = Callable[..., Viewer]
YEAR_AGO = TODAY - timedelta(days=365)


@pytest.fixture
def ada(happened: Happened) -> UUID:
    return happened("ada", (30, "referred", "lung"), (24, "attended", "first_visit"), (20, "decided", "treat"))


def test_each_step_stands_with_its_days_closed_or_running(
    access: Access, professional: Professional, ada: UUID
) -> None:
    found = access.unit_times(professional("innlandet", Role.COORDINATOR), at=NOW, since=YEAR_AGO)

    steps = {(step.step, step.pathway): (step.days, step.closed) for step in found.steps}
    assert steps[("OF1", "lung")] == (6, True)
    assert steps[("OF2", "lung")] == (4, True)
    assert steps[("OF3", "lung")] == (20, False)
    assert steps[("OF4", "lung")] == (30, False)


def test_another_trust_sees_none_of_them(access: Access, professional: Professional, ada: UUID) -> None:
    assert access.unit_times(professional("oslo", Role.COORDINATOR), at=NOW, since=YEAR_AGO).steps == []


def test_who_belongs_to_no_unit_is_refused(access: Access, professional: Professional) -> None:
    with pytest.raises(NotAllowed, match="for those who work there"):
        access.unit_times(professional(None, Role.ANALYST), at=NOW, since=YEAR_AGO)
