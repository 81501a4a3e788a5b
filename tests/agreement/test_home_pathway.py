"""The home pathway's expressions give what a plain fold of each person gives: on DuckDB, and on PostgreSQL after corrections."""

import random
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import ibis
import polars as pl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from felles.definitions import load_content
from felles.events import FRAME_SCHEMA
from felles.events.columns import rule_schema
from felles.events.envelope import start_of
from felles.pathways.home import handovers, needs, touchpoints, touchpoints_of
from felles.store import Store

from .home_pathway_fold import Said, fold, fold_handovers, fold_needs

NewStore = Callable[[], AbstractContextManager[Store]]
Log = dict[int, list[Said]]

PERSONS = 120
BEGINS = (date(2022, 1, 20), date(2024, 2, 27), date(2024, 8, 31))
QUICK = (Phase.explicit, Phase.reuse, Phase.generate)  # a failing seed is small enough to look at
POINTS = touchpoints_of(load_content())
TALKS = ("hospital", "municipality_first", "municipality_second", "extra")
UNITS = ("ous", "ahus", "bergen")
TOWNS = ("0301", "1103", "4601")
THEMES = ("nutrition", "mental_health")
KINDS: dict[str, tuple[Sequence[str | None], Sequence[str | None], bool]] = {
    # type: codes, places, whether it has an `until`
    "born": (("female",), TOWNS, False),
    "moved": ((None,), TOWNS, False),
    "died": (("cancer",), (None,), False),
    "follow_up_ended": (("lost",), (None,), False),
    "diagnosed": (("C50.9",), (*UNITS, None), False),
    "relapsed": ((None,), (*UNITS, None), False),
    "told": (("cancer", "no_cancer"), (None,), False),
    "transferred": (UNITS, (*UNITS, None), False),
    "needs_conversation_offered": (TALKS, (None,), True),
    "needs_conversation_held": (TALKS, (*UNITS, *TOWNS, None), True),
    "needs_conversation_declined": (TALKS, (None,), True),
    "needs_conversation_postponed": (TALKS, (None,), True),
    "needs_conversation_dropped": (TALKS, (None,), False),
    "needs_conversation_moved": (TALKS, (*UNITS, *TOWNS), False),
    "need_found": (THEMES, (*UNITS, None), False),
    "need_assigned": (THEMES, TOWNS, True),
    "need_met": (THEMES, (None,), False),
    "handed_over": (("ous", "1103", "0301"), ("ous", "1103", "0301", None), False),
    "handover_accepted": ((None,), ("ous", "1103", "ahus"), False),
    "imaged": (("ct",), UNITS, False),
}
SELDOM = ("died", "follow_up_ended", "needs_conversation_dropped", "needs_conversation_held", "relapsed")
OFTEN = [name for name in KINDS if name not in SELDOM]

ONE_OF_EACH = [
    Said(1, "need_found", BEGINS[1], code="nutrition"),
    Said(1, "handed_over", BEGINS[1], code="1103", place="ous"),
]
RULES: dict[str, tuple[Callable[..., Any], Callable[..., list[dict[str, Any]]]]] = {
    "touchpoints": (lambda events, at: touchpoints(events, POINTS, at=at), lambda said, at: fold(said, POINTS, at)),
    "needs": (lambda events, at: needs(events, at=at), fold_needs),
    "handovers": (lambda events, at: handovers(events, at=at), fold_handovers),
}


def random_log(chance: random.Random, *, tidy: bool) -> Log:
    """People with several tumours, late and missing pieces, ties on a day, double events, events without an episode."""
    return {person: _random_person(chance, 10 * person, tidy) for person in range(PERSONS)}


def _random_person(chance: random.Random, first: int, tidy: bool) -> list[Said]:
    begins = chance.choice(BEGINS)
    tumours = chance.choice(([first + 1], [first + 1], [first + 1, first + 2], [None]))
    types = ["born", "diagnosed", "needs_conversation_offered"] if chance.random() < 0.9 else []
    types += chance.choices(OFTEN, k=chance.randrange(14)) + chance.choices(SELDOM, k=chance.randrange(3))
    said = []
    for type_ in types:
        reach = chance.choice((3, 40, 150, 600))
        day = begins + timedelta(days=chance.randrange(reach))
        codes, places, lasts = KINDS[type_]
        until = day + timedelta(days=chance.randrange(60)) if lasts and chance.random() < 0.6 else None
        code = None if not tidy and chance.random() < 0.05 else chance.choice(codes)
        if type_ == "born":
            day = date(begins.year - chance.choice((17, 18, 50)), begins.month, 20)
        said.append(Said(chance.choice((*tumours, None, first + 9)), type_, day, until, code, chance.choice(places)))
    return said + ([chance.choice(said)] if said and chance.random() < 0.3 else [])


COMPARED = {
    rule: frozenset(fold_of([Said(1, "diagnosed", BEGINS[1]), *ONE_OF_EACH], BEGINS[2])[0]) - {"number"}
    for rule, (_, fold_of) in RULES.items()
}
"""The columns that the folds give."""


def expected(log: Log, rule: str, at: date, columns: frozenset[str]) -> list[str]:
    return sorted(_told(person, row, columns) for person, said in log.items() for row in RULES[rule][1](said, at))


def _told(person: int, row: dict[str, Any], columns: frozenset[str]) -> str:
    return repr((person, [(name, row[name]) for name in sorted(columns)]))


@settings(max_examples=6, phases=QUICK)
@given(seed=st.integers(0, 2**32), days=st.integers(0, 800))
@pytest.mark.parametrize("rule", RULES)
def test_duckdb_gives_what_a_plain_fold_gives(rule: str, seed: int, days: int) -> None:
    log = random_log(random.Random(seed), tidy=False)
    at = BEGINS[1] + timedelta(days=days)
    rows = [(person, *event) for person, said in log.items() for event in said]
    random.Random(seed).shuffle(rows)
    names = {"person": pl.Int64, "episode": pl.Int64, "type": pl.String, "day": pl.Date, "until_day": pl.Date}
    frame = pl.DataFrame(rows, schema={**names, "code": pl.String, "place": pl.String}, orient="row")

    found = RULES[rule][0](ibis.memtable(frame), at).to_polars()

    told = sorted(_told(row["person"], row, COMPARED[rule]) for row in found.to_dicts())
    assert told == expected(log, rule, at, COMPARED[rule])


@settings(max_examples=2, phases=QUICK)
@given(seed=st.integers(0, 2**32), days=st.integers(100, 800))
def test_postgresql_gives_what_a_plain_fold_gives_after_late_events_and_corrections(
    new_store: NewStore, seed: int, days: int
) -> None:
    chance = random.Random(seed)
    log = random_log(chance, tidy=True)
    at = BEGINS[1] + timedelta(days=days)
    rows = with_corrections(chance, log)
    cut = chance.randrange(len(rows))
    with new_store() as store:
        for part in (rows[:cut], rows[cut:], rows[:cut]):
            assert store.append_frame(pl.DataFrame(part, schema=FRAME_SCHEMA)).rejects.is_empty()

        found = {rule: _rows_of(store, rule, at) for rule in RULES}

    assert found == {rule: expected(log, rule, at, COMPARED[rule] - {"episode"}) for rule in RULES}


def with_corrections(chance: random.Random, log: Log) -> list[dict[str, Any]]:
    """The rows of a frame that come to the log: some first told wrongly, some told and taken back."""
    rows: list[dict[str, Any]] = []
    for person, said in log.items():
        for event in said:
            if chance.random() < 0.2:
                wrong = _row(person, event._replace(day=event.day - timedelta(days=chance.randrange(9))), len(rows))
                rows += [wrong, _row(person, event, len(rows) + 1) | {"replaces": wrong["source_id"]}]
            else:
                rows.append(_row(person, event, len(rows)))
        if chance.random() < 0.2:
            never = _row(person, Said(None, "died", BEGINS[1], code="cancer"), len(rows))
            back = _row(person, Said(None, "retracted", BEGINS[1]), len(rows) + 1)
            rows += [never, back | {"replaces": never["source_id"]}]
    chance.shuffle(rows)
    return sorted(rows, key=lambda row: row["replaces"] is not None)


def _row(person: int, event: Said, number: int) -> dict[str, Any]:
    said = {"person": f"p{person}", "type": event.type, "code": event.code, "place": event.place}
    said |= {"episode": f"e{event.episode}" if event.episode is not None else None}
    said |= {"until": start_of(event.until) if event.until else None}
    told = {"time": start_of(event.day), "precision": "day", "source": "s", "source_id": f"{number}"}
    return dict.fromkeys(FRAME_SCHEMA) | {"file": "f", "line": number} | said | told


def _rows_of(store: Store, rule: str, at: date) -> list[str]:
    """What the database answers; it has its own names for episodes, which are left out."""
    made = RULES[rule][0](ibis.table(rule_schema("uuid"), name="current_event"), at)
    query = f"with current_event as (select * from felles.current_event) select * from ({ibis.to_sql(made, dialect='postgres')})"
    persons = {store.find_person("s", f"p{number}"): number for number in range(PERSONS)}
    with store.connection() as connection:
        cursor = connection.execute(query)  # type: ignore[call-overload]
        rows = [dict(zip(made.columns, row, strict=True)) for row in cursor.fetchall()]
    return sorted(_told(persons[row["person"]], row, COMPARED[rule] - {"episode"}) for row in rows)


def test_the_random_logs_reach_every_state() -> None:
    people = [said for seed in (1, 2) for said in random_log(random.Random(seed), tidy=False).values()]
    at = BEGINS[1] + timedelta(days=300)

    states = {rule: {row["state"] for said in people for row in RULES[rule][1](said, at)} for rule in RULES}

    assert states["touchpoints"] == {
        "waiting",
        "open",
        "offered",
        "postponed",
        "declined",
        "ask_again",
        "to_remember",
        "late",
        "held",
        "overtaken",
        "not_relevant",
        "ended",
    }
    assert states["needs"] == {"open", "unassigned", "overdue", "met", "ended"}
    assert states["handovers"] == {"waiting", "accepted", "passed_on", "ended"}
