"""How many people are there, by age, sex and place, and how likely are they to die?"""

import csv
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any, Literal

from felles.definitions.errors import DefinitionError
from felles.definitions.readers import Named
from felles.definitions.words import Id

if TYPE_CHECKING:
    import polars

ColumnType = Literal["text", "date", "whole_number", "number"]
TYPES: Mapping[ColumnType, Callable[[str], Any]] = {
    "text": str,
    "date": date.fromisoformat,
    "whole_number": int,
    "number": float,
}


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a table."""

    type: ColumnType
    meaning: str


@dataclass(frozen=True, kw_only=True)
class TableAbout:
    """What a table beside it (same name, .csv) holds, whence, and what to beware of."""

    id: Id
    title: str
    columns: Annotated[Mapping[str, Column], "in the order of the file"]
    source: Annotated[str, Named("source")]
    licence: str
    caveats: tuple[str, ...] = ()
    checked: Annotated[str | None, "what it was compared with"] = None


@dataclass(frozen=True)
class PopulationTable:
    """A table with what is known of it. Every cell is filled and has the type that its column promises."""

    about: TableAbout
    columns: Mapping[str, tuple[Any, ...]]

    @cached_property
    def frame(self) -> "polars.DataFrame":
        """The table as a Polars frame."""
        import polars  # late: importing it takes longer than reading all content, and few pages count people

        return polars.DataFrame({name: list(values) for name, values in self.columns.items()})


def read_table(path: Path, name: str, about: TableAbout) -> PopulationTable:
    """The CSV file of a table, with the types its columns promise. Raises DefinitionError, naming line and column."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
    except FileNotFoundError:
        raise DefinitionError(name, "", "no such file", f"a CSV file beside {about.id}.yaml") from None
    except (ValueError, csv.Error):
        raise DefinitionError(name, "", "a file that is empty or not CSV", "CSV in UTF-8 with a header") from None
    if header != list(about.columns):
        allowed = f"the columns {', '.join(about.columns)}"
        raise DefinitionError(name, "", f"the columns {', '.join(header)}", allowed, line=1)
    refuse_ragged(rows, len(header), name)
    cells = zip(*rows, strict=True) if rows else iter([()] * len(header))
    return PopulationTable(
        about,
        MappingProxyType(
            {column: typed(words, column, name, about) for column, words in zip(header, cells, strict=True)}
        ),
    )


def refuse_ragged(rows: list[list[str]], width: int, name: str) -> None:
    """Refuse a row with more or fewer cells than the header."""
    for line, row in enumerate(rows, 2):
        if len(row) != width:
            raise DefinitionError(name, "", f"{len(row)} cells", f"{width} cells in every row", line=line)


def required(word: str) -> str:
    """The word of a cell. Raises ValueError where there is none."""
    if not word:
        raise ValueError("a cell must hold something")
    return word


def typed(words: tuple[str, ...], column: str, name: str, about: TableAbout) -> tuple[Any, ...]:
    """A column's words as its type."""
    kind = about.columns[column].type
    if "" not in words:
        with suppress(ValueError):
            return tuple(map(TYPES[kind], words))
    values = []  # something is wrong: on which line?
    for line, word in enumerate(words, 2):
        try:
            values.append(TYPES[kind](required(word)))
        except ValueError:
            got = f'"{word}"' if word else "nothing"
            allowed = f"a {kind.replace('_', ' ')} in every row"
            raise DefinitionError(name, column, got, allowed, line=line) from None
    return tuple(values)
