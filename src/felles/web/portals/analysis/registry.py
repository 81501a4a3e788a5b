"""What do the pages of statistics count? The tumours, patients and deaths of the lake, kept until it is written anew."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from felles.access import LakeCopy, Viewer
from felles.epidemiology.occurrence.site_codes import DEFAULT
from felles.web.content import content
from felles.web.given import door

if TYPE_CHECKING:
    import polars as pl

YEARS_SHOWN, WINDOW, WINDOWS = 25, 5, 5
MOST_ANSWERS = 1_000

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True, eq=False)
class Registry:
    """cases, deaths: one row each, as felles.epidemiology.cases makes them; patients: those who are followed.

    population: of the log itself, where it holds one. closed_on: the last day of the log. answers: what was worked out.
    """

    copy: LakeCopy
    closed_on: date
    cases: pl.DataFrame
    deaths: pl.DataFrame
    patients: pl.DataFrame
    population: Any
    life_table: Any
    answers: dict[Any, Any] = field(default_factory=dict)
    followed: dict[str, tuple[pl.DataFrame, Sequence[str]]] = field(default_factory=dict)

    def once(self, key: Any, make: Callable[[], T]) -> T:
        """The answer to a question, worked out once and kept as long as there is room."""
        if key in self.answers:
            kept: T = self.answers[key]
            return kept
        made = make()
        if len(self.answers) >= MOST_ANSWERS:
            self.answers.clear()
        self.answers[key] = made
        return made

    def patients_of(self, site: str) -> tuple[pl.DataFrame, Sequence[str]]:
        """The patients of a site and what was left out, found once."""
        from felles.epidemiology.surviving.of_site import patients_of_site

        if site not in self.followed:
            self.followed[site] = patients_of_site(self.patients, [site], content())
        return self.followed[site]

    def read_records(self) -> pl.DataFrame:
        """The records that are checked for quality: read when they are asked for, since few pages do."""
        from felles.epidemiology.registry_quality.log_records import tumour_records

        connection = self.copy.open()
        made: pl.DataFrame = connection.to_polars(tumour_records(connection.table("current_event")))
        connection.disconnect()
        return made

    @property
    def recorded_until(self) -> datetime:
        """The moment to which the figures reach."""
        return self.copy.recorded_until

    @property
    def last_year(self) -> int:
        """The last whole year that has cases."""
        newest: Any = self.cases["year"].max()
        return min(int(newest), self.recorded_until.year - 1)

    @property
    def first_year(self) -> int:
        """The first year that is shown."""
        oldest: Any = self.cases["year"].min()
        return max(int(oldest), self.last_year - YEARS_SHOWN + 1)

    @property
    def windows(self) -> list[tuple[int, int]]:
        """Stretches of five years that do not overlap, the newest first."""
        ends = range(self.last_year, self.first_year + WINDOW - 2, -WINDOW)
        return [(end - WINDOW + 1, end) for end in ends][:WINDOWS] or [(self.first_year, self.last_year)]


_READING = threading.Lock()
_PATIENCE = 3.0
"""Seconds: a small lake is read while one waits."""
_kept: list[Registry] = []
_wanted: list[LakeCopy] = []
"""The copy that is being read beside the answers, if one is."""


def registry_for(viewer: Viewer) -> Registry | None:
    """The registry as the lake has it; None where there is no lake, or not one tumour in it. Raises NotAllowed.

    Only the first registry of all is waited for. When a large lake is written anew the pages go on with what they have, and
    say until when it reaches, while the new one is read beside them.
    """
    copy = door().lake_copy(viewer)
    if copy is None:
        return None
    if not _kept:
        _read(copy)
    elif _kept[0].copy != copy and (reading := read_beside(copy)):
        reading.join(_PATIENCE)
    return _kept[0] if _kept[0].cases.height else None


def read_beside(copy: LakeCopy) -> threading.Thread | None:
    """Read a copy while pages are answered from what there is; nothing where that is being done already."""
    if copy in _wanted:
        return None
    _wanted[:] = [copy]
    reading = threading.Thread(target=_read_and_warm, args=[copy], name="registry", daemon=True)
    reading.start()
    return reading


def _read_and_warm(copy: LakeCopy) -> None:
    """The first answer of a process loads what counts survival, which takes seconds: here nobody waits for it."""
    from felles.epidemiology.errors import BadTable
    from felles.epidemiology.surviving.cells import survival_cells

    try:
        _read(copy)
        patients, _ = _kept[0].patients_of(DEFAULT)
        survival_cells(patients, lifetable=_kept[0].life_table, by=["sex", "region", "stage"], longest=1)
    except BadTable:
        pass  # nobody to follow yet: the pages say so
    finally:
        _wanted[:] = [each for each in _wanted if each != copy]


def _read(copy: LakeCopy) -> None:
    with _READING:
        if not _kept or _kept[0].copy != copy:
            _kept[:] = [read_registry(copy)]


def read_registry(copy: LakeCopy) -> Registry:
    """Read the lake once, and keep what pages count."""
    from felles.epidemiology.cases import cases, deaths
    from felles.epidemiology.occurrence.denominators import population_of_log
    from felles.epidemiology.surviving.life_table import LifeTable
    from felles.epidemiology.surviving.patients import patients

    connection = copy.open()
    events = connection.table("current_event")
    run = connection.to_polars
    last = run(events.agg(last=events.day.max()))["last"][0] or copy.recorded_until.date()
    found = run(cases(events))
    years = sorted(found["year"].drop_nulls().unique())
    made = Registry(
        copy=copy,
        closed_on=last,
        cases=found.filter(found["year"].is_not_null()),
        deaths=run(deaths(events)),
        patients=run(patients(events, until=last)),
        population=population_of_log(events, years, run),
        life_table=LifeTable.from_frame(content().population["life_table"].frame),
    )
    connection.disconnect()
    return made
