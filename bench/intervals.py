"""All Norwegian intervals of many episodes, on DuckDB from memory, against the same questions written by hand in Polars."""

import json
import subprocess
import sys
from dataclasses import astuple, fields
from datetime import date
from importlib.util import find_spec
from typing import Any

import numpy as np
import polars as pl

from bench.intervals_by_hand import intervals_by_hand
from bench.measure import Result, in_turn, once
from felles.definitions import load_content
from felles.pathways import Book, LimitRow, book_of, intervals

EPISODES, TEN_TIMES = 100_000, 830_000
AT = date(2023, 6, 1)
THREADS = 2
TYPES = (
    "referred", "attended", "imaged", "sampled", "report_ready", "discussed", "decided", "told", "treatment_planned",
    "treatment_started", "deferred", "measured",
)  # fmt: skip
PATHWAYS = ("breast", "lung", "colorectal", "prostate", "bladder", "liver", "brain", "pancreatic")
KINDS = ("surgery", "systemic", "radiotherapy", "symptom_relief")
DECISIONS = ("treat", "treat", "treat", "no_cancer", "other_disease")


def run() -> list[Result]:
    book = book_of("norway", load_content())
    events = invented_log(EPISODES)
    limits = pl.DataFrame([astuple(row) for row in book.limits], schema=[f.name for f in fields(LimitRow)], orient="row")
    limits = limits.select("interval", "pathway", "kind", "begins", "until", "days", "verified")
    connection = in_memory(events)
    statement = ""

    def compile_rule() -> None:
        nonlocal statement
        statement = compiled(connection, book)

    compiling = once(compile_rule)
    same_rows(connection.sql(statement).pl(), intervals_by_hand(events, limits, at=AT))
    ours, bare = in_turn(
        [lambda: connection.sql(statement).to_arrow_table(), lambda: intervals_by_hand(events, limits, at=AT)], 7, warm=2
    )
    del connection
    small, large = _measured_alone(EPISODES), _measured_alone(TEN_TIMES)
    growth = large["seconds"] / small["seconds"] / (large["events"] / small["events"])
    peak = large["peak"] / 2**30
    if find_spec("pm4py") is None:
        print("intervals: pm4py is not installed (it is GPL, and no part of this); not compared.", file=sys.stderr)
    return [
        Result(
            f"all intervals of 100,000 episodes, {events.height / 1e6:.1f} M events", f"{ours:.2f} s",
            f"{bare:.2f} s by hand in Polars", f"{ours / bare:.2f}x", "at most 2x", ours <= 2 * bare,
        ),
        Result("compiling that rule, once for a book and a day", f"{compiling:.2f} s", "", "", "", True),
        Result(
            f"the same of {large['events'] / 1e6:.1f} M events, a process of its own", f"{large['seconds']:.2f} s, {peak:.1f} GiB",
            f"{small['seconds']:.2f} s for {small['events'] / 1e6:.1f} M", f"{growth:.2f}x an event",
            "at most 1.2x an event, under 4 GiB", growth <= 1.2 and peak < 4,
        ),
    ]  # fmt: skip


def invented_log(episodes: int) -> pl.DataFrame:
    """Up to twelve events an episode over the years 2016-2024, in no order; keys are whole numbers as in the lake."""
    chance = np.random.default_rng(1)
    each = len(TYPES)
    number = np.repeat(np.arange(1, episodes + 1, dtype=np.int64), each)
    place = np.tile(np.arange(each), episodes)
    starts = np.repeat(chance.integers(0, 3000, episodes), each)
    steps = np.cumsum(chance.integers(0, 6, (episodes, each)), axis=1).ravel()
    pathway, kind, decision = (
        np.array(words)[np.repeat(chance.integers(0, len(words), episodes), each)] for words in (PATHWAYS, KINDS, DECISIONS)
    )
    type_ = np.array(TYPES)[place]
    treats = np.isin(type_, ("treatment_planned", "treatment_started"))
    code = np.select([type_ == "referred", type_ == "decided", treats], [pathway, decision, kind], default="other")
    events = pl.DataFrame(
        {
            "person": number % (episodes * 9 // 10) + 1,
            "episode": number * 10_000_019 % (1 << 61),
            "type": type_,
            "day": np.datetime64("2016-01-01", "D") + (starts + steps).astype("timedelta64[D]"),
            "code": code,
        }
    )
    happened = (chance.random(number.size) > 0.03) & ~((type_ == "treatment_started") & (decision != "treat"))
    return events.filter(pl.Series(happened)).sample(fraction=1, shuffle=True, seed=2)


def in_memory(events: pl.DataFrame) -> Any:
    """A DuckDB connection that holds the events as current_event."""
    import duckdb

    connection = duckdb.connect()
    connection.execute(f"set threads = {THREADS}")
    connection.register("events", events.to_arrow())
    connection.execute("create table current_event as select * from events")
    connection.unregister("events")
    return connection


def compiled(connection: Any, book: Book) -> str:
    import ibis

    schema = {"person": "int64", "episode": "int64", "type": "string", "day": "date", "code": "string"}
    rule = intervals(ibis.table(schema, name="current_event"), book, at=AT)
    return str(ibis.to_sql(rule, dialect="duckdb"))


def same_rows(ours: pl.DataFrame, by_hand: pl.DataFrame) -> None:
    """Two ways of asking the same must answer the same before their times mean anything."""
    key = ["person", "episode", "interval"]
    other = by_hand.select(ours.columns).sort(key).cast(dict(ours.schema))
    assert ours.sort(key).equals(other), "the rule and the intervals by hand do not agree"


def _measured_alone(episodes: int) -> dict[str, Any]:
    """Seconds and peak memory of the rule, in a process of its own."""
    words = [sys.executable, "-m", "bench.intervals", str(episodes)]
    made = subprocess.run(words, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(made.stdout)
    return found


def _measure(episodes: int) -> dict[str, Any]:
    events = invented_log(episodes)
    height, connection = events.height, in_memory(events)
    del events
    statement = compiled(connection, book_of("norway", load_content()))
    (seconds,) = in_turn([lambda: connection.execute(statement).fetch_record_batch().read_all()], 3, warm=1)
    return {"events": height, "seconds": seconds, "peak": _peak_memory()}


def _peak_memory() -> int:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    print(json.dumps(_measure(int(sys.argv[1]))))
