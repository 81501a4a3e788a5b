"""How is the description of the simulated country read, beside the content that it builds on?"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from felles.definitions.content import Content
from felles.definitions.loading import (
    content_folder,
    raise_found,
    read_folder,
    read_kinds,
    read_tables,
    without_collecting_garbage,
)
from felles.definitions.places import Findings, refuse_unknown_mentions
from felles.definitions.population import PopulationTable, TableAbout
from felles.definitions.simulation.exposure_tables import exposure_table_problems
from felles.definitions.simulation.kinds import SIMULATION_KINDS
from felles.definitions.simulation.people_tables import people_table_problems
from felles.definitions.simulation.targets import in_both


@dataclass(frozen=True, kw_only=True)
class SimulationDefinitions:
    """content: everything else that is defined; records: kind -> id -> record; tables: by id.

    digest: which description it is, by the bytes of the files that it was read from.
    """

    content: Content
    records: Mapping[str, Mapping[str, Any]]
    tables: Mapping[str, PopulationTable]
    digest: str = ""


def load_simulation(folder: Path | None = None) -> SimulationDefinitions:
    """The simulated country of a content folder (default: content_folder()). Raises ContentErrors with all that is wrong."""
    return read_simulation(folder or content_folder())[0]


@without_collecting_garbage()
def read_simulation(folder: Path) -> tuple[SimulationDefinitions, Findings]:
    """The simulated country, and who names whom in it. Raises ContentErrors."""
    content, named = read_folder(folder)
    known = content.ids()
    findings = Findings()
    records = read_kinds(SIMULATION_KINDS, folder, findings)
    known |= {kind: set(found) for kind, found in records.items()}
    refuse_unknown_mentions(findings, known)
    table = next(kind for kind in SIMULATION_KINDS if kind.record is TableAbout)
    tables = read_tables(table, folder, records[table.name], findings)
    raise_found(findings)
    findings.errors += people_table_problems(tables, content.counties)
    findings.errors += exposure_table_problems(tables)
    findings.errors += in_both(records["target"].values(), records["validation"].values())
    raise_found(findings)
    findings.mentions += named.mentions
    digest = _digest_of(folder)
    return SimulationDefinitions(content=content, records=records, tables=tables, digest=digest), findings


_NO_PART = ("demo/", "simulation/targets/", "simulation/validation/")


def _digest_of(folder: Path) -> str:
    """16 hexadecimal digits of all definitions and tables, but those that no simulated life depends on."""
    files = sorted(path for path in folder.rglob("*.*") if path.suffix in (".yaml", ".csv"))
    digest = blake2b(digest_size=8)
    for path in files:
        name = path.relative_to(folder)
        if not name.as_posix().startswith(_NO_PART):
            digest.update(name.as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
