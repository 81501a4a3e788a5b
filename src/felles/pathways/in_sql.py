"""How do definitions reach a rule? As a relation that stands in the SQL itself, so that every engine has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ibis.expr import types as ir

_COLUMN, _ROW = ";", "#"


def in_sql(rows: Iterable[Sequence[Any]], columns: Mapping[str, str]) -> ir.Table:
    """Rows of plain values as a table. columns: name -> Ibis type, in the order of the values; None becomes null.

    They stand there as one text that the engine takes apart: Ibis compiles one literal at once, and a thousand slowly.
    Raises ValueError for a text with one of the signs that part columns and rows.
    """
    import ibis

    said = list(rows)
    text = _as_text(said or [[None] * len(columns)])
    table = ibis.literal(text).split(_ROW).unnest().name("said").as_table()
    part = table.said.split(_COLUMN)
    made = table.select(**{name: _read(part[at], type_) for at, (name, type_) in enumerate(columns.items())})
    return made if said else made.filter(ibis.literal(False))


def each_in_sql(
    table: ir.Table, column: str, rows: Mapping[str, Iterable[Sequence[Any]]], columns: Mapping[str, str]
) -> ir.Table:
    """A table beside the rows that belong to the value of a text column, as far as it has any: a join that costs only what
    it finds.

    rows: by that value; columns: as for `in_sql`. Raises ValueError as `in_sql`.
    """
    import ibis

    texts = {value: _as_text(each) for value, each in rows.items()}
    known = table.filter(table[column].isin(list(texts)))
    text = ibis.cases(*((known[column] == value, text) for value, text in texts.items()), else_="")
    part = (split := known.mutate(said=text.split(_ROW).unnest())).said.split(_COLUMN)
    read = {name: _read(part[at], type_) for at, (name, type_) in enumerate(columns.items())}
    return split.select(*table.columns, **read)


def _as_text(rows: Iterable[Sequence[Any]]) -> str:
    said = [[_said(value) for value in row] for row in rows]
    if any(sign in value for row in said for value in row for sign in (_COLUMN, _ROW)):
        raise ValueError(f'A value that goes into SQL may hold no "{_COLUMN}" and no "{_ROW}".')
    return _ROW.join(_COLUMN.join(row) for row in said)


def _said(value: Any) -> str:
    return "" if value is None else str(value)


def _read(text: ir.StringValue, type_: str) -> ir.Value:
    if type_ == "boolean":
        return text == "True"
    return text.nullif("") if type_ == "string" else text.nullif("").cast(type_)
