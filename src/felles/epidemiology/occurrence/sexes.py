"""How do tables write a person's sex?"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

SEXES = ("female", "male")
UNKNOWN = "unknown"
WRITTEN = {
    "female": {"female", "f", "women", "woman", "w", "kvinne", "kvinner", "k", "2"},
    "male": {"male", "m", "men", "man", "mann", "menn", "1"},
}
"""Read whatever the case of the letters; 1 and 2 as ENCR and ISO 5218 number them. Anything else is `unknown`."""


def with_sexes(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with its `sex` as `female`, `male` or `unknown`."""
    import polars as pl

    known = {word: sex for sex, words in WRITTEN.items() for word in words}
    words = pl.col("sex").cast(pl.String).str.strip_chars().str.to_lowercase()
    return frame.with_columns(sex=words.replace_strict(known, default=UNKNOWN, return_dtype=pl.String))
