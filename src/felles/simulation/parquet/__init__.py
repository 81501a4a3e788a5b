"""How are a hundred million events written as Parquet in a quarter of the time that the libraries take?

They arrive as numbers with their words beside them, most columns the same for thousands of rows: what a general writer has
to find out anew. Only what a simulated lake needs is here; whatever reads Parquet reads it.
"""

from felles.simulation.parquet.columns import (
    DAY,
    MOMENT,
    NUMBER,
    VALUE,
    WORD,
    Coded,
    Parted,
    Written,
    as_text,
    coded,
    coded_days,
    of_days,
    of_moments,
    of_numbers,
    of_values,
    of_words,
    same_for_all,
)
from felles.simulation.parquet.files import Column, ParquetFile

__all__ = [
    "DAY",
    "MOMENT",
    "NUMBER",
    "VALUE",
    "WORD",
    "Coded",
    "Column",
    "ParquetFile",
    "Parted",
    "Written",
    "as_text",
    "coded",
    "coded_days",
    "of_days",
    "of_moments",
    "of_numbers",
    "of_values",
    "of_words",
    "same_for_all",
]
