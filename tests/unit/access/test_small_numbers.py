"""Nobody can be recognised in a table that is shown: small numbers are hidden, and nothing gives them away."""

from itertools import combinations, product
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from felles.access.small_numbers import NATIONAL_COPY, TOTAL, CannotHide, hide

Values = list[list[int]]


def table(values: Values) -> pl.DataFrame:
    """Trusts down, tertials across, with all sums."""
    rows = [{"trust": f"t{r}", "third": f"{c}", "n": n} for r, line in enumerate(values) for c, n in enumerate(line)]
    return with_sums(pl.DataFrame(rows), ["trust", "third"], ["n"])


def with_sums(leaves: pl.DataFrame, within: list[str], counts: list[str]) -> pl.DataFrame:
    made = [leaves]
    for kept in (chosen for many in range(len(within)) for chosen in combinations(within, many)):
        groups = [pl.lit(TOTAL).alias(name) if name not in kept else pl.col(name) for name in within]
        made.append(leaves.with_columns(groups).group_by(within).agg(pl.col(counts).sum()).select(leaves.columns))
    return pl.concat(made).sort(within)


def shown(frame: pl.DataFrame) -> dict[tuple[Any, ...], int | None]:
    return {(row["trust"], row["third"]): row["n"] for row in frame.iter_rows(named=True)}


def test_one_to_four_are_hidden_and_zero_and_five_are_shown() -> None:
    frame = pl.DataFrame({"trust": list("abcd"), "n": [0, 1, 4, 5]})

    hidden = hide(frame, counts=["n"], within=["trust"])

    assert hidden["n"].to_list() == [0, None, None, 5]
    assert hidden["hidden"].to_list() == [[], ["n"], ["n"], []]


def test_the_copy_that_is_not_published_shows_three() -> None:
    frame = pl.DataFrame({"trust": list("abcd"), "n": [1, 2, 3, 4]})

    assert hide(frame, counts=["n"], within=["trust"], least=NATIONAL_COPY)["n"].to_list() == [None, None, 3, 4]


def test_a_sum_that_is_shown_does_not_give_away_the_only_small_number_of_its_line() -> None:
    hidden = shown(hide(table([[3, 40], [50, 60]]), counts=["n"], within=["trust", "third"]))

    assert hidden["t0", "0"] is None
    assert [cell for cell, value in hidden.items() if value is None] != [("t0", "0")]
    assert hidden["t1", "1"] is None or hidden["t0", TOTAL] is None or hidden[TOTAL, "0"] is None


def test_what_is_hidden_besides_is_small_rather_than_large() -> None:
    hidden = shown(hide(table([[3, 900], [10, 800], [20, 700]]), counts=["n"], within=["trust", "third"]))

    assert hidden["t0", "0"] is None
    assert hidden["t1", "0"] is None
    assert hidden["t2", "0"] == 20
    assert hidden[TOTAL, TOTAL] == 2433


def test_a_sum_outside_the_table_is_taken_as_known() -> None:
    frame = pl.DataFrame({"trust": ["a", "b", "c"], "n": [3, 40, 50]})

    assert hide(frame, counts=["n"], within=["trust"])["n"].to_list() == [None, None, 50]


def test_where_sums_outside_the_table_give_a_number_away_it_is_told() -> None:
    frame = pl.DataFrame({"trust": ["a", "a", "b"], "third": ["1", "2", "1"], "n": [3, 10, 20]})

    with pytest.raises(CannotHide, match="Give the sums as rows too"):
        hide(frame, counts=["n"], within=["trust", "third"])


def test_the_rest_of_a_sum_within_a_row_is_hidden_with_it() -> None:
    frame = pl.DataFrame({"trust": ["a", "b"], "all": [100, 90], "men": [97, 50], "women": [3, 40]})

    hidden = hide(frame, counts=["all", "men", "women"], within=[], apart=["trust"], sums={"all": ["men", "women"]})

    assert hidden["women"].to_list() == [None, 40]
    assert hidden.row(0)[1:3] in [(None, 97), (100, None)]


def test_what_is_computed_from_a_hidden_number_is_hidden() -> None:
    frame = pl.DataFrame({"trust": ["a", "b", "c"], "n": [3, 40, 50], "share": [0.1, 0.2, 0.3], "age": [1.0, 2.0, 3.0]})

    hidden = hide(frame, counts=["n"], within=["trust"], derived={"share": ["n"]})

    assert hidden["share"].to_list() == [None, None, 0.3]
    assert hidden["age"].to_list() == [1.0, 2.0, 3.0]


def test_a_number_that_is_missing_is_not_called_hidden() -> None:
    frame = pl.DataFrame({"trust": ["a", "b"], "n": [None, 40]}, schema_overrides={"n": pl.Int64})

    assert hide(frame, counts=["n"], within=["trust"])["hidden"].to_list() == [[], []]


def test_numbers_that_do_not_add_up_across_are_looked_at_one_by_one() -> None:
    frame = pl.DataFrame({"measure": ["OF1", "OF2"], "n": [3, 40]})

    assert hide(frame, counts=["n"], within=[], apart=["measure"])["n"].to_list() == [None, 40]


def test_a_row_that_is_there_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="Each row must be there once, by trust"):
        hide(pl.DataFrame({"trust": ["a", "a"], "n": [3, 40]}), counts=["n"], within=["trust"])


COUNTS = st.one_of(st.integers(0, 6), st.integers(0, 60))


@settings(max_examples=25)
@given(
    st.tuples(st.integers(1, 4), st.integers(1, 4)).flatmap(
        lambda size: st.lists(st.lists(COUNTS, min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0])
    )
)
def test_nobody_can_work_out_a_hidden_number_of_a_table_with_its_sums(values: Values) -> None:
    frame = table(values)

    hidden = hide(frame, counts=["n"], within=["trust", "third"])

    assert_none_can_be_known(frame, hidden, ["trust", "third"], ["n"], {})


@settings(max_examples=12)
@given(st.lists(st.tuples(COUNTS, COUNTS), min_size=8, max_size=12))
def test_nobody_can_work_out_a_hidden_number_of_three_ways_to_split_and_parts_within_a_row(
    values: list[tuple[int, int]],
) -> None:
    keys = list(product("ab", "cd", "efg"))
    leaves = pl.DataFrame(
        [
            {"x": x, "y": y, "z": z, "all": men + women, "men": men, "women": women}
            for (x, y, z), (men, women) in zip(keys, values, strict=False)
        ]
    )
    counts, within, sums = ["all", "men", "women"], ["x", "y", "z"], {"all": ["men", "women"]}
    frame = with_sums(leaves, within, counts)

    hidden = hide(frame, counts=counts, within=within, sums=sums)

    assert_none_can_be_known(frame, hidden, within, counts, sums)
    assert hide(frame, counts=counts, within=within, sums=sums).equals(hidden)


def assert_none_can_be_known(
    frame: pl.DataFrame, hidden: pl.DataFrame, within: list[str], counts: list[str], sums: dict[str, list[str]]
) -> None:
    """An attacker who knows how everything adds up finds at least two whole numbers for each hidden cell."""
    true = {
        (*row[: len(within)], name): row[len(within) + at]
        for row in frame.select(*within, *counts).rows()
        for at, name in enumerate(counts)
    }
    seen = {
        (*row[: len(within)], name): row[len(within) + at]
        for row in hidden.select(*within, *counts).rows()
        for at, name in enumerate(counts)
    }
    unknown = {cell: number for number, cell in enumerate(cell for cell, value in seen.items() if value is None)}
    assert all(seen[cell] == value for cell, value in true.items() if cell not in unknown)
    assert all(cell in unknown for cell, value in true.items() if 0 < value < 5)
    if not unknown:
        return
    lines, right = attackers_equations(seen, unknown, within, counts, sums)
    for cell, number in unknown.items():
        aim = np.zeros(len(unknown))
        aim[number] = 1.0
        rules = [LinearConstraint(lines, right, right)] if len(lines) else []
        room = [
            milp(
                sign * aim,
                integrality=np.ones(len(unknown), dtype=np.int64),
                bounds=Bounds(0, 10_000),
                constraints=rules,
            )
            for sign in (1, -1)
        ]
        low, high = round(room[0].fun), round(-room[1].fun)
        assert low < high, f"{cell} can only be {low}"


def attackers_equations(
    seen: dict[tuple[Any, ...], int | None],
    unknown: dict[tuple[Any, ...], int],
    within: list[str],
    counts: list[str],
    sums: dict[str, list[str]],
) -> tuple[np.ndarray, np.ndarray]:
    """Each sum as an equation in the unknown cells."""
    equations = []
    for whole in seen:
        for at in range(len(within)):
            if whole[at] == TOTAL:
                parts = [
                    cell
                    for cell in seen
                    if cell[at] != TOTAL and cell[:at] + cell[at + 1 :] == whole[:at] + whole[at + 1 :]
                ]
                equations.append((whole, parts))
        if whole[-1] in sums:
            equations.append((whole, [(*whole[:-1], name) for name in sums[whole[-1]]]))
    lines, right = [], []
    for whole, parts in equations:
        line, known = np.zeros(len(unknown)), 0.0
        for cell, sign in [(whole, -1.0), *((part, 1.0) for part in parts)]:
            if cell in unknown:
                line[unknown[cell]] += sign
            else:
                known += sign * (seen[cell] or 0)
        if line.any():
            lines.append(line)
            right.append(-known)
    return np.array(lines), np.array(right)
