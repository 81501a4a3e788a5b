"""How long is a year, and which day is what, in counting survival?"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

YEAR = 365.241
"""Days in a year, as in the R package relsurv (Pohar and Stare 2006), so that the same time is the same day."""


def year_start(year: int) -> int:
    """The first of January as a day number, counted from 1970."""
    import numpy as np

    return int(np.datetime64(f"{year:04d}-01-01", "D").astype(np.int64))


def year_starts(first: int, last: int) -> NDArray[np.int64]:
    """The first of January of each year from first to last, as day numbers."""
    import numpy as np

    return np.arange(f"{first:04d}", f"{last + 1:04d}", dtype="datetime64[Y]").astype("datetime64[D]").astype(np.int64)


def days_into_year(days: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far into its calendar year each (perhaps fractional) day number is, in days."""
    import numpy as np

    whole = np.floor(days).astype("datetime64[D]")
    return np.asarray(days - whole.astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64), np.float64)
