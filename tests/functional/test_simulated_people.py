"""Simulated people go into the log through the same door as everybody, marked as nobody; the region is as of today."""

from datetime import UTC, datetime
from typing import Any

import polars as pl
import pytest

from felles.definitions import content_folder
from felles.events import frame_problems
from felles.simulation.country import make_country
from felles.simulation.frames import append_country
from felles.simulation.region import load_region, simulate_region
from felles.simulation.request import Request
from felles.simulation.settling import settled

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)


@pytest.fixture(scope="module")
def region() -> Any:
    return simulate_region(content_folder(), NOW.date())


def test_some_two_thousand_patients_stand_in_the_region_and_every_event_keeps_the_rules_of_the_log(region):
    assert 1_700 < len(region.names) < 2_600
    assert frame_problems(region.events, today=NOW.date()).is_empty()


def test_nothing_of_the_region_has_happened_or_was_recorded_after_today(region):
    assert region.events["time"].max() <= NOW


def test_what_was_met_at_work_is_told_no_more_exactly_than_it_is_measured(region):
    met = region.events.filter(pl.col("type") == "exposed_at_work")
    decimals = {"diesel_exhaust": 1, "welding_fume": 1, "radon": 0, "night_work": 0, "asbestos": 2, "quartz": 3}

    for agent, values in met.group_by("code"):
        told = values["value"]
        assert (told - told.round(decimals[str(agent[0])])).abs().max() < 1e-9, agent
    assert set(decimals) >= set(met["code"]) > {"diesel_exhaust"}


def test_names_are_put_together_and_none_is_anothers_number(region):
    names = {f"{profile.given} {profile.family}" for profile in region.names.values()}

    assert len(names) > 0.9 * len(region.names)
    assert set(region.events["person"]) == set(region.names)


def test_the_region_is_loaded_once_and_its_open_pathways_stand_on_the_board(store, region):
    patients = load_region(store, content_folder(), at=NOW)
    again = load_region(store, content_folder(), at=NOW)

    with store.connection() as connection:
        on_board = connection.execute(
            "select count(*) from kept.pathways where phase is not null and closed_on is null"
        ).fetchone()
        real = connection.execute("select count(*) from identity.person where not made_up").fetchone()
        to_mend = connection.execute("select kind, type, day from kept.oddities").fetchall()
    assert (patients, again) == (len(region.names), 0)
    assert on_board[0] > 50
    assert real[0] == 0
    assert to_mend == []


def test_a_country_that_is_appended_twice_is_in_the_log_once(simulation, store):
    country = settled(make_country(simulation, Request(people=200, first=2024, last=2025, seed=3)))

    first, second = append_country(store, country), append_country(store, country)

    assert first > 500
    assert second == 0
