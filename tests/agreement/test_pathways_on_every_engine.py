"""Intervals, deferrals, oddities, codes and indicators are the same on DuckDB, on PostgreSQL and on Spark; so are the home
pathway and the follow-up plans, which PostgreSQL is asked about beside their folds."""

import math
import random
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import ibis
import polars as pl
import pytest

from felles.definitions import load_content
from felles.events import FRAME_SCHEMA
from felles.events.columns import rule_schema
from felles.events.envelope import start_of
from felles.pathways import book_of, deferrals, found_oddities, intervals, oddities
from felles.pathways.follow_up import planned, plans_of
from felles.pathways.holding import trusts_by_name
from felles.pathways.home import handovers, needs, touchpoints, touchpoints_of
from felles.pathways.national import BY, codes, pathway_time
from felles.store import Store

NewStore = Callable[[], AbstractContextManager[Store]]
Rule = Callable[[Any], Any]

CONTENT = load_content()
BOOK = book_of("norway", CONTENT)
TRUSTS = trusts_by_name(CONTENT)
AT = date(2026, 3, 20)
STARTS = (date(2021, 4, 20), date(2022, 12, 20), date(2025, 12, 20))
KINDS = ("surgery", "systemic", "radiotherapy", "surveillance")
CODES = {
    "referred": ("breast", "lung", "liver", "prostate", "bladder", "thyroid", "cll", "diagnostic", "melanoma"),
    "referral_sent": ("lung",),
    "attended": ("first_visit", "outpatient"),
    "decided": ("treat", "treat", "treat", "surveillance", "no_cancer", "other_cancer", "no_treatment"),
    "told": ("cancer", "no_cancer"),
    "transferred": ("ous", "bergen", "nowhere", "ahus:surgery"),
    "deferred": ("patient_wish", "medical", "capacity"),
    "treatment_planned": KINDS,
    "treatment_started": KINDS,
    "pathway_ended": ("declined", "died"),
    "diagnosed": ("C50.9", "C34.1", "C22.0", "C22.1", "C91.1", "C71.9"),
}
PLACES = ("ahus", "ous", "ahus:surgery", "bergen", None)
RULES: dict[str, Rule] = {
    "intervals": lambda events: intervals(events, BOOK, at=AT),
    "deferrals": lambda events: deferrals(events, intervals(events, BOOK, at=AT), at=AT),
    "oddities": lambda events: found_oddities(events, BOOK, at=AT, units=TRUSTS),
    "counts of oddities": lambda events: oddities(events, BOOK, at=AT, units=TRUSTS),
    "codes": lambda events: codes(events, BOOK, CONTENT.registration, CONTENT.pathways, TRUSTS, at=AT),
    "indicators": lambda events: pathway_time(events, BOOK, CONTENT, at=AT, by=BY),
    "indicators of the nation": lambda events: pathway_time(events, BOOK, CONTENT, at=AT),
}

TOUCHPOINTS = touchpoints_of(CONTENT)
# Some of the plans: Spark takes a long text apart slowly.
PLANS = [plan for plan in plans_of(CONTENT) if plan.id in ("colorectal_stage_2_3", "breast_invasive", "hodgkin")]
AFTERWARDS: dict[str, Rule] = {
    "home pathway": lambda events: touchpoints(events, TOUCHPOINTS, at=AT, trusts=TRUSTS),
    "needs": lambda events: needs(events, at=AT),
    "handovers": lambda events: handovers(events, at=AT),
    "follow-up plans": lambda events: planned(events, PLANS, at=AT),
}
SAID_AFTERWARDS = {
    "told": ("cancer",),
    "needs_conversation_offered": ("hospital", "municipality_first"),
    "needs_conversation_declined": ("hospital", "municipality_second"),
    "needs_conversation_held": ("hospital", "municipality_first"),
    "need_found": ("nutrition", "work_and_education"),
    "need_assigned": ("nutrition",),
    "need_met": ("nutrition",),
    "handed_over": ("Lia kommune",),
    "treatment_started": ("surgery", "radiotherapy"),
    "treatment_ended": ("completed",),
    "staged": ("tnm8:II", "tnm8:I"),
    "follow_up_planned": tuple(plan.id for plan in PLANS),
    "follow_up_changed": ("needs_based", "calendar"),
    "follow_up_moved": ("visit", "ct"),
    "visited": ("planned_control",),
    "imaged": ("ct", "mammography"),
    "relapsed": (None,),
    "died": ("cancer",),
}


def events_after_treatment(size: int, seed: int) -> pl.DataFrame:
    """Diagnoses with what is said and done in the two years after them."""
    chance = random.Random(seed)
    said: list[dict[str, Any]] = []
    person = 0
    while len(said) < size:
        person += 1
        begins = date(2024, 2, 29) + timedelta(days=chance.randrange(400))
        said.append(event_of(person, "born", date(1950 + person % 60, 3, 1), "female", None, "3403"))
        code = chance.choice(("C18.7", "C50.4", "C81.1"))
        said.append(event_of(person, "diagnosed", begins, code, None, chance.choice(PLACES)))
        for type_ in chance.choices(list(SAID_AFTERWARDS), k=chance.randrange(4, 16)):
            if type_ in ("died", "relapsed") and chance.random() < 0.8:
                continue
            day = begins + timedelta(days=chance.choice((0, 5, 31, 92, 182, 365, 395, 400)))
            until = day + timedelta(days=chance.randrange(1, 60)) if type_ in _WITH_A_DAY else None
            said.append(
                event_of(person, type_, day, chance.choice(SAID_AFTERWARDS[type_]), until, chance.choice(PLACES))
            )
    schema = {"until_day": pl.Date, "place": pl.String, "code": pl.String}
    return pl.DataFrame(said, schema_overrides=schema, infer_schema_length=None)


_WITH_A_DAY = ("needs_conversation_offered", "needs_conversation_declined", "need_assigned", "follow_up_moved")


def random_events(size: int, seed: int) -> pl.DataFrame:
    """Events for rules, an episode for each, with ties, repetitions and missing places."""
    chance = random.Random(seed)
    said: list[dict[str, Any]] = []
    person = 0
    while len(said) < size:
        person += 1
        begins = chance.choice(STARTS)
        said.append(event_of(person, "born", date(1950 + person % 60, 3, 1), "female", None, None))
        types = ["referred"] * (chance.random() < 0.9) + chance.choices(list(CODES), k=chance.randrange(9))
        for type_ in types:
            day = begins + timedelta(days=chance.randrange(chance.choice((3, 30, 100))))
            until = (
                day + timedelta(days=chance.randrange(1, 20)) if type_ == "deferred" and chance.random() < 0.8 else None
            )
            said.append(event_of(person, type_, day, chance.choice(CODES[type_]), until, chance.choice(PLACES)))
    return pl.DataFrame(said[:size], schema_overrides={"until_day": pl.Date, "place": pl.String})


def event_of(
    person: int, type_: str, day: date, code: str | None, until: date | None, place: str | None
) -> dict[str, Any]:
    columns = {"person": person, "episode": 1_000_000 + person, "type": type_, "day": day}
    return columns | {"until_day": until, "code": code, "place": place}


def comparable(rows: pl.DataFrame, without: tuple[str, ...] = ()) -> list[tuple[Any, ...]]:
    return sorted((tuple(map(_plain, row)) for row in rows.drop(without, strict=False).iter_rows()), key=repr)


def _plain(value: Any) -> Any:
    return round(value, 9) if isinstance(value, float) and not math.isnan(value) else value


@pytest.mark.parametrize("name", RULES)
def test_spark_gives_what_duckdb_gives(spark: Any, tmp_path: Path, name: str) -> None:
    events = random_events(10_000, seed=1)
    events.write_parquet(tmp_path / "events.parquet")
    relation = spark.read_parquet(str(tmp_path / "events.parquet"), table_name="current_event")

    on_spark = spark.to_polars(RULES[name](relation))

    on_duckdb = RULES[name](ibis.memtable(events)).to_polars()
    assert on_duckdb.height > 0
    assert comparable(on_spark) == comparable(on_duckdb)


@pytest.mark.parametrize("name", AFTERWARDS)
def test_spark_gives_what_duckdb_gives_of_the_time_after_treatment(spark: Any, tmp_path: Path, name: str) -> None:
    events = events_after_treatment(800, seed=3)
    events.write_parquet(tmp_path / "events.parquet")
    relation = spark.read_parquet(str(tmp_path / "events.parquet"), table_name="current_event")

    on_spark = spark.to_polars(AFTERWARDS[name](relation))

    on_duckdb = AFTERWARDS[name](ibis.memtable(events)).to_polars()
    assert on_duckdb.height > 0
    assert comparable(on_spark) == comparable(on_duckdb)


def test_postgresql_gives_what_duckdb_gives(new_store: NewStore) -> None:
    events = random_events(2_000, seed=2)
    with new_store() as store:
        assert store.append_frame(frame_of(events)).rejects.is_empty()

        on_postgresql = {name: asked(store, rule) for name, rule in RULES.items()}

    for name, rule in RULES.items():
        on_duckdb = rule(ibis.memtable(events)).to_polars()
        ids = ("person", "episode")
        assert comparable(on_postgresql[name], ids) == comparable(on_duckdb, ids), name


def frame_of(events: pl.DataFrame) -> pl.DataFrame:
    """The rows as they come to the log."""
    rows = [
        dict.fromkeys(FRAME_SCHEMA)
        | {"file": "f", "line": number, "precision": "day", "source": "s", "source_id": f"{number}"}
        | {"person": f"p{row['person']}", "episode": f"e{row['episode']}", "type": row["type"], "code": row["code"]}
        | {"time": start_of(row["day"]), "until": start_of(row["until_day"]) if row["until_day"] else None}
        | {"place": row["place"]}
        for number, row in enumerate(events.iter_rows(named=True))
    ]
    return pl.DataFrame(rows, schema=FRAME_SCHEMA)


def asked(store: Store, rule: Rule) -> pl.DataFrame:
    made = rule(ibis.table(rule_schema("uuid"), name="current_event"))
    query = str(ibis.to_sql(made, dialect="postgres"))
    batches = store.arrow(f"with current_event as (select * from felles.current_event) select * from ({query}) as made")
    return pl.concat([pl.DataFrame(pl.from_arrow(batch)) for batch in batches])
