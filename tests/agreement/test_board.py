"""What is kept ready says the same as the rules asked on the day: on random logs with late events and corrections."""

import random
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import ibis
import polars as pl
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from felles.access import Access, Role, Viewer, add_viewer
from felles.definitions import load_content
from felles.events import FRAME_SCHEMA
from felles.events.columns import rule_schema
from felles.events.envelope import start_of
from felles.pathways import book_of, intervals, standing
from felles.pathways.board import board
from felles.pathways.holding import trusts_by_name
from felles.store import Store

from .test_intervals import STARTS, random_log, with_corrections

NewStore = Callable[[], AbstractContextManager[Store]]
CONTENT = load_content()
BOOK = book_of("norway", CONTENT)
UNITS = ("innlandet", "oslo:surgery", "ahus", "nowhere", None)
MORE = {
    "imaged": ("ct", "endoscopy"),
    "sampled": ("biopsy", "blood"),
    "report_ready": ("imaging", "pathology", "laboratory"),
    "transferred": ("ous", "innlandet", "nowhere"),
    "deferred": ("capacity", "medical"),
}
# A failing seed is small enough to look at: shrinking it would take minutes.
QUICK = (Phase.explicit, Phase.reuse, Phase.generate)


def filled(store: Store, seed: int) -> None:
    """A random log in random pieces, by file and one by one, the same told twice."""
    chance = random.Random(seed)
    rows = with_corrections(chance, random_log(chance, tidy=True))
    rows = [row | {"place": chance.choice(UNITS)} if row["type"] != "retracted" else row for row in rows]
    for number in range(150):
        rows.append(_more(chance, number))
    cut = chance.randrange(len(rows))
    for part in (rows[:cut], rows[cut:], rows[:cut]):
        assert store.append_frame(pl.DataFrame(part, schema=FRAME_SCHEMA)).rejects.is_empty()


def _more(chance: random.Random, number: int) -> dict[str, Any]:
    type_ = chance.choice(list(MORE))
    day = chance.choice(STARTS) + timedelta(days=chance.randrange(40))
    until = (
        start_of(day + timedelta(days=chance.randrange(20))) if type_ == "deferred" and chance.random() < 0.7 else None
    )
    person = chance.randrange(150)
    return dict.fromkeys(FRAME_SCHEMA) | {
        "person": f"p{person}", "episode": f"e{1_000 * person + 500}", "type": type_, "code": chance.choice(MORE[type_]),
        "time": start_of(day), "until": until, "precision": "day", "place": chance.choice(UNITS), "source": "s",
        "source_id": f"more{number}", "file": "f", "line": 1,
    }  # fmt: skip


def asked(store: Store, rule: Any) -> list[tuple[Any, ...]]:
    query = f"with current_event as (select * from felles.current_event) select * from ({ibis.to_sql(rule, dialect='postgres')})"
    with store.connection() as connection:
        return sorted(connection.execute(query).fetchall(), key=repr)


@settings(max_examples=3, phases=QUICK)
@given(seed=st.integers(0, 2**32))
def test_kept_intervals_and_the_board_say_what_the_rules_say_on_the_day(new_store: NewStore, seed: int) -> None:
    events = ibis.table(rule_schema("uuid"), name="current_event")
    with new_store() as store:
        filled(store, seed)
        columns = _columns_of_spans(store)
        viewer = _analyst(store)
        for later in (60, 75):
            at = STARTS[1] + timedelta(days=later)

            kept = asked(store, standing(ibis.table(columns, name="intervals", database="kept"), at=at))
            rows = Access(store).board(viewer, at=start_of(at), size=10_000).rows
            due = asked(store, board(events, BOOK, trusts_by_name(CONTENT), at=at).select(*BOARD))

            assert kept == asked(store, intervals(events, BOOK, at=at))
            assert len(rows) > 50
            assert sorted((tuple(getattr(row, name) for name in BOARD) for row in rows), key=repr) == due


BOARD = (
    "person", "episode", "pathway", "phase", "phase_since", "started_on", "started_at", "holder", "held_at", "held_since",
    "unknown_receiver", "next_step", "next_code", "next_at", "interval", "days", "pathway_days", "limit_days",
    "limit_verified", "earliest", "due", "days_left", "state", "deferred", "deferred_until", "last_type", "last_on",
)  # fmt: skip


def _columns_of_spans(store: Store) -> dict[str, str]:
    (projection,) = (each for each in store.projections if each.name == "intervals")
    return {name: str(kind) for name, kind in projection.expression().schema().items()}


def _analyst(store: Store) -> Viewer:
    with store.connection() as connection:
        identifier = add_viewer(connection, role=Role.ANALYST, name="Arne")
    return Viewer(id=identifier, role=Role.ANALYST, name="Arne")
