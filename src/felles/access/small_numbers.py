"""Which numbers of a table must be hidden, so that nobody can be recognised in it, and none of them can be worked out?

A count of one to four tells of somebody: it is hidden. So is whatever would give it away: another count of its line, a
sum, a share or a median that was computed from it. A zero tells of nobody and is shown, unless it must help to hide
another number.

The choice of what else to hide is the classic one for tables of any shape (Kelly, Golden and Assad 1992, "Cell
suppression: disclosure protection for sensitive tabular data", Networks 22:397-417): for each small count a second
table is sought that agrees with everything shown and differs in that count, and what it changes is hidden, at the least
cost. Such a table proves that the count cannot be known. Unlike there, the second table holds whole numbers.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations

import numpy as np
import polars as pl
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

PUBLISHED, NATIONAL_COPY = 5, 3
"""The least count that is shown: to the public and to researchers, and in the copy of a national table that is not
published (NPR's own limit, content/pathways/measurement.yaml)."""

TOTAL = "*"
_ALREADY_HIDDEN = 1e-3  # not nothing: of two ways that hide as much, the one that moves fewer counts

_NEARLY_WHOLE = 1e-6


class CannotHide(ValueError):
    """A small count that follows from sums outside the table."""


@dataclass(frozen=True, slots=True)
class _Sum:
    """Cells that add up to another, or to what everybody knows (no `whole`)."""

    parts: tuple[int, ...]
    whole: int | None


def hide(
    frame: pl.DataFrame,
    *,
    counts: Sequence[str],
    within: Sequence[str],
    apart: Sequence[str] = (),
    sums: Mapping[str, Sequence[str]] | None = None,
    derived: Mapping[str, Sequence[str]] | None = None,
    least: int = PUBLISHED,
) -> pl.DataFrame:
    """The table without its small numbers, and without those that would give them away.

    counts: columns of whole numbers, none negative; a missing one is no number. within: the columns that split people,
    over which counts add up; a row with TOTAL ("*") in one of them is the sum over it. apart: columns over which nothing
    adds up, such as the name of a measure. sums: counts that add up within a row, {"all": ["men", "women"]}. derived:
    columns that are computed from counts, {"share": ["within", "all"]}, emptied with any of them.

    A sum over lines that is no row of the table is taken as known to everybody, unless it is small itself. Tables that
    are shown together must be hidden together: as one frame, with their sums as rows.

    Returns the frame with empty cells where something is hidden, and `hidden`, the names of the counts hidden in the
    row. The same frame gives the same answer. Raises CannotHide where sums that are no rows would give a count away
    whatever is hidden; with the sums as rows there is always a way. Raises ValueError for a row that is there twice.
    """
    _refuse_doubles(frame, [*apart, *within])
    numbered = frame.with_row_index("_row")
    hidden: set[tuple[int, str]] = set()
    groups = numbered.partition_by(list(apart), maintain_order=True) if apart else [numbered]
    for group in groups:
        table = _Table.of(group, counts, within, sums or {}, least)
        hidden |= {table.cells[cell] for cell in _hidden(table, least)}
    return _emptied(frame, hidden, counts, derived or {})


def _refuse_doubles(frame: pl.DataFrame, key: Sequence[str]) -> None:
    if frame.height > 1 and (not key or frame.select(key).is_duplicated().any()):
        raise ValueError(
            f"Each row must be there once, by {', '.join(key) or 'nothing'}: add up what belongs together."
        )


@dataclass(frozen=True, slots=True)
class _Table:
    """The cells of a table (row and count), their values, and how they add up (a row of `adds` is zero for any change)."""

    cells: list[tuple[int, str]]
    values: np.ndarray[tuple[int], np.dtype[np.float64]]
    adds: sparse.csr_array

    @classmethod
    def of(
        cls,
        group: pl.DataFrame,
        counts: Sequence[str],
        within: Sequence[str],
        sums: Mapping[str, Sequence[str]],
        least: int,
    ) -> "_Table":
        rows = group["_row"].to_list()
        cells: list[tuple[int, str]] = []
        values: list[float] = []
        number: dict[tuple[int, str], int] = {}
        for column in counts:
            for position, value in enumerate(group[column].to_list()):
                if value is not None:
                    number[position, column] = len(cells)
                    cells.append((rows[position], column))
                    values.append(float(value))
        keys = group.select(within).rows() if within else [()] * group.height
        array = np.array(values)
        found = chain(_sums_over_lines(keys, counts, number), _sums_within_rows(group.height, sums, number))
        return cls(cells, array, _matrix([each for each in found if _is_known(each, array, least)], len(cells)))


def _sums_over_lines(
    keys: Sequence[tuple[object, ...]], counts: Sequence[str], number: Mapping[tuple[int, str], int]
) -> Iterator[_Sum]:
    """What adds up over one or several of the columns that split, with the other columns as they are."""
    row_of = {key: position for position, key in enumerate(keys)}
    size = len(keys[0]) if keys else 0
    for over in chain.from_iterable(combinations(range(size), many) for many in range(1, size + 1)):
        lines: dict[tuple[object, ...], list[int]] = {}
        for position, key in enumerate(keys):
            if all(key[each] != TOTAL for each in over):
                whole = tuple(TOTAL if each in over else value for each, value in enumerate(key))
                lines.setdefault(whole, []).append(position)
        for whole, parts in lines.items():
            for column in counts:
                said = tuple(number[part, column] for part in parts if (part, column) in number)
                yield _Sum(said, number.get((row_of[whole], column)) if whole in row_of else None)


def _sums_within_rows(
    height: int, sums: Mapping[str, Sequence[str]], number: Mapping[tuple[int, str], int]
) -> Iterator[_Sum]:
    for whole, parts in sums.items():
        for position in range(height):
            if all((position, column) in number for column in (whole, *parts)):
                yield _Sum(tuple(number[position, column] for column in parts), number[position, whole])


def _is_known(each: _Sum, values: np.ndarray[tuple[int], np.dtype[np.float64]], least: int) -> bool:
    """Whether a sum tells anything: a single cell is no sum, and what does not add up says nothing exact."""
    total = values[list(each.parts)].sum()
    if each.whole is not None:
        return bool(total == values[each.whole])
    return len(each.parts) > 1 and (total == 0 or total >= least)


def _matrix(sums: Sequence[_Sum], width: int) -> sparse.csr_array:
    lines = {(tuple(sorted(each.parts)), each.whole) for each in sums}
    entries = [
        (line, cell, sign)
        for line, (parts, whole) in enumerate(sorted(lines, key=repr))
        for cell, sign in [*((part, 1.0) for part in parts), *([] if whole is None else [(whole, -1.0)])]
    ]
    line, cell, sign = zip(*entries, strict=True) if entries else ((), (), ())
    return sparse.csr_array((sign, (line, cell)), shape=(len(lines), width))


def _hidden(table: _Table, least: int) -> set[int]:
    """The cells to hide. Each is changed by one of the second tables that were found, so none can be known."""
    small = [int(cell) for cell in np.flatnonzero((table.values > 0) & (table.values < least))]
    hidden, proven = set(small), set[int]()
    for cell in sorted(small, key=lambda each: (-table.values[each], each)):
        if cell not in proven:
            changed = _second_table(table, cell, hidden)
            hidden |= changed
            proven |= changed
    return hidden


def _second_table(table: _Table, cell: int, hidden: set[int]) -> set[int]:
    """The cells in which another table differs that agrees with all sums, has one more or less here, and hides least."""
    width = len(table.cells)
    cost = 1.0 + np.log1p(table.values)
    cost[list(hidden)] = _ALREADY_HIDDEN
    both = sparse.hstack([table.adds, -table.adds], format="csr")
    best: tuple[float, set[int]] | None = None
    for step in (1.0, -1.0):
        low, high = np.zeros(2 * width), np.concatenate([np.full(width, np.inf), table.values])
        low[cell], high[cell] = max(step, 0.0), max(step, 0.0)
        low[width + cell] = high[width + cell] = max(-step, 0.0)
        found = _cheapest(np.concatenate([cost, cost]), both, Bounds(low, high))
        if found is not None:
            spent, moved = found
            if best is None or spent < best[0] - 1e-9:
                change = moved[:width] - moved[width:]
                best = (spent, {int(each) for each in np.flatnonzero(change)})
    if best is None:
        column = table.cells[cell][1]
        raise CannotHide(
            f"A small number in {column} follows from sums that are not in the table, whatever else is hidden. "
            f'Give the sums as rows too ("{TOTAL}" in what they are summed over), or split by less.'
        )
    return best[1]


def _cheapest(
    cost: np.ndarray[tuple[int], np.dtype[np.float64]], adds: sparse.csr_array, bounds: Bounds
) -> tuple[float, np.ndarray[tuple[int], np.dtype[np.float64]]] | None:
    """The whole numbers within bounds that agree with all sums at the least cost, with that cost; None where there are none.

    Most tables give whole numbers by linear programming alone, which takes a fraction of the time.
    """
    rules = [LinearConstraint(adds, 0.0, 0.0)] if adds.shape[0] else []
    for whole in (0, 1):
        found = milp(cost, integrality=np.full(len(cost), whole, dtype=np.int64), bounds=bounds, constraints=rules).x
        if found is None or np.abs(found - np.round(found)).max(initial=0.0) <= _NEARLY_WHOLE:
            break
    return None if found is None else (float(cost @ np.round(found)), np.round(found))


def _emptied(
    frame: pl.DataFrame, hidden: set[tuple[int, str]], counts: Sequence[str], derived: Mapping[str, Sequence[str]]
) -> pl.DataFrame:
    named = [[column for column in counts if (row, column) in hidden] for row in range(frame.height)]
    shown = frame.with_columns(hidden=pl.Series(named, dtype=pl.List(pl.String)))
    for column, parts in [*((column, [column]) for column in counts), *derived.items()]:
        gone = pl.any_horizontal(pl.col("hidden").list.contains(part) for part in parts)
        shown = shown.with_columns(pl.when(~gone).then(pl.col(column)).alias(column))
    return shown
