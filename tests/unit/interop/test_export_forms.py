"""How are events written in MEDS, in XES and as a table?"""

import json
import stat
from collections.abc import Iterator
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any
from uuid import UUID
from xml.etree import ElementTree

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from meds.schema import (
    CodeMetadataSchema,
    DataSchema,
    DatasetMetadataSchema,
    code_metadata_filepath,
    dataset_metadata_filepath,
)

from felles.events import number_of, start_of
from felles.interop.meds import MEDS_VERSION, write_meds
from felles.interop.table import SCHEMA, write_table
from felles.interop.xes import write_xes
from felles.store import Refused

ONE, OTHER, EPISODE = (UUID(int=number << 100 | number) for number in (5, 6, 7))
MADE_AT = datetime(2026, 11, 21, tzinfo=UTC)


def batch(*rows: dict[str, Any]) -> pa.RecordBatch:
    """Rows as the store gives them: UUIDs as 16 bytes, everything that is not said null."""
    nothing: dict[str, Any] = dict.fromkeys(("until", "code", "value", "unit", "place", "actor", "episode"))
    full = [nothing | {"precision": "day", "day": row["time"].date()} | row for row in rows]
    for row in full:
        row["person"] = row["person"].bytes
        row["episode"] = row["episode"] and row["episode"].bytes
    moment = pa.timestamp("us", "UTC")
    schema = pa.schema(
        [
            ("person", pa.binary(16)),
            ("episode", pa.binary(16)),
            ("type", pa.string()),
            ("time", moment),
            ("until", moment),
            ("day", pa.date32()),
            ("precision", pa.string()),
            ("code", pa.string()),
            ("value", pa.float64()),
            ("unit", pa.string()),
            ("place", pa.string()),
            ("actor", pa.string()),
        ]
    )
    return pa.RecordBatch.from_pylist(full, schema=schema)


BORN = {"person": ONE, "type": "born", "time": start_of(date(1950, 3, 2)), "day": date(1950, 3, 2), "code": "female"}
MEASURED = {
    "person": ONE,
    "type": "measured",
    "time": datetime(2020, 7, 1, 10, tzinfo=UTC),
    "precision": "minute",
    "code": "8867-4",
    "value": 72.5,
    "unit": "/min",
}
STAYED = {
    "person": OTHER,
    "episode": EPISODE,
    "type": "attended",
    "time": datetime(2020, 1, 1, 10, tzinfo=UTC),
    "until": datetime(2020, 1, 3, 12, tzinfo=UTC),
    "precision": "minute",
    "code": "inpatient",
    "place": 'ous "<&>"',
}
DIED = {"person": OTHER, "type": "died", "time": start_of(date(2021, 1, 1)), "day": date(2021, 1, 1), "code": "cancer"}


def test_a_meds_dataset_is_what_its_own_schemas_ask_for(tmp_path: Path) -> None:
    folder = tmp_path / "meds"

    written = write_meds([batch(BORN, MEASURED), batch(STAYED, DIED)], folder, made_at=MADE_AT, version="1")

    shard = pq.read_table(folder / "data" / "0.parquet")
    assert written == 4
    DataSchema.validate(shard)
    CodeMetadataSchema.validate(pq.read_table(folder / code_metadata_filepath))
    DatasetMetadataSchema.validate(json.loads((folder / dataset_metadata_filepath).read_text()))
    assert version("meds") == MEDS_VERSION


def test_a_birth_stands_at_midnight_in_oslo_under_both_its_codes(tmp_path: Path) -> None:
    folder = tmp_path / "meds"

    write_meds([batch(BORN, MEASURED)], folder, made_at=MADE_AT, version="1")

    rows = pq.read_table(folder / "data" / "0.parquet").to_pylist()
    assert [(row["subject_id"], row["time"], row["code"], row["numeric_value"]) for row in rows] == [
        (number_of(ONE), datetime(1950, 3, 2), "MEDS_BIRTH", None),
        (number_of(ONE), datetime(1950, 3, 2), "born//female", None),
        (number_of(ONE), datetime(2020, 7, 1, 12), "measured//8867-4", 72.5),
    ]


def test_every_code_in_the_data_is_described(tmp_path: Path) -> None:
    folder = tmp_path / "meds"

    write_meds([batch(BORN), batch(DIED)], folder, made_at=MADE_AT, version="1")

    codes = pq.read_table(folder / "metadata" / "codes.parquet").to_pylist()
    assert {row["code"]: row["description"] for row in codes} == {
        "MEDS_BIRTH": "Birth",
        "born//female": "Born: Female",
        "MEDS_DEATH": "Death",
        "died//cancer": "Died: Of cancer",
    }


def test_a_person_is_in_one_shard_alone(tmp_path: Path) -> None:
    folder = tmp_path / "meds"
    people = [UUID(int=number + 1) for number in range(20)]
    batches = [batch(*[BORN | {"person": person}, MEASURED | {"person": person}]) for person in people]

    write_meds(batches, folder, made_at=MADE_AT, version="1", rows_a_shard=7)

    shards = [set(pq.read_table(path)["subject_id"].to_pylist()) for path in (folder / "data").iterdir()]
    assert len(shards) > 3
    assert sum(len(shard) for shard in shards) == len(set().union(*shards)) == 20


def test_an_empty_log_is_an_empty_dataset(tmp_path: Path) -> None:
    assert write_meds([], tmp_path / "meds", made_at=MADE_AT, version="1") == 0
    DataSchema.validate(pq.read_table(tmp_path / "meds" / "data" / "0.parquet"))


def test_a_folder_with_something_in_it_is_not_written_to(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("x")

    with pytest.raises(Refused, match="not empty"):
        write_meds([], tmp_path, made_at=MADE_AT, version="1")


XES = {"x": "http://www.xes-standard.org/"}


def test_a_trace_is_a_person_in_an_episode_and_a_stay_has_a_start_and_an_end(tmp_path: Path) -> None:
    path = tmp_path / "log.xes"

    written = write_xes([batch(BORN, MEASURED, STAYED)], path)

    log = ElementTree.parse(path).getroot()
    names = [trace.find("x:string", XES) for trace in log.findall("x:trace", XES)]
    steps = [{each.get("key"): each.get("value") for each in event} for event in log.findall("x:trace[2]/x:event", XES)]
    assert (written, log.get("xes.version")) == (3, "1849-2023")
    assert [name.get("value") for name in names if name is not None] == [
        str(number_of(ONE)),
        f"{number_of(OTHER)}-{number_of(EPISODE)}",
    ]
    assert [(step["lifecycle:transition"], step["time:timestamp"]) for step in steps] == [
        ("start", "2020-01-01T11:00:00+01:00"),
        ("complete", "2020-01-03T13:00:00+01:00"),
    ]
    assert steps[0]["org:group"] == 'ous "<&>"'


def test_an_empty_log_is_a_log_without_traces(tmp_path: Path) -> None:
    assert write_xes([], tmp_path / "log.xes") == 0
    assert ElementTree.parse(tmp_path / "log.xes").getroot().findall("x:trace", XES) == []


@pytest.mark.parametrize("name", ["table.csv", "table.ndjson", "table.parquet", "TABLE.CSV"])
def test_a_table_is_for_its_owner_alone(tmp_path: Path, name: str) -> None:
    row = dict.fromkeys(SCHEMA.names) | {"person": "1", "type": "born", "time": start_of(date(1950, 3, 2))}

    written = write_table([pa.RecordBatch.from_pylist([row], schema=SCHEMA)], tmp_path / name)

    assert written == 1
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


def test_a_table_that_could_not_be_finished_is_not_there(tmp_path: Path) -> None:
    row = dict.fromkeys(SCHEMA.names) | {"person": "1", "type": "born", "time": start_of(date(1950, 3, 2))}

    def broken() -> Iterator[pa.RecordBatch]:
        yield pa.RecordBatch.from_pylist([row], schema=SCHEMA)
        raise OSError("the database is gone")

    with pytest.raises(OSError, match="gone"):
        write_table(broken(), tmp_path / "table.csv")

    assert list(tmp_path.iterdir()) == []


def test_a_table_with_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"must end in \.csv, \.ndjson, \.parquet"):
        write_table([], tmp_path / "table.xlsx")
