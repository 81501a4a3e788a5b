"""The slow, plain version of the case table, of person-years and of rates: one person and one day after the other."""

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from felles.epidemiology.ages import AGE_GROUPS

Said = dict[str, Any]

CODES = ("C50.9", "C34.1", "C61", "C18.7", "C44.5", "D32.0", "D05.1", "C80")
PLACES = ("0301", "4601", "5501", "FI:091", None)
FIRST, LAST = date(2018, 1, 1), date(2022, 6, 30)


def random_events(size: int, seed: int, *, tidy: bool = False) -> list[Said]:
    """Events of a small country: births, moves, tumours and ends, with ties, gaps and several tumours.

    tidy: only what the log takes, with nothing before a birth.
    """
    chance = random.Random(seed)
    said: list[Said] = []
    person = 0
    while len(said) < size:
        person += 1
        life = _life(chance, person)
        first = min((said["day"] for said in life if said["type"] == "born"), default=None)
        said += [each for each in life if not tidy or first is None or each["day"] >= first]
    return said


def _life(chance: random.Random, person: int) -> list[Said]:
    born = chance.choice(
        [date(1940, 2, 29), date(2018, 6, 1), date(1930, 1, 1) + timedelta(days=chance.randrange(33_000))]
    )
    life = [_said(person, "born", born, code=chance.choice(("female", "male", "unknown")), place=chance.choice(PLACES))]
    if chance.random() < 0.1:
        life = []
    for _ in range(chance.randrange(3)):
        life.append(_said(person, "moved", _day(chance), place=chance.choice(PLACES[:4])))
    if chance.random() < 0.1:
        life.append(_said(person, "follow_up_ended", _day(chance), code="emigrated"))
    if chance.random() < 0.2:
        life.append(_said(person, "died", _day(chance), code=chance.choice(("C34.1", "cancer", "other", "I21.9"))))
    for tumour in range(chance.choice((0, 0, 0, 0, 0, 1, 1, 2))):
        episode, found = person * 10 + tumour, _day(chance)
        life.append(_said(person, "diagnosed", found, episode=episode, code=chance.choice(CODES), precision="day"))
        if chance.random() < 0.5:
            again = found + timedelta(days=chance.randrange(3))
            life.append(
                _said(person, "diagnosed", again, episode=episode, code=chance.choice(CODES), precision="month")
            )
        if chance.random() < 0.6:
            life.append(_said(person, "staged", found, episode=episode, code=f"tnm8:{chance.choice(('I', 'II', 'X'))}"))
    return life


def _day(chance: random.Random) -> date:
    return chance.choice(
        [date(2020, 2, 29), date(2019, 12, 31), FIRST + timedelta(days=chance.randrange((LAST - FIRST).days))]
    )


def _said(person: int, type_: str, day: date, **more: Any) -> Said:
    return {
        "person": person,
        "episode": None,
        "type": type_,
        "day": day,
        "precision": None,
        "code": None,
        "place": None,
    } | more


def cases_by_hand(events: Sequence[Said]) -> list[tuple[Any, ...]]:
    """person, episode, sex, age, year, icd10, stage, place, died_on of each tumour."""
    lives, found = defaultdict(list), []
    for said in events:
        lives[said["person"]].append(said)
    for person, life in lives.items():
        for episode in {said["episode"] for said in life if said["type"] == "diagnosed"}:
            own = [said for said in life if said["episode"] == episode]
            first = _first(own, "diagnosed")
            born, staged, died = _first(life, "born"), _first(own, "staged"), _first(life, "died")
            age = age_on(born["day"], first["day"]) if born else None
            found.append(
                (
                    person,
                    episode,
                    born["code"] if born else "unknown",
                    age,
                    first["day"].year,
                    first["code"],
                    staged["code"] if staged else None,
                    place_on(life, first["day"]),
                    died["day"] if died else None,
                )
            )
    return found


def age_on(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def place_on(life: Sequence[Said], day: date) -> str | None:
    told = [said for said in life if said["type"] in ("born", "moved") and said["place"] and said["day"] <= day]
    return max(told, key=lambda said: (said["day"], said["place"]))["place"] if told else None


def _first(life: Sequence[Said], type_: str) -> Said | None:
    told = [said for said in life if said["type"] == type_]
    return min(told, key=lambda said: (said["day"], said["code"] or ""), default=None)


def person_years_by_hand(events: Sequence[Said], first: int, last: int) -> Mapping[tuple[Any, ...], float]:
    """Person-years by year, sex, place and age group, counted day by day."""
    lives, years = defaultdict(list), defaultdict(float)
    for said in events:
        lives[said["person"]].append(said)
    end = max(said["day"] for said in events)
    for life in lives.values():
        born = _first(life, "born")
        day = max(date(first, 1, 1), born["day"]) if born else end
        while born and day < min(end, date(last + 1, 1, 1)):
            lives_at = _residence(life, day)
            if lives_at is not None:
                length = (date(day.year + 1, 1, 1) - date(day.year, 1, 1)).days
                group = min(age_on(born["day"], day) // 5, len(AGE_GROUPS) - 1)
                years[day.year, born["code"], lives_at[0], group] += 1 / length
            day += timedelta(days=1)
    return years


RANK = {"born": 0, "moved": 1, "died": 2, "follow_up_ended": 2}


def _residence(life: Sequence[Said], day: date) -> tuple[str | None] | None:
    """Where the person lives on the day, in a tuple; None where nowhere that is known of."""
    if any(said["type"] == "died" and said["day"] <= day for said in life):
        return None
    before = [said for said in life if said["type"] in RANK and said["day"] <= day]
    if not before:
        return None
    latest = max(before, key=lambda said: (said["day"], RANK[said["type"]], said["place"] or "", said["place"] is None))
    return (latest["place"],) if latest["type"] in ("born", "moved") else None


def rate_by_hand(cases: Mapping[str, float], people: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The age-standardised rate per 100,000, group by group."""
    total = sum(weights.values())
    return sum(weights[group] / total * cases.get(group, 0) / people[group] for group in AGE_GROUPS) * 100_000
