"""What is wrong with a step file is said with its file and its field, and what would be right."""

import pytest

from felles.definitions.errors import ContentErrors
from felles.definitions.nodes import read_nodes
from felles.definitions.places import Findings, Place
from felles.definitions.records import Record
from felles.definitions.simulation.courses import Course
from felles.simulation.courses.preparing import prepare
from felles.simulation.parameters import Draw
from felles.simulation.telling import country_words

GOOD = """id: course
why: A test.
of: tumours
when: {found_by: [symptoms, screening]}
episode: pathway
assumption: A test.
give_or_take: 0.2
steps:
  - id: kind
    code: {choose: {surgery: 0.5, systemic: 0.3, none: 0.2}}
  - id: total
    value: {within: 0.7, limit: 40, spread: 0.4}
  - id: referred
    event: referred
    from: diagnosed
    days: {median: 20, spread: 0.6, sign: before}
    share: {by: [found_by], values: {symptoms: 0.9, screening: 1}}
    code: lung
    place: hospital
    data: {from: {choose: {gp: 0.8, hospital: 0.2}}, internal: "false"}
  - id: planned
    event: treatment_planned
    when: {kind.code: [surgery, systemic]}
    from: referred
    days: {column: total.value, part: 0.5}
    code: {column: kind.code}
  - id: dose
    event: medicine_given
    only_if: [planned]
    from: planned
    repeat: {every: 21, times: 4}
    code: L01F
    value: {mean: 200, deviation: 10}
    unit: mg
  - id: noted
    event: side_effect_noted
    each: dose
    code: nausea
    value: {choose: {"1": 0.6, "2": 0.4}}
    data: {ctcae: "5.0"}
"""


@pytest.fixture(scope="module")
def words(simulation):
    return country_words(simulation, start=2015.0)


def refusals(tmp_path, words, text):
    """Everything that is said against a file: by the reader, else by the engine."""
    path = tmp_path / "course.yaml"
    path.write_text(text, encoding="utf-8")
    findings = Findings()
    course = Record(Course).read(read_nodes(path, path.name), Place(path.name, findings))
    if findings.errors:
        return "\n".join(map(str, findings.errors))
    try:
        prepare({"course": course}, words, Draw(0))
    except ContentErrors as error:
        return str(error)
    return ""


def test_a_good_file_is_taken(tmp_path, words):
    assert refusals(tmp_path, words, GOOD) == ""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("of: tumours", "of: tumors", '"of": got "tumors"; allowed is rows that courses run over'),
        ("from: diagnosed", "from: diagnosd", 'Did you mean "diagnosed"?'),
        ("from: diagnosed", "from: planned", '"steps.referred.from": got "planned"'),
        ("event: referred", "event: refered", '"steps.referred.event": got "refered"'),
        ("event: referred", "evnt: referred", 'Did you mean "event"?'),
        ("{by: [found_by], values: {symptoms: 0.9, screening: 1}}", "1.2", "allowed is probabilities from 0 to 1"),
        ("screening: 1}}", "screning: 1}}", 'Did you mean "screening"?'),
        (", screening: 1}}", "}}", "got nothing for found_by screening"),
        ("by: [found_by]", "by: [fond_by]", '"steps.referred.share.by": got "fond_by"'),
        ("values: {symptoms: 0.9", "values: {symptoms: {a: {b: 0.9}}", "got 3 levels; allowed is at most 1"),
        ("assumption: A test.\ngive_or_take: 0.2\n", "", "got a plain number without a source"),
        ("give_or_take: 0.2\n", "", "got an assumption without a range"),
        ("give_or_take: 0.2", "give_or_take: 1.2", "from 0 to less than 1"),
        ("median: 20, ", "median: 20, mean: 3, ", "allowed is one of: from and to; median and spread"),
        ("kind.code: [surgery, systemic]", "kind.code: [surgry]", 'Did you mean "surgery"?'),
        ("when: {kind.code: [surgery, systemic]}", "share: 1", '"steps.planned.code": got "none"; allowed is a code: surgery'),
        ("    code: lung\n", "", '"steps.referred": got no code'),
        ("place: hospital", "value: 3", '"steps.referred.value": got a value; allowed is nothing'),
        ("{gp: 0.8", "{doctor: 0.8", '"steps.referred.data.from": got "doctor"'),
        ('internal: "false"', "inner: yes", 'Did you mean "internal"?'),
        ("unit: mg", "unit: gram", '"steps.dose.unit": got "gram"'),
        ("each: dose", "each: dse", 'Did you mean "dose"?'),
        ('data: {ctcae: "5.0"}', "data: {caused_by: systemic}", 'got nothing; allowed is the field "ctcae"'),
        ('{"1": 0.6', '{"light": 0.6', "allowed is numbers"),
        ("column: total.value", "column: kind.code", "a column of numbers, or an earlier step's value"),
        ("- id: noted", "- id: dose", '"dose" twice'),
        ("code: nausea", "code: {made_by: nobody}", '"steps.noted.code.made_by": got "nobody"'),
        ("sign: before}", "sign: before, queue: post_office}", '"steps.referred.days.queue": got "post_office"'),
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused_in_words(tmp_path, words, old, new, said):
    assert old in GOOD

    assert said in refusals(tmp_path, words, GOOD.replace(old, new, 1))


def test_everything_wrong_is_told_at_once(tmp_path, words):
    bad = GOOD.replace("code: lung", "code: Lung!").replace("unit: mg", "unit: gram")

    assert refusals(tmp_path, words, bad).count("content/simulation/services/course.yaml") == 2
