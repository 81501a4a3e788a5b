"""The made-up registry of the demonstration: marked as such, in the vocabulary, and loaded once."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from felles.definitions.errors import DefinitionError
from felles.events import frame_problems, frame_problems_before_birth
from felles.interop.demo.registry import load_demo_registry, registry_events
from felles.store import Store

CONTENT = Path(__file__).parents[3] / "content"
EVENTS = registry_events(CONTENT / "demo" / "registry.csv", "demo_registry")


def test_every_event_passes_the_checks_of_the_vocabulary() -> None:
    assert frame_problems(EVENTS, today=date(2026, 1, 1)).to_dicts() == []
    assert frame_problems_before_birth(EVENTS).to_dicts() == []


def test_every_person_is_born_has_a_tumour_with_a_stage_and_is_followed_to_an_end() -> None:
    told = EVENTS.group_by("person").agg(pl.col("type").sort()).get_column("type")

    assert {tuple(types) for types in told} == {
        ("born", "diagnosed", "died", "staged"),
        ("born", "diagnosed", "follow_up_ended", "staged"),
    }


def test_it_goes_in_once_and_its_people_are_marked_as_made_up(store: Store) -> None:
    first = load_demo_registry(store, CONTENT)

    assert first == EVENTS.height
    assert load_demo_registry(store, CONTENT) == 0
    with store.connection() as connection:
        marked = connection.execute("select count(*), count(*) filter (where made_up) from identity.person").fetchone()
    assert marked is not None
    assert marked[0] == marked[1] == EVENTS["person"].n_unique()


def test_a_registry_that_is_not_marked_as_made_up_is_refused(store: Store, tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "registry.yaml").write_text("source: x\n", "utf-8")

    with pytest.raises(DefinitionError, match="only made-up people may stand here"):
        load_demo_registry(store, tmp_path)
