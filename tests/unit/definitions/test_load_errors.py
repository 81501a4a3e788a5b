"""Does every mistake in a definition get the sentence that helps its author?"""

from collections.abc import Callable
from pathlib import Path

import pytest

from felles.definitions import ContentErrors, load_content

GOAL = "goals/01_tobacco.yaml"
INDICATOR = "indicators/smoking.yaml"
PATHWAY = "pathways/breast.yaml"
COUNTY = "country/norway/counties.yaml"
TABLE = "country/norway/population/by_county.csv"

MISTAKES = [
    pytest.param(
        GOAL,
        "area: prevention",
        "aera: prevention",
        [
            'content/goals/01_tobacco.yaml, line 1, "area": got nothing; allowed is the id of an area.',
            'content/goals/01_tobacco.yaml, line 3, "aera": got an unknown field; allowed is one of the fields "id", '
            '"number", "area", "title", "heading", "why", "facts", "indicators", "lead_indicator". '
            'Did you mean "area"?',
        ],
        id="an unknown field names its neighbour",
    ),
    pytest.param(
        GOAL,
        "number: 1",
        "number: 18",
        ['content/goals/01_tobacco.yaml, line 2, "number": got 18; allowed is a whole number from 1 to 17.'],
        id="a number outside its range",
    ),
    pytest.param(
        GOAL,
        "number: 1",
        "number: one",
        ['content/goals/01_tobacco.yaml, line 2, "number": got one; allowed is a whole number from 1 to 17.'],
        id="a word for a number",
    ),
    pytest.param(
        GOAL,
        "nn: Tobakk, ",
        "",
        ['content/goals/01_tobacco.yaml, line 4, "title.nn": got nothing; allowed is a text.'],
        id="a text without Nynorsk",
    ),
    pytest.param(
        GOAL,
        "{nb: Tobakk, ",
        '{nb: "", ',
        ['content/goals/01_tobacco.yaml, line 4, "title.nb": got an empty text; allowed is a text.'],
        id="an empty text",
    ),
    pytest.param(
        GOAL,
        "{nb: Tobakk, ",
        "{nb: no, ",
        ['content/goals/01_tobacco.yaml, line 4, "title.nb": got no; allowed is a text. Put it in quotes: "no".'],
        id="a text that some reader takes for false",
    ),
    pytest.param(
        GOAL,
        "indicators: [smoking]",
        "indicators: [smokng]",
        [
            'content/goals/01_tobacco.yaml, line 7, "lead_indicator": got "smoking"; '
            "allowed is one of the goal's own indicators.",
            'content/goals/01_tobacco.yaml, line 8, "indicators[1]": got "smokng"; '
            'allowed is the id of a known indicator. Did you mean "smoking"?',
        ],
        id="an indicator that is not there",
    ),
    pytest.param(
        GOAL,
        "indicators: [smoking]",
        "indicators: smoking",
        [
            'content/goals/01_tobacco.yaml, line 8, "indicators": got smoking; '
            "allowed is a list; each item the id of an indicator."
        ],
        id="one word where a list stands",
    ),
    pytest.param(
        GOAL,
        'id: "01_tobacco"',
        "id: smoking",
        ['content/goals/01_tobacco.yaml, line 1, "id": got "smoking"; allowed is "01_tobacco", like the file.'],
        id="an id that is not the file's name",
    ),
    pytest.param(
        GOAL,
        "number: 1",
        "number: 1\nnumber: 2",
        [
            'content/goals/01_tobacco.yaml, line 3: got the key "number" a second time (first on line 2); '
            "allowed is each key once."
        ],
        id="a key twice",
    ),
    pytest.param(
        GOAL,
        "area: prevention",
        "area: &a prevention",
        ["content/goals/01_tobacco.yaml, line 3: got an anchor (&a); allowed is the value itself, written out."],
        id="an anchor",
    ),
    pytest.param(
        GOAL,
        "area: prevention",
        "area: !!python/name:os.system prevention",
        [
            "content/goals/01_tobacco.yaml, line 3: got a tag (tag:yaml.org,2002:python/name:os.system); "
            "allowed is a plain value."
        ],
        id="a tag",
    ),
    pytest.param(
        GOAL,
        "indicators: [smoking]",
        "indicators: " + "[" * 30 + "]" * 30,
        [
            "content/goals/01_tobacco.yaml, line 8: got more than 20 levels inside each other; "
            "allowed is at most 20 levels."
        ],
        id="lists nested without end",
    ),
    pytest.param(
        GOAL,
        "title: {nb: Tobakk",
        "title: {nb: [Tobakk",
        [
            "content/goals/01_tobacco.yaml, line 4: got text that YAML cannot read "
            "(did not find expected ',' or ']'); allowed is YAML 1.2."
        ],
        id="brackets that do not close",
    ),
    pytest.param(
        GOAL,
        "indicators: [smoking]",
        "indicators: [smoking]\n---\nid: other",
        ["content/goals/01_tobacco.yaml, line 9: got a second document (---); allowed is one document in a file."],
        id="two documents",
    ),
    pytest.param(
        INDICATOR,
        "direction: down",
        "direction: dwon",
        [
            'content/indicators/smoking.yaml, line 6, "direction": got dwon; '
            'allowed is one of "up", "down", "up_then_down", "monitor". Did you mean "down"?'
        ],
        id="a word that is not among the few",
    ),
    pytest.param(
        INDICATOR,
        "  source: strategy",
        "  source: stategy",
        [
            'content/indicators/smoking.yaml, line 13, "baseline.source": got "stategy"; '
            'allowed is the id of a known source. Did you mean "strategy"?'
        ],
        id="a source that is not there",
    ),
    pytest.param(
        INDICATOR,
        "  source: strategy\n",
        "",
        [
            'content/indicators/smoking.yaml, line 11, "baseline.source": got a figure without a source; '
            "allowed is a source id, or an assumption with a sentence."
        ],
        id="a figure without a source",
    ),
    pytest.param(
        INDICATOR,
        "{note: nothing published was found}",
        "{value: null}",
        [
            'content/indicators/smoking.yaml, line 14, "target_2035.note": got neither a value nor a note; '
            "allowed is a value, or a note that says what was looked for."
        ],
        id="no value and not a word why",
    ),
    pytest.param(
        INDICATOR,
        'period: "2023"',
        "period: 2023",
        [
            'content/indicators/smoking.yaml, line 12, "baseline.period": got 2023; '
            'allowed is a year or period in quotes, such as "2024", "2019-2023", "2017T1" (a tertial), "2023H1" '
            'or "2021-05-01". Put it in quotes: "2023".'
        ],
        id="a year without quotes",
    ),
    pytest.param(
        INDICATOR,
        "value: 7",
        "value: 7,5",
        [
            'content/indicators/smoking.yaml, line 11, "baseline.value": got 7,5; '
            "allowed is a number, with a point for decimals."
        ],
        id="a decimal comma",
    ),
    pytest.param(
        PATHWAY,
        '"2021-05-01"',
        "2021-05-01",
        [
            'content/pathways/breast.yaml, line 15, "limits[1].days.2021-05-01": got 2021-05-01; '
            'allowed is a date in quotes, such as "2021-05-01". Put it in quotes: "2021-05-01".'
        ],
        id="a date without quotes",
    ),
    pytest.param(
        PATHWAY,
        '"2021-05-01"',
        '"2021-02-30"',
        [
            'content/pathways/breast.yaml, line 15, "limits[1].days.2021-02-30": got "2021-02-30"; '
            'allowed is a date in quotes, such as "2021-05-01". The calendar has no such day.'
        ],
        id="a day that the calendar lacks",
    ),
    pytest.param(
        PATHWAY,
        '"2021-05-01"',
        '"2014-05-01"',
        [
            'content/pathways/breast.yaml, line 15, "limits[1].days.2014-05-01": got "2014-05-01"; '
            'allowed is a day after "2015-01-01", for the oldest comes first.'
        ],
        id="dates that do not ascend",
    ),
    pytest.param(
        PATHWAY,
        '"2021-05-01"',
        '"2015-01-01"',
        [
            'content/pathways/breast.yaml, line 15: got the key "2015-01-01" a second time (first on line 14); '
            "allowed is each key once."
        ],
        id="two values from one day",
    ),
    pytest.param(
        PATHWAY,
        "{value: 12, source: strategy, verified: true,",
        "{value: 12, source: strategy, verified: yes,",
        [
            'content/pathways/breast.yaml, line 15, "limits[1].days.2021-05-01.verified": got yes; '
            "allowed is true or false."
        ],
        id="yes for true",
    ),
    pytest.param(
        PATHWAY,
        "{value: 12, source: strategy, verified: true,",
        "{source: strategy, verified: true,",
        [
            'content/pathways/breast.yaml, line 15, "limits[1].days.2021-05-01.value": got nothing; '
            "allowed is a whole number from 0 to 400."
        ],
        id="a limit whose value was forgotten",
    ),
    pytest.param(
        PATHWAY,
        "{value: 12, source: strategy, verified: true,",
        "{value: 12, source: strategy, verified: false,",
        [
            'content/pathways/breast.yaml, line 9, "verified": got true; '
            "allowed is false, while one of its present limits is not verified."
        ],
        id="a pathway verified while a limit is not",
    ),
    pytest.param(
        PATHWAY,
        "times_status: read_official",
        "times_status: remembered",
        [
            'content/pathways/breast.yaml, line 8, "times_status": got "remembered"; '
            "allowed is a status that says what was read, for a limit is verified."
        ],
        id="verified limits under remembered times",
    ),
    pytest.param(
        PATHWAY,
        "status: active",
        "status: retired",
        [
            'content/pathways/breast.yaml, line 1, "retired_on": got nothing; '
            "allowed is a day for a retired pathway, and only for one."
        ],
        id="retired without a day",
    ),
    pytest.param(
        PATHWAY,
        "step: first_attendance_to_decision",
        "step: decision_to_treatment_start",
        [
            'content/pathways/breast.yaml, line 12, "limits[1].kind": got nothing; '
            "allowed is a kind of treatment, for a step that ends with treatment."
        ],
        id="a treatment step without its kind",
    ),
    pytest.param(
        PATHWAY,
        '"A01"',
        '"A1"',
        [
            'content/pathways/breast.yaml, line 6, "prefix.code": got "A1"; '
            'allowed is a prefix in quotes, such as "A12".'
        ],
        id="a code of the wrong shape",
    ),
    pytest.param(
        COUNTY,
        '"46":',
        "46:",
        [
            'content/country/norway/counties.yaml, line 1, "46": got 46; '
            'allowed is an id of small letters, digits, "_" and ".". Put it in quotes: "46".'
        ],
        id="a county number without quotes",
    ),
    pytest.param(
        TABLE,
        "day,county,persons",
        "day,county,people",
        [
            "content/country/norway/population/by_county.csv, line 1: got the columns day, county, people; "
            "allowed is the columns day, county, persons."
        ],
        id="a table with another column",
    ),
    pytest.param(
        TABLE,
        "651299",
        "many",
        [
            'content/country/norway/population/by_county.csv, line 2, "persons": got "many"; '
            "allowed is a whole number in every row."
        ],
        id="a word in a column of numbers",
    ),
    pytest.param(
        TABLE,
        "651299",
        "",
        [
            'content/country/norway/population/by_county.csv, line 2, "persons": got nothing; '
            "allowed is a whole number in every row."
        ],
        id="an empty cell",
    ),
    pytest.param(
        TABLE,
        ",651299",
        "",
        ["content/country/norway/population/by_county.csv, line 2: got 2 cells; allowed is 3 cells in every row."],
        id="a row that is too short",
    ),
]


def test_the_small_folder_is_sound(folder: Path) -> None:
    content = load_content(folder)

    assert content.goal(1).title.nn == "Tobakk"


@pytest.mark.parametrize(("file", "passage", "other", "sentences"), MISTAKES)
def test_a_mistake_gets_its_sentence(
    spoil: Callable[..., Path], file: str, passage: str, other: str, sentences: list[str]
) -> None:
    folder = spoil(file, passage, other)

    with pytest.raises(ContentErrors) as refused:
        load_content(folder)

    assert str(refused.value).split("\n") == sentences


def test_an_error_says_its_parts_apart(spoil: Callable[..., Path]) -> None:
    folder = spoil(INDICATOR, "direction: down", "direction: dwon")

    with pytest.raises(ContentErrors) as refused:
        load_content(folder)

    (error,) = refused.value.errors
    assert (error.file, error.line, error.field) == ("content/indicators/smoking.yaml", 6, "direction")
    assert (error.got, error.hint) == ("dwon", 'Did you mean "down"?')


def test_all_mistakes_are_told_at_once(spoil: Callable[..., Path]) -> None:
    spoil(GOAL, "number: 1", "number: 18")
    spoil(INDICATOR, "direction: down", "direction: dwon")
    folder = spoil(TABLE, "651299", "many")

    with pytest.raises(ContentErrors) as refused:
        load_content(folder)

    assert [error.file for error in refused.value.errors] == [
        "content/country/norway/population/by_county.csv",
        "content/goals/01_tobacco.yaml",
        "content/indicators/smoking.yaml",
    ]


def test_those_who_name_a_refused_definition_are_not_refused_too(spoil: Callable[..., Path]) -> None:
    folder = spoil(INDICATOR, "unit: percent", "unit: [percent")

    with pytest.raises(ContentErrors) as refused:
        load_content(folder)

    assert [error.file for error in refused.value.errors] == ["content/indicators/smoking.yaml"]


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "pathways/changes.yaml").unlink()

    with pytest.raises(ContentErrors) as refused:
        load_content(folder)

    assert str(refused.value) == "content/pathways/changes.yaml: got no such file; allowed is a definition of changes."


@pytest.mark.parametrize("name", ["regions.yaml", "goals/18_more.yml", "country/sweden/counties.yaml"])
def test_a_file_in_a_place_of_no_kind_is_not_passed_over(folder: Path, name: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("id: more\n", encoding="utf-8")

    with pytest.raises(ContentErrors) as refused:
        load_content(folder)

    assert str(refused.value) == (
        f"content/{name}: got a file of no known kind; allowed is a place and name listed in docs/reference/content.md."
    )


def test_folders_that_others_read_are_left_alone(folder: Path) -> None:
    (folder / "mappings").mkdir()
    (folder / "mappings/some.yaml").write_text("anything: at all\n", encoding="utf-8")

    assert load_content(folder).goal(1).number == 1


def test_a_missing_table_is_named(folder: Path) -> None:
    (folder / TABLE).unlink()

    with pytest.raises(ContentErrors) as refused:
        load_content(folder)

    assert str(refused.value) == (
        "content/country/norway/population/by_county.csv: got no such file; "
        "allowed is a CSV file beside by_county.yaml."
    )


@pytest.mark.parametrize(
    ("held", "sentence"),
    [
        (b"", "content/goals/01_tobacco.yaml: got an empty file; allowed is a definition."),
        (b"# only a comment\n", "content/goals/01_tobacco.yaml: got an empty file; allowed is a definition."),
        (
            "id: blåbær".encode("latin-1"),
            "content/goals/01_tobacco.yaml: got bytes that are not UTF-8 (at byte 6); allowed is text saved as UTF-8.",
        ),
        (
            b"- a list",
            "content/goals/01_tobacco.yaml, line 1: got a list; allowed is a mapping of id, number, area, "
            "title, heading, why, facts, indicators, lead_indicator.",
        ),
    ],
)
def test_a_file_that_is_no_definition_gets_its_sentence(folder: Path, held: bytes, sentence: str) -> None:
    (folder / GOAL).write_bytes(held)

    with pytest.raises(ContentErrors) as refused:
        load_content(folder)

    assert str(refused.value) == sentence


def test_a_byte_order_mark_does_no_harm(folder: Path) -> None:
    file = folder / GOAL
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())

    assert load_content(folder).goal(1).number == 1
