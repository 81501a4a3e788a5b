"""What does each part of the patients work out for itself, so that it can be added up with that of the others?

Sent to where the part lies, and so made of plain values and arrays alone. A part that holds nobody answers with no rows;
what is wrong with a part comes back as a row that says so, for an error far away would come back as a traceback.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from felles.epidemiology.errors import BadTable, NobodyLeft
from felles.epidemiology.noting import Note
from felles.epidemiology.surviving.approaches import Approach
from felles.epidemiology.surviving.codes import ALIVE, DEAD
from felles.epidemiology.surviving.cohort import Cohort, read_cohort
from felles.epidemiology.surviving.daily import Method, Question, as_columns, daily
from felles.epidemiology.surviving.estimate import WAYS, Standardise, of_ages
from felles.epidemiology.surviving.life_table import LifeTable
from felles.epidemiology.surviving.prepared import counted_deaths, prepare
from felles.epidemiology.surviving.tally import count
from felles.epidemiology.surviving.weights import AgeWeights

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    from numpy.typing import NDArray

AGE, DAY, NOTE, PEOPLE, CLOSING, LATEST, LATER = "_age", "_day", "_note", "people", "_closing", "_latest", "later"
_COUNTED = (PEOPLE, "died", "causeless")
_WRONG = "!"


@dataclass(frozen=True, kw_only=True, eq=False)
class _Found:
    """The people of a part whose follow-up counts."""

    cohort: Cohort
    died: NDArray[np.bool_]
    age_group: NDArray[np.int64] | None


@dataclass(frozen=True, kw_only=True, eq=False)
class PartWork:
    """What is asked of each part; see survival_of_parts."""

    method: Method
    by: tuple[str, ...]
    table: LifeTable | None
    approach: Approach
    period: tuple[int, int] | None
    newest: tuple[int, int] | None
    longest: float
    horizon: int
    standard: AgeWeights | None
    standardise: Standardise

    @property
    def labels(self) -> tuple[str, ...]:
        """The age groups of the standard; one without a name where there is none."""
        return ("",) if self.standard is None else self.standard.labels

    @property
    def split_by_age(self) -> bool:
        """Whether each age group has an estimate of its own."""
        return self.standard is not None and self.standardise == "strata"

    def with_newest(self, newest: tuple[int, int] | None) -> PartWork:
        """The same, with the newest years of diagnosis that the hybrid approach asks for."""
        return replace(self, newest=newest)

    def check(self, empty: pl.DataFrame) -> None:
        """Raise BadTable for columns and words that no part could answer."""
        if self.standardise not in WAYS:
            raise BadTable(f"There is no way to standardise called {self.standardise}. There are {' and '.join(WAYS)}.")
        try:
            self._found(empty, [])
        except NobodyLeft:
            return

    def latest(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The last day of diagnosis of the part."""
        import polars as pl

        try:
            cohort = read_cohort(_first(frame, []), by=(), matched=False, dated=True, aged=False)
        except NobodyLeft:
            return pl.DataFrame(schema={LATEST: pl.Int64})
        return pl.DataFrame({LATEST: [int(cohort.diagnosed.max())]})

    def look(self, frame: pl.DataFrame) -> pl.DataFrame:
        """How many people and deaths by group and age, the last day of follow-up, and the notes with their counts."""
        import polars as pl

        schema = self._values(frame) | {AGE: pl.String, NOTE: pl.String} | dict.fromkeys((*_COUNTED, CLOSING), pl.Int64)
        notes: list[str] = []
        try:
            found = self._found(frame, notes)
        except NobodyLeft:
            rows = pl.DataFrame(schema=schema)
        except BadTable as wrong:
            return _note_rows([(_WRONG + str(wrong), 0)], schema)
        else:
            rows = self._people(found).select(pl.col(name).cast(kind) for name, kind in schema.items())
        return pl.concat([rows, _note_rows(map(_packed, notes), schema)])

    def add_up(self, frame: pl.DataFrame, *, closing: int | None, shares: pl.DataFrame | None) -> pl.DataFrame:
        """The sums by group, age and day. closing: of Question. shares: Brenner's weights by group and age."""
        import numpy as np
        import polars as pl

        try:
            found = self._found(frame, [])
        except NobodyLeft:
            return self._no_sums(frame)
        cohort, ages = found.cohort, len(self.labels) if self.split_by_age else 1
        groups = max(cohort.groups.height, 1) * ages
        if self.split_by_age and found.age_group is not None:
            cohort = replace(cohort, group=cohort.group * ages + found.age_group)
        question = Question(
            cohort=cohort,
            counts=count(cohort, groups, self.horizon, found.died),
            died=found.died,
            table=self.table,
            weight=None if shares is None else self._weights(found, shares),
            closing=closing,
        )
        columns = as_columns(daily(self.method, question))
        some = np.logical_or.reduce([array != 0 for array in columns.values()])
        group, day = np.nonzero(some)
        age = np.array(self.labels if self.split_by_age else [""])[group % ages]
        values = found.cohort.groups[group // ages] if self.by else pl.DataFrame()
        sums = {name: array[some].astype(np.float64) for name, array in columns.items()}
        return pl.concat([values, pl.DataFrame({AGE: age, DAY: day, **sums})], how="horizontal")

    def _found(self, frame: pl.DataFrame, notes: list[str]) -> _Found:
        """Those who count; what was left out goes to the notes. Raises NobodyLeft, after that too."""
        try:
            prepared = prepare(
                _first(frame, notes),
                lifetable=self.table,
                by=self.by,
                approach=self.approach,
                period=self.period,
                newest=self.newest,
                longest=self.longest,
                aged=self.standard is not None,
            )
            notes += prepared.notes
            died, more = counted_deaths(prepared.cohort, of_cancer=self.method == "cause-specific")
            notes += more
            if self.standard is None:
                return _Found(cohort=prepared.cohort, died=died, age_group=None)
            prepared, died, age_group, more = of_ages(prepared, died, self.standard)
            notes += more
            return _Found(cohort=prepared.cohort, died=died, age_group=age_group)
        except NobodyLeft as nobody:
            notes += nobody.notes
            raise

    def _people(self, found: _Found) -> pl.DataFrame:
        import numpy as np
        import polars as pl

        cohort = found.cohort
        values = cohort.groups[cohort.group] if self.by else pl.DataFrame()
        ages = np.array(self.labels)[0 if found.age_group is None else found.age_group]
        each = pl.DataFrame(
            {
                "died": (cohort.status != ALIVE).astype(np.int64),
                "causeless": (cohort.status == DEAD).astype(np.int64),
                CLOSING: cohort.diagnosed + cohort.last if len(cohort.diagnosed) else np.zeros(cohort.size, np.int64),
            }
        ).with_columns(
            pl.lit(1).alias(PEOPLE), pl.lit("").alias(NOTE), pl.Series(AGE, np.broadcast_to(ages, cohort.size))
        )
        rows = pl.concat([values, each], how="horizontal")
        return rows.group_by(*self.by, AGE, NOTE).agg(pl.col(*_COUNTED).sum(), pl.col(CLOSING).max())

    def _weights(self, found: _Found, shares: pl.DataFrame) -> NDArray[np.float64]:
        import polars as pl

        cohort = found.cohort
        values = cohort.groups[cohort.group] if self.by else pl.DataFrame()
        ages = [self.labels[number] for number in found.age_group] if found.age_group is not None else []
        people = pl.concat([values, pl.DataFrame({AGE: ages})], how="horizontal")
        joined = people.join(shares, on=[*self.by, AGE], how="left", nulls_equal=True, maintain_order="left")
        return joined["_weight"].to_numpy()

    def _values(self, frame: pl.DataFrame) -> dict[str, Any]:
        return {name: frame.schema[name] for name in self.by}

    def _no_sums(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The columns of the sums, without a row: they are those of one person, whoever it is."""
        import numpy as np
        import polars as pl

        one = np.zeros(1)
        somebody = Cohort(
            sex=one.astype(np.int8), age=one, diagnosed=one.astype(np.int64), entry=one.astype(np.int64),
            last=one.astype(np.int64), status=one.astype(np.int8), group=one.astype(np.int64),
            groups=pl.DataFrame(), notes=(),
        )  # fmt: skip
        died = one.astype(bool)
        question = Question(cohort=somebody, counts=count(somebody, 1, 0, died), died=died, table=self.table)
        sums = {name: pl.Float64() for name in as_columns(daily(self.method, question))}
        return pl.DataFrame(schema={**self._values(frame), AGE: pl.String(), DAY: pl.Int64(), **sums})


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
