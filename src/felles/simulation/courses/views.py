"""What can a step see: columns of its rows, and the days, codes and values of steps before it?

Steps run over a domain: the rows of the relation, or the occurrences of a repeated step. What a step leaves behind is kept as
arrays over its domain, and only where a later step asks for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from felles.simulation.calendar import NO_DAY
from felles.simulation.compiling import kernel_of
from felles.simulation.courses.arrays import Array, same
from felles.simulation.courses.relations import Frame

OCCURRENCES = 64
"""The most that a repeated step may have for one row."""


@dataclass(frozen=True, slots=True)
class Domain:
    """Rows that steps run over. row: of the relation, None where the domain is the relation itself; number: which occurrence."""

    frame: Frame
    row: NDArray[np.int64] | None = None
    number: NDArray[np.int64] | None = None

    @property
    def size(self) -> int:
        """How many rows."""
        return self.frame.size if self.row is None else len(self.row)

    def rows(self, at: NDArray[np.int64]) -> NDArray[np.int64]:
        """Rows of the relation for rows of the domain."""
        return at if self.row is None else self.row[at]


@dataclass(slots=True)
class Left:
    """What a step left behind, over its domain. day: NO_DAY where it did not happen."""

    domain: Domain
    day: NDArray[np.int32]
    until: NDArray[np.int32] | None = None
    code: NDArray[np.int32] | None = None  # of the step's own words
    value: NDArray[np.float64] | None = None
    _first: NDArray[np.int64] | None = field(default=None, repr=False)
    _last: NDArray[np.int64] | None = field(default=None, repr=False)

    def at(self, domain: Domain, rows: NDArray[np.int64], *, last: bool = False) -> NDArray[np.int64]:
        """Where this step's arrays stand for rows of another domain; -1 where it has no occurrence."""
        if domain is self.domain:
            return rows
        if self.domain.row is None:
            return domain.rows(rows)
        return self._ends(last)[domain.rows(rows)]

    def _ends(self, last: bool) -> NDArray[np.int64]:
        """The first or last occurrence of each row that happened."""
        kept = self._last if last else self._first
        if kept is None:
            assert self.domain.row is not None
            kept = np.full(self.domain.frame.size, -1)
            happened = np.flatnonzero(self.day != NO_DAY)
            order = happened if last else happened[::-1]
            kept[self.domain.row[order]] = order
            if last:
                self._last = kept
            else:
                self._first = kept
        return kept


@dataclass(slots=True)
class View:
    """Some rows of a domain, as a step's expressions see them. left: what steps left behind, by `course.step`."""

    domain: Domain
    at: NDArray[np.int64]
    left: Mapping[str, Left]
    _rows: NDArray[np.int64] | None = field(default=None, repr=False)
    _whose: tuple[NDArray[np.uint32], NDArray[np.uint32]] | None = field(default=None, repr=False)

    @property
    def rows(self) -> NDArray[np.int64]:
        """Rows of the relation."""
        if self._rows is None:
            self._rows = self.domain.rows(self.at)
        return self._rows

    @property
    def whose(self) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
        """Each row's person, and its number there: the row's own, 64 times, and which occurrence it is."""
        if self._whose is None:
            frame, number = self.domain.frame, self.domain.number
            if number is None and len(self.at) == frame.size:
                self._whose = frame.kept("whose", lambda: _whose(frame.person, frame.own, self.rows))
            else:
                self._whose = _whose(frame.person, frame.own, self.rows)
            if number is not None:
                self._whose[1][:] += number[self.at].astype(np.uint32)
        return self._whose

    def only(self, kept: NDArray[np.bool_]) -> "View":
        """The rows that are kept."""
        count = np.count_nonzero(kept)
        if count == len(kept):
            return self
        at = np.empty(len(self.at), np.int64)
        return View(self.domain, at[: _keep(self.at, kept, at)], self.left)

    def at_places(self, places: NDArray[np.int64]) -> "View":
        """The rows at these places."""
        return View(self.domain, self.at[places], self.left)

    def only_with(self, kept: NDArray[np.bool_], days: NDArray[np.int32]) -> tuple["View", NDArray[np.int32]]:
        """The rows that are kept, and their days."""
        view = self.only(kept)
        if view is self:
            return self, days
        left = np.empty(len(days), np.int32)
        return view, left[: _keep(days, kept, left)]

    def of_rows(self, column: Array) -> Array:
        """What the relation's rows have, for each row of the view. The column itself, not to be changed, where that is all."""
        if self.domain.row is None and len(self.at) == len(column):
            return column
        return column[self.rows]

    def column(self, name: str) -> Array:
        """A column of the relation."""
        return self.of_rows(self.domain.frame.column(name))

    def anchor(self, ref: "Ref") -> Array:
        """Days of an anchor, NO_DAY where it never comes."""
        if ref.date is not None:
            return same(ref.date, len(self.at), np.int32)
        if ref.step is None:
            return self.of_rows(self.domain.frame.day(ref.field))
        left = self.left[ref.step]
        days = left.until if ref.field == "until" else left.day
        assert days is not None
        return self._of(left, days, NO_DAY, last=ref.field == "last")

    def values(self, ref: "Ref") -> Array:
        """A column, or what a step left: its code (-1 for none), its value, or whether it happened."""
        if ref.step is None:
            return self.column(ref.field)
        left = self.left[ref.step]
        if ref.field == "code":
            return self._of(left, left.code, -1)
        if ref.field == "value":
            return self._of(left, left.value, np.nan)
        return (self._of(left, left.day, NO_DAY) != NO_DAY).astype(np.int8)

    def _of(self, left: Left, values: Array, none: float, *, last: bool = False) -> Array:
        if left.domain is self.domain and len(self.at) == len(values):
            return values
        at = left.at(self.domain, self.at, last=last)
        if left.domain.row is None or left.domain is self.domain:
            return values[at]
        if not len(values):
            return np.full(len(at), none, values.dtype)
        return np.where(at < 0, values.dtype.type(none), values[at])


@dataclass(frozen=True, slots=True)
class Ref:
    """step: None for a column of the relation, which `field` then names; else `course.step`, with field day, last, until,
    code, value or happened. date: days since 1970-01-01 of what is the same for every row."""

    step: str | None
    field: str
    date: int | None = None


def _whose(
    persons: NDArray[np.uint32], owns: NDArray[np.uint32], rows: NDArray[np.int64]
) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    person, index = np.empty(len(rows), np.uint32), np.empty(len(rows), np.uint32)
    _find(persons, owns, rows, person, index)
    return person, index


_NUMBERS = "Array(uint32, 1, 'A', readonly=True)"
_KEPT = "int64({0}[::1], Array(boolean, 1, 'A', readonly=True), {0}[::1])"


@kernel_of(f"void({_NUMBERS}, {_NUMBERS}, int64[::1], uint32[::1], uint32[::1])")
def _find(
    persons: NDArray[np.uint32],
    owns: NDArray[np.uint32],
    rows: NDArray[np.int64],
    person: NDArray[np.uint32],
    index: NDArray[np.uint32],
) -> None:
    for place in range(len(rows)):
        person[place] = persons[rows[place]]
        index[place] = owns[rows[place]] * np.uint32(OCCURRENCES)


@kernel_of(_KEPT.format("int64"), _KEPT.format("int32"))
def _keep(rows: Array, kept: NDArray[np.bool_], made: Array) -> int:
    """How many are kept, without a question that the processor has to guess at."""
    count = 0
    for place in range(len(rows)):
        made[count] = rows[place]
        count += kept[place]
    return count
