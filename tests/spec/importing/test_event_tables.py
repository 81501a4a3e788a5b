"""How is a table in our own columns read, in whatever order and however often?"""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from felles.interop.importing import ImportReport, import_paths
from felles.store import Store

Write = Callable[[str, str | bytes], Path]
Import = Callable[..., ImportReport]
Rejected = Callable[[ImportReport], list[dict[str, Any]]]

EVENTS = [
    '{"person":"1","type":"born","time":"1950-03-02","code":"female","source_id":"a"}',
    '{"person":"1","type":"diagnosed","time":"2010-05","code":"C50.9","episode":"t","source_id":"b","data":{"basis":7}}',
    '{"person":"1","type":"diagnosed","time":"2010-05","code":"C50.4","episode":"t","source_id":"c","replaces":"b"}',
    '{"person":"2","type":"born","time":"1960","code":"male"}',
    '{"person":"2","type":"born","time":"1960","code":"male"}',
    '{"person":"3","type":"born","time":"1970","code":"male","source_id":"d"}',
    '{"person":"3","type":"born","time":"1971","code":"male","source_id":"d"}',
    '{"person":"4","type":"died","time":"1890","code":"cancer","source_id":"e"}',
    '{"person":"4","type":"born","time":"1970","code":"male","source_id":"f"}',
]


def test_a_row_without_a_source_id_is_the_same_event_however_often_it_is_said(
    write: Write, imported: Import, store: Store
) -> None:
    path = write("events.ndjson", '{"person":"2","type":"born","time":"1960","code":"male"}\n' * 3)

    imported(path)
    again = imported(path)

    assert (store.count_events(), again.events_new, again.rejects) == (1, 0, 0)


def test_the_same_row_in_csv_and_in_json_is_one_event(write: Write, imported: Import, store: Store) -> None:
    table = write(
        "a.csv", 'person,type,time,code,data\n1,diagnosed,2010-05,C43,"{""laterality"": ""left"", ""basis"": 7}"\n'
    )
    lines = write(
        "b.ndjson",
        '{"data":{"basis":7,"laterality":"left"},"code":"C43","time":"2010-05","type":"diagnosed","person":"1"}\n',
    )

    imported(table, lines)

    assert store.count_events() == 1


def test_the_source_is_the_one_given_unless_the_table_says_its_own(
    write: Write, imported: Import, store: Store
) -> None:
    imported(write("a.csv", "person,type,time,code,source\n1,born,1950,male,own\n1,born,1950,male,\n"), source="given")

    assert store.find_person("own", "1") is not None
    assert store.find_person("given", "1") is not None


def test_columns_that_felles_sets_itself_are_not_read_and_that_is_said(write: Write, imported: Import) -> None:
    report = imported(write("a.csv", "person,type,time,code,recorded,day,shoes\n1,born,1950,male,x,y,z\n"))

    assert (report.events_new, report.rejects) == (1, 0)
    assert any("recorded, day were not read" in note for note in report.notes)
    assert any("none of an event's were not read: 1" in note for note in report.notes)


def test_a_correction_may_stand_before_what_it_corrects_and_in_a_file_before_it(
    write: Write, imported: Import, store: Store
) -> None:
    report = imported(write("a.ndjson", EVENTS[2]), write("b.ndjson", "\n".join([EVENTS[1], EVENTS[0]])))

    person = store.find_person("file", "1")
    assert person is not None
    assert (report.events_new, report.rejects) == (3, 0)
    assert [event.code for event in store.current_of(person)] == ["female", "C50.4"]


def test_a_correction_of_nothing_is_set_aside(write: Write, imported: Import, rejected: Rejected) -> None:
    report = imported(write("a.ndjson", f"{EVENTS[2]}\n{EVENTS[0]}"))

    (reject,) = rejected(report)
    assert (report.events_new, reject["line"], reject["field"]) == (1, 1, "replaces")


def test_a_folder_is_all_the_files_in_it(write: Write, imported: Import, tmp_path: Path) -> None:
    write("a.ndjson", EVENTS[0])
    write("b.ndjson", EVENTS[3])

    report = imported(tmp_path)

    assert (len(report.files), report.events_new) == (2, 2)


@pytest.fixture(scope="module")
def hash_of_all(new_store: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, int]:
    path = tmp_path_factory.mktemp("all") / "all.ndjson"
    path.write_text("\n".join(EVENTS))
    with new_store() as store:
        report = import_paths(store, [path])
        return store.status()["log_hash"], report.rejects


@hypothesis_settings(max_examples=8)
@given(seed=st.integers(0, 10_000), files=st.integers(1, 4), again=st.booleans())
def test_whatever_the_order_and_however_many_files_the_log_is_the_same(
    new_store: Any, tmp_path: Path, hash_of_all: tuple[str, int], seed: int, files: int, again: bool
) -> None:
    lines = EVENTS.copy()
    random.Random(seed).shuffle(lines)
    paths = [tmp_path / f"{number}.ndjson" for number in range(files)]
    for number, path in enumerate(paths):
        path.write_text("\n".join(lines[number::files]) + "\n")

    with new_store() as store:
        report = import_paths(store, paths)
        if again:
            import_paths(store, paths[::-1])

        assert (store.status()["log_hash"], report.rejects) == hash_of_all
