"""A registry file of a million events, end to end, against a COPY of the same rows into a table with the same indexes."""

import random
from datetime import date, timedelta
from pathlib import Path

import psycopg

from bench.logs import administrator, bench_home, bench_store, copy_of_table
from bench.measure import Result, once
from felles.interop.importing import import_paths

ROWS = 250_000


def run() -> list[Result]:
    with bench_home() as home, bench_store(home) as store:
        path = home.folder / "registry.csv"
        _write(path)
        seconds = once(lambda: import_paths(store, [path], mapping="melanoma_finland"))
        events = store.count_events()
        dump = home.folder / "events.csv"
        with psycopg.connect(store.server.url("felles_importer"), autocommit=True) as connection:
            with dump.open("wb") as file, connection.cursor().copy("copy felles.event to stdout (format csv)") as copy:
                for block in copy:
                    file.write(block)
            copy_of_table(store, "bare", filled=False)

            def bare() -> None:
                with dump.open("rb") as file, connection.cursor().copy("copy bare from stdin (format csv)") as copy:
                    while block := file.read(1 << 20):
                        copy.write(block)

            first = once(bare)
            with administrator(store) as owner:
                owner.execute("truncate bare")
            bare_seconds = (first + once(bare)) / 2
    rate, bare_rate = events / seconds, events / bare_seconds
    return [
        Result(
            f"import of a registry file, {events / 1e6:.1f} M events, end to end with projections",
            f"{rate / 1000:,.0f}k events/s ({seconds:.1f} s)", f"{bare_rate / 1000:,.0f}k rows/s COPY ({bare_seconds:.1f} s)",
            f"{rate / bare_rate:.0%}", "at least 40 %", rate >= 0.4 * bare_rate,
        )
    ]  # fmt: skip


def _write(path: Path) -> None:
    """Invented patients in the layout of the Finnish melanoma file."""
    draw = random.Random(20261121)
    with path.open("w", encoding="utf-8") as file:
        file.write("id,sex,born,diagnosed,age,stage,subsite,status,exit_date\n")
        for number in range(ROWS):
            age = draw.randrange(20, 90)
            found = date(1975, 1, 1) + timedelta(days=draw.randrange(7000))
            born, left = (
                found - timedelta(days=365 * age + draw.randrange(365)),
                found + timedelta(days=draw.randrange(4000)),
            )
            file.write(
                f"{number},{draw.choice(('Female', 'Male'))},{born},{found},{age},"
                f"{draw.choice(('Localised', 'Regional', 'Distant', 'Unknown'))},Trunk,"
                f"{draw.choice(('Alive', 'Dead: cancer', 'Dead: other'))},{left}\n"
            )
