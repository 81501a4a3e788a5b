"""How do simulated events go into a log, through the same door and the same checks as everybody's?"""

from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from felles.events import FRAME_SCHEMA
from felles.simulation.calendar import NO_DAY
from felles.simulation.country import Country, lives_of, stretches, tell
from felles.simulation.structs import Events, Words
from felles.simulation.writing import SOURCE, moments_of
from felles.store import Store

_WORDS = ("type", "precision", "code", "unit", "place", "actor", "data")


_AT_A_TIME = 4_096


def append_country(store: Store, country: Country, *, on_progress: Callable[[int, int], None] | None = None) -> int:
    """Append everybody's events to the log of a store, marked as made up; how many were new. Repeated, it adds nothing."""
    new = 0
    for low, high in stretches(0, country.persons, _AT_A_TIME):
        events = tell(country, lives_of(country, low, high))
        frame = frame_of(events, country.words, country.request.seed)
        new += store.append_frame(frame, made_up=True).new
        if on_progress:
            on_progress(high, country.persons)
    return new


def frame_of(events: Events, words: Words, seed: int) -> pl.DataFrame:
    """The events as a frame (felles.events.FRAME_SCHEMA). Persons and events are called by the seed and their number."""
    columns: dict[str, Any] = {
        "file": pl.lit("simulation"),
        "person": _called(events.person, seed),
        "time": _moments(events.day),
        "until": _moments(events.until_day),
        "episode": _called(events.episode, seed),
        "value": pl.Series(events.value).fill_nan(None),
        "source": pl.lit(SOURCE),
        "source_id": _called(events.event, seed),
        "replaces": _called(events.replaces, seed),
    }
    told = {name: _told(getattr(events, name), getattr(words, name)) for name in _WORDS}
    line = pl.Series(np.arange(1, len(events.event) + 1, dtype=np.int64))
    frame = pl.DataFrame({"line": line}).with_columns(**columns, **told)
    return frame.select(FRAME_SCHEMA.names()).cast(FRAME_SCHEMA)


def _called(numbers: NDArray[Any], seed: int) -> pl.Series:
    """A number's name in the log; none for -1."""
    series = pl.Series("number", numbers)
    return pl.select(pl.when(series >= 0).then(pl.format("{}-{}", pl.lit(seed), series))).to_series()


def _told(numbers: NDArray[Any], words: tuple[str, ...]) -> pl.Series:
    """The word of each number, none for -1."""
    return pl.Series([*words, None], dtype=pl.String).gather(np.where(numbers < 0, len(words), numbers))


def _moments(days: NDArray[np.int32]) -> pl.Series:
    moments = pl.Series(moments_of(days)).cast(pl.Datetime("us", "UTC"))
    told = pl.Series(days != NO_DAY)
    return pl.select(pl.when(told).then(moments)).to_series()
