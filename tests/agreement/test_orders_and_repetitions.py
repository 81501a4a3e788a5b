"""The same events give the same log and the same tables: in any order, repeated, in any pieces, one by one, rebuilt.

The plain fold of a life stands here as the reference of the rule.
"""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from felles.events import FRAME_SCHEMA
from felles.events.envelope import start_of
from felles.store import Store

_CODES = {
    "born": ["female", "male"],
    "diagnosed": ["C34", "C50"],
    "staged": ["tnm8:I", "tnm8:IV"],
    "died": ["cancer", "other"],
    "follow_up_ended": ["lost", "emigrated"],
}
Row = dict[str, Any]
NewStore = Callable[[], AbstractContextManager[Store]]


@st.composite
def rows(draw: st.DrawFn) -> list[Row]:
    """Events of a few persons, with ties on a day, corrections of earlier ones and retractions, oldest first."""
    made: list[Row] = []
    for number in range(draw(st.integers(1, 14))):
        type_ = draw(st.sampled_from(list(_CODES)))
        day = date(1950, 1, 1) if type_ == "born" else date(2020, 1, 1) + timedelta(days=draw(st.integers(0, 3)))
        row = _row(number, draw(st.sampled_from(["a", "b", "c"])), type_, day, draw(st.sampled_from(_CODES[type_])))
        row["episode"] = draw(st.sampled_from([None, "left", "right"])) if type_ in ("diagnosed", "staged") else None
        replaced = {each["replaces"] for each in made}
        standing = [
            each
            for each in made
            if each["person"] == row["person"] and each["source_id"] not in replaced and each["type"] != "retracted"
        ]
        if standing and draw(st.booleans()):
            row["replaces"] = draw(st.sampled_from(standing))["source_id"]
            if draw(st.booleans()):
                row |= {"type": "retracted", "code": None, "episode": None}
        made.append(row)
    return made


def _row(number: int, person: str, type_: str, day: date, code: str) -> Row:
    said = {"person": person, "type": type_, "time": start_of(day), "precision": "day", "code": code}
    return dict.fromkeys(FRAME_SCHEMA) | said | {"file": "f", "line": number, "source": "s", "source_id": f"e{number}"}


def _frame(chosen: Iterable[Row]) -> pl.DataFrame:
    return pl.DataFrame(list(chosen), schema=FRAME_SCHEMA)


def _hashes(store: Store) -> tuple[str, str]:
    found = store.status()
    return found["log_hash"], found["projections_hash"]


@settings(max_examples=10)
@given(said=rows(), data=st.data())
def test_order_repetition_and_splitting_change_nothing(
    new_store: NewStore, said: list[Row], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(said))
    cut = data.draw(st.integers(0, len(said)))
    with new_store() as whole, new_store() as pieces:
        assert whole.append_frame(_frame(shuffled + shuffled[:cut])).rejects.is_empty()
        for part in (said[:cut], said[cut:], said[:cut]):
            assert pieces.append_frame(_frame(part)).rejects.is_empty()

        assert _hashes(whole) == _hashes(pieces)
        assert whole.count_events() == len(said)


@settings(max_examples=10)
@given(said=rows())
def test_rebuilding_gives_what_was_there(new_store: NewStore, said: list[Row]) -> None:
    with new_store() as store:
        for row in said:
            store.append_frame(_frame([row]))
        before = _hashes(store)

        store.rebuild()

        assert _hashes(store) == before


@settings(max_examples=10)
@given(said=rows())
def test_lives_are_what_a_plain_fold_says(new_store: NewStore, said: list[Row]) -> None:
    with new_store() as store:
        store.append_frame(_frame(said))

        for person in {row["person"] for row in said}:
            found = store.find_person("s", person)
            assert found is not None
            kept = [{name: row[name] for name in row if name != "person"} for row in store.kept_about(found)["lives"]]
            assert kept == _fold_life([row for row in said if row["person"] == person])


def _fold_life(said: list[Row]) -> list[dict[str, Any]]:
    replaced = {row["replaces"] for row in said}
    standing = [
        row for row in said if row["source_id"] not in replaced and row["type"] in ("born", "died", "follow_up_ended")
    ]
    if not standing:
        return []
    first = {}
    for row in sorted(standing, key=lambda row: (row["time"], row["code"])):
        first.setdefault(row["type"], row)

    def day(type_: str) -> date | None:
        return (first[type_]["time"] + timedelta(hours=12)).date() if type_ in first else None

    def of(type_: str, column: str) -> Any:
        return first[type_][column] if type_ in first else None

    return [
        {
            "born_on": day("born"),
            "born_precision": of("born", "precision"),
            "sex": of("born", "code"),
            "died_on": day("died"),
            "cause": of("died", "code"),
            "followed_until": day("follow_up_ended"),
            "followed_to": of("follow_up_ended", "code"),
        }
    ]
