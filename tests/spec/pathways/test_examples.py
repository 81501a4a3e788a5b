"""Every case beside a rule and beside a pathway holds, and every verified limit is covered by one."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from felles.definitions import Example, load_content
from felles.pathways import Book, book_of

from .conftest import frame_of, intervals_of

CONTENT = load_content()
STEPS = {rule.step: rule.id for rule in CONTENT.rule_book("norway") if rule.step}


def rows_of(examples: list[Example], book: Book) -> list[dict[str, dict[str, Any]]]:
    """The rows of each example by interval; those seen from the same day are asked for together."""
    found: list[dict[str, dict[str, Any]]] = [{} for _ in examples]
    for at in {example.seen_from for example in examples}:
        said = [
            (number, number, event.type, event.at, None, event.code, None)
            for number, example in enumerate(examples)
            for event in example.events
            if example.seen_from == at
        ]
        for row in intervals_of(book.name)(frame_of(said), at).iter_rows(named=True):
            found[row["person"]][row["interval"]] = row
    return found


@pytest.mark.parametrize("country", CONTENT.rule_books)
def test_every_case_of_a_rule_book_holds(country: str) -> None:
    cases = [(rule.id, example) for rule in CONTENT.rule_book(country) for example in rule.examples]

    found = rows_of([example for _, example in cases], book_of(country, CONTENT))

    for (interval, example), rows in zip(cases, found, strict=True):
        row = {name: _plain(value) for name, value in rows[interval].items()}
        assert {name: row[name] for name in example.expect} == dict(example.expect), (
            f"{country}/{interval}: {example.case}"
        )


def test_every_case_of_a_norwegian_pathway_holds() -> None:
    examples = [example for pathway in CONTENT.pathways.values() for example in pathway.examples]

    found = rows_of(examples, book_of("norway", CONTENT))

    assert len(examples) > 10
    for example, rows in zip(examples, found, strict=True):
        assert said_of(rows, "days", example.expect["days"]) == example.expect["days"], example.case
        assert said_of(rows, "limit_days", example.expect["limits"]) == example.expect["limits"], example.case
        late = [step for step, id in STEPS.items() if rows[id]["state"] in ("overdue", "done_late")]
        assert late == list(example.expect["late"]), example.case


def said_of(rows: dict[str, dict[str, Any]], column: str, steps: Any) -> dict[str, Any]:
    return {step: rows[STEPS[step]][column] for step in steps}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def covered(book: Book, examples: list[Example]) -> Iterator[tuple[Any, ...]]:
    """The limits that show in the rows of examples: interval, pathway, days."""
    for rows in rows_of(examples, book):
        for row in rows.values():
            if row["limit_days"] is not None:
                yield row["interval"], row["pathway"], row["limit_days"]


@pytest.mark.parametrize("country", [country for country in CONTENT.rule_books if country != "norway"])
def test_every_verified_limit_of_a_rule_book_is_covered_by_a_case(country: str) -> None:
    book = book_of(country, CONTENT)
    examples = [example for rule in CONTENT.rule_book(country) for example in rule.examples]
    shown = set(covered(book, examples))
    by_interval = {(interval, days) for interval, _, days in shown}

    verified = [row for row in book.limits if row.verified and row.kind != "earliest"]

    for row in verified:
        if row.pathway == "*":
            assert (row.interval, row.days) in by_interval
        else:
            assert (row.interval, row.pathway, row.days) in shown
    assert verified or country == "denmark"


def test_every_verified_limit_of_a_norwegian_pathway_is_covered_by_a_case() -> None:
    expected = {
        (pathway.id, step, kind if step.endswith("treatment_start") else None, value)
        for pathway in CONTENT.pathways.values()
        for example in pathway.examples
        for step, value in example.expect["limits"].items()
        for kind in [next((event.code for event in example.events if event.type == "treatment_started"), None)]
    }

    verified = {
        (pathway.id, limit.step, limit.kind, value.value)
        for pathway in CONTENT.pathways.values()
        for limit in pathway.limits
        for _, value in limit.days
        if value.verified
    }

    assert len(verified) > 90
    assert verified - expected == set()
