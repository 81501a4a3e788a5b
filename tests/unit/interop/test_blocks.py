"""Which whole lines does a text file hold, when neither its length, its bytes nor its line ends can be trusted?"""

from pathlib import Path

import pytest

from felles.interop.blocks import LONGEST_LINE, whole_lines


def lines_of(path: Path, encoding: str = "utf-8", block_bytes: int = 1 << 20) -> dict[int, str]:
    """Line -> text, of the lines that are not empty."""
    return {
        block.first_line + number: line
        for block in whole_lines(path, encoding, block_bytes=block_bytes)
        for number, line in enumerate(block.text.decode().split("\n"))
        if line
    }


def set_aside(path: Path, encoding: str = "utf-8", block_bytes: int = 1 << 20) -> list[tuple[int, str, str]]:
    """Line, got and allowed of every line that was set aside."""
    blocks = whole_lines(path, encoding, block_bytes=block_bytes)
    return [(line, got, allowed) for block in blocks for line, got, allowed, _ in block.set_aside]


@pytest.mark.parametrize("block_bytes", [1, 2, 3, 7, 1 << 20])
def test_lines_keep_their_numbers_wherever_blocks_end(tmp_path: Path, block_bytes: int) -> None:
    path = tmp_path / "lines"
    path.write_bytes("første\r\n\r\nandre\ntredje".encode())

    assert lines_of(path, block_bytes=block_bytes) == {1: "første", 3: "andre", 4: "tredje"}


def test_a_byte_order_mark_is_no_part_of_the_first_line(tmp_path: Path) -> None:
    path = tmp_path / "lines"
    path.write_bytes("\ufeffperson".encode())

    assert lines_of(path) == {1: "person"}


def test_a_line_that_is_too_long_is_set_aside_and_the_lines_after_it_keep_their_numbers(tmp_path: Path) -> None:
    path = tmp_path / "lines"
    path.write_bytes(b"one\n" + b"x" * (3 * LONGEST_LINE) + b"\nthree\n")

    assert lines_of(path, block_bytes=4096) == {1: "one", 3: "three"}
    assert set_aside(path, block_bytes=4096) == [(2, "a line of 3,145,728 bytes", "at most 1,048,576 bytes a line")]


def test_a_file_that_is_one_line_without_an_end_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "lines"
    path.write_bytes(b"x" * (2 * LONGEST_LINE + 5))

    assert [got for _, got, _ in set_aside(path, block_bytes=1 << 16)] == ["a line of 2,097,157 bytes"]


def test_a_line_with_a_nul_byte_is_set_aside_alone(tmp_path: Path) -> None:
    path = tmp_path / "lines"
    path.write_bytes(b"one\nt\0wo\nthree\n")

    assert lines_of(path) == {1: "one", 3: "three"}
    assert set_aside(path) == [(2, "a NUL byte", "text without NUL bytes")]


def test_a_line_that_is_not_utf_8_among_lines_that_are_is_set_aside_alone(tmp_path: Path) -> None:
    path = tmp_path / "lines"
    path.write_bytes("blåbær\n".encode() + b"bl\xe5\n" + "ørret\n".encode())

    assert lines_of(path) == {1: "blåbær", 3: "ørret"}
    assert set_aside(path) == [(2, "bytes that are not UTF-8", "text in UTF-8, as the rest of the file")]


def test_utf_16_is_read_by_its_mark(tmp_path: Path) -> None:
    path = tmp_path / "lines"
    path.write_bytes("ås\nøy\n".encode("utf-16"))

    assert lines_of(path, "utf-16", block_bytes=3) == {1: "ås", 2: "øy"}


def test_a_byte_that_windows_1252_does_not_have_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "lines"
    path.write_bytes("ås\n".encode("cp1252") + b"\x81\n")

    assert lines_of(path, "cp1252") == {1: "ås"}
    assert [line for line, *_ in set_aside(path, "cp1252")] == [2]
