"""What is said of a file of the simulated country once a piece of it is replaced?"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from felles.definitions import content_folder
from felles.definitions.nodes import read_nodes
from felles.definitions.places import Findings, Place
from felles.definitions.records import Record


@pytest.fixture
def errors_of(tmp_path: Path) -> Callable[[str, type[Any], str, str], str]:
    """`errors_of("people/moving", Moving, old, new)`: every error, a line each; nothing where all is well."""

    def read(name: str, record: type[Any], old: str, new: str) -> str:
        text = (content_folder() / f"simulation/{name}.yaml").read_text(encoding="utf-8")
        assert old in text, "the file no longer holds what the test replaces"
        path = tmp_path / "file.yaml"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        findings = Findings()
        Record(record).read(read_nodes(path, path.name), Place(path.name, findings))
        return "\n".join(map(str, findings.errors))

    return read
