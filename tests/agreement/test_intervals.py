"""The expression gives what a plain fold of each episode gives: on DuckDB, and on PostgreSQL with corrections."""

import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import ibis
import polars as pl
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from felles.definitions import load_content
from felles.events import FRAME_SCHEMA
from felles.events.columns import rule_schema
from felles.events.envelope import start_of
from felles.pathways import book_of, intervals
from felles.store import Store

from .intervals_fold import Row, Said, fold

NewStore = Callable[[], AbstractContextManager[Store]]
Episode = tuple[int, int | None]
Log = dict[Episode, list[Said]]

PERSONS = 150
STARTS = (date(2021, 4, 27), date(2026, 3, 1))
PATHWAYS = (
    "breast",
    "testicular",
    "lung",
    "liver",
    "lymphoma",
    "bile_duct",
    "bladder",
    "acute_leukaemia",
    "unheard_of",
)
KINDS = ("surgery", "systemic", "radiotherapy", "surveillance", "symptom_relief")
CODES: dict[str, Sequence[str]] = {
    "referred": PATHWAYS,
    "attended": ("first_visit", "outpatient"),
    "decided": ("treat", "treat", "treat", "surveillance", "no_cancer", "no_treatment"),
    "told": ("cancer", "no_cancer"),
    "treatment_planned": KINDS,
    "treatment_started": KINDS,
    "pathway_ended": ("declined", "died"),
    "imaged": ("ct",),
}
ROWS = [
    "person",
    "episode",
    "pathway",
    "interval",
    "from",
    "to",
    "days",
    "limit_days",
    "limit_verified",
    "state",
    "due",
]
ROWS += ["days_left", "earliest"]


CONTENT = load_content()
# A failing seed is small enough to look at: shrinking it would take minutes.
QUICK = (Phase.explicit, Phase.reuse, Phase.generate)


def random_log(chance: random.Random, *, tidy: bool) -> Log:
    """Episodes with ties on a day, late and missing pieces, double events and several episodes a person.

    tidy: only what the log takes, with an episode and a code for every event.
    """
    log: Log = {}
    for person in range(PERSONS):
        for episode in range(chance.choice((1, 1, 2))):
            key = None if not tidy and episode == 0 and person % 5 == 0 else 1_000 * person + episode + 500
            log[person, key] = _random_episode(chance, tidy)
    return log


def _random_episode(chance: random.Random, tidy: bool) -> list[Said]:
    begins = chance.choice(STARTS)
    types = ["referred"] if chance.random() < 0.9 else []
    types += chance.choices(list(CODES), k=chance.randrange(9))
    said = []
    for type_ in types:
        day = begins + timedelta(days=chance.randrange(chance.choice((3, 12, 40))))
        code = None if not tidy and chance.random() < 0.05 else chance.choice(CODES[type_])
        said.append(Said(day, type_, code))
    return said + ([chance.choice(said)] if said and chance.random() < 0.2 else [])


def expected(log: Log, rules: str, at: date) -> list[tuple[Any, ...]]:
    return _sorted((key, row) for key, said in log.items() for row in fold(said, CONTENT, rules, at))


def _sorted(rows: Any) -> list[tuple[Any, ...]]:
    return sorted(((*key, *row) for key, row in rows), key=repr)


def _by_repr(rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return sorted(rows, key=repr)


@settings(max_examples=8, phases=QUICK)
@given(seed=st.integers(0, 2**32), days=st.integers(0, 45), rules=st.sampled_from(["norway", "norway", "england"]))
def test_duckdb_gives_what_a_plain_fold_gives(seed: int, days: int, rules: str) -> None:
    log = random_log(random.Random(seed), tidy=False)
    at = STARTS[1] + timedelta(days=days)
    schema = {"person": pl.Int64, "episode": pl.Int64, "type": pl.String, "day": pl.Date, "code": pl.String}
    said = [(*key, event.type, event.day, event.code) for key, events in log.items() for event in events]
    random.Random(seed).shuffle(said)
    events = ibis.memtable(pl.DataFrame(said, schema=schema, orient="row"))

    rows = intervals(events, book_of(rules, CONTENT), at=at).to_polars()

    assert _by_repr(rows.select(ROWS).rows()) == expected(log, rules, at)


@settings(max_examples=3, phases=QUICK)
@given(seed=st.integers(0, 2**32), days=st.integers(0, 45), rules=st.sampled_from(["norway", "england"]))
def test_postgresql_gives_what_a_plain_fold_gives_after_late_events_and_corrections(
    new_store: NewStore, seed: int, days: int, rules: str
) -> None:
    chance = random.Random(seed)
    log = random_log(chance, tidy=True)
    at = STARTS[1] + timedelta(days=days)
    rows = with_corrections(chance, log)
    cut = chance.randrange(len(rows))
    with new_store() as store:
        for part in (rows[:cut], rows[cut:], rows[:cut]):
            assert store.append_frame(pl.DataFrame(part, schema=FRAME_SCHEMA)).rejects.is_empty()

        found = _rows_of(store, rules, at)

    assert found == _by_repr([(key[0], *row) for key, said in log.items() for row in fold(said, CONTENT, rules, at)])


def with_corrections(chance: random.Random, log: Log) -> list[dict[str, Any]]:
    """The rows of a frame that come to the log: some first told wrongly, some told and taken back."""
    rows: list[dict[str, Any]] = []
    for key, said in log.items():
        for event in said:
            if chance.random() < 0.2:
                wrong = _row(key, event._replace(day=event.day - timedelta(days=chance.randrange(9))), len(rows))
                rows += [wrong, _row(key, event, len(rows) + 1) | {"replaces": wrong["source_id"]}]
            else:
                rows.append(_row(key, event, len(rows)))
        if chance.random() < 0.2:
            never = _row(key, Said(chance.choice(STARTS), "pathway_ended", "died"), len(rows))
            back = _row(key, Said(STARTS[0], "retracted", None), len(rows) + 1) | {"episode": None}
            rows += [never, back | {"replaces": never["source_id"]}]
    chance.shuffle(rows)
    return sorted(rows, key=lambda row: row["replaces"] is not None)


def _row(key: Episode, event: Said, number: int) -> dict[str, Any]:
    said = {"person": f"p{key[0]}", "episode": f"e{key[1]}", "type": event.type, "code": event.code}
    told = {"time": start_of(event.day), "precision": "day", "source": "s", "source_id": f"{number}"}
    return dict.fromkeys(FRAME_SCHEMA) | {"file": "f", "line": number} | said | told


def _rows_of(store: Store, rules: str, at: date) -> list[tuple[Any, ...]]:
    rule = intervals(ibis.table(rule_schema("uuid"), name="current_event"), book_of(rules, CONTENT), at=at)
    query = f"with current_event as (select * from felles.current_event) select * from ({ibis.to_sql(rule, dialect='postgres')})"
    persons = {store.find_person("s", f"p{number}"): number for number in range(PERSONS)}
    with store.connection() as connection:
        cursor = connection.execute(query)  # type: ignore[call-overload]
        rows = cursor.fetchall()
    return _by_repr([(persons[person], *row) for person, _, *row in rows])


def test_the_random_logs_reach_every_state() -> None:
    log = random_log(random.Random(1), tidy=False)
    states: dict[str, int] = defaultdict(int)

    for said in log.values():
        for row in fold(said, CONTENT, "norway", STARTS[1] + timedelta(days=20)):
            states[row.state] += 1

    assert set(states) == {
        "not_started",
        "running",
        "overdue",
        "done_within",
        "done_late",
        "running_no_limit",
        "done_no_limit",
        "ended",
    }
    assert Row._fields[-1] == "earliest"
