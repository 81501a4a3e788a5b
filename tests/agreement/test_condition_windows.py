"""Do windows and anchors agree, and hold, in every small log whose days lie at their edges?"""

import random
from datetime import date, timedelta
from itertools import combinations_with_replacement, product
from typing import Any

import ibis
import pyarrow as pa

from felles.definitions.conditions import compile_many, evaluate, parse

# A month back from here is the last day of February, which is also the last day that "some day of February" may be.
AT = date(2024, 3, 31)
DAYS = ("2024-03-31", "2024-03-01", "2024-02-29", "2024-02-28", "2024-02-01", "2024-01-31", "2024-01-29", "2023-12-31")
SPANS = (
    *((date.fromisoformat(day), "day") for day in DAYS),
    *((date.fromisoformat(day), "month") for day in ("2024-03-01", "2024-02-01", "2024-01-01", "2023-12-01")),
    *((date.fromisoformat(day), "year") for day in ("2024-01-01", "2023-01-01")),
)
ANCHORS = [
    {which: "diagnosed", "code": "C50", **within}
    for which in ("first", "latest")
    for within in ({}, {"within": "1 month"}, {"within": "30 days"})
]
RAW: list[dict[str, Any]] = [
    {"event": "treated", "within": "1 month"},
    {"event": "treated", "longer_ago_than": "30 days"},
    *({"event": "treated", "after": anchor} for anchor in ANCHORS),
    *({"event": "treated", "before": anchor} for anchor in ANCHORS),
    {"event": "diagnosed", "code": "C50", "at_least_times": 2, "complete": False},
    {"latest": "diagnosed", "is": "C50", "within": "1 month"},
    {"latest": "diagnosed", "code": "C50", "at_least": 2, "missing": "fails"},
]
CONDITIONS = [parse(raw, "condition") for raw in RAW]

Log = list[dict[str, Any]]


def event(kind: str, span: tuple[date, str], code: str | None, value: float) -> dict[str, Any]:
    return {"type": kind, "day": span[0], "precision": span[1], "code": code, "value": value}


def small_logs() -> list[Log]:
    """One treatment beside one or two diagnoses, the code of which may not be known."""
    diagnoses = list(product(SPANS, ("C50", None)))
    pairs = [((one,), (1.0,)) for one in diagnoses] + [((one,), (3.0,)) for one in diagnoses]
    pairs += [(two, (1.0, 3.0)) for two in combinations_with_replacement(diagnoses, 2)]
    return [
        [event("treated", span, "a", 0.0), *(event("diagnosed", *d, v) for d, v in zip(several, values, strict=True))]
        for span in SPANS
        for several, values in pairs
    ]


LOGS = small_logs()


def test_a_window_says_the_same_of_one_person_as_of_many() -> None:
    rows = [{"person": number, **row} for number, log in enumerate(LOGS) for row in log]
    columns = {name: pa.array([row[name] for row in rows]) for name in rows[0]}
    empty = dict.fromkeys(("unit", "place"), pa.nulls(len(rows), pa.string()))
    compiled = compile_many(
        {f"q{n}": one for n, one in enumerate(CONDITIONS)}, ibis.memtable(pa.table(columns | empty)), AT
    )

    table = ibis.duckdb.connect().to_pyarrow(compiled).sort_by("person").to_pylist()

    for log, row in zip(LOGS, table, strict=True):
        said = [evaluate(condition, log, AT).value for condition in CONDITIONS]
        assert [row[f"q{n}"] for n in range(len(CONDITIONS))] == said, log


def sharpened(log: Log, luck: random.Random) -> Log:
    """One of the exact logs that a vague one may stand for."""
    return [
        {
            **row,
            "day": luck.choice(days_of(row)),
            "precision": "day",
            "code": row["code"] or luck.choice(("C50", "C18")),
        }
        for row in log
    ]


def days_of(row: dict[str, Any]) -> list[date]:
    """The first and the last day that it may have been, and those next to the edges."""
    if row["precision"] == "day":
        return [row["day"]]
    period = [row["day"] + timedelta(days=n) for n in range(366)]
    same = [day for day in period if day.year == row["day"].year and day <= AT]
    if row["precision"] == "month":
        same = [day for day in same if day.month == row["day"].month]
    edges = {date.fromisoformat(day) + timedelta(days=n) for day in DAYS for n in (-1, 0, 1)}
    return [day for day in same if day in (same[0], same[-1]) or day in edges]


def test_what_a_window_says_of_a_vague_log_holds_in_every_exact_one() -> None:
    luck = random.Random(20240331)

    for log in luck.sample(LOGS, 2000):
        exact = [sharpened(log, luck) for _ in range(3)]
        for condition in CONDITIONS:
            said = evaluate(condition, log, AT).value
            if said != "unknown":
                assert {evaluate(condition, one, AT).value for one in exact} == {said}, (condition, log)
