"""The store: the log of a home, kept in PostgreSQL. Append, correct, read, project; the lake; who is who.

Read when asked for: who only wants the words for a refusal, or the folder of a home, does not wait for the database's library.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from felles.store.home import Home, SettingError
from felles.store.refused import Refused

if TYPE_CHECKING:
    from felles.store.bulk import Appended
    from felles.store.log import DatabaseGone, Store
    from felles.store.projecting import Projection, Told

__all__ = ["Appended", "DatabaseGone", "Home", "Projection", "Refused", "SettingError", "Store", "Told"]

_WHERE = {
    "Appended": "felles.store.bulk",
    "DatabaseGone": "felles.store.log",
    "Store": "felles.store.log",
    "Projection": "felles.store.projecting",
    "Told": "felles.store.projecting",
}


def __getattr__(name: str) -> Any:
    if name in _WHERE:
        return getattr(import_module(_WHERE[name]), name)
    raise AttributeError(f"felles.store has no {name}. It has {', '.join(__all__)}.")
