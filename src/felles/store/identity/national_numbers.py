"""Is this text a Norwegian national number, of which kind, and is it a made-up person's?

Eleven digits: day, month, year, three digits of their own, two check digits modulo 11. Nothing else is read from a
number: from 2032 it tells no sex, and its century rule changes, so sex and age are events of their own.
Sources: Skatteetaten, "Nye fødselsnummer og d-nummer fra 2032" (check digits); tested against NAV's fnrvalidator.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from felles.store.refused import Refused

_FIRST_WEIGHTS = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
_SECOND_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
# Until 2032 the first weighted sum must leave 0; from then on 0 to 3. Old and new numbers are valid side by side.
_REMAINDERS = (0, 1, 2, 3)
_D_NUMBER_DAY = 40
_TENOR_MONTH = 80
_HEALTH_NETWORK_MONTH = 65
_H_NUMBER_MONTH = 40

Name = Literal["birth_number", "d_number", "h_number", "fh_number"]


class RealNumberRefused(Refused):
    """A real person's number where only made-up people may be."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What sort of number it is.

    H-numbers are handed out by one hospital and FH-numbers look like older local ones: neither is the same everywhere.
    """

    name: Name
    synthetic: bool = False

    @property
    def d_number(self) -> bool:
        """Given to a person who is not registered as living in Norway."""
        return self.name == "d_number"

    @property
    def national(self) -> bool:
        """Does the number mean the same person everywhere in the country?"""
        return self.name in ("birth_number", "d_number")


def normalise(text: str) -> str:
    """The text without spaces: how a number is kept and compared."""
    return "".join(text.split())


def kind_of(text: str) -> Kind | None:
    """The kind of a valid number, spaces allowed; None for anything else."""
    digits = normalise(text)
    if len(digits) != 11 or not (digits.isascii() and digits.isdigit()) or not _checks(digits):
        return None
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    if day >= 80:
        return Kind("fh_number")
    name: Name = "d_number" if day > _D_NUMBER_DAY else "birth_number"
    day -= _D_NUMBER_DAY if name == "d_number" else 0
    for added, kind in (
        (0, Kind(name)),
        (_TENOR_MONTH, Kind(name, synthetic=True)),
        (_HEALTH_NETWORK_MONTH, Kind(name, synthetic=True)),
        (_H_NUMBER_MONTH, Kind("h_number")),
    ):
        if _is_day(day, month - added, year):
            return kind
    return None


def is_national(text: str) -> bool:
    """Is this a valid Norwegian national number, real or synthetic?"""
    kind = kind_of(text)
    return kind is not None and kind.national


def is_real(text: str) -> bool:
    """Could this be a living person's number? True for H-numbers too: a hospital gave them to somebody."""
    kind = kind_of(text)
    return kind is not None and not kind.synthetic and kind.name != "fh_number"


def refuse_real(text: str) -> None:
    """Raises RealNumberRefused, without repeating the number, where it is not a synthetic one."""
    if is_real(text):
        raise RealNumberRefused(
            "A real person's national number was given, but only made-up people live here."
            " Use synthetic numbers (Skatteetaten's Tenor: month + 80), or a home for real people (FELLES_DEMO=0)."
        )


def synthetic_number(born: date, serial: int) -> str:
    """The synthetic number (month + 80) of the `serial`-th made-up person born that day, counted from 0.

    Raises ValueError beyond the last number of that day: about 410 (from 1940 to 1999 490, before 1900 200) by the
    rule of today, and three times as many again by the rule of 2032.
    """
    numbers = _synthetic_numbers(born)
    if not 0 <= serial < len(numbers):
        raise ValueError(f"A day has {len(numbers)} synthetic numbers; got serial {serial}.")
    return numbers[serial]


@lru_cache(maxsize=1024)
def _synthetic_numbers(born: date) -> tuple[str, ...]:
    start = f"{born.day:02}{born.month + _TENOR_MONTH:02}{born.year % 100:02}"
    nine = [f"{start}{individual:03}" for individual in _individuals(born.year)]
    return tuple(number for remainder in _REMAINDERS for digits in nine for number in _completed(digits, remainder))


def _individuals(year: int) -> Iterator[int]:
    """The three digits of the number's own, by the century rule that other systems may still read (until 2032)."""
    if 1900 <= year <= 1999:
        yield from range(500)
        if year >= 1940:
            yield from range(900, 1000)
    elif 1854 <= year <= 1899:
        yield from range(500, 750)
    else:
        yield from range(500, 1000)


def _completed(nine: str, remainder: int) -> Iterator[str]:
    """The number that begins with these nine digits, where there is one."""
    first = (remainder - _weighted(nine, _FIRST_WEIGHTS)) % 11
    if first < 10:
        second = -_weighted(f"{nine}{first}", _SECOND_WEIGHTS) % 11
        if second < 10:
            yield f"{nine}{first}{second}"


def _checks(digits: str) -> bool:
    return _weighted(digits, _FIRST_WEIGHTS) % 11 in _REMAINDERS and _weighted(digits, _SECOND_WEIGHTS) % 11 == 0


def _weighted(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def _is_day(day: int, month: int, year: int) -> bool:
    """Is there such a day in some century? Years of two digits: the 29th of February where 2000 + year has one."""
    return 1 <= month <= 12 and 1 <= day <= monthrange(2000 + year, month)[1]
