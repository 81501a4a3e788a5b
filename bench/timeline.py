"""One person's timeline in a log of 20 million events, against the same in one of a million."""

import random
from collections.abc import Callable
from uuid import UUID

from bench.logs import bench_home, bench_store, fill, person_numbers
from bench.measure import Result, in_turn
from felles.store import Store

SMALL, LARGE, ROUNDS = 1_000_000, 20_000_000, 1500


def run() -> list[Result]:
    with bench_home() as home, bench_store(home) as store:
        fill(store, 0, SMALL)
        (small,) = in_turn([_reader(store, SMALL)], ROUNDS, warm=200)
        fill(store, SMALL, LARGE)
        (large,) = in_turn([_reader(store, LARGE)], ROUNDS, warm=200)
    return [
        Result(
            "one person's timeline, log of 20 M", f"{1000 * large:.2f} ms", f"{1000 * small:.2f} ms at 1 M",
            f"{large / small:.2f}x", "at most 1.3x", large <= 1.3 * small,
        )
    ]  # fmt: skip


def _reader(store: Store, events: int) -> Callable[[], object]:
    from hashlib import md5

    draw = random.Random(1)
    people = person_numbers(events)

    def read() -> object:
        person = UUID(md5(f"person{draw.choice(people)}".encode(), usedforsecurity=False).hexdigest())
        return store.current_of(person)

    return read
