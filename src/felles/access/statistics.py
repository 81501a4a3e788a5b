"""What may be counted, and for whom? The columnar copy of the log, under its own numbers for persons, without names."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from felles.access.refusals import NotAllowed
from felles.access.viewers import Viewer
from felles.store import Store
from felles.store.lake import read_manifest


@dataclass(frozen=True, kw_only=True, slots=True)
class LakeCopy:
    """The lake of a home as it stands. version: another one whenever it was written anew or refreshed."""

    folder: Path
    version: str
    events: int
    recorded_until: datetime

    def open(self) -> Any:
        """An Ibis connection to DuckDB with `current_event`, `data` and `recorded` included. A second; keep what it gives."""
        from felles.store.lake.reading import open_lake  # late: Ibis takes a second to come

        return open_lake(self.folder, details=True)


def lake_copy(store: Store, viewer: Viewer) -> LakeCopy | None:
    """The lake, or None where none has been written. Raises NotAllowed for a role that sees no statistics."""
    if not viewer.role.sees_statistics:
        raise NotAllowed(
            "The statistics are for analysts and the health authority. Sign in with that role to see them."
        )
    return standing_copy(store.home.lake)


def standing_copy(folder: Path) -> LakeCopy | None:
    """The lake in a folder as it stands, for a site that reads it before anybody asks; None where there is none."""
    manifest = read_manifest(folder)
    if manifest is None:
        return None
    until = str(manifest["recorded_until"])
    return LakeCopy(
        folder=folder,
        version=f"{until} {manifest['events']} {len(manifest['files'])}",
        events=int(manifest["events"]),
        recorded_until=datetime.fromisoformat(until),
    )
