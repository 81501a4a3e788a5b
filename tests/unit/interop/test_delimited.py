"""Which cells does each line of a CSV or TSV file hold, and which lines are not as the header says?"""

import csv
from io import StringIO
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from felles.interop.blocks import whole_lines
from felles.interop.delimited import Layout, delimited_rows
from felles.interop.rows import LINE

Row = tuple[int, list[str | None]]


def read(path: Path, text: str, columns: str = "abc", delimiter: str = ",", block: int = 1 << 20) -> list[Row]:
    rows, _ = read_with_rejects(path, text, columns, delimiter, block)
    return rows


def read_with_rejects(
    path: Path, text: str, columns: str = "abc", delimiter: str = ",", block: int = 1 << 20
) -> tuple[list[Row], list[tuple[int, str]]]:
    file = path / "table"
    file.write_text(text, encoding="utf-8", newline="")
    rows: list[Row] = []
    rejects: list[tuple[int, str]] = []
    layout = Layout(str(file), tuple(columns), delimiter, 1)
    for part in delimited_rows(whole_lines(file, block_bytes=block), layout):
        rows += [(row[LINE], [row[name] for name in columns]) for row in part.frame.iter_rows(named=True)]
        rejects += part.rejects.select("line", "got").rows()
    return rows, rejects


def test_an_empty_cell_is_nothing_and_spaces_around_a_cell_do_not_count(tmp_path: Path) -> None:
    assert read(tmp_path, "a,b,c\n 1 ,,3\n") == [(2, ["1", None, "3"])]


def test_empty_lines_and_lines_of_empty_cells_are_no_rows(tmp_path: Path) -> None:
    assert read(tmp_path, "a,b,c\n\n1,2,3\n,,\n   \n4,5,6\n") == [(3, ["1", "2", "3"]), (6, ["4", "5", "6"])]


def test_a_row_with_too_few_or_too_many_cells_is_set_aside(tmp_path: Path) -> None:
    rows, rejects = read_with_rejects(tmp_path, "a,b,c\n1,2\n1,2,3\n1,2,3,4\n")

    assert rows == [(3, ["1", "2", "3"])]
    assert rejects == [(2, "2 cells"), (4, "4 cells")]


def test_a_quoted_cell_may_hold_delimiters_quotes_and_line_ends(tmp_path: Path) -> None:
    text = 'a,b,c\n1,"two, ""too""",3\n4,"five\nand\n\na half",6\n7,8,9\n'

    assert read(tmp_path, text) == [
        (2, ["1", 'two, "too"', "3"]),
        (3, ["4", "five\nand\n\na half", "6"]),
        (7, ["7", "8", "9"]),
    ]


def test_a_quote_that_is_never_closed_costs_one_row_and_not_the_rest_of_the_file(tmp_path: Path) -> None:
    rows, rejects = read_with_rejects(tmp_path, 'a,b,c\n1,"2,3\n4,5,6\n7,8,9\n')

    assert rows == [(3, ["4", "5", "6"]), (4, ["7", "8", "9"])]
    assert rejects == [(2, "a quote that is opened and not closed")]


def test_two_slips_of_the_quote_key_far_apart_do_not_swallow_the_rows_between(tmp_path: Path) -> None:
    rows, rejects = read_with_rejects(tmp_path, 'a,b,c\n1,"2,3\n4,5,6\n7,8",9\n')

    assert [cells for _, cells in rows] == [["4", "5", "6"], ["7", '8"', "9"]]
    assert rejects == [(2, "a quote that is opened and not closed")]


def test_text_after_a_closing_quote_is_set_aside(tmp_path: Path) -> None:
    rows, rejects = read_with_rejects(tmp_path, 'a,b,c\n1,"2"x,3\n4,5,6\n')

    assert rows == [(3, ["4", "5", "6"])]
    assert rejects == [(2, "quotes that do not stand around a whole cell")]


def test_a_lost_line_within_a_quoted_cell_does_not_make_a_cell_of_its_remains(tmp_path: Path) -> None:
    rows, rejects = read_with_rejects(tmp_path, 'a,b,c\n1,"two\nt\0oo\nhalf",3\n4,5,6\n')

    assert rows == [(5, ["4", "5", "6"])]
    assert [line for line, _ in rejects] == [2, 3, 4]


CELL = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"]) | st.sampled_from('",;"'),
    max_size=6,
)


@given(
    table=st.lists(st.lists(CELL.filter(bool), min_size=3, max_size=3), max_size=12),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    delimiter=st.sampled_from([",", ";", "\t"]),
    block=st.integers(1, 60),
)
def test_whatever_the_csv_module_writes_is_read_back_wherever_blocks_end(
    tmp_path: Path, table: list[list[str]], quoting: int, delimiter: str, block: int
) -> None:
    written = StringIO()
    csv.writer(written, delimiter=delimiter, quoting=quoting).writerows([["a", "b", "c"], *table])  # type: ignore[arg-type]

    rows = read(tmp_path, written.getvalue(), delimiter=delimiter, block=block)

    assert rows == [(number, cells) for number, cells in enumerate(table, 2)]
