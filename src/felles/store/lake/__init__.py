"""How does a country's log become columns that an analysis reads in seconds?

The lake is Parquet by year in our own columns: persons, episodes and events as whole numbers, words as dictionary
columns, key tables beside. A snapshot writes it all; a refresh adds what was recorded since, never touching what stands.
"""

from felles.store.lake.manifest import Snapshot, read_manifest

__all__ = ["Snapshot", "read_manifest"]
