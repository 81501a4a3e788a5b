"""The store: the log of a home, kept in PostgreSQL. Append, correct, read, project; the lake; who is who.

Read when asked for: who only wants the words for a refusal, or the folder of a home, does not wait for the database's library.
"""

from typing import TYPE_CHECKING, Any

from felles.store.home import Home, SettingError
from felles.store.refused import Refused
from felles.when_asked import when_asked

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
    return when_asked(__name__, name, _WHERE, __all__)
