"""What the chapters on importing share: files made up for the occasion, and what became of them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from felles.interop.importing import ImportReport, import_paths
from felles.store import Store

Import = Callable[..., ImportReport]
Rejected = Callable[[ImportReport], list[dict[str, Any]]]


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    """Write a file, by name and content."""

    def make(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return make


@pytest.fixture
def imported(store: Store) -> Import:
    """Import files into the empty log of this test."""

    def run(*paths: Path, **how: Any) -> ImportReport:
        return import_paths(store, paths, **how)

    return run


@pytest.fixture
def rejected() -> Rejected:
    """The records of a rejects file."""

    def read(report: ImportReport) -> list[dict[str, Any]]:
        assert report.rejects_file is not None
        return [orjson.loads(line) for line in report.rejects_file.read_bytes().splitlines()]

    return read
