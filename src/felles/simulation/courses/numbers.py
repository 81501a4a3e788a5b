"""Which number does a step take for each row: one for all, or by a table?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from felles.definitions.simulation.courses import Sourced
from felles.definitions.simulation.expressions import OTHER, NumberTable
from felles.definitions.simulation.figures import Ranged
from felles.simulation.compiling import kernel_of
from felles.simulation.courses.arrays import Array
from felles.simulation.courses.refusals import Spot
from felles.simulation.courses.scope import Scope
from felles.simulation.courses.views import Ref, View
from felles.simulation.parameters import Draw


@dataclass(frozen=True, slots=True)
class Level:
    """One column of a table. of_word: word number -> level; starts: where bands of numbers begin. The last level is `other`.

    possible: words that rows can have; may_be_other: whether any of them is not listed.
    """

    ref: Ref
    of_word: NDArray[np.int64] | None
    starts: NDArray[np.float64] | None
    size: int
    may_be_other: bool
    possible: frozenset[str] | None

    def of(self, view: View) -> NDArray[np.int64]:
        """The level of each row."""
        values: NDArray[Any] = view.values(self.ref)
        if self.of_word is not None:
            return self.of_word.take(values)
        assert self.starts is not None
        bands = np.empty(len(values), np.int64)
        _find_bands(np.asarray(values, np.float64), self.starts, self.size - 1, bands)
        return bands


@kernel_of("void(Array(float64, 1, 'A', readonly=True), float64[::1], int64, int64[::1])")
def _find_bands(values: NDArray[np.float64], starts: NDArray[np.float64], other: int, bands: NDArray[np.int64]) -> None:
    for row in range(len(values)):
        begun = 0
        for start in starts:  # a handful: counted sooner than searched
            begun += values[row] >= start
        bands[row] = begun - 1 if begun > 0 else other


@dataclass(frozen=True, slots=True)
class Strata:
    """The cells of a table, laid out in a row; each row of a view has one."""

    levels: tuple[Level, ...]

    def of(self, view: View) -> NDArray[np.int64]:
        """The cell of each row."""
        cell = self.levels[0].of(view)
        for level in self.levels[1:]:
            cell = cell * level.size + level.of(view)
        return cell


@dataclass(frozen=True, slots=True)
class NumberPlan:
    """cells: one number, or one for each cell of the strata."""

    cells: NDArray[np.float64]
    strata: Strata | None = None

    def of(self, view: View) -> Array:
        """The number of each row, or the one of all."""
        return float(self.cells[0]) if self.strata is None else self.cells.take(self.strata.of(view))


@dataclass(frozen=True, slots=True)
class Figures:
    """Draws the figures of one step. said: who says its plain numbers."""

    draw: Draw
    said: tuple[Sourced, ...]

    def number(self, figure: Any, scope: Scope, spot: Spot, *, share: bool = False) -> NumberPlan:
        """The plan of a plain number, a Ranged or a table."""
        if isinstance(figure, NumberTable):
            plan = self._table(figure, scope, spot)
        elif isinstance(figure, Ranged):
            plan = NumberPlan(np.array([self.draw(figure, self._path(spot))]))
        else:
            plan = NumberPlan(np.array([float(figure) * self._drawn_times(self._range(spot), spot)]))
        if not share:
            return plan
        if (plan.cells < 0).any() or (self.draw.number == 0 and (plan.cells > 1 + 1e-9).any()):
            spot.refuse(f"{plan.cells.min():g} to {plan.cells.max():g}", "probabilities from 0 to 1")
        return NumberPlan(np.clip(plan.cells, 0.0, 1.0), plan.strata)

    def _table(self, table: NumberTable, scope: Scope, spot: Spot) -> NumberPlan:
        said = table.source is not None or table.assumption is not None
        off = table.give_or_take if table.give_or_take is not None else (0.0 if said else self._range(spot))
        cells, strata = laid_out(table.by, table.values, scope, spot)
        times = self._drawn_times(off, spot)
        return NumberPlan(np.array([np.nan if cell is None else float(cell) * times for cell in cells]), strata)

    def _drawn_times(self, off: float, spot: Spot) -> float:
        times = Ranged(value=1.0, low=1.0 - off, high=1.0 + off, assumption="give or take")
        return self.draw(times, self._path(spot))

    def _range(self, spot: Spot) -> float:
        """How far off the plain numbers may be."""
        for said in self.said:
            if said.source is not None or said.assumption is not None:
                return said.give_or_take or 0.0
        spot.refuse("a plain number without a source", "a source or an assumption of the number, the step or the file")
        return 0.0

    def _path(self, spot: Spot) -> str:
        return f"services/{spot.file.rpartition('/')[2].removesuffix('.yaml')}.{spot.path}"


def laid_out(by: tuple[str, ...], values: Any, scope: Scope, spot: Spot) -> tuple[list[Any], Strata]:
    """A table's cells in a row, None where nothing is said of an `other` that no row can be; and where each row finds its own."""
    levels, keys = [], []
    for depth, name in enumerate(by):
        found = scope.values(name, spot.inside("by"))
        if found is None:
            return [], Strata(())
        ref, kind, known = found
        listed = _keys_at(values, depth)
        if kind == "words":
            level = _word_level(ref, listed, known, scope.possible(name, known), spot)
        else:
            listed = sorted(listed, key=_start)
            level = _number_level(ref, listed, name, spot)
        levels.append(level)
        keys.append(listed)
    cells: list[Any] = []
    _lay(values, keys, levels, cells)
    _refuse_gaps(cells, levels, keys, by, spot)
    return cells, Strata(tuple(levels))


def _start(key: str) -> float:
    try:
        return float(key)
    except ValueError:
        return np.nan


def _keys_at(values: Any, depth: int) -> list[str]:
    """The keys of a level of nested cells, each once, in the order of the file, without `other`."""
    if not isinstance(values, Mapping):
        return []
    if depth == 0:
        return [key for key in values if key != OTHER]
    return list(dict.fromkeys(key for inner in values.values() for key in _keys_at(inner, depth - 1)))


def _word_level(ref: Ref, keys: list[str], known: tuple[str, ...], possible: tuple[str, ...], spot: Spot) -> Level:
    of_word = np.full(len(known) + 1, len(keys), np.int64)  # the last for rows without a word, whose number is -1
    for level, key in enumerate(keys):
        if key in known:
            of_word[[number for number, word in enumerate(known) if word == key]] = level
        else:
            spot.inside("values").refuse_word(key, known, "a word of that column, or other")
    return Level(ref, of_word, None, len(keys) + 1, bool(set(possible) - set(keys)), frozenset(possible))


def _number_level(ref: Ref, keys: list[str], name: str, spot: Spot) -> Level:
    starts = np.array([_start(key) for key in keys])
    if np.isnan(starts).any() or (np.diff(starts) <= 0).any():
        spot.inside("values").refuse(", ".join(keys), f"starts of bands of {name}, such as 0, 50 and 70")
    return Level(ref, None, starts, len(keys) + 1, False, None)


def _lay(values: Any, keys: list[list[str]], levels: list[Level], cells: list[Any]) -> None:
    """Every combination of levels with its cell; what is not listed takes `other`, a band what holds at its start."""
    if not keys:
        cells.append(None if isinstance(values, Mapping) else values)
        return
    for key in [*keys[0], OTHER]:
        _lay(_cell(values, key, levels[0]), keys[1:], levels[1:], cells)


def _cell(values: Any, key: str, level: Level) -> Any:
    if not isinstance(values, Mapping):
        return values
    if level.starts is None or key == OTHER:
        return values.get(key, values.get(OTHER))
    begun = [listed for listed in values if listed != OTHER and _start(listed) <= float(key)]
    return values[max(begun, key=_start)] if begun else values.get(OTHER)


def _refuse_gaps(cells: list[Any], levels: list[Level], keys: list[list[str]], by: tuple[str, ...], spot: Spot) -> None:
    """Refuse combinations that rows can have and nothing is said of. Bands of numbers may leave out what is below the first."""
    grid = np.ones(1, bool)
    for level, listed in zip(levels, keys, strict=True):
        here = [level.possible is None or key in level.possible for key in listed]
        grid = (grid[:, None] & np.array([*here, level.may_be_other])[None, :]).ravel()
    for number in np.flatnonzero(grid):
        if cells[number] is None:
            places = [int(place) for place in np.unravel_index(number, [level.size for level in levels])]
            words = (_shown(level, listed, place) for level, listed, place in zip(levels, keys, places, strict=True))
            what = ", ".join(f"{name} {word}" for name, word in zip(by, words, strict=True))
            spot.inside("values").refuse(f"nothing for {what}", "a cell for everything that rows can be, or other")
            return


def _shown(level: Level, listed: list[str], place: int) -> str:
    """A cell's key; for `other` a word that it stands for."""
    if place < len(listed):
        return listed[place]
    return min((level.possible or frozenset()) - set(listed), default=OTHER)
