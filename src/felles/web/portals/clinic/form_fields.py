"""What did an address or a form of the clinic's pages say: which episode, which day, which number?"""

from datetime import date
from math import isfinite
from uuid import UUID

from django.http import HttpRequest

from felles.access import NotAllowed


def given_episode(text: str) -> UUID | None:
    """The episode of an address, which is `-` where there is none."""
    try:
        return None if text == "-" else UUID(text)
    except ValueError:
        raise NotAllowed("There is no such pathway.") from None


def given_text(request: HttpRequest, name: str) -> str:
    return str(request.POST.get(name, "")).strip()


def given_number(text: str) -> float | None:
    """The number of a form's field, with a point or a comma; None where there is none that can be read."""
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return None
    return number if isfinite(number) else None


def given_day(text: str | None) -> date | None:
    """The day of a form's field; None where there is none that can be read."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
