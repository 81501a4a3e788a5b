"""A rule answers alike on the database and on the lake, after a snapshot and after a refresh."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from felles.events import Event
from felles.events.ids import number_of
from felles.projections import PROJECTIONS
from felles.store import Projection, Store
from felles.store.lake.reading import open_lake

Make = Callable[..., Event]


@pytest.fixture
def told(store: Store, event_at: Make) -> Store:
    born, diagnosed = (
        event_at("p1", "born", "1960-05-01", code="male"),
        event_at("p1", "diagnosed", "2019-03-02", code="C61"),
    )
    other = event_at("p2", "diagnosed", "2020-03-02", code="C34")
    _, wrong, _ = store.append([born, diagnosed, other])
    store.correct(wrong, event_at("p1", "diagnosed", "2019-04-02", code="C61"))
    store.join(other.person, born.person, source="test", source_id="same man")
    return store


@pytest.mark.parametrize("projection", PROJECTIONS, ids=lambda each: each.name)
def test_a_snapshot_gives_the_rows_that_are_kept(told: Store, tmp_path: Path, projection: Projection) -> None:
    told.snapshot(tmp_path / "lake")

    assert _from_lake(tmp_path / "lake", projection) == _kept(told, projection)


@pytest.mark.parametrize("projection", PROJECTIONS, ids=lambda each: each.name)
def test_a_refresh_gives_the_rows_that_are_kept(
    told: Store, event_at: Make, tmp_path: Path, projection: Projection
) -> None:
    told.snapshot(tmp_path / "lake")
    (late,) = told.append([event_at("p1", "died", "2026-01-01", code="other")])
    told.correct(late, event_at("p1", "died", "2026-02-01", code="cancer"))

    made = told.snapshot(tmp_path / "lake")

    assert (made.refreshed, made.added, made.events) == (True, 2, told.count_events())
    assert _from_lake(tmp_path / "lake", projection) == _kept(told, projection)


def test_nothing_new_adds_nothing(told: Store, tmp_path: Path) -> None:
    told.snapshot(tmp_path / "lake")

    assert told.snapshot(tmp_path / "lake").added == 0


def _from_lake(folder: Path, projection: Projection) -> list[str]:
    table = _over(projection, open_lake(folder).table("current_event")).to_pyarrow()
    return sorted(map(repr, table.select(sorted(table.column_names)).to_pylist()))


def _over(projection: Projection, events: Any) -> Any:
    """The rule over these events, and over the rules that it comes after."""
    module, _, name = projection.rule.partition(":")
    told = projection.told.load() if projection.told else ()
    return getattr(import_module(module), name)(events, *(_over(each, events) for each in projection.after), *told)


def _kept(store: Store, projection: Projection) -> list[str]:
    with store.connection() as connection:
        cursor = connection.execute(f"select * from kept.{projection.name}")  # type: ignore[call-overload]
        names = [column.name for column in cursor.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    for row in rows:
        row |= {name: number_of(row[name]) for name in ("person", "episode") if row.get(name)}
    return sorted(repr({name: row[name] for name in sorted(row)}) for row in rows)
