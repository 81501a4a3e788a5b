"""The estimators of survival, plain and slow: one person at a time, one day after another, straight from the definitions.

A person is a dict of sex (0 male, 1 female), age (days at diagnosis), diagnosed (day number), entry, last (whole days;
last 0 is half a day), status (alive, cancer, other). A table is a function of sex, age in whole years and calendar year
that gives the hazard per day; years turn on 1 January.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from math import exp, floor, inf
from typing import Any

YEAR = 365.241
Person = dict[str, Any]
Table = Callable[[int, int, int], float]


def hazard_over(person: Person, table: Table, day: int) -> float:
    """The expected cumulative hazard of a person from `day` to the next day after diagnosis."""
    start, total = float(day), 0.0
    while start < day + 1:
        age = floor((person["age"] + start) / YEAR + 1e-12)
        birthday = (age + 1) * YEAR - person["age"]
        on = date(1970, 1, 1) + timedelta(days=person["diagnosed"] + floor(start))
        new_year = (date(on.year + 1, 1, 1) - date(1970, 1, 1)).days - person["diagnosed"]
        end = min(day + 1.0, birthday if birthday > start else inf, new_year)
        total += table(person["sex"], age, on.year) * (end - start)
        start = end
    return total


def cumulative(person: Person, table: Table, days: int) -> list[float]:
    """The expected cumulative hazard at the end of each day since diagnosis, from day 0."""
    made = [0.0]
    for day in range(days):
        made.append(made[-1] + hazard_over(person, table, day))
    return made


def at_risk(people: Sequence[Person], day: int) -> list[int]:
    """Who is under observation on a day (1 is the first), by number."""
    return [number for number, each in enumerate(people) if each["entry"] < day <= max(each["last"], 1)]


def dies(person: Person, day: int) -> bool:
    return bool(person["status"] != "alive" and max(person["last"], 1) == day)


def kaplan_meier(people: Sequence[Person], days: int) -> list[float]:
    made = [1.0]
    for day in range(1, days + 1):
        watched = at_risk(people, day)
        died = sum(dies(people[each], day) for each in watched)
        made.append(made[-1] * (1 - died / len(watched)) if watched else made[-1])
    return made


def aalen_johansen(people: Sequence[Person], days: int, cause: str) -> list[float]:
    survival, made = kaplan_meier(people, days), [0.0]
    for day in range(1, days + 1):
        watched = at_risk(people, day)
        died = sum(dies(people[each], day) and people[each]["status"] == cause for each in watched)
        made.append(made[-1] + survival[day - 1] * died / len(watched) if watched else made[-1])
    return made


def pohar_perme(people: Sequence[Person], table: Table, days: int) -> list[float]:
    """Net survival; the integral of the weighted hazard by small steps (ten a day)."""
    expected = [cumulative(each, table, days) for each in people]
    made = [1.0]
    for day in range(1, days + 1):
        watched = at_risk(people, day)
        if not watched:
            made.append(made[-1])
            continue
        weights = {each: exp(expected[each][day]) for each in watched}
        died = sum(weights[each] for each in watched if dies(people[each], day)) / sum(weights.values())
        integral = 0.0
        for step in range(10):
            part = (step + 0.5) / 10
            hazards = {each: expected[each][day] - expected[each][day - 1] for each in watched}
            middle = {each: exp(expected[each][day - 1] + part * hazards[each]) for each in watched}
            integral += sum(middle[each] * hazards[each] for each in watched) / sum(middle.values()) / 10
        made.append(made[-1] * (1 - died + integral))
    return made


def ederer2(people: Sequence[Person], table: Table, days: int) -> list[float]:
    expected = [cumulative(each, table, days) for each in people]
    made = [1.0]
    for day in range(1, days + 1):
        watched = at_risk(people, day)
        if not watched:
            made.append(made[-1])
            continue
        died = sum(dies(people[each], day) for each in watched)
        hazard = sum(expected[each][day] - expected[each][day - 1] for each in watched)
        made.append(made[-1] * (1 - (died - hazard) / len(watched)))
    return made


def ederer1(people: Sequence[Person], table: Table, days: int) -> list[float]:
    expected = [cumulative(each, table, days) for each in people]
    observed = kaplan_meier(people, days)
    return [observed[day] / (sum(exp(-each[day]) for each in expected) / len(people)) for day in range(days + 1)]


def hakulinen(people: Sequence[Person], table: Table, days: int, closing: int) -> list[float]:
    """Relative survival; those who died count in the expectation until their follow-up would have ended."""
    potential = [
        {**each, "last": max(closing - each["diagnosed"], each["last"]) if each["status"] != "alive" else each["last"]}
        for each in people
    ]
    expected = [cumulative(each, table, days) for each in people]
    observed, hazard, made = kaplan_meier(people, days), 0.0, [1.0]
    for day in range(1, days + 1):
        watched = at_risk(potential, day)
        before = sum(exp(-expected[each][day - 1]) for each in watched)
        after = sum(exp(-expected[each][day]) for each in watched)
        hazard += (before - after) / ((before + after) / 2) if watched else 0.0
        made.append(observed[day] / exp(-hazard))
    return made
