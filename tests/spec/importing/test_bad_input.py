"""What does a person hear of a record or a file that cannot be imported?"""

import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from felles.interop.importing import ImportReport
from felles.interop.mapping import load_mappings
from felles.interop.recognise import NotReadable, recognise
from felles.store import Store
from felles.store.identity.national_numbers import is_real

Write = Callable[[str, str | bytes], Path]
Import = Callable[..., ImportReport]
Rejected = Callable[[ImportReport], list[dict[str, Any]]]

HEADER = "person,type,time,code,source_id\n"
GOOD = "1,born,1950-03-02,female,1:born\n"


def test_the_good_rows_go_in_and_the_bad_one_is_set_aside_with_what_was_got_and_what_is_allowed(
    write: Write, imported: Import, rejected: Rejected, store: Store
) -> None:
    path = write("events.csv", HEADER + GOOD + "2,born,1951-03-02,femal,2:born\n")

    report = imported(path)

    (reject,) = rejected(report)
    assert (report.events_new, report.rejects, store.count_events()) == (1, 1, 1)
    assert (reject["file"], reject["line"], reject["field"]) == (str(path), 3, "code")
    assert "femal" in reject["got"]
    assert "female" in reject["allowed"]
    assert reject["record"]["person"] == "2"


def test_only_the_owner_may_read_the_rejects_file(write: Write, imported: Import) -> None:
    report = imported(write("events.csv", HEADER + "1,born,nonsense,female,1\n" + GOOD))

    assert report.rejects_file is not None
    assert stat.S_IMODE(report.rejects_file.stat().st_mode) == 0o600


def test_a_record_mended_in_the_rejects_file_is_imported_from_there(
    write: Write, imported: Import, store: Store
) -> None:
    report = imported(write("events.csv", HEADER + GOOD + "2,born,1951-03-02,femal,2:born\n"))
    assert report.rejects_file is not None
    mended = write("mended.ndjson", report.rejects_file.read_bytes().replace(b'"femal"', b'"female"'))

    again = imported(mended)

    assert (again.events_new, again.rejects, store.count_events()) == (1, 0, 2)


@pytest.mark.parametrize(
    ("row", "field", "got"),
    [
        ("2,born,2999-01-01,female,2", "time", "2999"),
        ("2,vanished,1951-01-01,female,2", "type", "vanished"),
        ("2,born,01.02.1951,female,2", "time", "01.02.1951"),
        (",born,1951-01-01,female,2", "person", "nothing"),
        ("2,born,,female,2", "time", "nothing"),
        ("2,born,1951-01-01,female", "line", "4 cells"),
        ('2,"born,1951-01-01,female,2', "line", "a quote that is opened and not closed"),
        ("2,born\0,1951-01-01,female,2", "line", "a NUL byte"),
        ("2" * 1_100_000 + ",born,1951-01-01,female,2", "line", "a line of 1,100,025 bytes"),
        ("1,diagnosed,1949-12-31,C43,2", "time", "1949-12-31"),
    ],
    ids=["future", "type", "date", "person", "no date", "cells", "quote", "NUL", "long line", "before birth"],
)
def test_a_row_of_csv_that_cannot_be_is_set_aside_with_its_line(
    write: Write, imported: Import, rejected: Rejected, row: str, field: str, got: str
) -> None:
    report = imported(write("events.csv", f"{HEADER}{row}\n{GOOD}"))

    (reject,) = rejected(report)
    assert report.events_new == 1
    assert (reject["line"], reject["field"]) == (2, field)
    assert got in reject["got"]


@pytest.mark.parametrize(
    ("line", "field", "got"),
    [
        ('{"person": "2", "type": "born"', "line", "ends too early"),
        ("[" * 100_000, "line", "JSON"),
        (
            '{"person":"2","type":"born","time":"1951","code":"male","data":' + '{"a":' * 200 + "1" + "}" * 201,
            "line",
            "too deep",
        ),
        ('["person", "2"]', "line", "a list"),
        ("nonsense", "line", "not JSON"),
        ('{"person":"2","type":"born","time":"1951","code":"male","data":"nonsense"}', "data", "not whole JSON"),
        ('{"person":"2","type":"born","time":"1951","code":"male","data":{"shoes": 44}}', "data", "shoes"),
        (
            '{"person":"2","type":"measured","time":"1951","code":"8867-4","value":"much","unit":"/min"}',
            "value",
            "much",
        ),
    ],
    ids=["truncated", "deep", "deep data", "list", "nonsense", "data text", "data field", "value"],
)
def test_a_line_of_json_that_cannot_be_is_set_aside_with_its_number(
    write: Write, imported: Import, rejected: Rejected, line: str, field: str, got: str
) -> None:
    good = '{"person": "1", "type": "born", "time": "1950-03-02", "code": "female"}'

    report = imported(write("events.ndjson", f"{good}\n{line}\n"))

    (reject,) = rejected(report)
    assert report.events_new == 1
    assert reject["line"] == 2
    assert reject["field"].startswith(field)
    assert got in reject["got"]


def test_one_id_with_two_contents_sets_both_records_aside_and_names_both_lines(
    write: Write, imported: Import, rejected: Rejected
) -> None:
    report = imported(write("events.csv", HEADER + GOOD + "1,born,1950-03-03,female,1:born\n2,born,1950,male,2\n"))

    assert (report.events_new, report.rejects) == (1, 2)
    assert {reject["line"] for reject in rejected(report)} == {2, 3}
    assert all("line 2 and line 3" in reject["got"] for reject in rejected(report))


def test_files_that_contradict_each_other_are_named_both(write: Write, imported: Import, rejected: Rejected) -> None:
    one = write("one.csv", HEADER + GOOD)
    other = write("other.csv", HEADER + GOOD.replace("1950", "1951"))

    report = imported(one, other)

    assert report.events_new == 0
    assert {reject["file"] for reject in rejected(report)} == {str(one), str(other)}


def test_a_real_national_number_is_set_aside_where_only_made_up_people_live_and_never_shown(
    write: Write, imported: Import, rejected: Rejected
) -> None:
    # Nobody born in 1854 lived when the numbers were introduced.
    numbers = (f"010154{serial}{check:02}" for serial in range(500, 750) for check in range(100))
    number = next(number for number in numbers if is_real(number))

    report = imported(write("events.csv", HEADER + GOOD + f"{number},born,1907,female,2\n"), demo=True)

    (reject,) = rejected(report)
    assert (report.events_new, reject["field"], reject["record"]) == (1, "person", None)
    assert number not in str(reject)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.csv", b"", "is empty"),
        ("blank.csv", b"\xef\xbb\xbf\r\n \n", "is empty"),
        ("bundle.json", b'{"resourceType": "Bundle",\n "entry": []}', "FHIR"),
        ("patients.ndjson", b'{"resourceType": "Patient"}\n', "FHIR"),
        ("patient.xml", b'<Patient xmlns="http://hl7.org/fhir"/>', "FHIR"),
        ("page.csv", b"<html></html>", "an XML or HTML file"),
        ("list.json", b'[{"person": "1"}]', "one object a line"),
        ("pretty.json", b'{\n "person": "1",\n "type": "born"\n}', "not one whole object a line"),
        ("cut.parquet", b"PAR1" + bytes(50), "cut short"),
        ("broken.parquet", b"PAR1" + bytes(50) + b"PAR1", "damaged Parquet file"),
        ("packed.csv", b"\x1f\x8b" + bytes(20), "packed (gzip)"),
        ("sheet.csv", b"PK\x03\x04" + bytes(20), "spreadsheet"),
        ("rubbish.csv", bytes(range(256)) * 8, "not text"),
        ("mac.csv", b"person,type,time\r1,born,1950\r", "carriage return alone"),
        ("line.csv", b"x" * 2_000_000, "no end within a megabyte"),
        ("twice.csv", b"person,type,time,Type\n", "column names twice"),
        ("unnamed.csv", b"person,type,time,\n", "no name of its own"),
        ("other.csv", b"person,kind,day\n1,born,1950\n", "an event table (lacks time, type)"),
    ],
)
def test_a_file_that_cannot_be_read_gets_one_sentence_whatever_it_is_called(
    write: Write, name: str, content: bytes, sentence: str
) -> None:
    with pytest.raises(NotReadable) as refused:
        recognise(write(name, content), load_mappings())

    assert sentence in str(refused.value)
    assert "\n" not in str(refused.value)


def test_where_no_file_can_be_read_nothing_is_imported(write: Write, imported: Import, store: Store) -> None:
    with pytest.raises(NotReadable, match="is empty"):
        imported(write("empty.csv", b""))

    assert store.count_events() == 0


def test_a_file_that_is_not_there_gets_a_sentence(imported: Import, tmp_path: Path) -> None:
    with pytest.raises(NotReadable, match="There is no file"):
        imported(tmp_path / "gone.csv")


def test_beside_a_file_that_can_be_read_the_other_is_set_aside(
    write: Write, imported: Import, rejected: Rejected
) -> None:
    fhir = write("patient.json", '{"resourceType": "Patient"}')

    report = imported(write("events.csv", HEADER + GOOD), fhir)

    (reject,) = rejected(report)
    assert report.events_new == 1
    assert (reject["file"], reject["line"]) == (str(fhir), None)


def test_a_file_is_what_it_holds_and_not_what_it_is_called(write: Write, imported: Import, tmp_path: Path) -> None:
    parquet = tmp_path / "table.csv"
    pq.write_table(pa.table({"person": ["1"], "type": ["born"], "time": ["1950"], "code": ["female"]}), parquet)

    report = imported(parquet, write("events.parquet", HEADER + "2,born,1950,male,2\n"))

    assert (report.events_new, report.rejects) == (2, 0)


def test_a_parquet_file_damaged_inside_gives_the_rows_before_the_damage(
    imported: Import, rejected: Rejected, tmp_path: Path
) -> None:
    path = tmp_path / "events.parquet"
    people = [str(number) for number in range(20_000)]
    columns = {"person": people, "type": ["born"] * 20_000, "time": ["1950"] * 20_000, "code": ["male"] * 20_000}
    pq.write_table(pa.table(columns), path, row_group_size=5_000, compression="none", use_dictionary=False)
    content = bytearray(path.read_bytes())
    content[len(content) * 3 // 4 - 40_000 : len(content) * 3 // 4] = bytes(40_000)
    path.write_bytes(content)

    report = imported(path)

    (reject,) = rejected(report)
    assert reject["got"] == "damaged rows from here on"
    assert report.events_new == reject["line"] - 1


@pytest.mark.parametrize(
    ("content", "note"),
    [
        ("person;type;time;place\n1;moved;1990;SE:Skåne\n".encode("cp1252"), "Windows-1252"),
        ("person\ttype\ttime\tcode\n1\tborn\t1950\tmale\n".encode("utf-16"), "source_id"),
        (b'\xef\xbb\xbf"person","type","time","code"\r\n"1","born","1950","male"\r\n', "source_id"),
    ],
    ids=["semicolons in Windows-1252", "tabs in UTF-16", "quotes after a mark"],
)
def test_what_spreadsheets_save_is_read(write: Write, imported: Import, content: bytes, note: str) -> None:
    report = imported(write("events.txt", content))

    assert (report.events_new + report.rejects, any(note in each for each in report.notes)) == (1, True)
