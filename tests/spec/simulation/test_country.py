"""A country is the same whoever does the work and in what order; what is written is a lake that every command reads."""

import errno
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from felles.simulation import running
from felles.simulation.country import (
    COUNTED_ON,
    Country,
    lives_of,
    make_country,
    make_living,
    present_of,
    present_on,
    tell,
)
from felles.simulation.hashing import hashes_of, log_hash, sums_of
from felles.simulation.request import CannotSimulate, Request
from felles.simulation.running import run_country
from felles.simulation.settling import settled
from felles.simulation.trying import exactly, with_tried
from felles.simulation.writing import BlockWriter
from felles.store.lake.reading import open_lake

PEOPLE, FIRST, LAST = 3_000, 2022, 2026
BLOCK = 1_300


REQUEST = Request(people=PEOPLE, first=FIRST, last=LAST, seed=11)


@pytest.fixture(scope="module")
def asked(simulation: Any) -> Country:
    """As a run gets it: how many persons there are is not settled."""
    return make_country(simulation, REQUEST)


@pytest.fixture(scope="module")
def country(asked: Country) -> Country:
    return settled(asked)


@pytest.fixture(scope="module")
def written(asked: Country, tmp_path_factory: pytest.TempPathFactory) -> running.Run:
    return run_country(asked, tmp_path_factory.mktemp("simulated") / "country", block=BLOCK)


@pytest.fixture(scope="module")
def smoking(simulation: Any) -> Country:
    """The same country where everybody smoked, so that fewer are alive in 2024."""
    changed = with_tried(simulation, {"exposures/tobacco.smoking.level": exactly(3)})
    return make_country(changed, REQUEST, base=simulation)


def test_as_many_are_alive_on_the_first_of_january_2024_as_were_asked_for(written):
    assert written.told.alive_2024 == PEOPLE


@pytest.mark.parametrize(("workers", "block"), [(1, 700), (2, BLOCK)])
def test_workers_and_blocks_do_not_show_in_the_log(asked, written, tmp_path, workers, block):
    again = run_country(asked, tmp_path / "again", workers=workers, block=block)

    assert again.log_hash == written.log_hash
    assert again.told.events == written.told.events


def test_a_run_settles_how_many_there_are_as_if_all_had_been_counted_before(asked, country, written, tmp_path):
    again = run_country(country, tmp_path / "again")

    assert again.drawn == written.drawn == country.persons
    assert again.log_hash == written.log_hash
    with pytest.raises(ValueError, match="not settled"):
        _ = asked.persons


def test_who_is_alive_is_counted_as_they_live(country):
    for time in (COUNTED_ON, LAST + 0.5):
        lives = lives_of(country, 100, country.persons)

        there = lives.people.index[present_on(lives.people, time)]
        assert (np.flatnonzero(present_of(country, 100, country.persons, time)) + 100 == there).all()


def test_lives_that_are_too_far_from_the_tables_are_refused_with_what_to_do(asked, tmp_path):
    more = replace(asked, plan=asked.plan._replace(wanted=2 * PEOPLE))

    with pytest.raises(CannotSimulate, match=r"table cancer_mortality does not fit .* Fit it anew"):
        run_country(more, tmp_path / "country")


@pytest.mark.parametrize("workers", [1, 2])
def test_under_a_policy_the_same_persons_exist_though_fewer_of_them_are_alive(smoking, country, tmp_path, workers):
    under = run_country(smoking, tmp_path / "country", workers=workers, block=BLOCK)

    assert under.drawn == country.persons
    assert under.told.alive_2024 < PEOPLE


def test_another_seed_gives_another_country(country, written, tmp_path):
    other = replace(country, request=replace(country.request, seed=12))

    assert run_country(other, tmp_path / "other", block=BLOCK).log_hash != written.log_hash


def test_a_person_redone_alone_has_the_life_and_the_events_that_they_had_in_the_crowd(country):
    crowd = lives_of(country, 0, 1_500)
    told = tell(country, crowd)

    for row in (0, 421, len(crowd.people.index) - 1):
        person = int(crowd.people.index[row])
        alone = lives_of(country, person, person + 1)
        events = tell(country, alone)
        theirs = told.person == person + 1
        assert [column[0] for column in alone.people] == [column[row] for column in crowd.people]
        assert sorted(events.event) == sorted(told.event[theirs])
        assert _hash(country, events) == _hash(country, type(told)._make(column[theirs] for column in told))


@pytest.mark.parametrize("first", [2000, 2012])
def test_a_life_does_not_hang_on_the_year_from_which_it_is_told(simulation, country, first):
    """The same persons, home, habits, tumours, ends; and the same rounds from the later year on."""
    longer = make_living(simulation, replace(country.request, first=first), persons=country.persons)

    told, more = (lives_of(each, 0, 1_500) for each in (country, longer))

    kept = np.isin(more.people.index, told.people.index)
    assert len(told.people.index) == kept.sum() < len(kept)
    assert all((one == other[kept]).all() for one, other in zip(told.people, more.people, strict=True))
    ours = kept[more.tumours.row]
    for name, one, other in zip(told.tumours._fields, told.tumours, more.tumours, strict=True):
        if name != "row":
            assert np.array_equal(one, other[ours], equal_nan=True)
    later = kept[more.rounds.row] & (more.rounds.invited >= FIRST)
    for name in ("programme", "number", "invited", "reminded", "attended", "result", "test"):
        assert (getattr(told.rounds, name) == getattr(more.rounds, name)[later]).all()


def _hash(country: Country, events: Any) -> str:
    return log_hash(sums_of(events, hashes_of(country.words)))


def test_the_hash_changes_with_any_word_and_any_day(country):
    events = tell(country, lives_of(country, 0, 200))
    other_day, other_word = events.day.copy(), events.code.copy()
    other_day[7] += 1
    other_word[np.flatnonzero(other_word >= 0)[0]] ^= 1

    assert _hash(country, events._replace(day=other_day)) != _hash(country, events)
    assert _hash(country, events._replace(code=other_word)) != _hash(country, events)


def test_every_event_has_a_number_of_its_own(country):
    events = tell(country, lives_of(country, 0, country.persons))

    assert len(np.unique(events.event)) == len(events.event)


def test_nothing_is_written_of_a_person_after_death_or_emigration_or_after_the_last_year(country, written):
    current = open_lake(written.folder).table("current_event")
    ends = current.filter(current.type.isin(["died", "follow_up_ended"])).group_by("person").agg(end=current.day.max())
    after = current.join(ends, "person").filter(lambda row: row.day > row.end)
    back = current.filter(current.type == "moved").select("person").distinct()

    assert current.day.max().execute().year == LAST
    assert (
        after.anti_join(back, "person").filter(lambda row: ~row.type.isin(["relative_supported"])).count().execute()
        == 0
    )


def test_the_lake_holds_as_many_tumours_as_the_lives(country, written):
    current = open_lake(written.folder).table("current_event")
    found = current.filter((current.type == "diagnosed") & (current.day.year() >= FIRST))

    assert (
        found.count().execute()
        == written.told.tumours
        == lives_of(country, 0, country.persons).tumours_found(country.window)
    )


def test_the_people_of_the_lake_on_a_day_are_those_of_the_lives(country, written):
    current = open_lake(written.folder).table("current_event")
    came = current.filter(current.type == "born").person.nunique().execute()

    lives = lives_of(country, 0, country.persons)
    assert came == np.count_nonzero(np.minimum(lives.people.died, lives.people.emigrates) >= FIRST)
    assert lives.alive_on(COUNTED_ON) == PEOPLE


def test_days_begin_at_midnight_in_oslo(written):
    name = next(name for name in written.told.files if f"year={FIRST + 1}" in name)
    table = pq.read_table(written.folder / name, columns=["day", "time", "precision"])

    local = table.column("time").to_pandas().dt.tz_convert("Europe/Oslo")
    assert (local.dt.date == table.column("day").to_pandas()).all()
    assert (local.dt.hour == 0).all()


def test_a_full_disk_leaves_whole_blocks_and_the_run_goes_on_from_there(asked, written, tmp_path, monkeypatch):
    folder = tmp_path / "country"
    with (
        _no_room_for(1, monkeypatch),
        pytest.raises(CannotSimulate, match=r"no more room on the disk\. 1 of at most \d blocks .* --resume"),
    ):
        run_country(asked, folder, block=BLOCK)
    partly = open_lake(folder).table("current_event").count().execute()
    on_disk = {path.relative_to(folder).as_posix() for path in folder.rglob("events/**/*.parquet")}
    whole = run_country(asked, folder, block=BLOCK, resume=True)

    assert partly == _told(folder)["told"]["events"] - _events_of_later_blocks(whole, folder)
    assert all("part-00000" in name for name in on_disk)
    assert whole.log_hash == written.log_hash


@pytest.mark.parametrize("block", [2, 3])
def test_a_manifest_says_how_many_persons_there_are_once_it_is_settled(asked, written, tmp_path, monkeypatch, block):
    """Blocks 0, 1 and 2 are of those who exist for certain; with them whole it is settled, and block 3 is the rest."""
    folder = tmp_path / "country"
    with _no_room_for(block, monkeypatch), pytest.raises(CannotSimulate):
        run_country(asked, folder, block=BLOCK)
    stopped = _told(folder)
    whole = run_country(asked, folder, block=BLOCK, workers=2, resume=True)

    assert stopped["blocks"] == list(range(block))
    assert (stopped["persons"], stopped["blocks_in_all"]) == ((None, None) if block == 2 else (whole.drawn, 4))
    assert stopped["log_hash"] is None
    assert whole.log_hash == written.log_hash == _told(folder)["log_hash"]


def test_a_run_under_a_policy_that_stopped_goes_on_with_the_same_persons(smoking, country, tmp_path, monkeypatch):
    folder = tmp_path / "country"
    with _no_room_for(1, monkeypatch), pytest.raises(CannotSimulate):
        run_country(smoking, folder, block=BLOCK)
    stopped = _told(folder)
    resumed = run_country(smoking, folder, block=BLOCK, resume=True)

    assert stopped["persons"] == resumed.drawn == country.persons
    assert resumed.log_hash == run_country(smoking, tmp_path / "at_once").log_hash


@contextmanager
def _no_room_for(block: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The disk is full when a later year of this block is to be written."""
    real = BlockWriter._add

    def full(writer: BlockWriter, year: int, columns: Any) -> None:
        if writer.block == block and year == FIRST + 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(writer, year, columns)

    with monkeypatch.context() as patch:
        patch.setattr(BlockWriter, "_add", full)
        yield


def _told(folder: Path) -> Any:
    return json.loads((folder / "manifest.json").read_text())["simulation"]


def _events_of_later_blocks(run: running.Run, folder: Path) -> int:
    later = [name for name in run.told.files if "part-00000" not in name]
    return sum(pq.read_metadata(folder / name).num_rows for name in later)


def test_a_run_that_was_begun_with_other_settings_is_not_resumed(country, written):
    other = replace(country, request=replace(country.request, seed=12))

    with pytest.raises(CannotSimulate, match="begun with other settings"):
        run_country(other, written.folder, resume=True)


def test_a_folder_with_something_else_in_it_is_left_alone(country, tmp_path):
    (tmp_path / "letter.txt").write_text("mine")

    with pytest.raises(CannotSimulate, match="is not empty"):
        run_country(country, tmp_path)
    assert (tmp_path / "letter.txt").read_text() == "mine"


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"people": 5}, "--people takes a number from 100"),
        ({"first": 1999}, "--from takes a year from 2000"),
        ({"last": 2021}, "--to takes a year from 2022"),
        ({"seed": -1}, "--seed takes a whole number"),
        ({"policies": ("tobacco_free_generation",) * 2}, "tobacco_free_generation is given twice"),
    ],
)
def test_what_cannot_be_simulated_is_refused_with_what_is_allowed(asked, sentence):
    with pytest.raises(CannotSimulate, match=sentence):
        Request(**{"people": PEOPLE, "first": FIRST, "last": LAST, "seed": 1, **asked})


def test_partitions_on_spark_add_up_to_the_same_log(country, written, spark, tmp_path):
    session = spark._session
    stretches = [(low, min(low + 900, country.persons)) for low in range(0, country.persons, 900)]

    sums = session.sparkContext.parallelize(stretches, len(stretches)).map(partial(_sums, country)).collect()

    assert log_hash((sum(first for first, _ in sums), sum(second for _, second in sums))) == written.log_hash


def _sums(country: Country, stretch: tuple[int, int]) -> tuple[int, int]:
    return sums_of(tell(country, lives_of(country, *stretch)), hashes_of(country.words))
