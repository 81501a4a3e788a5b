"""Which day does an option of a command name?"""

from collections.abc import Callable
from datetime import date

FIRST, LAST = date(1850, 1, 1), date(2199, 12, 31)


def day_of(option: str) -> Callable[[str], date]:
    """What reads the day of an option, such as --at 2026-11-21. It raises Refused."""

    def day(text: str) -> date:
        from felles.store import Refused

        try:
            found = date.fromisoformat(text)
        except ValueError:
            found = None
        if found is None or not FIRST <= found <= LAST:
            raise Refused(f"{option} takes a day such as 2026-11-21, from {FIRST} to {LAST}; got {text or 'nothing'}.")
        return found

    return day
