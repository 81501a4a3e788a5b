"""Where a home's keys come from, and what is said when they are gone."""

from pathlib import Path

import pytest

from felles.store.home import Home
from felles.store.identity.keys import Keys, KeysLost


def test_keys_are_made_at_first_use_and_are_the_same_ever_after(tmp_path: Path) -> None:
    home = Home(folder=tmp_path / "home")

    first = Keys.of(home, people_there=False)

    assert Keys.of(home, people_there=True) == first
    assert len(first.master) == len(first.lookup) == 64
    assert first.master != first.lookup


def test_two_homes_have_different_keys(tmp_path: Path) -> None:
    one, other = (Keys.of(Home(folder=tmp_path / name), people_there=False) for name in ("one", "other"))

    assert one.master != other.master
    assert one.digest("no", "1") != other.digest("no", "1")
    assert one.lookup_fingerprint != other.lookup_fingerprint


def test_nobody_else_may_read_the_keys(tmp_path: Path) -> None:
    home = Home(folder=tmp_path / "home")

    Keys.of(home, people_there=False)

    assert home.keys.stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in home.keys.iterdir()} == {0o600}
    assert {file.name for file in home.keys.iterdir()} == {"identity_master", "identity_lookup"}


def test_keys_that_others_could_read_are_closed_again(tmp_path: Path) -> None:
    home = Home(folder=tmp_path / "home")
    keys = Keys.of(home, people_there=False)
    (home.keys / "identity_master").chmod(0o644)

    assert Keys.of(home, people_there=True) == keys
    assert (home.keys / "identity_master").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", ["identity_master", "identity_lookup"])
def test_lost_keys_are_told_and_not_made_anew_while_people_depend_on_them(tmp_path: Path, name: str) -> None:
    home = Home(folder=tmp_path / "home")
    Keys.of(home, people_there=False)
    (home.keys / name).unlink()

    with pytest.raises(KeysLost, match=f"{name} is gone"):
        Keys.of(home, people_there=True)

    assert not (home.keys / name).exists()


def test_a_damaged_key_is_told(tmp_path: Path) -> None:
    home = Home(folder=tmp_path / "home")
    Keys.of(home, people_there=False)
    (home.keys / "identity_lookup").write_bytes(b"short")

    with pytest.raises(KeysLost, match="has 5 bytes instead of 64"):
        Keys.of(home, people_there=True)


def test_the_keys_of_a_demo_know_that_they_are(tmp_path: Path) -> None:
    assert Keys.of(Home(folder=tmp_path, demo=True), people_there=False).demo is True
    assert Keys.of(Home(folder=tmp_path, demo=False), people_there=False).demo is False
