"""What pages of statistics hide: the same in every slice of a table, and nothing that another slice gives away."""

import polars as pl

from felles.web.portals.analysis.hiding import hidden_cells, key_of, with_sums

CASES = pl.DataFrame(
    {
        "sex": ["female", "male", "female", "male", "female", "male"],
        "region": ["north", "north", "west", "west", "south_east", "south_east"],
        "n": [3, 40, 30, 35, 60, 70],
    }
)


def test_every_sum_of_the_cells_is_a_row() -> None:
    table = {(row["sex"], row["region"]): row["n"] for row in with_sums(CASES, ["sex", "region"], "n").to_dicts()}

    assert len(table) == 6 + 2 + 3 + 1
    assert table["*", "north"] == 43
    assert table["female", "*"] == 93
    assert table["*", "*"] == 238


def test_a_small_cell_and_one_more_of_each_of_its_sums_are_hidden_on_every_page() -> None:
    hidden = hidden_cells(CASES, ["sex", "region"], "n")

    assert ("female", "north") in hidden
    assert {("male", "north"), ("*", "north")} & hidden
    assert {("female", "west"), ("female", "south_east"), ("female", "*")} & hidden


def test_a_row_of_a_page_is_the_sum_over_what_it_is_not_split_by() -> None:
    assert key_of({"region": "north", "n": 43}, ["sex", "region", "stage"]) == ("*", "north", "*")


def test_nothing_is_hidden_where_nobody_is_few() -> None:
    assert hidden_cells(CASES.filter(pl.col("n") > 4), ["sex", "region"], "n") == frozenset()
