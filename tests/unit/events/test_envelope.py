"""When did it happen: does an event know its zone and its calendar day?"""

from dataclasses import FrozenInstanceError
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import polars as pl
import pytest

from felles.events import Event, day_expression, day_of, new_event_id, new_pseudonyms, number_of, start_of

SOMEBODY = UUID("00000000-0000-4000-8000-000000000001")


def event(time: datetime, until: datetime | None = None) -> Event:
    return Event(person=SOMEBODY, type="attended", time=time, until=until, source="test", source_id="1")


def test_an_event_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time must carry its zone"):
        event(datetime(2026, 3, 2, 12))
    with pytest.raises(ValueError, match="until must carry its zone"):
        event(datetime(2026, 3, 2, 12, tzinfo=UTC), until=datetime(2026, 3, 2, 13))


def test_an_event_cannot_be_changed():
    happened = event(datetime(2026, 3, 2, 12, tzinfo=UTC))

    with pytest.raises(FrozenInstanceError):
        happened.code = "outpatient"  # type: ignore[misc]
    with pytest.raises(TypeError):
        happened.data["note"] = "more"  # type: ignore[index]


def test_the_day_is_the_calendar_day_in_oslo():
    assert event(datetime(2026, 3, 1, 23, 0, tzinfo=UTC)).day == date(2026, 3, 2)
    assert event(datetime(2026, 3, 1, 22, 59, tzinfo=UTC)).day == date(2026, 3, 1)
    assert event(datetime(2026, 7, 1, 22, 0, tzinfo=UTC)).day == date(2026, 7, 2)


@pytest.mark.parametrize("day", [date(1850, 1, 1), date(1895, 1, 1), date(2026, 3, 29), date(2026, 10, 25)])
def test_a_day_begins_on_itself_whatever_the_clocks_do(day: date):
    assert day_of(start_of(day)) == day


def test_ids_of_events_come_in_the_order_they_were_made():
    first, second = new_event_id(), new_event_id()

    assert first.version == second.version == 7
    assert first.int >> 80 <= second.int >> 80


def test_a_pseudonym_tells_nothing_and_its_number_fits_in_the_lake():
    person = UUID(bytes=new_pseudonyms(2)[1])

    assert person.version == 4
    assert 0 <= number_of(person) < 2**63


def test_a_day_is_the_same_day_for_one_event_and_for_a_frame():
    days = [date(1850, 1, 1) + timedelta(days=step) for step in range(0, 365 * 220, 3)]

    frame = pl.DataFrame({"time": pl.Series([start_of(day) for day in days], dtype=pl.Datetime("us", "UTC"))})

    assert frame.select(day_expression("time")).to_series().to_list() == days
    assert [day_of(start_of(day)) for day in days] == days
