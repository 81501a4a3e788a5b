"""Which national plan fits one person for whom nobody has set one, by what is known of them? The plain rule, for one page.

`expected_plans` asks the same criteria of many. It is a question to the unit, never an order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from felles.definitions.conditions import evaluate
from felles.pathways.follow_up.plans import Plan


@dataclass(frozen=True, kw_only=True, slots=True)
class Fitting:
    """plans: those whose criteria the person meets. unknown: whether there are others of which too little is known."""

    plans: tuple[Plan, ...]
    unknown: bool


def fitting_plans(events: Iterable[Any], plans: Sequence[Plan], *, pathway: str, at: date) -> Fitting:
    """The plans after a pathway whose criteria a person meets at the end of a day.

    events: the person's current ones, objects or mappings as `evaluate` takes them. A plan without criteria is only for
    those for whom somebody sets it, and fits nobody by itself.
    """
    told = list(events)
    asked = [(plan, plan.applies_to) for plan in plans if plan.pathway == pathway and plan.applies_to is not None]
    verdicts = [(plan, evaluate(criteria, told, at).value) for plan, criteria in asked]
    return Fitting(
        plans=tuple(plan for plan, verdict in verdicts if verdict == "meets"),
        unknown=any(verdict == "unknown" for _, verdict in verdicts),
    )
