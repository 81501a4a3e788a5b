"""Which simulated patients stand in the lists of a demonstration: a small region as it is today?

The lives of a region's people are simulated with the calendar of this year; of the patients under way, what had happened by
today goes into the log, through the same door as everything else. Their names are made up, and they are marked as nobody.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, LiteralString

import numpy as np
import polars as pl
from numpy.typing import NDArray

from felles.definitions.errors import DefinitionError
from felles.definitions.plain_values import plain_values
from felles.definitions.simulation.loading import load_simulation
from felles.events.envelope import day_of
from felles.simulation.calendar import year_of
from felles.simulation.country import (
    Country,
    Lives,
    diagnosed_between,
    lives_of,
    make_country,
    suspicions_of,
    tell,
)
from felles.simulation.frames import frame_of
from felles.simulation.luck import uniform
from felles.simulation.purposes import NAMES
from felles.simulation.request import Request
from felles.simulation.settling import settled
from felles.simulation.structs import Events
from felles.simulation.writing import SOURCE
from felles.store import Store
from felles.store.identity import Profile, people_for, set_profile

FILE = "content/demo/region.yaml"
_SAID: LiteralString = "select exists (select from felles.event where source = %s)"
_FIELDS = {"made_up", "county", "inhabitants", "seed", "months", "given_names", "family_names"}
_SEXES = ("female", "male")
EXAMINED = 0.2
"""Years in which an examination that found no cancer may still be under way."""


@dataclass(frozen=True, slots=True)
class Region:
    """The patients of a region: their events as a frame, and what they are called, by their name in the frame."""

    events: pl.DataFrame
    names: Mapping[str, Profile]


def load_region(store: Store, content: Path, *, at: datetime) -> int:
    """Put the simulated region in the log, as it stands on the day of `at`. Done once for a log.

    Returns the number of patients that came in. Raises DefinitionError for a file that is not marked as made up.
    """
    with store.connection() as connection:
        row = connection.execute(_SAID, (SOURCE,)).fetchone()
    if row is not None and row[0]:
        return 0
    region = simulate_region(content, day_of(at))
    store.append_frame(region.events, made_up=True)
    with store.connection() as connection, connection.transaction():
        known = people_for(connection, store.keys, SOURCE, list(region.names), made_up=True)
        for name, profile in region.names.items():
            set_profile(connection, store.keys, known[name], profile)
    return len(region.names)


def simulate_region(content: Path, today: date) -> Region:
    """The patients of the region as they stand today; nothing of what comes later."""
    asked = _read(content / "demo" / "region.yaml")
    country = _country(content, asked, today)
    lives = lives_of(country, 0, country.persons)
    last = (today - date(1970, 1, 1)).days
    patients = _patients(country, lives, float(year_of(np.int32(last))), asked["months"] / 12)
    told = tell(country, lives, until=last)
    # What was known of them by today, and nothing that took place or ends before it was recorded.
    chosen = np.isin(told.person, lives.people.index[patients].astype(np.int64) + 1) & (told.recorded <= last)
    events = Events._make(column[chosen] for column in told)
    frame = _begun_here(frame_of(events, country.words, asked["seed"]))
    return Region(frame, _names(country, lives, patients, asked))


def _begun_here(events: pl.DataFrame) -> pl.DataFrame:
    """Without the pathways that began elsewhere: before the years that are told of, or before somebody moved to the country.

    Their referral is not told, and the hospital's list of what to mend would ask for it.
    """
    of_pathway = pl.col("type").is_in(("decided", "pathway_ended")) | (pl.col("code") == "first_visit").fill_null(False)
    key = ("person", "episode")
    begun = (pl.col("type") == "referred").any().over(key)
    elsewhere = pl.col("episode").is_not_null() & of_pathway.any().over(key) & ~begun
    return events.filter(~elsewhere)


def _country(content: Path, asked: Mapping[str, Any], today: date) -> Country:
    definitions = load_simulation(content)
    request = Request(people=asked["inhabitants"], first=today.year - 2, last=today.year, seed=asked["seed"])
    country = settled(make_country(definitions, request))
    place = list(definitions.content.counties).index(asked["county"])
    # Everybody lives in the one county, and nobody leaves it.
    home = np.broadcast_to(
        (np.arange(country.people.home.shape[1]) >= place).astype(np.float64), country.people.home.shape
    )
    stays = country.people._replace(home=np.ascontiguousarray(home), leaving=np.zeros_like(country.people.leaving))
    return replace(country, people=stays)


def _patients(country: Country, lives: Lives, now: float, years: float) -> NDArray[np.int64]:
    """Rows of the people who have a new tumour, or are being examined for one; those who died of it too."""
    ill = lives.tumours.row[diagnosed_between(lives.people, lives.tumours, now - years, now)]
    suspected = suspicions_of(country, lives)
    examined = suspected.row[(suspected.suspected > now - EXAMINED) & (suspected.suspected < now)]
    return np.union1d(ill, examined)


def _names(country: Country, lives: Lives, patients: NDArray[np.int64], asked: Mapping[str, Any]) -> dict[str, Profile]:
    first, second = (asked["family_names"][part] for part in ("first", "second"))
    names = {}
    for row in patients:
        person = int(lives.people.index[row])
        given = asked["given_names"][_SEXES[lives.people.sex[row]]]
        luck = [uniform(asked["seed"], person, NAMES, question) for question in range(3)]
        chosen = [words[int(share * len(words))] for words, share in zip((given, first, second), luck, strict=True)]
        names[f"{asked['seed']}-{person + 1}"] = Profile(given=chosen[0], family=chosen[1] + chosen[2])
    return names


def _read(path: Path) -> Mapping[str, Any]:
    written = plain_values(path.read_text(encoding="utf-8"))
    if written.get("made_up") is not True:
        raise DefinitionError(FILE, "made_up", str(written.get("made_up")), "true: only made-up people may stand here")
    if set(written) != _FIELDS:
        raise DefinitionError(FILE, "", ", ".join(written), f"exactly {', '.join(sorted(_FIELDS))}")
    return dict(written)
