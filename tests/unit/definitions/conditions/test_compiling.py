"""Does a condition become one query that both databases understand?"""

from datetime import date, datetime
from typing import Any

import ibis
import pyarrow as pa
import pytest

from felles.definitions.conditions import compile, compile_many, parse, types_read

EVENTS = ibis.table(
    {
        "person": "uuid",
        "episode": "uuid",
        "type": "string",
        "time": "timestamp('UTC')",
        "day": "date",
        "precision": "string",
        "code": "string",
        "value": "float64",
        "unit": "string",
        "place": "string",
        "data": "json",
    },
    name="current_event",
)
EVERYTHING = {
    "all": [
        {"fact": "age", "at_least": 50, "below": 70},
        {"fact": "age", "not_in": [55, 60]},
        {"fact": "sex", "is": "female"},
        {"fact": "place", "starts_with": ["03", "46"]},
        {"fact": "alive", "is": True},
        {"not": {"latest": "staged", "in": ["tnm8:III", "tnm8:IV"], "within": "2 years"}},
        {"any": [{"latest": "measured", "code": "cea", "above": 5, "unit": "ug/L"}, {"event": "referred"}]},
        {
            "of": [
                {"event": "treated", "code_starts_with": "L", "at_least_times": 2, "within": "90 days"},
                {"event": "treated", "after": {"first": "diagnosed", "within": "1 month"}, "longer_ago_than": "1 week"},
                {"event": "treated", "before": {"latest": "died", "code": ["C34.1"], "within": "30 days"}},
            ],
            "at_least": 2,
        },
    ]
}


def condition(raw: Any) -> Any:
    return parse(raw, "criterion")


def table(*rows: tuple[int, str, str], **columns: pa.Array) -> ibis.Table:
    persons, types, days = zip(*rows, strict=True)
    empty = pa.nulls(len(rows), pa.string())
    return ibis.memtable(
        pa.table(
            {
                "person": pa.array(persons),
                "type": pa.array(types),
                "day": pa.array([date.fromisoformat(day) for day in days]),
                "value": pa.nulls(len(rows), pa.float64()),
                **dict.fromkeys(("precision", "code", "unit", "place"), empty),
                **columns,
            }
        )
    )


def verdicts(compiled: ibis.Table) -> dict[int, str]:
    return {row["person"]: row["verdict"] for row in ibis.duckdb.connect().to_pyarrow(compiled).to_pylist()}


@pytest.mark.parametrize("dialect", ["duckdb", "postgres"])
def test_every_word_of_the_language_becomes_sql(dialect: str) -> None:
    sql = ibis.to_sql(compile(condition(EVERYTHING), EVENTS, date(2026, 6, 15)), dialect=dialect)

    assert '"current_event"' in sql
    assert "ARBITRARY" not in sql.upper()
    assert '"time"' not in sql
    assert '"data"' not in sql


def test_many_conditions_take_no_more_passes_over_the_events_than_one() -> None:
    one = ibis.to_sql(compile(condition(EVERYTHING), EVENTS, date(2026, 6, 15)), dialect="postgres")

    both = {"some": condition(EVERYTHING), "others": condition({"not": EVERYTHING})}
    many = ibis.to_sql(compile_many(both, EVENTS, date(2026, 6, 15)), dialect="postgres")

    assert many.count('"current_event"') == one.count('"current_event"')


def test_a_person_with_nothing_by_the_date_has_a_verdict_too() -> None:
    events = table((1, "born", "1960-01-01"), (2, "born", "2030-01-01"))

    assert verdicts(compile(condition({"fact": "age", "at_least": 50}), events, date(2026, 6, 15))) == {
        1: "meets",
        2: "unknown",
    }
    assert verdicts(compile(condition({"event": "relapsed"}), events, date(2026, 6, 15))) == {1: "fails", 2: "fails"}


def test_each_person_can_be_asked_at_a_date_of_their_own() -> None:
    days = pa.array([date(2009, 12, 31), date(2010, 1, 1)])
    events = table((1, "born", "1960-01-01"), (2, "born", "1960-01-01"), index_day=days)

    asked = compile(condition({"fact": "age", "at_least": 50}), events, events.index_day)

    assert verdicts(asked) == {1: "fails", 2: "meets"}


def test_the_date_may_be_an_expression() -> None:
    events = table((1, "born", "1960-01-01"))

    asked = compile(condition({"fact": "age", "is": 50}), events, ibis.date(2010, 1, 1))

    assert verdicts(asked) == {1: "meets"}


def test_answers_and_moments_are_refused() -> None:
    on_answers = parse({"answer": "pain", "at_least": 7}, "rule", answers={"pain"})

    with pytest.raises(ValueError, match="cannot be compiled"):
        compile(on_answers, EVENTS, date(2026, 6, 15))
    with pytest.raises(TypeError, match="calendar day"):
        compile(condition({"event": "referred"}), EVENTS, datetime(2026, 6, 15, 12, 0))


def test_a_condition_names_the_event_types_that_it_reads() -> None:
    assert types_read(condition(EVERYTHING)) == {
        "born", "moved", "died", "follow_up_ended", "staged", "measured", "referred", "treated", "diagnosed"
    }  # fmt: skip
