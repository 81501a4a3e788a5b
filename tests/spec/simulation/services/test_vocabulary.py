"""Do the services write everything that the log has words for, and nothing that the log would refuse?"""

from datetime import date

import polars as pl

from felles.events import EVENT_TYPES, FRAME_SCHEMA
from felles.events.frame import frame_problems, frame_problems_before_birth
from felles.simulation.country import lives_of, tell
from felles.simulation.frames import frame_of

SEED = 5


def test_every_type_of_event_occurs_in_a_small_country(told):
    missing = set(EVENT_TYPES) - set(told.events["type"].unique())

    assert missing == set()


def test_the_log_would_take_every_event(told):
    frame = told.events.select(FRAME_SCHEMA.names())

    problems = frame_problems(frame, today=date(2041, 1, 31))

    assert problems.rows() == []


def test_nothing_happens_to_anybody_before_birth(told):
    frame = told.events.select(FRAME_SCHEMA.names())

    assert frame_problems_before_birth(frame).rows() == []


def test_only_what_counts_from_death_comes_after_it(told):
    deaths = told.events.filter(pl.col("type") == "died").select("person", died="day")

    later = told.events.join(deaths, on="person").filter(pl.col("day") > pl.col("died"))

    assert set(later["step"].unique()) <= {"relatives.grief"}


def test_every_event_has_a_number_of_its_own(told):
    assert told.events["source_id"].n_unique() == told.events.height


def test_a_correction_takes_the_place_of_an_event_of_the_same_person(told):
    corrections = told.events.filter(pl.col("replaces").is_not_null()).select("person", source_id="replaces")

    known = corrections.join(told.events.select("person", "source_id"), on=["person", "source_id"], how="semi")

    assert known.height == corrections.height > 0


def test_what_is_written_about_a_person_alone_is_what_is_written_in_the_crowd(told):
    with_forms = told.of("reports_from_home.filled")["person"][0]
    index = int(with_forms.split("-")[1]) - 1

    alone = tell(told.country, lives_of(told.country, index, index + 1))

    frame = frame_of(alone, told.country.words, SEED).sort("source_id").drop("line")
    crowd = told.events.filter(pl.col("person") == with_forms).sort("source_id").select(frame.columns)
    assert frame.equals(crowd)
