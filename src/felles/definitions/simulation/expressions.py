"""How does a step file say a number, a span of days, or a word: outright, by a table, or as a choice of chance?

A plain number takes the source or the assumption of its step or file. README.md of content/simulation/services has the language.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Any, Literal

from felles.definitions import nodes
from felles.definitions.errors import did_you_mean
from felles.definitions.places import REFUSED, Place
from felles.definitions.readers import ListOf, MappingOf, Named, Number, Reader, WholeNumber, quoted
from felles.definitions.records import Problem, Record
from felles.definitions.simulation.figures import Ranged

OTHER = "other"
"""What is not listed in a table."""
ABSENT = "absent"
"""Nothing is written."""


@dataclass(frozen=True)
class Word:
    """A word as it stands, or a list of words as one."""

    allowed: str = "a word"

    def read(self, node: nodes.Node, place: Place) -> Any:
        if isinstance(node, nodes.Listing) and node.items:
            words = [self.read(item, place.inside(number)) for number, item in enumerate(node.items, 1)]
            return REFUSED if REFUSED in words else ", ".join(words)
        if not isinstance(node, nodes.Scalar) or node.is_null or not node.text.strip():
            return place.refuse(node, self.allowed)
        return node.text


@dataclass(frozen=True)
class Cells:
    """Cells by the words of one column after the other; a key may be several words with commas."""

    cell: Reader
    marks: frozenset[str] = frozenset()

    @property
    def allowed(self) -> str:
        return f'by the words of each column, or "{OTHER}", {self.cell.allowed}'

    def read(self, node: nodes.Node, place: Place) -> Any:
        if not isinstance(node, nodes.Mapping) or self.marks & set(node.entries):
            return self.cell.read(node, place)
        cells: dict[str, Any] = {}
        for key, item in node.entries.values():
            inside = place.inside(key.text)
            value = self.read(item, inside)
            for word in (part.strip() for part in key.text.split(",")):
                cells[word] = inside.refuse(key, "each word once") if word in cells else value
        return REFUSED if REFUSED in cells.values() else MappingProxyType(cells)


@dataclass(frozen=True)
class OneOf:
    """A plain value, or a mapping that is told by one of its fields."""

    plain: Reader
    told_by: tuple[tuple[str, type[Any]], ...]
    other: Reader | None = None

    @property
    def allowed(self) -> str:
        fields = quoted(field for field, _ in self.told_by)
        told = [f"a mapping with {fields}"] if fields else []
        return ", or ".join([self.plain.allowed, *told, *([self.other.allowed] if self.other else [])])

    def read(self, node: nodes.Node, place: Place) -> Any:
        if not isinstance(node, nodes.Mapping):
            return self.plain.read(node, place)
        for field, kind in self.told_by:
            if field in node.entries:
                return Record(kind).read(node, place)
        if self.other is not None:
            return self.other.read(node, place)
        known = [field for field, _ in self.told_by]
        hint = next((hint for key in node.entries if (hint := did_you_mean(key, known))), None)
        return place.refuse(node, self.allowed, hint=hint)


@dataclass(frozen=True, kw_only=True)
class NumberTable:
    """Numbers by columns of the row. The whole table is drawn up or down together."""

    by: Annotated[tuple[str, ...], "columns of the row, or an earlier step's code"]
    values: Annotated[Any, Cells(Number()), "by the words of the first column, the second ...; or `other`"]
    source: Annotated[str | None, Named("source"), "who says so; left out: as the step"] = None
    assumption: Annotated[str | None, "instead of a source"] = None
    give_or_take: Annotated[float | None, "how far off all of them may be, as a share"] = None

    def problems(self) -> Iterator[Problem]:
        yield from _problems_of_table(self.by, self.values)
        if self.assumption is not None and self.give_or_take is None:
            yield Problem("give_or_take", "an assumption without a range", "how far off it may be, such as 0.3")


NUMBER = OneOf(Number(), (("by", NumberTable),), Record(Ranged))
"""float, Ranged or NumberTable."""


@dataclass(frozen=True, kw_only=True)
class Band:
    """Any number from one to another, alike."""

    from_: Annotated[float, "the least"]
    to: Annotated[float, "the most"]

    def problems(self) -> Iterator[Problem]:
        if self.to < self.from_:
            yield Problem("to", f"{self.to:g}", f"{self.from_:g} or more")


PART = OneOf(Number(), (("by", NumberTable), ("from", Band)), Record(Ranged))


@dataclass(frozen=True, kw_only=True)
class Span:
    """A drawn number: of days, or what an event's value is. Exactly one of its distributions is given."""

    from_: Annotated[Any, NUMBER, "the least, where all up to `to` are alike"] = None
    to: Annotated[Any, NUMBER, "the most, included"] = None
    median: Annotated[Any, NUMBER, "lognormal: half lie below"] = None
    spread: Annotated[Any, NUMBER, "lognormal: standard deviation of the logarithm"] = None
    within: Annotated[Any, NUMBER, "lognormal: the share up to the limit"] = None
    limit: Annotated[Any, NUMBER, "lognormal: the limit of `within`"] = None
    mean: Annotated[Any, NUMBER, "exponential, or normal with `deviation`"] = None
    deviation: Annotated[Any, NUMBER, "normal: standard deviation"] = None
    column: Annotated[str | None, "a column of numbers, or `<step>.value`"] = None
    part: Annotated[Any, PART, "a share of the column"] = None
    sign: Annotated[Literal["before", "after"], "whether it is counted backwards"] = "after"
    least: Annotated[Any, NUMBER, "none is less"] = None
    most: Annotated[Any, NUMBER, "none is more"] = None
    in_: Annotated[Literal["days", "months", "years"], "what is counted"] = "days"
    queue: Annotated[str | None, Named("resource"), "a resource whose wait comes on top"] = None
    decimals: Annotated[int, WholeNumber(0, 6), "of a value"] = 0

    def problems(self) -> Iterator[Problem]:
        given = tuple(field for field in FORM_FIELDS if getattr(self, field) is not None)
        if given not in FORMS:
            got = quoted(field.rstrip("_") for field in given) if given else "none of its numbers"
            yield Problem(given[0].rstrip("_") if given else "median", got, WORDED_FORMS)


FORMS: Mapping[tuple[str, ...], str] = {
    ("from_", "to"): "alike",
    ("median", "spread"): "lognormal",
    ("spread", "within", "limit"): "within",
    ("mean",): "exponential",
    ("mean", "deviation"): "normal",
    ("column",): "column",
    ("column", "part"): "column",
}
FORM_FIELDS = ("from_", "to", "median", "spread", "within", "limit", "mean", "deviation", "column", "part")
WORDED_FORMS = (
    "one of: from and to; median and spread; within, limit and spread; mean; mean and deviation; column; "
    "column and part"
)

SPAN = OneOf(Number(), (("by", NumberTable), ("value", Ranged)), Record(Span))
"""float, Ranged, NumberTable or Span."""


@dataclass(frozen=True, kw_only=True)
class FromColumn:
    """The row's own word, or an earlier step's code."""

    column: str


@dataclass(frozen=True, kw_only=True)
class Choose:
    """One of some words, by weights."""

    choose: Annotated[Mapping[str, Any], MappingOf(NUMBER), "words with their weights, which are scaled to one"]

    def problems(self) -> Iterator[Problem]:
        if not self.choose:
            yield Problem("choose", "nothing", "words with their weights")


@dataclass(frozen=True, kw_only=True)
class MadeBy:
    """What a function of the code makes of the row."""

    made_by: str


_CELL = OneOf(Word(), (("choose", Choose), ("column", FromColumn)))


@dataclass(frozen=True, kw_only=True)
class WordTable:
    """Words by columns of the row."""

    by: Annotated[tuple[str, ...], "columns of the row, or an earlier step's code"]
    values: Annotated[
        Any, Cells(_CELL, frozenset({"choose", "column"})), "a word, or a choice, by the words of each column"
    ]
    source: Annotated[str | None, Named("source"), "who says so; left out: as the step"] = None
    assumption: Annotated[str | None, "instead of a source"] = None

    def problems(self) -> Iterator[Problem]:
        yield from _problems_of_table(self.by, self.values)


_TOLD_BY = (("by", WordTable), ("choose", Choose), ("column", FromColumn), ("made_by", MadeBy))
WORDS = OneOf(Word(), _TOLD_BY)
"""str, FromColumn, Choose, MadeBy or WordTable."""

VALUE = OneOf(Number(), (("by", NumberTable), ("choose", Choose), ("made_by", MadeBy), ("value", Ranged)), Record(Span))
"""float, Ranged, NumberTable, Choose, MadeBy or Span."""


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """Numbers from one up to another, which is not included."""

    from_: Annotated[float | None, "the least"] = None
    to: Annotated[float | None, "where it ends, not included"] = None


@dataclass(frozen=True)
class Conditions:
    """Conditions on columns, all of which must hold."""

    allowed: str = "columns, each with a list of words or with from and to"

    def read(self, node: nodes.Node, place: Place) -> Any:
        return MappingOf(OneOf(ListOf(Word()), (), Record(Bounds))).read(node, place)


def _problems_of_table(by: tuple[str, ...], values: Any) -> Iterator[Problem]:
    if not by:
        yield Problem("by", "an empty list", "one column or more")
    if not isinstance(values, Mapping) or not values:
        yield Problem("values", "no cells", "cells by the words of the first column")
    elif depth_of(values) > len(by):
        yield Problem("values", f"{depth_of(values)} levels", f"at most {len(by)}, one for each column of `by`")


def depth_of(values: Any) -> int:
    """How many columns deep the cells of a table lie."""
    return 1 + max(map(depth_of, values.values())) if isinstance(values, Mapping) else 0
