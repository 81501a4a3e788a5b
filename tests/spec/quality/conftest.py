"""Records of made-up tumours, and the checks that came with Felles."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import polars as pl
import pytest

from felles.epidemiology.registry_quality.reading import FIELDS

Frame = Callable[[Sequence[Mapping[str, Any]]], pl.DataFrame]


@pytest.fixture(scope="session")
def frame() -> Frame:
    """A table with every column, whatever the rows tell."""

    def make(rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
        told = {name: [None if row.get(name) is None else str(row[name]) for row in rows] for name in FIELDS}
        return pl.DataFrame(told, schema=dict.fromkeys(FIELDS, pl.String))

    return make
