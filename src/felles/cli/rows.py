"""How does a command answer with rows: as JSON, as CSV, or as a table that a person reads?"""

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from felles.cli.answer import answer, console, say

if TYPE_CHECKING:
    import polars as pl

Csv = Annotated[bool, typer.Option("--csv", help="The rows as CSV on standard output, the notes on standard error.")]

LanguageOption = Annotated[str, typer.Option(help="The language of the sentences: nb, nn or en.")]

OnlyOption = Annotated[
    str, typer.Option(help="Only the rows with these values of --by, such as sex=female,region=north.")
]

_MOST_SHOWN = 60
_MOST_NAMED = 20


def answer_rows(
    rows: "pl.DataFrame",
    notes: Sequence[str] = (),
    *,
    as_json: bool,
    as_csv: bool,
    words: Callable[[], None] | None = None,
    record: Callable[[dict[str, Any]], dict[str, Any]] = dict,
    more: Mapping[str, Any] | None = None,
) -> None:
    """Print `{"rows": [...], "notes": [...]}` and what there is `more`, or CSV, or a table (`words` replaces it).

    record: makes the JSON object of a row. Raises Refused where both forms are asked for. Nested columns must be
    made flat for CSV.
    """
    one_form(as_json=as_json, as_csv=as_csv)
    if as_csv:
        sys.stdout.write(rows.write_csv())
        say_notes(notes)
        return
    listed = [record(row) for row in rows.iter_rows(named=True)] if as_json else []
    shown = words or (lambda: show_rows(rows, notes))
    answer({"rows": listed, "notes": list(notes), **(more or {})}, as_json=as_json, words=shown)


def only_rows(rows: "pl.DataFrame", words: str) -> "pl.DataFrame":
    """The rows with the values that `sex=female,region=north` names. Raises Refused for what is no column of them."""
    import polars as pl

    from felles.store import Refused

    for word in filter(None, (part.strip() for part in words.split(","))):
        name, equals, value = word.partition("=")
        if not equals or name not in rows.columns:
            raise Refused(
                f"--only takes column=value, a column of --by; got {word}. There is {', '.join(rows.columns)}."
            )
        found = rows.filter(pl.col(name).cast(pl.String) == value)
        if found.is_empty() and not rows.is_empty():
            raise Refused(f"--only: no row has {word}. {_values_of(rows[name])}")
        rows = found
    return rows


def _values_of(column: "pl.Series") -> str:
    there = column.drop_nulls().unique(maintain_order=True)
    some = ", ".join(map(str, there.head(_MOST_NAMED)))
    return f"{column.name} is {some}{' ...' if there.len() > _MOST_NAMED else ''}."


def one_form(*, as_json: bool, as_csv: bool) -> None:
    """Refuse two forms at once, before any work is done."""
    from felles.store import Refused

    if as_json and as_csv:
        raise Refused("Choose one of --json and --csv.")


def show_rows(rows: "pl.DataFrame", notes: Sequence[str]) -> None:
    """The first rows as a table on standard error, and how to have the rest."""
    table = Table(*rows.columns, box=None, pad_edge=False)
    for row in rows.head(_MOST_SHOWN).iter_rows():
        table.add_row(*map(_shown, row))
    console.print(table)
    say_notes(notes)
    if rows.height > _MOST_SHOWN:
        say(f"The first {_MOST_SHOWN} of {rows.height:,} rows. To have them all: --json or --csv.")


def say_notes(notes: Sequence[str]) -> None:
    """Each note as a line on standard error."""
    for note in notes:
        say(f"Note: {note}")


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:.4f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
