"""The coordinator's board: 5,000 open pathways of one trust in a log of 20 million events, against the bare SELECT of its
rows; and what the kept tables of boards and lists cost an append, prepared with a generic plan.

The board reads one kept table and the rules of who sees whom, never the log. So the long past is written straight into
both: 2.5 million old courses into the log, and their closed pathways, of every trust, into the kept table, as the rule
would have made them in an hour. The open pathways and the follow-up plans come through an append like any other.
"""

import itertools
import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import polars as pl
import psycopg

from bench.logs import EVENTS_A_PERSON, administrator, bench_home, bench_store, fill
from bench.measure import Result
from felles.access import Access, Role, Viewer, add_viewer
from felles.events import FRAME_SCHEMA
from felles.store import Store
from felles.store.identity import Profile, set_profile

LOG, OPEN, ELSEWHERE, THROUGH = 20_000_000, 5_000, 20_000, 1_000
ROUNDS = 300
UNIT = "innlandet"
NOW = datetime.now(UTC)
_COURSE = (
    ("referred", 0, None), ("attended", 5, "first_visit"), ("imaged", 7, "ct"), ("sampled", 8, "biopsy"),
    ("report_ready", 14, "pathology"), ("decided", 18, "treat"), ("treatment_planned", 19, "surgery"),
)  # fmt: skip
_PATHWAYS = ("lung", "breast", "colorectal", "prostate", "melanoma", "pancreatic", "lymphoma", "bladder")
_PLANNED = (
    ("treatment_started", 24, "surgery"), ("follow_up_planned", 30, "colorectal_stage_2_3"), ("visited", 55, "planned_control"),
    ("imaged", 57, "ct"),
)  # fmt: skip
PROJECTED = ("intervals", "pathways", "follow_up_plans", "follow_up")
# By the persons and episodes of `bench.logs.fill`; every twentieth is the unit's own.
_PAST = """
    insert into kept.pathways (person, episode, pathway, started_on, started_at, holder, held_at, held_since, phase,
        phase_since, closed_on, last_type, last_on)
    select md5('person' || n)::uuid, md5('episode' || n)::uuid, 'lung', begun, trust, trust, trust, begun, 'treated',
        begun + 100, begun + 100, 'treatment_started', begun + 100
    from (select n, date '2000-01-01' + n * 37 % 9000 as begun,
            case when n % 20 = 0 then 'innlandet' else 'trust' || n % 20 end as trust
        from generate_series(0, {people} - 1) as n) as drawn
"""
_BARE = """
    select * from kept.pathways where holder = %s and closed_on is null order by due nulls last, started_on limit 100
"""


def run(log: int = LOG) -> list[Result]:
    with bench_home() as home, bench_store(home) as store:
        fill(store, 0, log)
        with administrator(store) as connection:
            connection.execute(_PAST.format(people=log // EVENTS_A_PERSON))
        people = _open_pathways(store)
        with administrator(store) as connection:
            connection.execute("vacuum (analyze) kept.pathways, kept.intervals, kept.follow_up_plans, kept.follow_up")
        viewer = _coordinator(store)
        access = Access(store)
        first = access.board(viewer, at=NOW)
        assert (first.whole.open, len(first.rows)) == (OPEN, 100)
        assert first.rows[0].name

        def page() -> object:
            return access.board(viewer, at=NOW, page=random.choice((1, 1, 1, 2, 3)))

        with psycopg.connect(store.server.url("felles_importer"), autocommit=True) as connection:
            seconds = _taken([page, lambda: connection.execute(_BARE, (UNIT,)).fetchall()])
        through = [store.find_person("bench", f"open{OPEN + ELSEWHERE - each}") for each in range(1, THROUGH + 1)]
        projections = {name: _projecting(store, name, through if "follow" in name else people) for name in PROJECTED}
    p95, bare = (statistics.quantiles(each, n=20)[-1] for each in seconds)
    median = statistics.median(seconds[0])
    board = Result(
        f"the board, 5,000 open pathways of one trust, log of {log / 1e6:.0f} M, 95th percentile",
        f"{1000 * p95:.0f} ms (median {1000 * median:.0f})", f"{1000 * bare:.1f} ms SELECT of the rows",
        f"{p95 / bare:.1f}x", "under 150 ms", p95 < 0.15,
    )  # fmt: skip
    return [board] + [
        Result(
            f"`{name}` of one person within an append", f"{1000 * took:.2f} ms", "", "", "under 2 ms", took < 0.002,
        )
        for name, took in projections.items()
    ]  # fmt: skip


def _open_pathways(store: Store) -> list[UUID]:
    """Append the open pathways of one trust and of others, and give the people of the first names."""
    rows = list(itertools.chain.from_iterable(_person(number) for number in range(OPEN + ELSEWHERE)))
    appended = store.append_frame(pl.DataFrame(rows, schema=FRAME_SCHEMA), made_up=True, checked=True)
    assert appended.rejects.is_empty()
    people = [store.find_person("bench", f"open{number}") for number in range(OPEN)]
    found = [person for person in people if person is not None]
    with store.connection() as connection, connection.transaction():
        for number, person in enumerate(found):
            set_profile(connection, store.keys, person, Profile(given=f"Prøve{number}", family="Oppdiktet"))
    return found


def _person(number: int) -> Iterator[dict[str, Any]]:
    draw = random.Random(number)
    started = NOW - timedelta(days=draw.randrange(60))
    place = UNIT if number < OPEN else ("oslo", "akershus", "bergen", "st_olavs")[number % 4]
    course = _COURSE[: draw.randrange(1, len(_COURSE) + 1)]
    if number >= OPEN + ELSEWHERE - THROUGH:  # through treatment, with a plan
        course, started = (*_COURSE, *_PLANNED), NOW - timedelta(days=200)
    for type_, after, code in course:
        if (moment := started + timedelta(days=after)) <= NOW:
            yield dict.fromkeys(FRAME_SCHEMA) | {
                "person": f"open{number}", "type": type_, "time": moment, "precision": "day", "place": place,
                "episode": f"open{number}", "code": code or draw.choice(_PATHWAYS), "source": "bench",
                "source_id": f"open:{number}:{after}:{type_}", "file": "bench", "line": number,
            }  # fmt: skip


def _coordinator(store: Store) -> Viewer:
    with store.connection() as connection:
        identifier = add_viewer(connection, role=Role.COORDINATOR, name="Koordinator", unit=UNIT)
    return Viewer(id=identifier, role=Role.COORDINATOR, name="Koordinator", unit=UNIT)


def _taken(jobs: list[Callable[[], object]]) -> list[list[float]]:
    """Seconds of each job, the jobs taking turns."""
    seconds: list[list[float]] = [[] for _ in jobs]
    for turn in range(20 + ROUNDS):
        for job, taken in zip(jobs, seconds, strict=True):
            start = time.perf_counter()
            job()
            if turn >= 20:
                taken.append(time.perf_counter() - start)
    return seconds


def _projecting(store: Store, name: str, people: Sequence[UUID | None]) -> float:
    """Median seconds of making one person's rows anew, without the commit that the append pays for anyway."""
    seconds = []
    with store.connection() as connection, connection.transaction(force_rollback=True):
        for person in random.Random(1).sample(people, 500):
            start = time.perf_counter()
            connection.execute(f"select kept.project_{name}(%s)", ([person],), prepare=True)
            seconds.append(time.perf_counter() - start)
    return statistics.median(seconds[100:])
