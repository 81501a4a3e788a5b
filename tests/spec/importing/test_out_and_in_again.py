"""Does what leaves the house as a table come back the same in another home?"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from felles.interop.exporting import export_log
from felles.interop.importing import ImportReport, import_paths
from felles.store import Store

Write = Callable[[str, str | bytes], Path]
Import = Callable[..., ImportReport]

BREAST = {"person": "1", "type": "diagnosed", "time": "2010-05", "episode": "t", "source": "registry"}
STAY = {"person": "1", "type": "attended", "code": "inpatient", "place": "ous", "source": "hospital", "source_id": "b"}
PULSE = {"person": "1", "type": "measured", "time": "2010-05-18T10:00", "code": "8867-4", "source": "hospital"}
PLAN = {"person": "1", "type": "treatment_planned", "time": "2010-06-01", "code": "surgery", "source": "hospital"}
EVENTS = b"\n".join(
    orjson.dumps(event)
    for event in [
        {"person": "1", "type": "born", "time": "1950-03-02", "code": "female", "source": "registry", "source_id": "a"},
        BREAST | {"code": "C50.9", "source_id": "b", "data": {"basis": 7}},
        BREAST | {"code": "C50.4", "source_id": "c", "replaces": "b"},
        STAY | {"time": "2010-05-17T13:05:00.250000+02:00", "until": "2010-05-18T10:00+02:00"},
        PULSE | {"value": 72.125, "unit": "/min", "source_id": "d"},
        PLAN | {"source_id": "e", "data": {"note": 'Line one\nand "two", with æøå', "intent": "cure"}},
    ]
)


@pytest.mark.parametrize("name", ["table.csv", "table.ndjson", "table.parquet"])
def test_a_table_brings_all_that_was_said_to_another_home(
    write: Write, imported: Import, store: Store, new_store: Any, tmp_path: Path, name: str
) -> None:
    imported(write("events.ndjson", EVENTS))

    written = export_log(store, table=tmp_path / name)

    with new_store() as other:
        report = import_paths(other, [tmp_path / name])
        assert (written[0]["events"], report.events_new, report.rejects) == (6, 6, 0)
        assert other.status()["log_hash"] == store.status()["log_hash"]


def test_what_was_erased_by_law_does_not_leave_the_house(
    write: Write, imported: Import, store: Store, tmp_path: Path
) -> None:
    imported(write("events.ndjson", EVENTS))
    person = store.find_person("registry", "1")
    assert person is not None
    store.erase(person)

    export_log(store, table=tmp_path / "table.ndjson")

    assert b"registry" not in (tmp_path / "table.ndjson").read_bytes()


def test_meds_and_xes_hold_what_stands_and_no_free_text(
    write: Write, imported: Import, store: Store, tmp_path: Path
) -> None:
    imported(write("events.ndjson", EVENTS))

    written = export_log(store, meds=tmp_path / "meds", xes=tmp_path / "log.xes")

    assert [each["events"] for each in written] == [5, 5]
    assert "Line one" not in (tmp_path / "log.xes").read_text()
    assert "C50.9" not in (tmp_path / "log.xes").read_text()
