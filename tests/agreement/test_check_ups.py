"""The list of check-ups says what the plain fold and the expression on DuckDB say, on random logs that come in two parts."""

import random
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import ibis
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from felles.access import Role, Viewer, add_viewer, give
from felles.access.check_ups import check_ups
from felles.events import FRAME_SCHEMA
from felles.events.envelope import start_of
from felles.pathways.follow_up import planned, plans_of
from felles.store import Store

from .follow_up_fold import Said, fold
from .test_follow_up import CONTENT, PERSONS, QUICK, _row, random_log

NewStore = Callable[[], AbstractContextManager[Store]]
PLANS = plans_of(CONTENT)
DEFINITIONS = dict(CONTENT.follow_up_plans)
COMPARED = ("plan", "item", "number", "due", "window_from", "window_to", "state", "who", "clinical_clock")
WHO = 1 + COMPARED.index("who")
HELD_BY = {Role.NURSE: ("hospital", "hospital_and_gp", "dermatologist"), Role.GP: ("gp", "hospital_and_gp")}
OPEN = ("late", "due", "ahead")
FAR = 30_000


@settings(max_examples=2, phases=QUICK)
@given(seed=st.integers(0, 2**32), months=st.lists(st.integers(2, 50), min_size=2, max_size=2))
def test_each_check_up_on_the_list_stands_as_the_fold_and_duckdb_have_it(
    new_store: NewStore, seed: int, months: list[int]
) -> None:
    chance = random.Random(seed)
    log = random_log(chance, tidy=True)
    told = [_row(person, event, number) for person, events in log.items() for number, event in enumerate(events)]
    told = [row | {"place": "oslo"} if row["type"] == "follow_up_planned" else row for row in told]
    chance.shuffle(told)
    cut = chance.randrange(len(told))
    # The list knows what is known now: seen from a day after everything that was said.
    last = max(event.day for events in log.values() for event in events)
    with new_store() as store:
        for part in (told[:cut], told[cut:]):
            assert store.append_frame(pl.DataFrame(part, schema=FRAME_SCHEMA)).rejects.is_empty()
        persons = {store.find_person("s", f"p{number}"): number for number in range(PERSONS)}
        viewers = {holds: _sees_all(store, role) for role, holds in HELD_BY.items()}
        for later in months:
            at = last + timedelta(days=31 * later)

            lists = {
                holds: check_ups(store, viewer, at=start_of(at), within=FAR, size=FAR).rows
                for holds, viewer in viewers.items()
            }

            rows = by_the_fold(log, at)
            assert rows == on_duckdb(log, at)
            for holds, found in lists.items():
                shown = [(persons[row.person], *(getattr(row, name) for name in COMPARED)) for row in found]
                assert sorted(shown, key=repr) == [row for row in rows if row[WHO] in holds]
                assert [row.due for row in found] == sorted(row.due for row in found)
                assert shown


def by_the_fold(log: dict[int, list[Said]], at: date) -> list[tuple[Any, ...]]:
    contacts = [(person, each) for person, said in log.items() for each in fold(said, DEFINITIONS, {}, at)]
    return sorted(
        ((person, *(getattr(each, name) for name in COMPARED)) for person, each in contacts if each.state in OPEN),
        key=repr,
    )


def on_duckdb(log: dict[int, list[Said]], at: date) -> list[tuple[Any, ...]]:
    schema = {"person": pl.Int64, "day": pl.Date, "type": pl.String, "code": pl.String, "episode": pl.Int64}
    said = [(person, *event) for person, events in log.items() for event in events]
    events = ibis.memtable(pl.DataFrame(said, schema=schema | {"until_day": pl.Date}, orient="row"))
    rows = planned(events, PLANS, at=at, expected=False).to_polars().filter(pl.col("state").is_in(OPEN))
    return sorted(rows.select("person", *COMPARED).rows(), key=repr)


def _sees_all(store: Store, role: Role) -> Viewer:
    unit = "oslo" if role is Role.NURSE else "Legekontoret"
    with store.connection() as connection:
        identifier = add_viewer(connection, role=role, name="Nora", unit=unit)
        for number in range(PERSONS):
            person = store.find_person("s", f"p{number}")
            if person is not None:
                give(connection, identifier, person, "treatment", since=datetime(2020, 1, 1, tzinfo=UTC))
    return Viewer(id=identifier, role=role, name="Nora", unit=unit)
