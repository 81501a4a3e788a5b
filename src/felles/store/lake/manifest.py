"""What stands in a lake? The manifest, written last, names the files that count."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

LAYOUT = 1


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a snapshot or a refresh wrote: events added, events in all, files written, the moment it reaches to."""

    folder: Path
    added: int
    events: int
    files: int
    recorded_until: datetime
    refreshed: bool


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """What stands in a lake, or None where there is none of this layout."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None
    return manifest if isinstance(manifest, dict) and manifest.get("layout") == LAYOUT else None


def write_manifest(
    folder: Path, *, files: list[str], links: str, events: int, until: datetime, more: Mapping[str, Any] | None = None
) -> None:
    """Let these files count from now on; until this moment the former manifest holds. more: what else is worth telling."""
    making = folder / "manifest.json.making"
    manifest = {
        "layout": LAYOUT,
        "events": events,
        "recorded_until": until.isoformat(),
        "links": links,
        "files": files,
        **(more or {}),
    }
    making.write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    making.replace(folder / "manifest.json")
