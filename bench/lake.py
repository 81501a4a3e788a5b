"""A full snapshot of 10 million events to Parquet, against draining a binary COPY; and a refresh."""

import psycopg

from bench.logs import bench_home, bench_store, disk_of, fill
from bench.measure import Result, once

EVENTS, FRESH = 10_000_000, 10_000


def run() -> list[Result]:
    with bench_home() as home, bench_store(home) as store:
        fill(store, 0, EVENTS)

        def drain() -> None:
            with (
                psycopg.connect(store.server.url("felles_importer")) as connection,
                connection.cursor().copy("copy felles.event to stdout (format binary)") as copy,
            ):
                for _ in copy:
                    pass

        drained = once(drain)
        full = once(lambda: store.snapshot(anew=True))
        drained = (drained + once(drain)) / 2
        size = disk_of(home.lake)
        fill(store, EVENTS, EVENTS + FRESH, recorded="clock_timestamp()")
        refreshed = once(lambda: store.snapshot())
    return [
        Result(
            "full snapshot of 10 M events to Parquet", f"{EVENTS / full / 1e6:.2f} M events/s ({full:.1f} s, {size >> 20} MiB)",
            f"{EVENTS / drained / 1e6:.2f} M rows/s COPY binary ({drained:.1f} s)", f"{drained / full:.0%}", "at least 60 %",
            drained / full >= 0.6,
        ),
        Result("refresh after 10,000 new events", f"{refreshed:.2f} s", "", "", "under 5 s", refreshed < 5),
    ]  # fmt: skip
