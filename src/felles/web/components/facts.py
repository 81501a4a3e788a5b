"""What must be known of a person before anything else: age, disease, stage, treatment, and how far we follow them?"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from felles.web.components.telling import Happening
from felles.web.dates import age_on, write_day
from felles.web.wording import Language, say


class Fact(NamedTuple):
    words: str
    value: str
    since: str


class Life(NamedTuple):
    """The frame of a course. `age` is that on the day of death, else on `at`."""

    born: Happening | None
    died: Happening | None
    age: int | None


def life_of(told: Sequence[Happening], *, at: date) -> Life:
    born, died = _last(told, "born"), _last(told, "died")
    age = age_on(born.day, died.day if died else at) if born else None
    return Life(born, died, age)


def facts_of(told: Sequence[Happening], language: Language, *, at: date) -> list[Fact]:
    """The facts on top, each only where the log holds it."""
    past = [one for one in told if not one.ahead]
    life = life_of(past, at=at)
    return [
        *_single(life.born, "born", language, value=life.born.day_words if life.born else "", with_day=False),
        *_single(life.born, "sex", language, value=life.born.detail if life.born else "", with_day=False),
        *_latest(past, {"diagnosed": "diagnosis", "staged": "stage"}, language),
        *_disease_now(past, language),
        *_latest(past, {"treatment_started": "treatment", "function_screened": "function"}, language),
        *_single(_last(past, "contacted", "visited", "attended"), "last_contact", language, value=None),
        *_ends(life, past, language),
        Fact(say(language, "course.fact_events"), say(language, "course.event_count", n=len(past)), ""),
    ]


def sources_of(told: Iterable[Happening]) -> list[str]:
    return sorted({one.event.source for one in told})


def _disease_now(past: Sequence[Happening], language: Language) -> list[Fact]:
    latest = _last(past, "relapsed", "progressed")
    words = ", ".join(part for part in (latest.what, latest.detail) if part) if latest else ""
    return _single(latest, "disease_now", language, value=words)


def _ends(life: Life, past: Sequence[Happening], language: Language) -> list[Fact]:
    if life.died:
        return _single(life.died, "died", language, value=life.died.detail)
    return _single(_last(past, "follow_up_ended"), "follow_up_ended", language, value=None)


def _latest(past: Sequence[Happening], types: dict[str, str], language: Language) -> list[Fact]:
    return [fact for kind, words in types.items() for fact in _single(_last(past, kind), words, language, value=None)]


def _single(
    happening: Happening | None, words: str, language: Language, *, value: str | None, with_day: bool = True
) -> list[Fact]:
    if happening is None:
        return []
    told = (happening.detail or happening.what) if value is None else value
    since = write_day(happening.day, language, happening.event.precision) if with_day else ""
    return [Fact(say(language, f"course.fact_{words}"), told, since)] if told else []


def _last(told: Sequence[Happening], *types: str) -> Happening | None:
    return next((one for one in reversed(told) if one.event.type in types), None)
