"""Which word is written for each row: always the same, the row's own, or one that chance chooses?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from felles.definitions.simulation.expressions import ABSENT, Choose, FromColumn, MadeBy, WordTable
from felles.simulation.compiling import kernel_of
from felles.simulation.courses.arrays import Array, same
from felles.simulation.courses.luck_of_steps import Luck, Questions
from felles.simulation.courses.makers import Maker
from felles.simulation.courses.needs import MakerPlan, maker_plan
from felles.simulation.courses.numbers import Figures, NumberPlan, Strata, laid_out
from felles.simulation.courses.refusals import Spot
from felles.simulation.courses.scope import Scope
from felles.simulation.courses.views import Ref, View


@dataclass(frozen=True, slots=True)
class WordsPlan:
    """words: all that may come out, in the order of their numbers; -1 is nothing.

    Exactly one of: constant (the number of the one word); column; maker; choices, one for each cell of the strata.
    """

    words: tuple[str, ...]
    purpose: int
    constant: int | None = None
    column: Ref | None = None
    maker: MakerPlan | None = None
    strata: Strata | None = None
    choices: tuple["ChoicePlan", ...] = ()
    simple: "Simple | None" = None
    possible: tuple[str, ...] | None = None
    number: str = ""  # what the column's number is called, where fields may share it
    lacking: bool = True

    @property
    def may_lack(self) -> bool:
        """Whether a row may have no word."""
        if self.constant is not None:
            return self.constant < 0
        if self.choices:
            return any((choice.numbers < 0).any() or choice.column is not None for choice in self.choices)
        return self.lacking

    @property
    def may_be(self) -> tuple[str, ...]:
        """The words that rows can have where the step's conditions hold."""
        return self.words if self.possible is None else self.possible

    def of(self, view: View, luck: Luck, day: NDArray[np.int32]) -> Array:
        """The number of each row's word."""
        if self.constant is not None:
            return np.full(len(view.at), self.constant, np.int32)
        if self.column is not None:
            return view.values(self.column)
        if self.maker is not None:
            return self.maker.of(view, luck, day)
        if self.simple is not None:
            return self.simple.of(view, luck, self.purpose)
        return self._by_cells(view, luck)

    def _by_cells(self, view: View, luck: Luck) -> Array:
        cells = np.zeros(len(view.at), np.int64) if self.strata is None else self.strata.of(view)
        made = np.full(len(view.at), -1, np.int32)
        for cell in np.flatnonzero(np.bincount(cells)):
            places = np.flatnonzero(cells == cell)
            made[places] = self.choices[cell].of(view.at_places(places), luck, self.purpose)
        return made


@dataclass(frozen=True, slots=True)
class Simple:
    """Choices whose weights are the same numbers for all rows of a cell. number, upto: [cell, which]; upto adds up the shares."""

    number: NDArray[np.int32]
    upto: NDArray[np.float64]
    strata: Strata | None

    def of(self, view: View, luck: Luck, purpose: int) -> Array:
        """The number of each row's word."""
        cells = None if self.strata is None else self.strata.of(view)
        if self.number.shape[1] == 1:
            return np.full(len(view.at), self.number[0, 0]) if cells is None else self.number[:, 0].take(cells)
        made = np.empty(len(view.at), np.int32)
        cells = same(0, len(view.at), np.int64) if cells is None else cells
        _choose(luck.of(view, purpose), cells, self.upto, self.number, made)
        return made


@kernel_of("void(float64[::1], Array(int64, 1, 'A', readonly=True), float64[:, ::1], int32[:, ::1], int32[::1])")
def _choose(
    uniform: NDArray[np.float64],
    cells: NDArray[np.int64],
    upto: NDArray[np.float64],
    number: NDArray[np.int32],
    made: NDArray[np.int32],
) -> None:
    for row in range(len(uniform)):
        which = 0
        for share in upto[cells[row], :-1]:
            which += uniform[row] >= share
        made[row] = number[cells[row], which]


@dataclass(frozen=True, slots=True)
class ChoicePlan:
    """A cell: words with weights that may differ by row, or the row's own word (moved to its place on the list).

    numbers: of a column's words with one more for none.
    """

    numbers: NDArray[np.int32]
    weights: tuple[NumberPlan, ...] = ()
    column: Ref | None = None

    def of(self, view: View, luck: Luck, purpose: int) -> Array:
        """The number of each row's word."""
        if self.column is not None:
            return self.numbers.take(view.values(self.column))
        weights = np.stack([np.broadcast_to(weight.of(view), view.at.shape) for weight in self.weights])
        upto = np.cumsum(weights, axis=0)
        which = (luck.of(view, purpose) * upto[-1] >= upto[:-1]).sum(axis=0)
        return self.numbers[which]


@dataclass(slots=True)
class _List:
    """Words with their numbers, as they come."""

    numbers: dict[str, int] = field(default_factory=dict)

    def number(self, word: str) -> int:
        return -1 if word == ABSENT else self.numbers.setdefault(word, len(self.numbers))


@dataclass(frozen=True, slots=True)
class Wordings:
    """Plans the words of one step. shorthands: words that stand for a column of the row."""

    figures: Figures
    scope: Scope
    questions: Questions
    makers: Mapping[str, Maker]

    def plan(self, said: Any, name: str, spot: Spot, shorthands: Mapping[str, str] | None = None) -> WordsPlan:
        """name: the question."""
        purpose = self.questions.number(name, spot)
        said = self._long(said, shorthands or {})
        if isinstance(said, FromColumn):
            return self._column(said, purpose, spot)
        if isinstance(said, MadeBy):
            return self._made(said, purpose, spot)
        if isinstance(said, str):
            return WordsPlan((), purpose, -1) if said == ABSENT else WordsPlan((said,), purpose, 0)
        words = _List()
        if isinstance(said, WordTable):
            cells, strata = laid_out(said.by, said.values, self.scope, spot)
            cells = [ABSENT if cell is None else self._long(cell, shorthands or {}) for cell in cells]
            return self._choices(cells, strata, words, purpose, spot)
        return self._choices([said], None, words, purpose, spot)

    def _long(self, said: Any, shorthands: Mapping[str, str]) -> Any:
        return FromColumn(column=shorthands[said]) if isinstance(said, str) and said in shorthands else said

    def _column(self, said: FromColumn, purpose: int, spot: Spot) -> WordsPlan:
        found = self.scope.values(said.column, spot.inside("column"))
        if found is None:
            return WordsPlan((), purpose, -1)
        if found[1] != "words":
            spot.inside("column").refuse(f'"{said.column}"', "a column of words")
        column = self.scope.columns[said.column] if found[0].step is None else None
        return WordsPlan(
            found[2], purpose, column=found[0], possible=self.scope.possible(said.column, found[2]),
            number=column.number if column else "", lacking=column is None or column.may_lack,
        )  # fmt: skip

    def _made(self, said: MadeBy, purpose: int, spot: Spot) -> WordsPlan:
        maker = self.makers.get(said.made_by)
        if maker is None:
            spot.inside("made_by").refuse_word(said.made_by, self.makers, "what the code makes")
            return WordsPlan((), purpose, -1)
        return WordsPlan(maker.words, purpose, maker=maker_plan(maker, self.scope, spot.inside("made_by")))

    def _choices(self, cells: list[Any], strata: Strata | None, words: _List, purpose: int, spot: Spot) -> WordsPlan:
        known: dict[int, ChoicePlan] = {}
        plans = []
        for cell in cells:
            if id(cell) not in known:
                known[id(cell)] = self._choice(cell, words, spot)
            plans.append(known[id(cell)])
        listed = tuple(words.numbers)
        return WordsPlan(listed, purpose, strata=strata, choices=tuple(plans), simple=_simple(plans, strata))

    def _choice(self, cell: Any, words: _List, spot: Spot) -> ChoicePlan:
        if isinstance(cell, str):
            return ChoicePlan(np.array([words.number(cell)], np.int32), (NumberPlan(np.ones(1)),))
        if isinstance(cell, FromColumn):
            found = self._column(cell, 0, spot)
            return ChoicePlan(
                np.array([*(words.number(word) for word in found.words), -1], np.int32), column=found.column
            )
        assert isinstance(cell, Choose)
        numbers = np.array([words.number(word) for word in cell.choose], np.int32)
        weights = tuple(
            self.figures.number(weight, self.scope, spot.inside(f"choose.{word}"))
            for word, weight in cell.choose.items()
        )
        return ChoicePlan(numbers, weights)


def _simple(plans: list[ChoicePlan], strata: Strata | None) -> Simple | None:
    """All cells in one array, where no weight differs by row within a cell and no cell takes the row's own word."""
    if any(plan.column is not None or any(weight.strata for weight in plan.weights) for plan in plans):
        return None
    most = max((len(plan.numbers) for plan in plans), default=1)
    number, upto = np.full((len(plans), most), -1, np.int32), np.ones((len(plans), most))
    for row, plan in enumerate(plans):
        shares = np.cumsum([weight.cells[0] for weight in plan.weights])
        number[row, : len(plan.numbers)] = plan.numbers
        number[row, len(plan.numbers) :] = plan.numbers[-1]
        upto[row, : len(plan.numbers)] = shares / shares[-1]
    return Simple(number, upto, strata)
