"""Which events name a real person where only made-up people may be?"""

import polars as pl

from felles.events import PROBLEM_SCHEMA
from felles.store.identity.national_numbers import is_real

_COULD_BE = r"^\s*\d{6}\s*\d{5}\s*$"
_INTO = pl.col("data").str.json_path_match("$.into")


def real_number_problems(events: pl.DataFrame) -> pl.DataFrame:
    """row (from 0), field, got, allowed; never the number itself."""
    numbered = events.with_row_index("row")
    joined = numbered.filter(pl.col("type") == "joined").select("row", field=pl.lit("data.into"), number=_INTO)
    named = numbered.select("row", field=pl.lit("person"), number="person")
    suspects = pl.concat([named, joined]).filter(pl.col("number").str.contains(_COULD_BE))
    real = [number for number in suspects["number"].unique() if is_real(number)]
    return (
        suspects.filter(pl.col("number").is_in(real))
        .select(
            "row",
            "field",
            got=pl.lit("the national number of a real person"),
            allowed=pl.lit("a synthetic number (month + 80), or a home that is set up for real people (FELLES_DEMO=0)"),
        )
        .cast(PROBLEM_SCHEMA)
    )
