"""The store: the log of a home, kept in PostgreSQL. Append, correct, read, project; the lake; who is who."""

from felles.store.bulk import Appended
from felles.store.home import Home, SettingError
from felles.store.log import DatabaseGone, Store
from felles.store.projecting import Projection, Told
from felles.store.refused import Refused

__all__ = ["Appended", "DatabaseGone", "Home", "Projection", "Refused", "SettingError", "Store", "Told"]
