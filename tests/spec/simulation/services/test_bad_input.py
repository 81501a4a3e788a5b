"""What is wrong in a file of the services is said with its file and its field."""

import pytest

from felles.definitions import content_folder
from felles.definitions.nodes import read_nodes
from felles.definitions.places import Findings, Place
from felles.definitions.records import Record
from felles.definitions.simulation.services import Resource, Suspicion, SymptomCourse

RECORDS = {"suspicions/breast": Suspicion, "resources/pathology": Resource, "symptoms/felles_weekly": SymptomCourse}


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("suspicions/breast", '"0": 0.0, "20"', '"20": 0.0, "21"', '"by_age": got 20, 21'),
        ("suspicions/breast", '"40": 1.4', '"15": 1.4', "allowed is ages that rise"),
        ("suspicions/breast", '"20": 0.6', '"20": -0.6', "allowed is rates of 0 or more"),
        ("suspicions/breast", "value: 4.0, low: 2.5, high: 6.0", "value: 400, low: 250, high: 600", "per 1000 people a year"),
        ("suspicions/breast", "women:", "woman:", 'Did you mean "women"?'),
        ("resources/pathology", "value: 1.04, low: 1.0", "value: 0, low: 0", '"capacity": got 0 or less'),
        ("resources/pathology", "to_week: 31", "to_week: 21", '"quiet[1].to_week": got 21; allowed is 26 or later'),
        ("resources/pathology", "value: 0.8, low: 0.7", "value: 1.8, low: 0.7", "a value between low and high"),
        ("symptoms/felles_weekly", "fading:\n  surgery", "fading:\n  operation", '"fading": got nothing for surgery'),
        ("symptoms/felles_weekly", "red: {value: 3.5, low: 3.2", "red: {value: 2.5, low: 2.2", "more than yellow, 2.6"),
        ("symptoms/felles_weekly", "value: 0.03, low: 0.01, high: 0.06", "value: 3, low: 1, high: 6", "a share from 0 to 1"),
    ],
)  # fmt: skip
def test_it_is_refused_in_words(errors_of, name, old, new, said):
    assert said in errors_of(f"services/{name}", RECORDS[name], old, new)


def test_a_suspicion_of_a_pathway_that_is_none_is_refused(tmp_path):
    findings = Findings()
    path = tmp_path / "lungs.yaml"
    text = (content_folder() / "simulation/services/suspicions/lung.yaml").read_text(encoding="utf-8")
    path.write_text(text.replace("id: lung", "id: lungs"), encoding="utf-8")

    Record(Suspicion).read(read_nodes(path, path.name), Place(path.name, findings))

    assert ("pathway", "lungs") in [(mention.kind, mention.id) for mention in findings.mentions]
