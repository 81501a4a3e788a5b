"""Would the examples in the content folder's own READMEs be accepted?"""

import re
from pathlib import Path
from typing import Any

import pytest

from felles.definitions import (
    FollowUpPlan,
    Goal,
    Indicator,
    Pathway,
    RegistryCheck,
    Rule,
    Standard,
    Touchpoint,
    content_folder,
)
from felles.definitions.nodes import read_nodes
from felles.definitions.places import Findings, Place
from felles.definitions.records import Record


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("goals", Goal),
        ("indicators", Indicator),
        ("pathways", Pathway),
        ("rulebooks", Rule),
        ("quality", RegistryCheck),
        ("home_pathway", Touchpoint),
        ("standards", Standard),
        ("programmes/follow_up", FollowUpPlan),
    ],
)
def test_the_example_of_a_readme_is_a_sound_definition(folder: str, kind: type[Any], tmp_path: Path) -> None:
    readme = (content_folder() / folder / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\n(.*?)```", readme, re.DOTALL)
    file = tmp_path / "example.yaml"
    file.write_text(example, encoding="utf-8")

    findings = Findings()
    record = Record(kind).read(read_nodes(file, "example.yaml"), Place("example.yaml", findings))

    assert [str(error) for error in findings.errors] == []
    assert isinstance(record, kind)
