"""Which sex and which end of follow-up does a column tell of, however it is written?"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

SEX_WORDS = {"1": 0, "m": 0, "male": 0, "2": 1, "f": 1, "female": 1}
ALIVE, DEAD, OF_CANCER, OF_OTHER = 0, 1, 2, 3
STATUS_WORDS = {
    **dict.fromkeys(("0", "false", "alive", "censored"), ALIVE),
    **dict.fromkeys(("1", "true", "dead"), DEAD),
    "cancer": OF_CANCER,
    "other": OF_OTHER,
}


def sex_codes(column: pl.Series) -> pl.Series:
    """0 for male, 1 for female, null for anything else. Reads 1/2, male/female and m/f, in any letters."""
    return _coded(column, SEX_WORDS)


def status_codes(column: pl.Series) -> pl.Series:
    """ALIVE, DEAD (cause not said), OF_CANCER, OF_OTHER; null for anything else.

    Reads 0/1, true/false, alive/censored/dead, cancer/other, and the ICD-10 code of the cause: C00-C97 is cancer.
    """
    import polars as pl

    codes = _coded(column, STATUS_WORDS)
    if column.dtype not in (pl.String, pl.Categorical, pl.Enum):
        return codes
    text = column.cast(pl.String).str.to_uppercase()
    cause = pl.when(text.str.contains("^C[0-9]{2}")).then(OF_CANCER).when(text.str.contains("^[A-Z][0-9]{2}"))
    return pl.select(pl.coalesce(codes, cause.then(OF_OTHER))).to_series().cast(pl.Int8)


def _coded(column: pl.Series, words: dict[str, int]) -> pl.Series:
    """Small numbers for words; each different value is looked at once."""
    import polars as pl

    if column.dtype.is_float():
        whole = column.cast(pl.Int64, strict=False)
        column = whole.set(whole != column, None)
    values = column.unique()
    texts = values.cast(pl.String).str.to_lowercase().str.strip_chars()
    codes = texts.replace_strict(words, default=None, return_dtype=pl.Int8)
    return column.replace_strict(values, codes, default=None, return_dtype=pl.Int8)
