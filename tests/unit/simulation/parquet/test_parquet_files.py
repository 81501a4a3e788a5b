"""What is written as Parquet is what every reader of Parquet reads."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import polars as pl
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from felles.simulation import parquet
from felles.simulation.calendar import NO_DAY

WORDS = ["", "brystkreft", "æøå", *(f"word {number}" for number in range(300))]
COLUMNS = {
    "number": parquet.Column(parquet.NUMBER, always=True),
    "perhaps": parquet.Column(parquet.NUMBER),
    "value": parquet.Column(parquet.VALUE, pressed=True),
    "word": parquet.Column(parquet.WORD, pressed=True),
    "named": parquet.Column(parquet.WORD, always=True),
    "day": parquet.Column(parquet.DAY, always=True),
    "until": parquet.Column(parquet.MOMENT),
    "source": parquet.Column(parquet.WORD, always=True),
}
MICROSECONDS = 86_400_000_000
READERS: dict[str, Callable[[Path], pl.DataFrame]] = {
    "PyArrow": lambda path: pl.DataFrame(pl.from_arrow(pq.read_table(path))),
    "Polars": pl.read_parquet,
    "DuckDB": lambda path: duckdb.sql(f"select * from read_parquet('{path}')").pl(),
}

wide = st.one_of(st.integers(0, 9), st.integers(0, 2**61))
days = st.integers(-32_000, 84_000)
rows = st.fixed_dictionaries(
    {
        "number": wide,
        "perhaps": st.one_of(st.none(), wide),
        "value": st.one_of(st.none(), st.floats(allow_nan=False)),
        "word": st.one_of(st.none(), st.sampled_from(WORDS)),
        "named": st.sampled_from(WORDS),
        "day": days,
        "until": st.one_of(st.none(), days),
    }
)
part = st.one_of(
    st.lists(rows, max_size=30),
    st.builds(lambda row, times: [row] * times, rows, st.integers(1, 400)),
    st.builds(lambda few, times: few * times, st.lists(rows, min_size=1, max_size=9), st.integers(1, 60)),
)
groups = st.lists(st.lists(part, min_size=1, max_size=4), min_size=1, max_size=3)


def numbers_of(name: str, row: dict[str, Any]) -> Any:
    """A row's value as the number that stands for it."""
    value = row[name]
    if name in ("word", "named"):
        return -1 if value is None else WORDS.index(value)
    nothing: dict[str, Any] = {"perhaps": -1, "value": np.nan, "until": NO_DAY}
    return nothing[name] if value is None else value


def parted(name: str, parts: list[list[dict[str, Any]]]) -> parquet.Parted:
    """A column of the parts: those of which all rows say one thing take no rows."""
    kind = np.float64 if name == "value" else np.int64 if name in ("number", "perhaps") else np.int32
    columns = [np.array([numbers_of(name, row) for row in part], kind) for part in parts]
    bits = [column.view(np.int64) if column.itemsize == 8 else column for column in columns]
    same = np.array([len(set(column.tolist())) == 1 for column in bits])
    said = np.array([column[0] if one else 0 for column, one in zip(bits, same, strict=True)], np.int64)
    anything = [np.full_like(column, 77) if one else column for column, one in zip(bits, same, strict=True)]
    return parquet.Parted(np.array([len(part) for part in parts]), same, said, np.concatenate(anything))


def write(path: Path, groups: list[list[list[dict[str, Any]]]]) -> None:
    file = parquet.ParquetFile(path, COLUMNS)
    for parts in groups:
        column = {name: parted(name, parts) for name in COLUMNS if name != "source"}
        count, until = sum(map(len, parts)), parquet.coded_days(column["until"], NO_DAY)
        texts = [parquet.as_text(word) for word in WORDS]
        file.add(
            count,
            {
                "number": parquet.of_numbers(column["number"], ends=True),
                "perhaps": parquet.of_numbers(column["perhaps"], -1),
                "value": parquet.of_values(column["value"]),
                "word": parquet.of_words(parquet.coded(column["word"], -1, 0, len(WORDS)), texts),
                "named": parquet.of_words(parquet.coded(column["named"], None, 0, len(WORDS)), texts),
                "day": parquet.of_days(parquet.coded_days(column["day"]), ends=True),
                "until": parquet.of_moments(until, until.entries * MICROSECONDS),
                "source": parquet.same_for_all("simulation", count),
            },
        )
    file.close()


@pytest.mark.parametrize("reader", READERS)
@given(groups=groups)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_readers_read_what_was_written(tmp_path: Path, reader: str, groups: list[list[list[dict[str, Any]]]]) -> None:
    path = tmp_path / "rows.parquet"
    told = [row for parts in groups for part in parts for row in part]
    write(path, groups)

    read = READERS[reader](path)

    assert read["source"].to_list() == ["simulation"] * len(told)
    for name in ("number", "perhaps", "value", "word", "named"):
        assert read[name].to_list() == [row[name] for row in told]
    assert read["day"].cast(pl.Int32).to_list() == [row["day"] for row in told]
    moments = [None if row["until"] is None else row["until"] * MICROSECONDS for row in told]
    assert read["until"].dt.epoch("us").to_list() == moments
    assert read.schema["until"] == pl.Datetime("us", "UTC") or reader == "DuckDB"


def test_a_group_tells_its_least_and_its_largest_so_that_others_are_left_unread(tmp_path: Path) -> None:
    row = {"perhaps": None, "value": None, "word": None, "named": "", "until": None}
    write(tmp_path / "rows.parquet", [[[row | {"number": number, "day": number - 5} for number in (7, 3, 9)]]])

    group = pq.read_metadata(tmp_path / "rows.parquet").row_group(0)

    told = {group.column(place).path_in_schema: group.column(place).statistics for place in range(group.num_columns)}
    assert (told["number"].min, told["number"].max) == (3, 9)
    assert [str(told["day"].min), str(told["day"].max)] == ["1969-12-30", "1970-01-05"]
    assert [told[name].null_count for name in ("number", "perhaps", "value", "until")] == [0, 3, 3, 3]


def test_what_is_the_same_for_many_rows_takes_hardly_any_room(tmp_path: Path) -> None:
    row = {"number": 4, "perhaps": None, "value": None, "word": "brystkreft", "named": "", "day": 3, "until": None}

    write(tmp_path / "rows.parquet", [[[row] * 100_000]])

    assert (tmp_path / "rows.parquet").stat().st_size < 12_000


def test_a_file_that_was_abandoned_is_not_read_as_one(tmp_path: Path) -> None:
    file = parquet.ParquetFile(tmp_path / "rows.parquet", COLUMNS)
    file.abandon()

    with pytest.raises(Exception, match=r"footer|magic|Parquet"):
        pq.read_table(tmp_path / "rows.parquet")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Only Linux has a disk that is always full, /dev/full.")
def test_a_file_on_a_full_disk_can_be_abandoned() -> None:
    file = parquet.ParquetFile(Path("/dev/full"), COLUMNS)

    with pytest.raises(OSError, match="No space left"):
        file.close()
    file.abandon()
    parquet.ParquetFile(Path("/dev/full"), COLUMNS).abandon()
