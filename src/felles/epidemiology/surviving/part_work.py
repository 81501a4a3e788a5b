"""What does each part of the patients work out for itself, so that it can be added up with that of the others?

Sent to where the part lies, with plain values and arrays alone. A part that holds nobody answers with no rows; what is
wrong with a part comes back as a row that says so, for an error far away would come back as a traceback.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from felles.epidemiology.errors import BadTable, NobodyLeft
from felles.epidemiology.noting import Note
from felles.epidemiology.surviving.codes import ALIVE, DEAD
from felles.epidemiology.surviving.cohort import Cohort, read_cohort
from felles.epidemiology.surviving.gathering import as_columns
from felles.epidemiology.surviving.wanted import Counted, Wanted, who_counts

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    from numpy.typing import NDArray

AGE, DAY, NOTE, PEOPLE, LATER = "_age", "_day", "_note", "people", "later"
CLOSING, LAST, LATEST = "_closing", "_last", "_latest"
_COUNTED = (PEOPLE, "died", "causeless")
_LARGEST = (CLOSING, LAST)
_WRONG = "!"


def check(wanted: Wanted, empty: pl.DataFrame) -> None:
    """Raise BadTable for columns and words that no part could answer."""
    aged = wanted.table is not None or wanted.standard is not None
    exact = "born_on" in empty.columns or "age_days" in empty.columns
    if aged and not exact and "age" in empty.columns and empty.schema["age"].is_float():
        raise BadTable(
            "Column age holds parts of years, and one part of the patients cannot tell whether those of all are whole"
            " years: give born_on or age_days, or age as whole numbers."
        )
    try:
        who_counts(empty, wanted, [])
    except NobodyLeft:
        return


def latest(frame: pl.DataFrame) -> pl.DataFrame:
    """The last day of diagnosis of the part."""
    import polars as pl

    try:
        cohort = read_cohort(_first(frame, []), by=(), matched=False, dated=True, aged=False)
    except NobodyLeft:
        return pl.DataFrame(schema={LATEST: pl.Int64})
    return pl.DataFrame({LATEST: [int(cohort.diagnosed.max())]})


def look(wanted: Wanted, frame: pl.DataFrame) -> pl.DataFrame:
    """How many people and deaths by group and age, the last days of follow-up, and the notes with their counts."""
    import polars as pl

    schema = _values(wanted, frame) | {AGE: pl.String, NOTE: pl.String}
    schema |= dict.fromkeys((*_COUNTED, *_LARGEST), pl.Int64)
    notes: list[str] = []
    try:
        found = who_counts(_first(frame, notes), wanted, notes)
    except NobodyLeft:
        rows = pl.DataFrame(schema=schema)
    except BadTable as wrong:
        return _note_rows([(_WRONG + str(wrong), 0)], schema)
    else:
        rows = _people(wanted, found).select(pl.col(name).cast(kind) for name, kind in schema.items())
    return pl.concat([rows, _note_rows(map(_packed, notes), schema)])


def add_up(wanted: Wanted, shares: pl.DataFrame | None, frame: pl.DataFrame) -> pl.DataFrame:
    """The sums by group, age and day. shares: Brenner's weights by group and age."""
    import numpy as np
    import polars as pl

    try:
        found = who_counts(_first(frame, []), wanted, [])
    except NobodyLeft:
        return _no_sums(wanted, frame)
    cohort, ages = found.cohort, len(wanted.labels) if wanted.split_by_age else 1
    if wanted.split_by_age:
        cohort = replace(cohort, group=found.split(ages))
    weight = None if shares is None else _weights(wanted, found, shares)
    columns = as_columns(wanted.add_up(cohort, found.died, max(cohort.groups.height, 1) * ages, weight))
    some = np.logical_or.reduce([array != 0 for array in columns.values()])
    group, day = np.nonzero(some)
    age = np.array(wanted.labels if wanted.split_by_age else [""])[group % ages]
    values = cohort.groups[group // ages] if wanted.followed.by else pl.DataFrame()
    sums = {name: array[some].astype(np.float64) for name, array in columns.items()}
    return pl.concat([values, pl.DataFrame({AGE: age, DAY: day, **sums})], how="horizontal")


def _people(wanted: Wanted, found: Counted) -> pl.DataFrame:
    import numpy as np
    import polars as pl

    cohort, by = found.cohort, wanted.followed.by
    values = cohort.groups[cohort.group] if by else pl.DataFrame()
    ages = np.array(wanted.labels)[0 if found.age is None else found.age]
    each = pl.DataFrame(
        {
            "died": (cohort.status != ALIVE).astype(np.int64),
            "causeless": (cohort.status == DEAD).astype(np.int64),
            CLOSING: cohort.diagnosed + cohort.last if len(cohort.diagnosed) else np.zeros(cohort.size, np.int64),
            LAST: cohort.last,
        }
    ).with_columns(pl.lit(1).alias(PEOPLE), pl.lit("").alias(NOTE), pl.Series(AGE, np.broadcast_to(ages, cohort.size)))
    rows = pl.concat([values, each], how="horizontal")
    return rows.group_by(*by, AGE, NOTE).agg(pl.col(*_COUNTED).sum(), pl.col(*_LARGEST).max())


def _weights(wanted: Wanted, found: Counted, shares: pl.DataFrame) -> NDArray[np.float64]:
    import polars as pl

    cohort, by = found.cohort, wanted.followed.by
    values = cohort.groups[cohort.group] if by else pl.DataFrame()
    ages = [wanted.labels[number] for number in found.age] if found.age is not None else []
    people = pl.concat([values, pl.DataFrame({AGE: ages})], how="horizontal")
    joined = people.join(shares, on=[*by, AGE], how="left", nulls_equal=True, maintain_order="left")
    return joined["_weight"].to_numpy()


def _values(wanted: Wanted, frame: pl.DataFrame) -> dict[str, Any]:
    return {name: frame.schema[name] for name in wanted.followed.by}


def _no_sums(wanted: Wanted, frame: pl.DataFrame) -> pl.DataFrame:
    """The columns of the sums, without a row: they are those of one person, whoever it is."""
    import numpy as np
    import polars as pl

    one = np.zeros(1)
    somebody = Cohort(
        sex=one.astype(np.int8), age=one, diagnosed=one.astype(np.int64), entry=one.astype(np.int64),
        last=one.astype(np.int64), status=one.astype(np.int8), group=one.astype(np.int64),
        groups=pl.DataFrame(), notes=(),
    )  # fmt: skip
    made = as_columns(replace(wanted, horizon=0).add_up(somebody, one.astype(bool), 1))
    sums = {name: pl.Float64() for name in made}
    return pl.DataFrame(schema={**_values(wanted, frame), AGE: pl.String(), DAY: pl.Int64(), **sums})


def notes_in(census: pl.DataFrame) -> tuple[tuple[str, ...], str]:
    """The notes of all parts, with the counts of them all, and what was wrong in one of them (empty: nothing)."""
    import polars as pl

    rows = census.filter(pl.col(NOTE) != "").sort(NOTE)
    wrong = [str(text)[len(_WRONG) :] for text in rows[NOTE] if str(text).startswith(_WRONG)]
    told = zip(rows[NOTE], rows[PEOPLE], strict=True) if not wrong else ()
    return tuple(_unpacked(text, people) for text, people in told), (*wrong, "")[0]


def _first(frame: pl.DataFrame, notes: list[str]) -> pl.DataFrame:
    """The first tumour of each person, where the others are marked."""
    import polars as pl

    if LATER not in frame.columns:
        return frame
    first = frame.filter(~pl.col(LATER))
    if later := frame.height - first.height:
        notes.append(Note("later_tumours", count=later))
    return first


def _note_rows(notes: Iterable[tuple[str, int]], schema: dict[str, Any]) -> pl.DataFrame:
    import polars as pl

    rows = [{NOTE: text, PEOPLE: people, AGE: ""} for text, people in notes]
    return pl.DataFrame(rows, schema=schema)


def _packed(note: str) -> tuple[str, int]:
    """A note as text without its count, so that those of two parts are alike; and the count."""
    if not isinstance(note, Note):
        return json.dumps([note, {}]), 0
    # Rows are numbered within a part, which tells nobody anything.
    values = {name: "" if name == "rows" else _code_of(value) for name, value in note.values.items() if name != "count"}
    return json.dumps([note.code, values], default=str), int(note.values.get("count", 0))


def _code_of(value: Any) -> Any:
    return {"code": value.code} if isinstance(value, Note) else value


def _unpacked(text: str, people: int) -> str:
    code, values = json.loads(text)
    known = {name: Note(value["code"]) if isinstance(value, dict) else value for name, value in values.items()}
    return Note(code, count=people, **known)
