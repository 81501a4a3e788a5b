"""What does every page about one person's course hold: facts, the drawing for two widths, and the list by year?"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from felles.events import Event, day_of
from felles.web.components.course import LAPTOP_WIDTH, PHONE_WIDTH, draw_course
from felles.web.components.facts import facts_of, life_of, sources_of
from felles.web.components.telling import Names, by_year, happenings
from felles.web.wording import Language

# With more events than this, older years are folded.
MANY_EVENTS = 200
YEARS_OPEN = 3


def person_page(
    events: Sequence[Event], names: Names, language: Language, *, at: datetime, newest_first: bool
) -> dict[str, Any]:
    """What the templates of a person's course need, from the events that hold."""
    today = day_of(at)
    told = happenings(events, language, names, at=today)
    return {
        "life": life_of(told, at=today),
        "facts": facts_of(told, language, at=today),
        "sources": sources_of(told),
        "laptop": draw_course(told, at=today, language=language, width=LAPTOP_WIDTH),
        "phone": draw_course(told, at=today, language=language, width=PHONE_WIDTH),
        "years": [
            (year, ones, number < YEARS_OPEN or len(told) <= MANY_EVENTS)
            for number, (year, ones) in enumerate(by_year(told, newest_first=newest_first))
        ],
        "newest_first": newest_first,
    }
