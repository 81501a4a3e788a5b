"""Is every example of the reference page true, for one person and for many?"""

import re
from datetime import date
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pytest
from ruamel.yaml import YAML

from felles.definitions.conditions import compile, evaluate, parse

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "conditions.md"
EXAMPLES = [YAML(typ="safe").load(block) for block in re.findall(r"```yaml\n(.*?)```", PAGE.read_text("utf-8"), re.S)]
CASES = [
    pytest.param(example, case, id=f"{number} {case['case']}")
    for number, example in enumerate(EXAMPLES, start=1)
    for case in example["cases"]
]
COLUMNS = {
    "type": pa.string(),
    "day": pa.date32(),
    "precision": pa.string(),
    "code": pa.string(),
    "value": pa.float64(),
    "unit": pa.string(),
    "place": pa.string(),
}


def events_of(case: dict[str, Any]) -> list[dict[str, Any]]:
    dated = ({**event, "day": date.fromisoformat(event["day"])} for event in case["events"])
    return [{"precision": "day"} | event for event in dated]


def table_of(events: list[dict[str, Any]]) -> ibis.Table:
    columns = {name: pa.array([event.get(name) for event in events], kind) for name, kind in COLUMNS.items()}
    return ibis.memtable(pa.table({"person": pa.array([1] * len(events)), **columns}))


@pytest.fixture(scope="module")
def engine() -> ibis.BaseBackend:
    return ibis.duckdb.connect(threads=1)


@pytest.mark.parametrize(("example", "case"), CASES)
def test_an_example_has_the_verdict_that_the_page_gives(
    example: dict[str, Any], case: dict[str, Any], engine: ibis.BaseBackend
) -> None:
    condition = parse(example["condition"], "conditions.md")
    at, events = date.fromisoformat(example["at"]), events_of(case)

    of_one = evaluate(condition, events, at).value
    of_many = engine.to_pyarrow(compile(condition, table_of(events), at)).to_pylist()

    assert of_one == case["verdict"]
    assert of_many == [{"person": 1, "verdict": case["verdict"]}]


def test_the_page_shows_each_verdict_of_each_kind_of_condition() -> None:
    shown = {
        (head, case["verdict"]) for example in EXAMPLES for head in example["condition"] for case in example["cases"]
    }

    for head in ("fact", "latest", "event"):
        for verdict in ("meets", "fails", "unknown"):
            assert (head, verdict) in shown
