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

    said = [[_said(value) for value in row] for row in rows]
    if any(sign in value for row in said for value in row for sign in (_COLUMN, _ROW)):
        raise ValueError(f'A value that goes into SQL may hold no "{_COLUMN}" and no "{_ROW}".')
    text = _ROW.join(_COLUMN.join(row) for row in said or [[""] * len(columns)])
    table = ibis.literal(text).split(_ROW).unnest().name("said").as_table()
    part = table.said.split(_COLUMN)
    made = table.select(**{name: _read(part[at], type_) for at, (name, type_) in enumerate(columns.items())})
    return made if said else made.filter(ibis.literal(False))


def _said(value: Any) -> str:
    return "" if value is None else str(value)


def _read(text: ir.StringValue, type_: str) -> ir.Value:
    if type_ == "boolean":
        return text == "True"
    return text.nullif("") if type_ == "string" else text.nullif("").cast(type_)
