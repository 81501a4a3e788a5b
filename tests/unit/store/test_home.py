"""Which settings does the environment give, and what is said of those that cannot be used?"""

import sys
from pathlib import Path

import pytest

from felles.store.home import Home, SettingError


def test_without_settings_the_home_lies_where_the_platform_keeps_a_users_data(tmp_path: Path) -> None:
    home = Home.from_environment({"XDG_DATA_HOME": str(tmp_path), "LOCALAPPDATA": str(tmp_path)})

    assert home.folder.name == "felles"
    assert sys.platform == "darwin" or home.folder == tmp_path.resolve() / "felles"
    assert (home.port, home.database_url, home.demo) == (8000, None, True)
    assert home.threads >= 1


def test_every_setting_is_read(tmp_path: Path) -> None:
    home = Home.from_environment(
        {
            "FELLES_HOME": str(tmp_path / "here"),
            "FELLES_DATABASE_URL": "postgresql://somebody@host/felles",
            "FELLES_PORT": "8123",
            "FELLES_THREADS": "3",
            "FELLES_DEMO": "0",
        }
    )

    assert home == Home(
        folder=tmp_path.resolve() / "here",
        database_url="postgresql://somebody@host/felles",
        port=8123,
        threads=3,
        demo=False,
    )


def test_a_folder_may_be_given_from_here_or_from_the_users_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))

    assert Home.from_environment({"FELLES_HOME": "near"}).folder == tmp_path.resolve() / "near"
    assert Home.from_environment({"FELLES_HOME": "~/mine"}).folder == tmp_path.resolve() / "mine"


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("FELLES_PORT", "0", "from 1 to 65535"),
        ("FELLES_PORT", "65536", "from 1 to 65535"),
        ("FELLES_PORT", "eighty", "from 1 to 65535"),
        ("FELLES_PORT", "²", "from 1 to 65535"),
        ("FELLES_THREADS", "-1", "from 1 to 1024"),
        ("FELLES_THREADS", "9" * 5000, "from 1 to 1024"),
        ("FELLES_DEMO", "perhaps", "1 \\(made-up people only\\) or 0"),
        ("FELLES_DATABASE_URL", "mysql://hush@host", "postgresql://"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_with_what_is_allowed(name: str, value: str, allowed: str) -> None:
    with pytest.raises(SettingError, match=allowed) as refused:
        Home.from_environment({name: value})

    assert name in str(refused.value)
    assert "hush" not in str(refused.value)


def test_the_folders_of_a_home_are_closed_to_others(tmp_path: Path) -> None:
    home = Home(folder=tmp_path / "deep" / "home")

    home.make_folders()

    for folder in (home.folder, home.postgres, home.keys, home.lake, home.rejects):
        assert folder.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_cannot_be_made_is_told_with_the_setting(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(SettingError, match="Set FELLES_HOME"):
        Home(folder=tmp_path / "file" / "home").make_folders()
