"""Every case beside a follow-up plan holds, and every item of every plan is shown by one."""

from functools import cache
from typing import Any

import ibis
import polars as pl
import pytest

from felles.definitions import Example, load_content
from felles.pathways.follow_up import Plan, contacts, expected_plans, plans_of, set_plans, standing

CONTENT = load_content()
PLANS = {plan.id: plan for plan in plans_of(CONTENT)}
CASES = [(plan.id, example) for plan in CONTENT.follow_up_plans.values() for example in plan.examples]
SCHEMA = {
    "person": pl.Int64,
    "episode": pl.Int64,
    "type": pl.String,
    "day": pl.Date,
    "until_day": pl.Date,
    "code": pl.String,
}


def events_of(numbered: list[tuple[int, Example]]) -> Any:
    """The events of cases that can be known on the day each is seen from; a case is a person."""
    said = [
        (number, number, event.type, event.at, event.until, event.code)
        for number, example in numbered
        for event in example.events
        if event.at <= example.seen_from
    ]
    return ibis.memtable(pl.DataFrame(said, schema=SCHEMA, orient="row"))


@cache
def contacts_of_set_plans() -> pl.DataFrame:
    """What does not depend on the day, of all cases at once."""
    events, plans = events_of([(number, example) for number, (_, example) in enumerate(CASES)]), list(PLANS.values())
    return pl.DataFrame(contacts(set_plans(events, plans), events, plans).to_polars())


def contacts_of_expected_plan(plan: Plan, example: Example) -> pl.DataFrame:
    events = events_of([(0, example)])
    starts = expected_plans(events, [plan], at=example.seen_from)
    return pl.DataFrame(contacts(starts, events, [plan]).to_polars())


@pytest.mark.parametrize("number", range(len(CASES)), ids=[f"{plan}: {example.case}" for plan, example in CASES])
def test_every_case_of_a_plan_holds(number: int) -> None:
    plan, example = CASES[number]
    is_set = any(event.type == "follow_up_planned" for event in example.events)
    held = contacts_of_set_plans().filter(person=number) if is_set else contacts_of_expected_plan(PLANS[plan], example)

    rows = standing(ibis.memtable(held), at=example.seen_from).to_polars().sort("number")

    for item, expected in example.expect.items():
        found = [f"{row['due']} {row['state']}" for row in rows.filter(item=item, plan=plan).iter_rows(named=True)]
        assert found[: len(expected)] == list(expected), item


@pytest.mark.parametrize("plan", CONTENT.follow_up_plans)
def test_every_item_of_a_plan_is_shown_by_a_case(plan: str) -> None:
    definition = CONTENT.follow_up_plans[plan]

    shown = {item for example in definition.examples for item in example.expect}

    assert {item.id for item in definition.items} - shown == set()


@pytest.mark.parametrize("plan", CONTENT.follow_up_plans)
def test_a_plan_carries_the_date_of_its_source(plan: str) -> None:
    definition = CONTENT.follow_up_plans[plan]

    assert definition.source_date == CONTENT.sources[definition.source].date
