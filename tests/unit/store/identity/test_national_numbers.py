"""Which texts are Norwegian national numbers, and whose are made up.

No number of a living person's kind stands in this file: such numbers are put together from parts while the test runs.
"""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from felles.store.identity.national_numbers import (
    Kind,
    RealNumberRefused,
    is_national,
    is_real,
    kind_of,
    normalise,
    refuse_real,
    synthetic_number,
)

# What NAV's open validator (npm @navikt/fnrvalidator 2.2.1, MIT) said of made-up and spoiled synthetic numbers.
JUDGED = Path(__file__).parent / "synthetic_numbers_judged_by_fnrvalidator.csv"
IN_OUR_WORDS = {
    "tnr": Kind("birth_number", synthetic=True),
    "dnr-and-tnr": Kind("d_number", synthetic=True),
    "invalid": None,
}


def judged() -> list[tuple[str, str]]:
    with JUDGED.open(encoding="utf-8", newline="") as file:
        return [(row["number"], row["oracle"]) for row in csv.DictReader(file)]


def made_of(day: int, month: int, year: int, *, remainder: int = 0, skip: int = 0) -> str:
    """The `skip`-th number with these parts whose first weighted sum leaves `remainder`, by trying all check digits."""
    numbers = (
        f"{day:02}{month:02}{year:02}{individual:03}{checks:02}"
        for individual in range(1000)
        for checks in range(100)
        if leaves(f"{day:02}{month:02}{year:02}{individual:03}{checks:02}") == (remainder, 0)
    )
    return [next(numbers) for _ in range(skip + 1)][-1]


def leaves(number: str) -> tuple[int, int]:
    """The remainders of both weighted sums, as Skatteetaten describes them."""
    first = sum(a * int(b) for a, b in zip([3, 7, 6, 1, 8, 9, 4, 5, 2, 1], number, strict=False)) % 11
    second = sum(a * int(b) for a, b in zip([5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1], number, strict=True)) % 11
    return first, second


def test_every_number_is_judged_as_the_validator_of_nav_judges_it() -> None:
    wrong = [number for number, oracle in judged() if kind_of(number) != IN_OUR_WORDS[oracle]]

    assert wrong == []
    assert len(judged()) == 400


@pytest.mark.parametrize("remainder", [0, 1, 2, 3])
def test_the_first_check_digit_may_leave_up_to_three(remainder: int) -> None:
    assert kind_of(made_of(1, 1, 60, remainder=remainder)) == Kind("birth_number")


@pytest.mark.parametrize("remainder", [4, 5, 10])
def test_the_first_check_digit_may_not_leave_more(remainder: int) -> None:
    assert kind_of(made_of(1, 1, 60, remainder=remainder)) is None


@pytest.mark.parametrize(
    ("day", "month", "kind"),
    [
        (31, 1, Kind("birth_number")),
        (41, 1, Kind("d_number")),
        (71, 12, Kind("d_number")),
        (1, 81, Kind("birth_number", synthetic=True)),
        (41, 92, Kind("d_number", synthetic=True)),
        (1, 66, Kind("birth_number", synthetic=True)),
        (1, 77, Kind("birth_number", synthetic=True)),
        (1, 41, Kind("h_number")),
        (31, 52, Kind("h_number")),
        (80, 1, Kind("fh_number")),
        (99, 99, Kind("fh_number")),
    ],
)
def test_the_day_and_the_month_tell_the_kind(day: int, month: int, kind: Kind) -> None:
    assert kind_of(made_of(day, month, 60)) == kind


@pytest.mark.parametrize(
    ("day", "month"), [(0, 1), (32, 1), (31, 4), (30, 2), (40, 1), (72, 1), (1, 0), (1, 13), (1, 93)]
)
def test_a_day_that_no_calendar_has_makes_no_number(day: int, month: int) -> None:
    assert kind_of(made_of(day, month, 60)) is None


def test_the_leap_day_is_a_day_in_leap_years_alone() -> None:
    assert kind_of(made_of(29, 2, 60)) is not None
    assert kind_of(made_of(29, 2, 0)) is not None
    assert kind_of(made_of(29, 2, 61)) is None


def test_numbers_that_hospitals_hand_out_are_not_national() -> None:
    assert not is_national(made_of(1, 41, 60))
    assert not is_national(made_of(80, 1, 60))
    assert is_national(made_of(41, 1, 60))
    assert is_national(made_of(1, 81, 60))


def test_spaces_are_allowed_and_taken_out() -> None:
    number = synthetic_number(date(1960, 5, 17), 0)
    spaced = f" {number[:6]}\N{NO-BREAK SPACE}{number[6:]} "

    assert kind_of(spaced) == Kind("birth_number", synthetic=True)
    assert normalise(spaced) == number


@pytest.mark.parametrize("text", ["", "1", "12345678901234", "abcdefghijk", "0185605-012", "٠١٢٣٤٥٦٧٨٩٠", "\x00" * 11])
def test_other_texts_are_no_numbers(text: str) -> None:
    assert kind_of(text) is None


@given(st.text())
def test_no_text_makes_it_fail(text: str) -> None:
    kind = kind_of(text)

    assert kind is None or len(normalise(text)) == 11


@given(st.dates(date(1854, 1, 1), date(2199, 12, 31)), st.integers(0, 350), st.integers(0, 10), st.integers(1, 9))
def test_one_wrong_digit_in_a_number_of_the_rule_of_today_never_makes_another_of_that_rule(
    born: date, serial: int, place: int, change: int
) -> None:
    number = synthetic_number(born, serial)
    spoiled = f"{number[:place]}{(int(number[place]) + change) % 10}{number[place + 1 :]}"

    assert leaves(number)[1] == 0
    assert leaves(spoiled) != (0, 0)


@given(st.dates(date(1854, 1, 1), date(2199, 12, 31)), st.integers(0, 600))
def test_made_up_people_have_valid_synthetic_numbers(born: date, serial: int) -> None:
    number = synthetic_number(born, serial)

    assert kind_of(number) == Kind("birth_number", synthetic=True)
    assert number[:6] == f"{born.day:02}{born.month + 80:02}{born.year % 100:02}"


def test_made_up_people_of_a_day_never_share_a_number() -> None:
    day = date(1958, 3, 9)

    numbers = [synthetic_number(day, serial) for serial in range(1000)]

    assert len(set(numbers)) == 1000
    assert all(leaves(number) == (0, 0) for number in numbers[:480])


def test_a_day_has_numbers_enough_for_a_country_and_says_where_they_end() -> None:
    for year in (1880, 1920, 1958, 2005, 2050):
        first_of_year = date(year, 1, 1)
        assert all(synthetic_number(first_of_year + timedelta(days=day), 200) for day in range(0, 365, 30))

    with pytest.raises(ValueError, match=r"got serial 5000"):
        synthetic_number(date(1958, 1, 1), 5000)
    with pytest.raises(ValueError, match=r"got serial -1"):
        synthetic_number(date(1958, 1, 1), -1)


@pytest.mark.parametrize(("day", "month"), [(1, 1), (41, 1), (1, 41)])
def test_a_real_number_is_refused_in_words_that_do_not_repeat_it(day: int, month: int) -> None:
    number = made_of(day, month, 60)

    with pytest.raises(RealNumberRefused) as refused:
        refuse_real(f"{number[:6]} {number[6:]}")

    assert not any(part in str(refused.value) for part in (number, number[:6], number[6:]))


@pytest.mark.parametrize("text", ["17", "registry-0001", synthetic_number(date(1958, 3, 9), 7)])
def test_synthetic_numbers_and_other_identifiers_are_let_through(text: str) -> None:
    refuse_real(text)

    assert is_real(text) is False
