"""Where does `felles survival` find its patients and the mortality they are compared with?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from felles.cli.event_sources import reading_events
from felles.cli.table_files import read_table_file

if TYPE_CHECKING:
    import polars as pl

_EVENT_COLUMNS = {"person", "type", "time"}
_SPLIT = "by "
"""Goes before the columns to split by, which may be called like those that survival reads and hold something else."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PatientSource:
    """patients, lifetable: what a statistic of survival takes; lifetable may be None. notes: on reading them."""

    patients: "pl.DataFrame"
    lifetable: Any
    notes: Sequence[str]

    def names(self, columns: Sequence[str]) -> list[str]:
        """What columns to split by are called in `patients`."""
        return [_SPLIT + name for name in columns]

    def named(self, rows: "pl.DataFrame") -> "pl.DataFrame":
        """Rows of an answer under the names that the user knows."""
        return rows.rename({name: name.removeprefix(_SPLIT) for name in rows.columns})


def reading_patients(
    table: Path | None,
    lake: Path | None,
    mapping: str | None,
    lifetable: Path | None,
    by: Sequence[str],
    site: str,
    until: date | None,
) -> PatientSource:
    """The patients of a registry file, of a table, of a lake, or else of the log of this home. Raises Refused."""
    from felles.store import Refused

    if mapping is not None and table is None:
        raise Refused("--mapping reads a --table: name the registry file.")
    frame = None if table is None or mapping is not None else read_table_file(table)
    of_events = table is None or (frame is not None and {name.casefold() for name in frame.columns} >= _EVENT_COLUMNS)
    if site and not of_events:
        raise Refused("--site chooses among the events of a log; this table has one row a patient: filter it first.")
    mortality = None if lifetable is None else read_table_file(lifetable)
    if table is not None and mapping is not None:
        return _mapped(table, mapping, mortality, by)
    if frame is not None and not of_events:
        return PatientSource(patients=_with_splits(frame, frame, by), lifetable=mortality, notes=())
    return _of_events(table, lake, mortality, by, site, until)


def _mapped(table: Path, mapping: str, lifetable: Any, by: Sequence[str]) -> PatientSource:
    from felles.interop.mapped_patients import read_mapped_patients

    read = read_mapped_patients(table, mapping)
    return PatientSource(patients=_with_splits(read.patients, read.rows, by), lifetable=lifetable, notes=read.notes)


def _of_events(
    table: Path | None, lake: Path | None, lifetable: Any, by: Sequence[str], site: str, until: date | None
) -> PatientSource:
    import polars as pl

    from felles.epidemiology.surviving.patients import patients

    with reading_events(table, lake, None) as events:
        days = events.run(events.relation.agg(last=events.relation.day.max()))["last"]
        closed = until or days[0]
        notes = [note for note in events.notes if not note.startswith("Persons and episodes")]
        if closed is None:
            found = pl.DataFrame(schema={"person": pl.String, "status": pl.String})
        else:
            found = events.run(patients(events.relation, until=closed))
            notes.append(f"Followed until {closed}, unless the record ends before.")
    found, more = _first_tumours(found, site)
    if lifetable is None:
        from felles.epidemiology.asking import shipped

        lifetable = shipped().population["life_table"].frame
        more.append("Expected mortality is Norway's, 2000 to 2023 (Human Mortality Database).")
    return PatientSource(patients=_with_splits(found, found, by), lifetable=lifetable, notes=[*notes, *more])


def _first_tumours(found: "pl.DataFrame", site: str) -> tuple["pl.DataFrame", list[str]]:
    """The first tumour of each person, of the sites asked for, and what was left out. Raises Refused where there is none."""
    from felles.cli.case_sources import names_in
    from felles.epidemiology.asking import shipped
    from felles.epidemiology.surviving.of_site import patients_of_site
    from felles.store import Refused

    first, notes = (found, ()) if found.is_empty() else patients_of_site(found, names_in(site), shipped())
    if first.is_empty():
        raise Refused(
            f"There is no tumour{f' of {site}' if site else ''} to follow: nobody in the log has such a diagnosis."
        )
    return first, list(notes)


def _with_splits(patients: "pl.DataFrame", values: "pl.DataFrame", by: Sequence[str]) -> "pl.DataFrame":
    """The patients with the columns to split by, as they stand in the file. Raises Refused for one that is not there."""
    from felles.definitions.errors import did_you_mean
    from felles.store import Refused

    for name in by:
        if name not in values.columns:
            hint = did_you_mean(name, values.columns)
            known = f"{hint + ' ' if hint else ''}It has {', '.join(values.columns)}."
            raise Refused(f"The table has no column {name} to split by. {known}")
    return patients.with_columns(values[name].alias(_SPLIT + name) for name in dict.fromkeys(by))
