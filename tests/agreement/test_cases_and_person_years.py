"""The case table, the counts and the person-years are the same by hand, on DuckDB, on PostgreSQL and on Spark."""

import math
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import Any

import ibis
import polars as pl
from hypothesis import example, given, settings
from hypothesis import strategies as st

from felles.definitions import load_content
from felles.epidemiology.cases import cases, deaths
from felles.epidemiology.occurrence.case_tables import case_table
from felles.epidemiology.occurrence.counting import counted
from felles.epidemiology.occurrence.person_years import people_on, person_years, population_share
from felles.epidemiology.occurrence.site_codes import rows_for
from felles.events import FRAME_SCHEMA
from felles.events.columns import rule_schema
from felles.events.envelope import start_of
from felles.store import Store

from .cases_by_hand import Said, cases_by_hand, person_years_by_hand, random_events

NewStore = Callable[[], AbstractContextManager[Store]]

CONTENT = load_content()
SITES = rows_for([site for site in CONTENT.sites.values() if not site.total], CONTENT.sites["all"])
SCHEMA = {
    "person": pl.Int64,
    "episode": pl.Int64,
    "type": pl.String,
    "day": pl.Date,
    "precision": pl.String,
    "code": pl.String,
    "place": pl.String,
}
COLUMNS = ["person", "episode", "sex", "age", "year", "icd10", "stage", "place", "died_on"]
RULES: dict[str, Callable[[Any], Any]] = {
    "cases": lambda events: cases(events).drop("person", "episode"),
    "deaths": lambda events: deaths(events).drop("person"),
    "counts": lambda events: counted(case_table(events), ["sex", "year", "county"], SITES, period=(2019, 2021)),
    "person-years": lambda events: person_years(events, 2019, 2021),
    "patients among the people": population_share,
    "people on a day": lambda events: people_on(events, date(2020, 2, 29)),
}


def frame(events: list[Said]) -> pl.DataFrame:
    return pl.DataFrame(events, schema=SCHEMA)


def sorted_rows(rows: pl.DataFrame) -> list[tuple[Any, ...]]:
    names = sorted(rows.columns)
    rounded = rows.with_columns(pl.col(pl.Float64).round(6)).select(names)
    return sorted(rounded.rows(), key=repr)


@settings(max_examples=5)
@given(seed=st.integers(0, 2**32))
def test_the_case_table_is_what_one_finds_by_hand(seed: int) -> None:
    events = random_events(300, seed)

    rows = cases(ibis.memtable(frame(events))).to_polars()

    assert sorted(rows.select(COLUMNS).rows(), key=repr) == sorted(cases_by_hand(events), key=repr)


@settings(max_examples=3)
@given(seed=st.integers(0, 2**32))
@example(seed=155)  # somebody moved before birth
def test_person_years_are_what_one_counts_day_by_day(seed: int) -> None:
    events = random_events(80, seed)

    rows = person_years(ibis.memtable(frame(events)), 2019, 2021).to_polars()

    found = {
        (row["year"], row["sex"], row["place"], row["band"]): row["person_years"] for row in rows.iter_rows(named=True)
    }
    expected = person_years_by_hand(events, 2019, 2021)
    assert found.keys() == expected.keys()
    assert all(math.isclose(found[key], expected[key], abs_tol=1e-9) for key in found)


def test_the_order_of_the_events_changes_nothing() -> None:
    events = frame(random_events(400, 3))
    mixed = events.sample(fraction=1, shuffle=True, seed=4)

    for rule in RULES.values():
        assert sorted_rows(rule(ibis.memtable(mixed)).to_polars()) == sorted_rows(
            rule(ibis.memtable(events)).to_polars()
        )


def test_postgresql_gives_what_duckdb_gives(new_store: NewStore) -> None:
    events = random_events(600, 5, tidy=True)
    with new_store() as store:
        assert store.append_frame(pl.DataFrame(in_the_log(events), schema=FRAME_SCHEMA)).rejects.is_empty()

        for name, rule in RULES.items():
            assert from_postgresql(store, rule) == sorted_rows(rule(ibis.memtable(frame(events))).to_polars()), name


def in_the_log(events: list[Said]) -> list[dict[str, Any]]:
    return [
        dict.fromkeys(FRAME_SCHEMA)
        | {"file": "f", "line": number, "source": "s", "source_id": str(number), "time": start_of(said["day"])}
        | {name: said[name] for name in ("type", "code", "place")}
        | {"person": f"p{said['person']}", "episode": said["episode"] and f"e{said['episode']}"}
        | {"precision": said["precision"] or "day"}
        for number, said in enumerate(events)
    ]


def from_postgresql(store: Store, rule: Callable[[Any], Any]) -> list[tuple[Any, ...]]:
    made = rule(ibis.table(rule_schema("uuid"), name="current_event"))
    query = f"with current_event as (select * from felles.current_event) select * from ({ibis.to_sql(made, dialect='postgres')})"
    batches = [pl.DataFrame(pl.from_arrow(batch)) for batch in store.arrow(query)]
    return sorted_rows(pl.concat(batches))


def test_spark_gives_what_duckdb_gives(spark: Any, tmp_path: Path) -> None:
    events = frame(random_events(10_000, 6))
    events.write_parquet(tmp_path / "events.parquet")
    on_spark = spark.read_parquet(str(tmp_path / "events.parquet"), table_name="events_of_cases")

    for name, rule in RULES.items():
        assert sorted_rows(spark.to_polars(rule(on_spark))) == sorted_rows(rule(ibis.memtable(events)).to_polars()), (
            name
        )
