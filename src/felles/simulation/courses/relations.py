"""Which rows can a course run over, and which columns does each have?

A relation is a table of rows that belong to persons: people, tumours, rounds ... A column is made when it is first asked
for, of all rows of a chunk at once. A person's columns can be asked of every relation.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from felles.simulation.calendar import NO_DAY, day_of
from felles.simulation.courses.arrays import Array
from felles.simulation.courses.country_words import CountryWords

Kind = Literal["words", "number", "time"]
PEOPLE = "people"
LAST_DAY = np.int32(np.iinfo(np.int32).max)


def _no_words(_: CountryWords) -> tuple[str, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Column:
    """make: rows -> numbers of words (-1 for none), numbers, or times in decimal years (inf for never).

    number: what the number is called, where other columns are other words for it; may_lack: whether rows may have no word.
    """

    kind: Kind
    make: Callable[["Frame"], Array]
    words: Callable[[CountryWords], tuple[str, ...]] = _no_words
    may_lack: bool = False
    number: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """own: rows -> each row's number within its person, below `slots`; `slot` keeps relations apart, all below 1024.

    time: the column that says when the row is, from which steps count unless they say otherwise.
    """

    name: str
    time: str
    slot: int
    slots: int
    columns: Mapping[str, Column]
    own: Callable[[Any], Array]


@dataclass(slots=True)
class Chunk:
    """Rows of some persons by relation: structs of arrays, all but those of people with the person's `row`."""

    seed: int
    words: CountryWords
    relations: Mapping[str, Relation]
    rows: Mapping[str, Any]
    _frames: dict[str, "Frame"] = field(default_factory=dict)

    def frame(self, name: str) -> "Frame":
        """The rows of a relation."""
        if name not in self._frames:
            self._frames[name] = Frame(self.relations[name], self.rows[name], self)
        return self._frames[name]


class Frame:
    """The rows of one relation in a chunk, with their columns."""

    def __init__(self, relation: Relation, rows: Any, chunk: Chunk) -> None:
        self.relation, self.rows, self.chunk = relation, rows, chunk
        self.size = len(rows[0])
        self._made: dict[str, Array] = {}

    def column(self, name: str) -> Array:
        """A column by its name."""
        return self.kept(name, lambda: self._make(name))

    def day(self, name: str) -> Array:
        """A time column as days, NO_DAY for never."""
        return self.kept(f"{name} as day", lambda: self._make_day(name))

    @property
    def person(self) -> Array:
        """The person's index in the run."""
        return self.kept("person of row", lambda: self.of_person(self.chunk.rows[PEOPLE].index))

    @property
    def person_row(self) -> Array:
        """The person's row in the chunk."""
        of_people = self.relation.name == PEOPLE
        return self.kept("row of person", lambda: np.arange(self.size) if of_people else self.rows.row.astype(np.int64))

    @property
    def own(self) -> Array:
        """The row's number within its person, apart from those of other relations."""
        return self.kept(
            "own of row", lambda: self.relation.own(self.rows).astype(np.uint32) + np.uint32(self.relation.slot)
        )

    @property
    def end(self) -> Array:
        """The last day on which anything is written: that of death or emigration."""
        return self.kept("end of row", self._end)

    @property
    def came(self) -> Array:
        """From which day on anything is written: that of immigration, NO_DAY for those who were born here."""
        return self.kept("came of row", self._came)

    def of_person(self, values: Array) -> Array:
        """Values of the chunk's people, for each row."""
        return values if self.relation.name == PEOPLE else values[self.person_row]

    def kept(self, key: str, make: Callable[[], Array]) -> Array:
        """What is made once."""
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]

    def _make(self, name: str) -> Array:
        if name in self.relation.columns:
            return self.relation.columns[name].make(self)
        return self.of_person(self.chunk.frame(PEOPLE).column(name))

    def _came(self) -> Array:
        if self.relation.name != PEOPLE:
            return self.of_person(self.chunk.frame(PEOPLE).came)
        return np.where(self.column("immigrant") == 1, self.day("entered"), NO_DAY)

    def _make_day(self, name: str) -> Array:
        if name in self.relation.columns:
            return days_of_times(self.column(name))
        return self.of_person(self.chunk.frame(PEOPLE).day(name))

    def _end(self) -> Array:
        if self.relation.name != PEOPLE:
            return self.of_person(self.chunk.frame(PEOPLE).end)
        last = days_of_times(np.minimum(self.rows.died, self.rows.emigrates))
        return np.where(last == NO_DAY, LAST_DAY, last)


def days_of_times(years: Array) -> Array:
    """Decimal years as days, NO_DAY for never."""
    with np.errstate(invalid="ignore"):  # the machine complains of infinity before it is put aside
        return day_of(years)


def columns_of(relation: Relation, relations: Mapping[str, Relation]) -> dict[str, Column]:
    """All that can be asked of a relation's rows."""
    return {**relations[PEOPLE].columns, **relation.columns}


def times(*names: str) -> dict[str, Column]:
    """Fields of the rows that are decimal years."""
    return {name: Column("time", _field(name)) for name in names}


def numbers(*names: str) -> dict[str, Column]:
    """Fields of the rows that are numbers."""
    return {name: Column("number", _field(name)) for name in names}


def worded(name: str, words: tuple[str, ...]) -> dict[str, Column]:
    """A field of the rows whose numbers stand for these words."""
    return {name: Column("words", lambda frame: getattr(frame.rows, name), lambda _: words)}


def _field(name: str) -> Callable[[Frame], Array]:
    return lambda frame: getattr(frame.rows, name)
