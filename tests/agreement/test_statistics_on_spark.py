"""The commands of the statistics give on Spark what they give on DuckDB."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from typer.testing import CliRunner

from felles.cli import app
from felles.events import FRAME_SCHEMA
from felles.store import Refused, Store

from .cases_by_hand import Said, random_events
from .test_cases_and_person_years import in_the_log
from .test_survival_in_parts import same

NewStore = Callable[[], AbstractContextManager[Store]]


@pytest.fixture(scope="module")
def lake(new_store: NewStore, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The lake of a log with 10,000 events of invented people, over twenty years."""
    folder = tmp_path_factory.mktemp("spark") / "lake"
    events = [_moved(said) for said in random_events(10_000, 7, tidy=True)]
    with new_store() as store:
        assert store.append_frame(pl.DataFrame(in_the_log(events), schema=FRAME_SCHEMA)).rejects.is_empty()
        store.snapshot(folder)
    return folder


def _moved(said: Said) -> Said:
    """A life lived three years later, or five, ten or fifteen years before that: up to 2025, whose people are known."""
    return said | {"day": said["day"] + timedelta(days=1096 - 1826 * (said["person"] % 4))}


def answer(*words: str) -> dict[str, Any]:
    done = CliRunner().invoke(app, [*words, "--json"])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    made: dict[str, Any] = json.loads(done.stdout)
    return made


@pytest.mark.parametrize(
    "words",
    [
        ("incidence", "--by", "sex,year", "--period", "2019-2021"),
        ("prevalence", "--at", "2020-12-31", "--by", "site"),
        ("projection", "--site", "breast", "--until", "2025", "--periods", "3", "--method", "constant"),
        ("quality", "--indicators"),
    ],
    ids=lambda words: words[0],
)
def test_a_statistic_of_a_lake_is_the_same_on_spark(spark: Any, lake: Path, words: tuple[str, ...]) -> None:
    local = answer(*words, "--lake", str(lake))

    on_spark = answer(*words, "--lake", str(lake), "--engine", "spark")

    assert local["rows"]
    same(
        pl.DataFrame(local["rows"], infer_schema_length=None), pl.DataFrame(on_spark["rows"], infer_schema_length=None)
    )
    assert on_spark["notes"] == local["notes"]


@pytest.mark.parametrize("command", [("incidence",), ("stage",), ("prevalence", "--at", "2020-12-31")])
def test_a_table_of_tumours_needs_no_engine(command: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "cases.csv").write_text("icd10,sex,age,year\nC34.1,male,70,2020\n")

    with pytest.raises(Refused, match="this table has one row a tumour: leave it out"):
        answer(*command, "--table", str(tmp_path / "cases.csv"), "--engine", "spark")
