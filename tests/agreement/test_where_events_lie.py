"""A command gives the same rows whether the events lie in a table, in the log, or in a lake that DuckDB or Spark reads."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from typer.testing import CliRunner

from felles.cli import app
from felles.cli.event_sources import reading_events
from felles.cli.spark import lake_on_spark
from felles.events import Event
from felles.store import Refused, Store
from felles.store.lake.reading import open_lake

AT = "2026-06-01"
ASKED = {
    "intervals": ["intervals", "--rules", "norway", "--at", AT],
    "codes": ["codes", "--at", AT],
    "indicators": ["indicators", "pathway_time", "--at", AT, "--by", "trust,tertial"],
}
SAID = [
    ("a", "referred", "2026-03-02", "lung", "ahus", None),
    ("a", "deferred", "2026-03-04", "patient_wish", None, "2026-03-07"),
    ("a", "attended", "2026-03-10", None, "ahus", None),
    ("a", "transferred", "2026-03-12", "nowhere", "ahus", None),
    ("a", "treatment_started", "2026-04-02", "surgery", "ous", None),
    ("b", "attended", "2026-03-01", None, "ous", None),
    ("b", "referred", "2026-03-02", "liver", "ous", None),
    ("b", "decided", "2026-03-20", "treat", "ous", None),
    ("c", "diagnosed", "2026-03-20", "C34.1", "ous", None),
]
EPISODES = {"a": "01900000-0000-7000-8000-00000000000a", "b": "01900000-0000-7000-8000-00000000000b"}


@pytest.fixture
def told(store: Store, event_at: Callable[..., Event], monkeypatch: pytest.MonkeyPatch) -> Store:
    """The log with the events, the last decision first told wrongly; commands open this store."""

    @contextmanager
    def opened() -> Iterator[Store]:
        yield store

    monkeypatch.setattr("felles.cli.opening.opened", opened)
    appended = store.append([_event(event_at, *said) for said in SAID[:-2]])
    assert len(appended) == len(SAID) - 2
    (wrong,) = store.append([_event(event_at, "b", "decided", "2026-03-15", "no_cancer", "ous", None)])
    store.correct(wrong, _event(event_at, *SAID[-2]))
    store.append([_event(event_at, *SAID[-1])])
    return store


def _event(
    event_at: Callable[..., Event],
    who: str,
    type_: str,
    day: str,
    code: str | None,
    place: str | None,
    until: str | None,
) -> Event:
    columns: dict[str, Any] = {"code": code, "place": place}
    if who in EPISODES:
        columns["episode"] = UUID(EPISODES[who])
    if until:
        columns["until"] = datetime.fromisoformat(until).replace(tzinfo=UTC)
    return event_at(who, type_, day, **columns)


def answer(name: str, *source: str) -> Any:
    """Rows without the names of persons and episodes, and the notes."""
    found = json.loads(CliRunner().invoke(app, [*ASKED[name], *source, "--json"], catch_exceptions=False).stdout)
    rows = [{key: value for key, value in row.items() if key not in ("person", "episode")} for row in found["rows"]]
    notes = [note for note in found["notes"] if "lake's numbers" not in note]
    return sorted(rows, key=repr), notes


def in_a_table(folder: Path) -> str:
    lines = ["person,episode,type,time,code,place,until"]
    lines += [
        ",".join(each or "" for each in (who, EPISODES.get(who), type_, day, code, place, until))
        for who, type_, day, code, place, until in SAID
    ]
    file = folder / "events.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(file)


@pytest.mark.parametrize("name", ASKED)
def test_table_log_and_lake_give_the_same_rows_and_notes(told: Store, tmp_path: Path, name: str) -> None:
    told.snapshot(tmp_path / "lake")

    from_table = answer(name, "--table", in_a_table(tmp_path))

    assert from_table[0]
    assert answer(name) == from_table
    assert answer(name, "--lake", str(tmp_path / "lake")) == from_table


def test_deferrals_and_oddities_of_the_log_are_told(told: Store) -> None:
    rows, notes = answer("intervals")

    assert {"patient_wish": 3} in [row["deferred"] for row in rows]
    assert any("a unit that is not known here" in note for note in notes)
    assert any("before the start of their episode" in note for note in notes)


def test_what_was_known_earlier_is_the_same_in_the_log_and_in_a_lake(told: Store, tmp_path: Path) -> None:
    told.snapshot(tmp_path / "lake")

    before = answer("intervals", "--known-on", "2020-01-01")

    assert before[0] == []
    assert answer("intervals", "--lake", str(tmp_path / "lake"), "--known-on", "2020-01-01") == before


@pytest.mark.parametrize("known_on", [None, date(2020, 1, 1)])
def test_spark_sees_the_same_events_in_a_lake_as_duckdb(
    spark: Any, told: Store, tmp_path: Path, known_on: date | None
) -> None:
    told.snapshot(tmp_path / "lake")
    columns = ["person", "episode", "type", "day", "until_day", "code", "place"]

    on_spark = spark.to_polars(lake_on_spark(spark, tmp_path / "lake", known_on).select(columns))

    with reading_events(None, tmp_path / "lake", known_on) as events:
        on_duckdb = events.run(events.relation.select(columns))
    assert sorted(on_spark.rows(), key=repr) == sorted(on_duckdb.rows(), key=repr)
    assert on_spark.height == (0 if known_on else len(SAID))


def test_spark_reads_what_a_diagnosis_says_beside_its_code_as_duckdb_does(
    spark: Any, told: Store, event_at: Callable[..., Event], tmp_path: Path
) -> None:
    details = {"morphology": "8140/3", "basis": 7}
    told.append([event_at("d", "diagnosed", "2026-03-21", code="C44", data=details)])
    told.snapshot(tmp_path / "lake")
    columns = ["person", "type", "code", "data", "recorded"]

    on_spark = spark.to_polars(lake_on_spark(spark, tmp_path / "lake", None, details=True).select(columns))

    on_duckdb = open_lake(tmp_path / "lake", details=True)
    rows = on_duckdb.to_polars(on_duckdb.table("current_event").select(columns))
    assert sorted(on_spark.rows(), key=repr) == sorted(rows.rows(), key=repr)
    assert any("8140/3" in str(text) for text in on_spark["data"])


def test_a_command_reads_a_lake_with_spark(spark: Any, told: Store, tmp_path: Path) -> None:
    told.snapshot(tmp_path / "lake")
    lake = ("--lake", str(tmp_path / "lake"))

    assert answer("intervals", *lake, "--engine", "spark") == answer("intervals", *lake)


def test_a_command_reads_a_table_with_spark(spark: Any, tmp_path: Path) -> None:
    table = ("--table", in_a_table(tmp_path))

    assert answer("codes", *table, "--engine", "spark") == answer("codes", *table)


def test_without_java_a_sentence_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)

    with pytest.raises(Refused, match="apt-get install default-jre-headless"):
        answer("intervals", "--table", in_a_table(tmp_path), "--engine", "spark")


def test_spark_does_not_read_the_log() -> None:
    with pytest.raises(Refused, match="reads a --table or a --lake"):
        answer("intervals", "--engine", "spark")
