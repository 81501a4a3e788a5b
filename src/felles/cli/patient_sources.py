"""Where does `felles survival` find its patients and the mortality they are compared with?"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from felles.cli.event_sources import reading_events
from felles.cli.table_files import read_table_file

if TYPE_CHECKING:
    import polars as pl

    from felles.epidemiology.surviving.parts import Parts

_EVENT_COLUMNS = {"person", "type", "time"}
_SPLIT = "by "
"""Goes before the columns to split by, which may be called like those that survival reads and hold something else."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PatientSource:
    """patients, or the parts that Spark has them in; lifetable: what a statistic of survival takes, may be None; notes."""

    patients: "pl.DataFrame | Parts"
    lifetable: Any
    notes: Sequence[str]

    def names(self, columns: Sequence[str]) -> list[str]:
        """What columns to split by are called in `patients`."""
        return [_SPLIT + name for name in columns]

    def named(self, rows: "pl.DataFrame") -> "pl.DataFrame":
        """Rows of an answer under the names that the user knows."""
        return rows.rename({name: name.removeprefix(_SPLIT) for name in rows.columns})


@contextmanager
def reading_patients(
    table: Path | None,
    lake: Path | None,
    mapping: str | None,
    lifetable: Path | None,
    by: Sequence[str],
    site: str,
    until: date | None,
    engine: str = "duckdb",
) -> Iterator[PatientSource]:
    """The patients of a registry file, of a table, of a lake, or else of the log of this home. Raises Refused."""
    from felles.store import Refused

    if mapping is not None and table is None:
        raise Refused("--mapping reads a --table: name the registry file.")
    frame = None if table is None or mapping is not None else read_table_file(table)
    of_events = table is None or (frame is not None and {name.casefold() for name in frame.columns} >= _EVENT_COLUMNS)
    if site and not of_events:
        raise Refused("--site chooses among the events of a log; this table has one row a patient: filter it first.")
    if engine != "duckdb" and not of_events:
        raise Refused("--engine chooses what reads events; this table has one row a patient: leave it out.")
    mortality = None if lifetable is None else read_table_file(lifetable)
    if table is not None and mapping is not None:
        yield _mapped(table, mapping, mortality, by)
    elif frame is not None and not of_events:
        yield PatientSource(patients=_with_splits(frame, frame, by), lifetable=mortality, notes=())
    else:
        with _of_events(table, lake, mortality, by, site, until, engine) as source:
            yield source


def _mapped(table: Path, mapping: str, lifetable: Any, by: Sequence[str]) -> PatientSource:
    from felles.interop.mapped_patients import read_mapped_patients

    read = read_mapped_patients(table, mapping)
    return PatientSource(patients=_with_splits(read.patients, read.rows, by), lifetable=lifetable, notes=read.notes)


@contextmanager
def _of_events(
    table: Path | None,
    lake: Path | None,
    lifetable: Any,
    by: Sequence[str],
    site: str,
    until: date | None,
    engine: str,
) -> Iterator[PatientSource]:
    from felles.cli.case_sources import names_in
    from felles.epidemiology.asking import shipped
    from felles.epidemiology.surviving.of_site import first_tumours
    from felles.epidemiology.surviving.patients import patients

    with reading_events(table, lake, None, engine) as events:
        closed = until or events.run(events.relation.agg(last=events.relation.day.max()))["last"][0]
        if closed is None:
            raise _nobody(site)
        rule = first_tumours(patients(events.relation, until=closed), names_in(site), shipped())
        notes = [note for note in events.notes if not note.startswith("Persons and episodes")]
        notes.append(f"Followed until {closed}, unless the record ends before.")
        if lifetable is None:
            lifetable = shipped().population["life_table"].frame
            notes.append("Expected mortality is Norway's, 2000 to 2023 (Human Mortality Database).")
        _check_splits(rule.columns, by)
        if engine == "spark":
            with _in_parts(events.connection, rule, by) as parts:
                yield PatientSource(patients=parts, lifetable=lifetable, notes=notes)
        else:
            found, more = _first_tumours(events.run(rule), site)
            yield PatientSource(patients=_with_splits(found, found, by), lifetable=lifetable, notes=[*notes, *more])


@contextmanager
def _in_parts(connection: Any, rule: Any, by: Sequence[str]) -> Iterator["Parts"]:
    from felles.cli.spark_parts import SparkParts

    parts = SparkParts(connection, rule.mutate(**{_SPLIT + name: rule[name] for name in dict.fromkeys(by)}))
    try:
        yield parts
    finally:
        parts.close()


def _first_tumours(found: "pl.DataFrame", site: str) -> tuple["pl.DataFrame", Sequence[str]]:
    """The first tumour of each person, and what was left out. Raises Refused where there is none."""
    from felles.epidemiology.surviving.of_site import without_later

    if found.is_empty():
        raise _nobody(site)
    return without_later(found)


def _nobody(site: str) -> Exception:
    from felles.store import Refused

    return Refused(
        f"There is no tumour{f' of {site}' if site else ''} to follow: nobody in the log has such a diagnosis."
    )


def _with_splits(patients: "pl.DataFrame", values: "pl.DataFrame", by: Sequence[str]) -> "pl.DataFrame":
    """The patients with the columns to split by, as they stand in the file. Raises Refused for one that is not there."""
    _check_splits(values.columns, by)
    return patients.with_columns(values[name].alias(_SPLIT + name) for name in dict.fromkeys(by))


def _check_splits(columns: Sequence[str], by: Sequence[str]) -> None:
    from felles.definitions.errors import did_you_mean
    from felles.store import Refused

    known = [name for name in columns if name != "later"]
    for name in by:
        if name not in known:
            hint = did_you_mean(name, known)
            raise Refused(
                f"The table has no column {name} to split by. {hint + ' ' if hint else ''}It has {', '.join(known)}."
            )
