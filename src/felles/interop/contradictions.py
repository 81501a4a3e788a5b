"""Which records of one import say different things under one id, and so cannot all be true?

Which of them is right is not for a program to say, and the first one read would make the log depend on the order of the
files. So all of them are set aside. Only two numbers an event are kept, so that the files may be larger than memory.
"""

from dataclasses import dataclass, field

import polars as pl

_ID = ("source", "source_id")
_PLACE = ("file", "line")
_SHOWN = 5


@dataclass(slots=True)
class Sayings:
    """What has been said under each id, as fingerprints."""

    _said: list[pl.DataFrame] = field(default_factory=list)

    def note(self, events: pl.DataFrame) -> None:
        """Remember events (FRAME_SCHEMA)."""
        content = [name for name in events.columns if name not in (*_ID, *_PLACE)]
        self._said.append(
            events.select(
                pl.struct(_ID).hash(seed=1).alias("id"),
                pl.struct(content).hash(seed=2).alias("content"),
                pl.col("file").cast(pl.Categorical()),
                "line",
            )
        )

    def contradictions(self) -> pl.DataFrame:
        """file, line, `where`: each record with an event that another record tells otherwise, and where they stand."""
        if not self._said:
            return pl.DataFrame(schema={"file": pl.String, "line": pl.Int64, "where": pl.String})
        said = pl.concat(self._said)
        several = said.filter(pl.col("id").is_duplicated())
        at_odds = several.filter(pl.col("content").n_unique().over("id") > 1).cast({"file": pl.String})
        where = at_odds.sort("file", "line").group_by("id").agg(_places())
        return (
            at_odds.join(where, on="id").unique(_PLACE, keep="any").select("file", "line", "where").sort("file", "line")
        )


def _places() -> pl.Expr:
    """`line 3 and line 9`, with the file before the line where they are of several."""
    names = pl.when(pl.col("file").n_unique() > 1).then(pl.format("{}, line {}", "file", "line"))
    place = names.otherwise(pl.format("line {}", "line")).unique(maintain_order=True)
    more = pl.when(place.len() > _SHOWN).then(pl.lit(" and others")).otherwise(pl.lit(""))
    return (place.head(_SHOWN).str.join(" and ") + more).alias("where")
