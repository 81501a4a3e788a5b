"""All Norwegian intervals of many episodes, on DuckDB from memory, against the same questions written by hand in Polars."""

import json
import resource
import subprocess
import sys
from contextlib import redirect_stdout
from dataclasses import astuple, fields
from datetime import date
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
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
    limits = pl.DataFrame(
        [astuple(row) for row in book.limits], schema=[f.name for f in fields(LimitRow)], orient="row"
    )
    limits = limits.select("interval", "pathway", "kind", "begins", "until", "days", "verified")
    with TemporaryDirectory(prefix="felles-bench-") as folder:
        small, large = (_measured_alone(episodes, Path(folder)) for episodes in (EPISODES, TEN_TIMES))
        connection = in_memory(Path(folder) / f"{EPISODES}.parquet")
    statement = ""

    def compile_rule() -> None:
        nonlocal statement
        statement = compiled(book)

    compile_rule()  # brings Ibis with it
    compiling = once(compile_rule)
    same_rows(connection.sql(statement).pl(), intervals_by_hand(events, limits, at=AT))
    ours, bare = in_turn(
        [lambda: connection.sql(statement).to_arrow_table(), lambda: intervals_by_hand(events, limits, at=AT)],
        7,
        warm=2,
    )
    growth = large["seconds"] / small["seconds"] / (large["events"] / small["events"])
    peak = large["peak"] / 2**30
    mining = _process_mining(events)
    return [
        Result(
            f"all intervals of 100,000 episodes, {events.height / 1e6:.1f} M events", f"{ours:.2f} s",
            f"{bare:.2f} s by hand in Polars", f"{ours / bare:.2f}x", "at most 2x", ours <= 2 * bare,
        ),
        *_against_mining(ours, mining),
        Result("compiling that rule, once for a book and a day", f"{compiling:.2f} s", "", "", "", True),
        Result(
            f"the same of {large['events'] / 1e6:.1f} M events, alone", f"{large['seconds']:.2f} s, {peak:.1f} GiB",
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
        pl.Series(words).gather(np.repeat(chance.integers(0, len(words), episodes), each))
        for words in (PATHWAYS, KINDS, DECISIONS)
    )
    events = pl.DataFrame(
        {
            "person": number % (episodes * 9 // 10) + 1,
            "episode": number * 10_000_019 % (1 << 61),
            "type": pl.Series(TYPES).gather(place),
            "day": np.datetime64("2016-01-01", "D") + (starts + steps).astype("timedelta64[D]"),
            "happened": chance.random(number.size) > 0.03,
        }
    )
    type_ = pl.col("type")
    treats = type_.is_in(["treatment_planned", "treatment_started"])
    code = pl.when(type_ == "referred").then(pathway).when(type_ == "decided").then(decision).when(treats).then(kind)
    events = events.with_columns(code=code.otherwise(pl.lit("other")))
    events = events.filter(pl.col("happened") & ~((type_ == "treatment_started") & (decision != "treat")))
    return events.drop("happened").sample(fraction=1, shuffle=True, seed=2)


def in_memory(file: Path) -> Any:
    """A DuckDB connection that holds the events of a file in memory, as current_event."""
    import duckdb

    connection = duckdb.connect()
    connection.execute(f"set threads = {THREADS}")
    connection.execute("create table current_event as select * from read_parquet($1)", [str(file)])
    return connection


def compiled(book: Book) -> str:
    import ibis

    schema = {"person": "int64", "episode": "int64", "type": "string", "day": "date", "code": "string"}
    rule = intervals(ibis.table(schema, name="current_event"), book, at=AT)
    return str(ibis.to_sql(rule, dialect="duckdb"))


def same_rows(ours: pl.DataFrame, by_hand: pl.DataFrame) -> None:
    """Two ways of asking the same must answer the same before their times mean anything."""
    key = ["person", "episode", "interval"]
    other = by_hand.select(ours.columns).sort(key).cast(dict(ours.schema))
    assert ours.sort(key).equals(other), "the rule and the intervals by hand do not agree"


def _process_mining(events: pl.DataFrame) -> float | None:
    """Median seconds of pm4py's performance directly-follows graph of the same events on its formatted frame; None
    where pm4py is not there. It is a peer (AGPL), and no part of Felles."""
    if find_spec("pm4py") is None:
        print("intervals: pm4py is not installed; `make bench` does. Not compared.", file=sys.stderr)
        return None
    with redirect_stdout(StringIO()):  # it says who it is
        import pm4py
    frame = events.select("episode", "type", pl.col("day").cast(pl.Datetime("ns"))).cast({"episode": pl.String})
    log = pm4py.format_dataframe(
        frame.to_pandas(), case_id="episode", activity_key="type", timestamp_key="day", timest_format="ISO8601"
    )
    (seconds,) = in_turn([lambda: pm4py.discover_performance_dfg(log)], 3, warm=1)
    return seconds


def _against_mining(ours: float, mining: float | None) -> list[Result]:
    if mining is None:
        return []
    times = mining / ours
    job = "the same events, against pm4py's performance directly-follows graph on its formatted frame"
    return [Result(job, f"{ours:.2f} s", f"{mining:.2f} s", f"{times:.1f}x as fast", "at least 4x", times >= 4)]


def _measured_alone(episodes: int, folder: Path) -> dict[str, Any]:
    """Events, seconds and peak memory in bytes of the rule, in a process that does nothing else."""
    file = folder / f"{episodes}.parquet"
    invented_log(episodes).write_parquet(file)
    made = subprocess.run(
        [sys.executable, "-m", "bench.intervals", str(file)], check=True, capture_output=True, text=True
    )
    found: dict[str, Any] = json.loads(made.stdout)
    return found


def _measure(file: Path) -> dict[str, Any]:
    connection = in_memory(file)
    statement = compiled(book_of("norway", load_content()))
    (seconds,) = in_turn([lambda: connection.sql(statement).to_arrow_table()], 3, warm=1)
    ((events,),) = connection.sql("select count(*) from current_event").fetchall()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return {"events": events, "seconds": seconds, "peak": peak}


if __name__ == "__main__":
    print(json.dumps(_measure(Path(sys.argv[1]))))
