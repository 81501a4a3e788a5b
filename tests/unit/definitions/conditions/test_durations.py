"""Are days, months and years counted as people count them?"""

from datetime import date

import pytest

from felles.definitions.conditions.durations import moved, read_duration
from felles.definitions.conditions.sightings import age_on


@pytest.mark.parametrize(
    ("day", "duration", "back", "to"),
    [
        (date(2026, 6, 30), "90 days", True, date(2026, 4, 1)),
        (date(2026, 6, 30), "2 weeks", False, date(2026, 7, 14)),
        (date(2026, 3, 31), "1 month", True, date(2026, 2, 28)),
        (date(2024, 3, 31), "1 month", True, date(2024, 2, 29)),
        (date(2026, 1, 31), "3 months", False, date(2026, 4, 30)),
        (date(2026, 1, 15), "1 month", True, date(2025, 12, 15)),
        (date(2024, 2, 29), "1 year", True, date(2023, 2, 28)),
        (date(2024, 2, 29), "4 years", False, date(2028, 2, 29)),
        (date(9999, 12, 31), "1 year", False, date.max),
        (date(1, 1, 1), "1 day", True, date.min),
    ],
)
def test_a_duration_leads_from_one_day_to_another(day: date, duration: str, back: bool, to: date) -> None:
    assert moved(day, read_duration(duration, "within"), back=back) == to


@pytest.mark.parametrize("words", ["1 month", "2 months", "7 months", "12 months", "1 year", "3 years", "6 weeks"])
def test_shortest_and_longest_hold_whatever_the_day(words: str) -> None:
    duration = read_duration(words, "within")

    spans = [(day - moved(day, duration, back=True)).days for day in map(date.fromordinal, range(738_000, 739_500))]

    assert duration.shortest <= min(spans)
    assert max(spans) <= duration.longest


def test_a_birthday_on_29_february_falls_on_1_march_in_common_years() -> None:
    born = date(2008, 2, 29)

    assert age_on(date(2026, 2, 28), born) == 17
    assert age_on(date(2026, 3, 1), born) == 18
    assert age_on(date(2028, 2, 28), born) == 19
    assert age_on(date(2028, 2, 29), born) == 20
