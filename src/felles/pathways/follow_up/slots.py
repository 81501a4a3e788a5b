"""In which months does a contact of a plan fall, when may it be held, and what counts for it?

Days are told as months after the anchor and days beside that, so that the calendar is asked where the anchor is known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from felles.definitions import FollowUpItem

FOR_LIFE = 600
"""The last month of what is to be done for life: fifty years on."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Slot:
    """One contact of an item. Each edge of its window is a month after the anchor and days from there.

    due: the month it is for. counted_until: the opening of the next one's window, from where what is done counts for
    that one; none for the last. shown_from: for what is repeated for life, the opening of the one before, so that only
    one lies ahead.
    """

    number: int
    due: int
    opens: tuple[int, int]
    closes: tuple[int, int]
    counted_until: tuple[int, int] | None = None
    shown_from: tuple[int, int] | None = None


def slots_of(item: FollowUpItem, slack: int) -> tuple[Slot, ...]:
    """The contacts of an item, by month. slack: days before and after in which it is in time."""
    if item.window_months:
        first, last = item.window_months
        return (Slot(number=1, due=last, opens=(first, 0), closes=(last, 0)),)
    months = months_of(item)
    for_life = item.every_months is not None and item.until_months is None
    opens = [(month, -slack) for month in months]
    return tuple(
        Slot(
            number=number,
            due=month,
            opens=opens[number - 1],
            closes=(month, 0 if number == 1 and item.first_within else slack),
            counted_until=opens[number] if number < len(months) else None,
            shown_from=opens[number - 2] if for_life and number > 1 else None,
        )
        for number, month in enumerate(months, 1)
    )


def months_of(item: FollowUpItem) -> list[int]:
    """The months of an item: the single ones and the repeated ones, each once."""
    return sorted({*item.at_months, *_repeated(item)})


def _repeated(item: FollowUpItem) -> Iterator[int]:
    if item.every_months is not None:
        last = item.until_months or FOR_LIFE
        yield from range(item.from_months or item.every_months, last + 1, item.every_months)
