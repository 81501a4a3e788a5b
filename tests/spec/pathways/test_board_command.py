"""`felles board` gives the coordinator's board from a table, without a database."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from felles.cli import app
from felles.store import Refused

TABLE = """person,episode,type,time,code,place
a,1,referred,2026-03-02,lung,innlandet
a,1,attended,2026-03-06,first_visit,innlandet
b,2,referred,2026-03-01,breast,ous
c,3,referred,2026-03-01,lung,innlandet
d,4,referred,2026-01-01,lung,innlandet
d,4,treatment_started,2026-02-01,surgery,innlandet
"""


@pytest.fixture
def ask(tmp_path: Path) -> Any:
    """`ask("--unit", "ous")`: the answer about the table above, seen from 10 March."""
    table = tmp_path / "events.csv"
    table.write_text(TABLE)

    def run(*words: str) -> dict[str, Any]:
        done = CliRunner().invoke(app, ["board", "--at", "2026-03-10", "--table", str(table), "--json", *words])
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer

    return run


def test_the_most_urgent_open_pathways_come_first_with_their_counts(ask: Any) -> None:
    answer = ask()

    assert [(row["person"], row["days_left"]) for row in answer["rows"]] == [("b", -2), ("c", -2), ("a", 17)]
    assert answer["phases"]["referred"] == {"open": 2, "overdue": 2, "soon": 0, "without_limit": 0}


def test_a_unit_goes_by_its_short_name_too(ask: Any) -> None:
    assert [row["person"] for row in ask("--unit", "ous")["rows"]] == ["b"]
    assert [row["person"] for row in ask("--unit", "innlandet", "--pathway", "lung")["rows"]] == ["c", "a"]
    assert [row["person"] for row in ask("--region", "south_east")["rows"]] == ["b", "c", "a"]


def test_a_region_that_does_not_exist_is_refused_with_those_that_do(ask: Any) -> None:
    with pytest.raises(Refused, match="south_east"):
        ask("--region", "nowhere")
