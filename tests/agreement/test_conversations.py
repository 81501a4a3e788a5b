"""The list of conversations says what the rules of the home pathway say on the day: on random logs with late events."""

import random
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import ibis
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from felles.access import Access, Role, Viewer, add_viewer, give
from felles.definitions import load_content
from felles.events import FRAME_SCHEMA
from felles.events.columns import rule_schema
from felles.events.envelope import start_of
from felles.pathways.holding import trusts_by_name
from felles.pathways.home import DUE_STATES, spans, standing
from felles.store import Store

from .test_home_pathway import BEGINS, PERSONS, POINTS, QUICK, random_log, with_corrections

NewStore = Callable[[], AbstractContextManager[Store]]
TRUSTS = trusts_by_name(load_content())
UNIT = "oslo"
COMPARED = (
    "person", "episode", "round", "touchpoint", "state", "begun_on", "responsible", "window_from", "window_to", "planned_on",
    "ask_again_on", "postponed_to", "due", "due_by", "days_left", "is_child",
)  # fmt: skip


@settings(max_examples=2, phases=QUICK)
@given(seed=st.integers(0, 2**32), days=st.lists(st.integers(30, 800), min_size=2, max_size=2))
def test_each_conversation_and_the_list_stand_as_the_rules_have_it(
    new_store: NewStore, seed: int, days: list[int]
) -> None:
    chance = random.Random(seed)
    rows = with_corrections(chance, random_log(chance, tidy=True))
    cut = chance.randrange(len(rows))
    with new_store() as store:
        for part in (rows[:cut], rows[cut:]):
            assert store.append_frame(pl.DataFrame(part, schema=FRAME_SCHEMA)).rejects.is_empty()
        access = Access(store)
        hospital, town = _sees_all(store, Role.NURSE), _sees_all(store, Role.GP)
        for later in days:
            at = BEGINS[1] + timedelta(days=later)
            expected = _by_the_rules(store, at)

            last = {(row[0], row[1], row[3]): row for row in expected}
            last = dict(chance.sample(sorted(last.items(), key=repr), 60))
            each = [
                access.conversation(hospital, person, episode, touchpoint, at=start_of(at))
                for person, episode, touchpoint in last
            ]
            listed = [access.conversations(who, at=start_of(at), size=10_000).due for who in (hospital, town)]

            assert [_compared(one) for one in each] == list(last.values())
            due = [row for row in expected if row[COMPARED.index("state")] in DUE_STATES]
            held_by = [_held_by(row) for row in due]
            for found, holder in zip(listed, ("hospital", "municipality"), strict=True):
                theirs = [row for row, holds in zip(due, held_by, strict=True) if holds == holder]
                assert sorted(map(_compared, found), key=repr) == sorted(theirs, key=repr)
                assert theirs


def _by_the_rules(store: Store, at: date) -> list[tuple[Any, ...]]:
    events = ibis.table(rule_schema("uuid"), name="current_event")
    rule = ibis.to_sql(standing(spans(events, POINTS, TRUSTS), at=at).select(*COMPARED), dialect="postgres")
    query = f"with current_event as (select * from felles.current_event) select * from ({rule}) order by person, round"
    with store.connection() as connection:
        return connection.execute(query).fetchall()  # type: ignore[call-overload, no-any-return]


def _held_by(row: tuple[Any, ...]) -> str | None:
    """On whose list: the trust's own, or that of a municipality, whichever it is; other trusts' and units' on neither."""
    responsible, touchpoint = row[COMPARED.index("responsible")], row[COMPARED.index("touchpoint")]
    if responsible is None:
        return "hospital" if touchpoint == "hospital" else "municipality"
    return "hospital" if responsible == UNIT else "municipality" if responsible.isdecimal() else None


def _compared(conversation: Any) -> tuple[Any, ...]:
    return tuple(getattr(conversation, name) for name in COMPARED)


def _sees_all(store: Store, role: Role) -> Viewer:
    with store.connection() as connection:
        identifier = add_viewer(connection, role=role, name="Nora", unit=UNIT if role is Role.NURSE else "Lia kommune")
        for number in range(PERSONS):
            person = store.find_person("s", f"p{number}")
            if person is not None:
                give(connection, identifier, person, "treatment", since=datetime(2020, 1, 1, tzinfo=UTC))
    return Viewer(id=identifier, role=role, name="Nora", unit=UNIT if role is Role.NURSE else "Lia kommune")
