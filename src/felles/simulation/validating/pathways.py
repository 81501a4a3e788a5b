"""How many pathways keep the recommended time, and how many patients are in one, in a written log?

Counted by the same rule as of a real log (`pathways.national`), over every year at once.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl

from felles.definitions import Content
from felles.definitions.simulation.targets import About, Measure
from felles.pathways import book_of
from felles.pathways.national import pathway_time
from felles.simulation.measuring.against import Asked
from felles.simulation.measuring.measures import UNTOLD, Measured

_ALL_OF_IT, _INCLUDED = "OF4", "OA2"


def asking_log(relation: Any, run: Callable[[Any], pl.DataFrame], content: Content, at: date) -> Asked:
    """What a log answers. relation: its events as rules read them; run: gives the rows of a rule."""
    rule = pathway_time(relation, book_of("norway", content), content, at=at, by=("tertial", "pathway", "region"))
    rows = run(rule).with_columns(year=pl.col("tertial").str.slice(0, 4).cast(pl.Int32, strict=False))

    def ask(measure: Measure, about: About) -> Measured | None:
        if measure not in ("within_time", "in_pathway"):
            return None
        found = rows.filter(
            pl.col("measure") == (_ALL_OF_IT if measure == "within_time" else _INCLUDED),
            pl.col("year").is_between(about.year, about.until or about.year),
        )
        if about.site:
            found = found.filter(pl.col("pathway") == about.site)
        if about.region:
            found = found.filter(pl.col("region") == about.region)
        part, whole = int(found["numerator"].sum() or 0), int(found["denominator"].sum() or 0)
        if whole == 0:
            return UNTOLD
        share = part / whole
        return Measured(share, (max(share * (1 - share), 0.25 / whole) / whole) ** 0.5)

    return ask
