"""Spark reads a simulated lake as DuckDB does."""

from pathlib import Path
from typing import Any

from felles.cli.spark import lake_on_spark
from felles.simulation.country import make_country
from felles.simulation.request import Request
from felles.simulation.running import run_country
from felles.store.lake.reading import open_lake


def test_a_simulated_lake_says_the_same_to_spark_and_to_duckdb(spark: Any, simulation: Any, tmp_path: Path) -> None:
    folder = tmp_path / "country"
    run_country(make_country(simulation, Request(people=1_000, first=2023, last=2024, seed=3)), folder)

    ours = open_lake(folder, details=True).table("current_event").execute()
    theirs = lake_on_spark(spark, folder, None, details=True).execute()

    columns = sorted(ours.columns)
    ours, theirs = (_told(frame[columns]) for frame in (ours, theirs))
    assert len(ours) > 4_000
    assert theirs == ours


def _told(frame: Any) -> list[str]:
    """Each row as a text, in order: what is nothing is written alike by both."""
    rows = frame.astype(object).where(frame.notna(), None).itertuples(index=False)
    return sorted("|".join(str(value) for value in row) for row in rows)
