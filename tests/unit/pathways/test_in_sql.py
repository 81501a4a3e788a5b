"""Definitions stand in the SQL itself, with what is missing as null."""

from datetime import date

import ibis
import pytest

from felles.pathways.in_sql import each_in_sql, in_sql

COLUMNS = {"name": "string", "days": "int64", "begins": "date", "known": "boolean"}


def test_rows_keep_their_kinds_and_what_is_missing_is_null() -> None:
    table = in_sql([("lung", 7, date(2026, 1, 31), True), ("breast", None, None, False)], COLUMNS)

    assert sorted(table.to_polars().rows()) == [("breast", None, None, False), ("lung", 7, date(2026, 1, 31), True)]


def test_no_rows_make_a_table_without_rows() -> None:
    assert in_sql([], COLUMNS).to_polars().is_empty()


def test_each_row_stands_beside_those_of_its_own_value_alone() -> None:
    table = ibis.memtable({"person": [1, 2, 3], "plan": ["short", "long", "unheard_of"]})

    found = each_in_sql(
        table, "plan", {"short": [("a", 1)], "long": [("b", 2), ("c", None)]}, {"item": "string", "month": "int64"}
    )

    assert sorted(found.to_polars().rows()) == [(1, "short", "a", 1), (2, "long", "b", 2), (2, "long", "c", None)]


def test_a_value_with_the_sign_between_values_is_refused() -> None:
    with pytest.raises(ValueError, match='may hold no ";"'):
        in_sql([("a;b", 1, None, True)], COLUMNS)
