"""Which tumours of one person count as one? The rules of 2004, against a plain and slow reading of them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from felles import epidemiology as epi
from felles.definitions import load_content
from felles.definitions.multiple_primaries import PrimariesExample

RULES = load_content().multiple_primaries
Frame = Callable[[Sequence[Mapping[str, Any]]], pl.DataFrame]
Record = dict[str, str]


def same(table: pl.DataFrame) -> dict[str, str]:
    found = epi.multiple_primaries(table, RULES).filter(~pl.col("counts"))
    return dict(found.select("id", "same_as").iter_rows())


@pytest.mark.parametrize("example", RULES.examples, ids=[example.case for example in RULES.examples])
def test_the_examples_beside_the_rules_come_out_as_they_say(example: PrimariesExample, frame: Frame) -> None:
    assert same(frame(example.records)) == dict(example.same)


def covers(codes: Sequence[str], code: str) -> bool:
    ends = [each.partition("-") for each in codes]
    return any(first <= code <= (last or first) for first, _, last in ends)


def organ_of(record: Record) -> str:
    place = record["topography"][:3]
    return next((group.code for group in RULES.sites if covers(group.topography, place)), place)


def slowly_the_same(records: Sequence[Record]) -> dict[str, str]:
    """Person by person, tumour by tumour, oldest first."""
    found: dict[str, str] = {}
    for person in {record["person"] for record in records}:
        own = sorted((r for r in records if r["person"] == person), key=lambda r: (r["diagnosed"], r["id"]))
        compared = []
        for record in own:
            kind, behaviour = record["morphology"].split("/")
            place = record["topography"][:3]
            counted = (
                behaviour == "3"
                or (behaviour in "01" and covers(["C70-C72"], place))
                or (behaviour in "12" and place == "C67")
            )
            group = next((group for group in RULES.histologies if covers(group.morphology, kind)), None)
            if counted and group is not None:
                compared.append([record["id"], "anywhere" if group.anywhere else organ_of(record), group.id])
        for vague in (group for group in RULES.histologies if group.gives_way_to):
            for tumour in compared:
                if tumour[2] == vague.id:
                    specific = [t for t in compared if t[1] == tumour[1] and t[2] in vague.gives_way_to]
                    tumour[2] = specific[0][2] if specific else tumour[2]
        oldest: dict[tuple[str, str], str] = {}
        for id, organ, kind in compared:
            first = oldest.setdefault((organ, kind), id)
            if first != id:
                found[id] = first
    return found


TUMOURS = st.lists(
    st.fixed_dictionaries(
        {
            "person": st.sampled_from(["a", "b"]),
            "diagnosed": st.sampled_from(["2001-01-01", "2005-05-05", "2010-10-10"]),
            "topography": st.sampled_from(["C34.1", "C33.9", "C50.1", "C67.9", "C71.1", "C77.0", "C44.3"]),
            "morphology": st.sampled_from(
                [
                    "8140/3",
                    "8070/3",
                    "8010/3",
                    "8000/3",
                    "9680/3",
                    "9590/3",
                    "9663/3",
                    "9140/3",
                    "8130/2",
                    "9530/0",
                    "8720/3",
                ]
            ),
        }
    ),
    max_size=7,
).map(lambda records: [{**record, "id": f"{number}"} for number, record in enumerate(records)])


@given(TUMOURS)
def test_the_fast_reading_agrees_with_the_plain_one(frame: Frame, records: list[Record]) -> None:
    assert same(frame(records)) == slowly_the_same(records)


@given(TUMOURS, st.randoms())
def test_the_order_of_the_records_does_not_matter(frame: Frame, records: list[Record], random: Any) -> None:
    assert same(frame(random.sample(records, len(records)))) == same(frame(records))


@given(TUMOURS)
def test_records_that_are_there_twice_add_no_tumour(frame: Frame, records: list[Record]) -> None:
    again = [{**record, "id": f"{record['id']} again"} for record in records]

    once = epi.multiple_primaries(frame(records), RULES)
    twice = epi.multiple_primaries(frame([*records, *again]), RULES)

    compared = once.filter(pl.col("kind").is_not_null())
    assert twice.filter(pl.col("kind").is_not_null() & pl.col("counts")).height == compared["counts"].sum()


def test_a_record_without_a_person_or_a_kind_is_a_tumour_of_its_own(frame: Frame) -> None:
    table = frame(
        [
            {"id": "1", "diagnosed": "2001-01-01", "topography": "C50.1", "morphology": "8500/3"},
            {"id": "2", "diagnosed": "2002-01-01", "topography": "C50.1", "morphology": "8500/3"},
            {"id": "3", "person": "a", "topography": "C50.1"},
        ]
    )

    assert epi.multiple_primaries(table, RULES)["counts"].to_list() == [True, True, True]
