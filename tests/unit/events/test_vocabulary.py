"""Does every type of event say what it is, in three languages, with codes, writers, readers and an example?"""

from datetime import date
from importlib import import_module
from itertools import pairwise
from pkgutil import iter_modules

import pytest
from jsonschema_rs import Draft202012Validator

from felles.events import EVENT_TYPES, LANGUAGES, WRITERS, EventType, Labels, example_event, problems, vocabulary
from felles.events.types import COLUMNS

LONG_AFTER = date(2100, 1, 1)

every_type = pytest.mark.parametrize("kind", EVENT_TYPES.values(), ids=list(EVENT_TYPES))

# What DESIGN fixes: type -> the codes that a pathway rule may meet, or None where a code system rules.
BINDING = {
    "born": {"female", "male", "unknown"},
    "referred": None,
    "decided": {"treat", "no_cancer", "other_cancer", "other_disease", "surveillance", "no_treatment"},
    "told": {"cancer", "no_cancer"},
    "treatment_planned": {"surgery", "systemic", "radiotherapy", "symptom_relief", "surveillance"},
    "treatment_started": {"surgery", "systemic", "radiotherapy", "symptom_relief", "surveillance"},
    "transferred": None,
    "deferred": {"patient_wish", "medical", "capacity"},
    "pathway_ended": {"no_cancer", "declined", "died", "moved", "other"},
    "diagnosed": None,
    "staged": None,
    "follow_up_ended": {"end_of_study", "emigrated", "lost"},
}


def is_worded(words: Labels) -> bool:
    return tuple(words) == LANGUAGES and all(text.strip() for text in words.values())


@every_type
def test_a_type_has_a_label_in_every_language_and_so_has_each_of_its_codes(kind: EventType):
    assert is_worded(kind.label)
    assert all(is_worded(words) for words in kind.codes.values())


@every_type
def test_a_type_has_a_sentence_a_known_writer_and_a_reader_or_what_it_waits_for(kind: EventType):
    assert kind.sentence.endswith(".")
    assert set(kind.written_by) <= set(WRITERS)
    assert set(kind.written_by) - {"simulation"}
    assert kind.read_by


@every_type
def test_the_simulation_may_write_every_type(kind: EventType):
    assert "simulation" in kind.written_by


@every_type
def test_the_example_of_a_type_is_a_good_event(kind: EventType):
    assert problems(example_event(kind), today=LONG_AFTER) == []


@every_type
def test_a_type_names_only_columns_that_exist_and_none_twice(kind: EventType):
    named = [*kind.required, *kind.optional]

    assert set(named) <= set(COLUMNS)
    assert len(named) == len(set(named))


@every_type
def test_a_type_that_takes_a_code_or_a_value_says_which(kind: EventType):
    assert (kind.use_of("code") == "forbidden") == (not kind.codes and kind.code_system is None)
    assert (kind.use_of("value") == "forbidden") == (kind.number is None)
    has_unit = kind.number is not None and kind.number.has_unit
    assert (kind.use_of("unit") == "forbidden") == (not has_unit)


@every_type
def test_the_schema_of_the_data_is_a_schema_that_refuses_unknown_fields(kind: EventType):
    Draft202012Validator(dict(kind.data))

    assert kind.data["additionalProperties"] is False
    assert all(field["description"] for field in kind.data["properties"].values())


@every_type
def test_free_text_is_a_field_of_the_data(kind: EventType):
    assert set(kind.free_text) <= set(kind.data["properties"])


@every_type
def test_a_field_for_someones_own_words_is_sealed(kind: EventType):
    notes = {name for name, field in kind.data["properties"].items() if field.get("maxLength", 0) > 2000}

    assert notes <= set(kind.free_text)


@pytest.mark.parametrize(("name", "codes"), BINDING.items(), ids=list(BINDING))
def test_the_types_that_pathway_rules_read_have_exactly_their_codes(name: str, codes: set[str] | None):
    kind = EVENT_TYPES[name]

    assert kind.use_of("code") == "required"
    assert set(kind.codes) == (codes or set())
    assert (kind.code_system is None) == (codes is not None)


def test_a_relapse_has_no_code():
    assert EVENT_TYPES["relapsed"].use_of("code") == "forbidden"


def test_a_death_has_a_cause_as_exactly_as_it_is_known():
    died = EVENT_TYPES["died"]

    assert [
        code for code in ("C50.9", "I21", "cancer", "other", "unknown", "c50", "C509") if died.allows_code(code)
    ] == [
        "C50.9",
        "I21",
        "cancer",
        "other",
        "unknown",
    ]


@pytest.mark.parametrize(
    "code", ["tnm8:II", "tnm8:IIA", "seer:regional", "seer:unknown", "ann_arbor:II", "figo2018:IB1"]
)
def test_a_stage_is_written_with_its_system(code: str):
    assert EVENT_TYPES["staged"].allows_code(code)


@pytest.mark.parametrize("code", ["II", "tnm8:", ":II", "TNM8:II", "tnm8:II\n", "tnm8:II or III"])
def test_a_stage_without_its_system_is_no_stage(code: str):
    assert not EVENT_TYPES["staged"].allows_code(code)


def test_no_two_types_share_a_name_and_no_topic_is_left_out():
    topics = [import_module(f"{vocabulary.__name__}.{each.name}") for each in iter_modules(vocabulary.__path__)]

    names = [kind.name for topic in topics for kind in getattr(topic, "TYPES", ())]

    assert sorted(names) == sorted(EVENT_TYPES)


def test_types_of_a_topic_stand_together():
    topics = [kind.topic for kind in EVENT_TYPES.values()]

    changes = sum(before != after for before, after in pairwise(topics))

    assert changes + 1 == len(set(topics))
