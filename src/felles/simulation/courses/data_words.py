"""Which JSON objects may stand in an event's `data`? A finite set, made before the run, so that rows carry a number alone."""

import math
from collections.abc import Mapping
from itertools import product
from typing import Any

import numpy as np

from felles.definitions.errors import did_you_mean
from felles.definitions.simulation.courses import Step
from felles.definitions.simulation.expressions import MadeBy
from felles.events.data_checks import compact_json, data_problems
from felles.events.types import EventType
from felles.events.vocabulary import EVENT_TYPES
from felles.simulation.courses.plan import DataPlan
from felles.simulation.courses.refusals import Spot
from felles.simulation.courses.wording import Wordings, WordsPlan

MOST = 20_000
"""Objects that the data of one step may be."""


def data_plan(step: Step, wordings: Wordings, name: str, spot: Spot) -> DataPlan | None:
    """The plan of a step's data; what the vocabulary does not allow is refused."""
    kind = EVENT_TYPES.get(step.event or "")
    if step.data is None or kind is None:
        return None
    spot = spot.inside("data")
    if isinstance(step.data, MadeBy):
        made = wordings.plan(step.data, f"{name.replace('.', '/')}/data", spot)
        return DataPlan((), made.words, made=made)
    fields = []
    for field, said in step.data.items():
        plan = wordings.plan(said, f"{name.replace('.', '/')}/data.{field}", spot.inside(field))
        if field not in kind.data["properties"]:
            spot.inside(field).refuse_word(field, kind.data["properties"], f"a field of the data of {kind.name}")
        elif _allowed(field, plan, kind, spot.inside(field)):
            fields.append((field, plan))
    return _combined(tuple(fields), kind, spot)


def _allowed(field: str, plan: WordsPlan, kind: EventType, spot: Spot) -> bool:
    """Whether the vocabulary takes every word of the field."""
    for word in plan.may_be:
        problems = data_problems(kind, {field: typed(word, kind.data["properties"][field])})
        wrong = [problem for problem in problems if problem.field == f"data.{field}"]
        if wrong:
            allowed = kind.data["properties"][field].get("enum", ())
            spot.refuse(f'"{word}"', wrong[0].allowed, did_you_mean(word, allowed))
            return False
    return True


def _combined(fields: tuple[tuple[str, WordsPlan], ...], kind: EventType, spot: Spot) -> DataPlan:
    plan = DataPlan(_digits(fields), ())
    for name in kind.data["required"]:
        if name not in dict(fields):
            spot.refuse("nothing", f'the field "{name}", which {kind.name} must have')
    possible = [_possible(digit, kind) for digit in plan.digits]
    count = math.prod(len(words) for words in possible)
    if count > MOST:
        spot.refuse(f"{count} combinations of words", f"at most {MOST}: fewer fields or columns of few words")
        return plan
    sizes = plan.sizes
    plan.place = np.full(math.prod(sizes), -1, np.int32)
    found: dict[str, int] = {}
    for values in product(*possible):
        number = 0
        for (which, _), size in zip(values, sizes, strict=True):
            number = number * size + which  # below 0 where the first of several has none, and then from the end
        inner = ",".join(text for _, text in values if text)
        text = f"{{{inner}}}" if inner else ""
        plan.place[number] = found.setdefault(text, len(found))
    plan.texts = tuple(found)
    return plan


def _digits(fields: tuple[tuple[str, WordsPlan], ...]) -> tuple[tuple[tuple[str, WordsPlan], ...], ...]:
    """Fields that share a number together, the others each alone."""
    digits: dict[str, list[tuple[str, WordsPlan]]] = {}
    for field, plan in fields:
        digits.setdefault(plan.number or f"field {field}", []).append((field, plan))
    return tuple(tuple(digit) for digit in digits.values())


def _possible(digit: tuple[tuple[str, WordsPlan], ...], kind: EventType) -> list[tuple[int, str]]:
    """The numbers that a digit may be, each with its fields' words as JSON without the braces."""
    first = digit[0][1]
    may_be = [set(plan.may_be) for _, plan in digit]
    found = [
        (
            number,
            inner_json({field: typed(plan.words[number], kind.data["properties"][field]) for field, plan in digit}),
        )
        for number in range(len(first.words))
        if all(plan.words[number] in words for (_, plan), words in zip(digit, may_be, strict=True))
    ]
    return [*found, (-1, "")] if first.may_lack else found


def inner_json(fields: Mapping[str, Any]) -> str:
    """As JSON without the braces: put together from such pieces, thousands of texts take a tenth of the time."""
    return compact_json(fields)[1:-1]


def typed(word: str, schema: Mapping[str, Any]) -> Any:
    """A word as the vocabulary's field has it."""
    kind = schema.get("type")
    if kind == "boolean":
        return {"true": True, "false": False, "yes": True, "no": False}.get(word, word)
    if kind == "array":
        return [typed(part.strip(), schema["items"]) for part in word.split(",")]
    try:
        return int(word) if kind == "integer" else float(word) if kind == "number" else word
    except ValueError:
        return word
