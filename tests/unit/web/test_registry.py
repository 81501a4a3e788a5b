"""The pages of statistics go on with the registry they have while another is read beside them."""

from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest

from felles.access import LakeCopy
from felles.web.portals.analysis import registry


def a_copy(version: str) -> LakeCopy:
    return LakeCopy(folder=Path("lake"), version=version, events=1, recorded_until=datetime(2026, 1, 1, tzinfo=UTC))


@pytest.fixture
def reading(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """`may_end`: set when a copy may have been read; `now`: the copy that the lake is."""
    told: dict[str, Any] = {"may_end": Event(), "now": a_copy("first")}

    def read(copy: LakeCopy) -> Any:
        told["may_end"].wait(10)
        return SimpleNamespace(
            copy=copy, cases=SimpleNamespace(height=1), patients_of=lambda site: ({}, ()), life_table=None
        )

    monkeypatch.setattr(registry, "read_registry", read)
    monkeypatch.setattr(registry, "door", lambda: SimpleNamespace(lake_copy=lambda viewer: told["now"]))
    monkeypatch.setattr(registry, "_PATIENCE", 0.05)
    monkeypatch.setattr(registry, "_kept", [])
    monkeypatch.setattr(registry, "_wanted", [])
    monkeypatch.setattr("felles.epidemiology.surviving.cells.survival_cells", lambda *given, **words: None)
    return told


def test_a_lake_written_anew_keeps_nobody_waiting(reading: dict[str, Any]) -> None:
    reading["may_end"].set()
    first = registry.registry_for(None)  # type: ignore[arg-type]
    reading["may_end"].clear()
    reading["now"] = a_copy("second")

    meanwhile = registry.registry_for(None)  # type: ignore[arg-type]
    assert meanwhile is first
    assert registry.read_beside(reading["now"]) is None  # it is being read already

    reading["may_end"].set()
    with registry._READING:
        pass
    for _ in range(100):
        if (later := registry.registry_for(None)) is not first:  # type: ignore[arg-type]
            break
        Event().wait(0.02)
    assert later is not None
    assert later.copy.version == "second"
