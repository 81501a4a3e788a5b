"""Which events does a registry's file tell of, through its mapping?"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from felles.definitions import ContentErrors
from felles.interop.importing import ImportReport
from felles.interop.mapping import load_mappings, read_mapping
from felles.interop.recognise import NotReadable
from felles.store import Store

Write = Callable[[str, str | bytes], Path]
Import = Callable[..., ImportReport]
Rejected = Callable[[ImportReport], list[dict[str, Any]]]

MELANOMA = "id,sex,born,diagnosed,age,stage,subsite,status,exit_date\n"
ENCR = "PAT;TUM;Sex;DoB;MoB;YoB;DoI;MoI;YoI;BoD;Topo;Morpho;Beh;Grade;Lat;Vit_stat;DoF;MoF;YoF;CoD;ICD;TNM_Ed;pT;pN;pM;Stage\n"


def said(store: Store, source: str, person: str) -> list[tuple[str, str, str, str | None]]:
    """Type, day, precision and code of a person's events."""
    found = store.find_person(source, person)
    assert found is not None
    return [(event.type, event.day.isoformat(), event.precision, event.code) for event in store.current_of(found)]


def test_a_row_of_the_melanoma_file_tells_of_birth_diagnosis_stage_and_end(
    write: Write, imported: Import, store: Store
) -> None:
    row = "7,Female,1910-05-04,1980-06-07,70,Regional,Trunk,Dead: cancer,1982-01-22\n"

    report = imported(write("melanoma.csv", MELANOMA + row))

    assert (report.files[0].read_as, report.rejects) == ("melanoma_finland", 0)
    assert said(store, "melanoma_finland", "7") == [
        ("born", "1910-05-04", "day", "female"),
        ("diagnosed", "1980-06-07", "day", "C43"),
        ("staged", "1980-06-07", "day", "seer:regional"),
        ("died", "1982-01-22", "day", "cancer"),
    ]


def test_a_row_with_one_bad_cell_gives_no_event_at_all(
    write: Write, imported: Import, rejected: Rejected, store: Store
) -> None:
    rows = "7,Female,1910-05-04,1980-06-07,70,Regional,Trunk,Vanished,1982-01-22\n"

    report = imported(write("melanoma.csv", MELANOMA + rows))

    (reject,) = rejected(report)
    assert (reject["field"], reject["got"]) == ("status", "Vanished")
    assert store.count_events() == 0


def test_a_diagnosis_before_birth_sets_the_row_aside(write: Write, imported: Import, store: Store) -> None:
    row = "7,Female,1910-05-04,1909-06-07,70,Regional,Trunk,Alive,1982-01-22\n"

    report = imported(write("melanoma.csv", MELANOMA + row))

    assert (report.rejects, store.count_events()) == (1, 0)


def test_two_rows_of_one_patient_that_disagree_about_the_birth_are_both_set_aside(
    write: Write, imported: Import, rejected: Rejected
) -> None:
    one = "1;1;2;02;03;1950;01;05;2010;7;C509;8500;3;2;1;1;31;12;2020;;;8;1;0;0;IA\n"
    other = "1;2;2;02;03;1951;01;05;2012;7;C509;8500;3;2;2;1;31;12;2020;;;8;1;0;0;IA\n"

    report = imported(write("encr.csv", ENCR + one + other))

    assert report.events_new == 0
    assert [(reject["line"], "line 2 and line 3" in reject["got"]) for reject in rejected(report)] == [
        (2, True),
        (3, True),
    ]


def test_two_tumours_of_one_patient_share_the_birth_and_the_end(write: Write, imported: Import, store: Store) -> None:
    one = "1;1;2;99;03;1950;99;05;2010;7;C509;8500;3;2;1;2;31;12;2020;C509;10;8;1;0;0;IA\n"
    other = "1;2;2;99;03;1950;99;99;2012;7;C445;8720;3;9;0;2;31;12;2020;C509;10;8;;;;\n"

    report = imported(write("encr.csv", ENCR + one + other))

    assert report.rejects == 0
    assert said(store, "encr", "1") == [
        ("born", "1950-03-01", "month", "female"),
        ("diagnosed", "2010-05-01", "month", "C50.9"),
        ("staged", "2010-05-01", "month", "tnm8:IA"),
        ("diagnosed", "2012-01-01", "year", "C43"),
        ("died", "2020-12-31", "day", "C50.9"),
    ]
    assert any("not been checked" in note for note in report.notes)


def test_a_file_that_fits_no_mapping_is_told_what_each_lacks(write: Write, imported: Import) -> None:
    with pytest.raises(NotReadable) as refused:
        imported(write("other.csv", "id,sex,born\n1,Female,1950\n"))

    assert "the mapping melanoma_finland (lacks diagnosed, stage, subsite, status, exit_date)" in str(refused.value)


def test_a_mapping_that_is_not_there_is_answered_with_those_that_are(write: Write, imported: Import) -> None:
    with pytest.raises(NotReadable, match=r"There is no mapping moon\. There are encr_incidence, melanoma_finland"):
        imported(write("melanoma.csv", MELANOMA), mapping="moon")


def test_a_mapping_of_ones_own_is_used_from_where_it_lies(write: Write, imported: Import, store: Store) -> None:
    mapping = write(
        "deaths.yaml",
        """
id: deaths
label: {nb: Dødsfall, nn: Dødsfall, en: Deaths}
source: deaths
about: Made up for a test.
verified: true
columns: [who, when]
person: who
dates: {death: {column: when, written: DD.MM.YYYY}}
events: [{type: died, time: death, code: unknown}]
""",
    )

    report = imported(write("deaths.tsv", "WHEN\twho\n17.05.2001\tx\n31.02.2001\ty\n"), mapping=str(mapping))

    assert (report.events_new, report.rejects) == (1, 1)
    assert said(store, "deaths", "x") == [("died", "2001-05-17", "day", "unknown")]


def test_a_mapping_with_a_mistake_is_told_where(write: Write) -> None:
    path = write(
        "deaths.yaml",
        """
id: deaths
label: {nb: Dødsfall, nn: Dødsfall, en: Deaths}
source: deaths
about: Made up for a test.
verified: true
columns: [who]
person: who
dates: {death: {column: when}}
events: [{type: dyed, time: death, code: unknown}]
""",
    )

    with pytest.raises(ContentErrors, match='Did you mean "died"'):
        read_mapping(path)


def test_every_mapping_that_ships_can_be_read() -> None:
    assert list(load_mappings()) == ["encr_incidence", "melanoma_finland"]


def test_the_real_melanoma_file_goes_in_whole_and_once(imported: Import, store: Store, reference: Path) -> None:
    path = reference / "data" / "melanoma_finland_1975_1995.csv"

    first, second = imported(path, mapping="melanoma_finland"), imported(path, mapping="melanoma_finland")

    assert (first.persons, first.rejects, second.events_new, second.rejects) == (7775, 0, 0, 0)
    with store.connection() as connection:
        counted = connection.execute("select type, count(*) from felles.event group by type order by type").fetchall()
    assert dict(counted) == {"born": 7775, "diagnosed": 7775, "died": 3047, "follow_up_ended": 4728, "staged": 7775}
