"""The embedded server: whose it is, who shares it, and what is left after a fault."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from felles.store import server
from felles.store.home import Home
from felles.store.server import ServerProblem, postmaster
from felles.store.server.account import account_for
from felles.store.server.cluster import cluster_in

USE_UNTIL_TOLD = """
import sys
from pathlib import Path
from felles.store import server
from felles.store.home import Home
with server.running(Home(folder=Path(sys.argv[1]))):
    print("up", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """A home of its own, whose server is stopped whatever the test did to it."""
    home = Home(folder=tmp_path / "home")
    yield home
    if home.postgres.exists() and (home.postgres / "data" / "PG_VERSION").exists():
        postmaster.stop(cluster_in(home.postgres), print)


class OtherProcess:
    """Another process that uses the home's server until it is told to end."""

    def __init__(self, home: Home) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", USE_UNTIL_TOLD, str(home.folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "up\n"

    def end(self) -> None:
        self.process.communicate("", timeout=60)

    def signal(self, number: int) -> None:
        os.killpg(self.process.pid, number)
        self.process.communicate(timeout=60)


def server_pid(home: Home) -> int | None:
    found = postmaster.find(cluster_in(home.postgres))
    return found.pid if found else None


def answer(home: Home, statement: str) -> object:
    with server.running(home) as running, psycopg.connect(running.conninfo("felles_admin")) as connection:
        row = connection.execute(statement).fetchone()
        return row[0] if row else None


def test_every_role_enters_with_its_own_password_and_no_role_without(home: Home) -> None:
    with server.running(home) as running:
        for role in ("felles_admin", "felles_importer", "felles_web"):
            for address in (running.conninfo(role), running.url(role)):
                with psycopg.connect(address) as connection:
                    assert connection.execute("select current_user::text").fetchone() == (role,)

        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(running.conninfo("felles_web"), password="guessed")
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(running.conninfo("felles_web"), user="felles_owner")


def test_the_server_does_not_listen_on_the_network(home: Home) -> None:
    assert answer(home, "select current_setting('listen_addresses')") == ""


def test_the_database_sorts_and_lowers_the_same_on_every_machine(home: Home) -> None:
    assert answer(home, "select lower('ÆØÅ') || current_setting('server_encoding')") == "æøåUTF8"
    assert answer(home, "select datlocprovider::text from pg_database where datname = current_database()") == "b"


def test_only_our_own_roles_may_enter_the_database(home: Home) -> None:
    assert answer(home, "select has_database_privilege('felles_web', 'felles', 'connect')") is True
    assert answer(home, "select has_database_privilege('felles_web', 'felles', 'temporary')") is False
    assert answer(home, "select 1 from pg_database where datname = 'felles' and datacl::text like '%{=%'") is None


def test_nothing_runs_after_the_last_use(home: Home) -> None:
    with server.running(home):
        assert server_pid(home) is not None

    assert server_pid(home) is None
    assert not (home.postgres / "data" / "postmaster.pid").exists()


def test_keys_and_data_are_closed_to_others_and_the_folders_above_are_left_as_they_were(tmp_path: Path) -> None:
    above = tmp_path / "closed"
    above.mkdir(mode=0o700)
    home = Home(folder=above / "home")

    with server.running(home):
        pass

    assert above.stat().st_mode & 0o777 == 0o700
    for folder in (home.folder, home.keys, home.postgres, home.keys / "postgres"):
        assert folder.stat().st_mode & 0o777 == 0o700
    for file in (home.keys / "postgres").iterdir():
        assert file.stat().st_mode & 0o777 == 0o600


def test_a_home_with_a_long_path_is_reached_through_a_short_closed_folder(tmp_path: Path) -> None:
    home = Home(folder=tmp_path / ("long" * 30) / "home")

    with server.running(home) as running:
        socket_folder = Path(dict(running.parameters["felles_web"])["host"])
        assert len(str(socket_folder)) < 80
        assert socket_folder.stat().st_mode & 0o777 == 0o700

    assert not socket_folder.exists()


def test_a_path_with_quotes_and_spaces_is_a_path_like_any_other(tmp_path: Path) -> None:
    home = Home(folder=tmp_path / """it's "$(here)" \\ now""")

    assert answer(home, "select 1") == 1


def test_two_homes_have_two_servers(home: Home, tmp_path: Path) -> None:
    with server.running(home), server.running(Home(folder=tmp_path / "other")):
        first, second = server_pid(home), server_pid(Home(folder=tmp_path / "other"))

    assert first != second


def test_a_second_process_shares_the_server_and_the_last_one_out_stops_it(home: Home) -> None:
    with server.running(home):
        pid = server_pid(home)
        other = OtherProcess(home)
        assert server_pid(home) == pid

    assert server_pid(home) == pid

    other.end()

    assert server_pid(home) is None


def test_two_uses_within_one_process_count_as_two(home: Home) -> None:
    first = server.start(home)
    second = server.start(home)

    first.stop()
    first.stop()
    assert server_pid(home) is not None
    second.stop()

    assert server_pid(home) is None


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_process_that_is_asked_to_end_stops_the_server(home: Home, number: int) -> None:
    other = OtherProcess(home)

    other.signal(number)

    assert server_pid(home) is None
    assert "database system is shut down" in (home.postgres / "server.log").read_text()


def test_a_server_left_by_a_killed_process_is_taken_over_and_stopped_in_the_end(home: Home) -> None:
    other = OtherProcess(home)
    pid = server_pid(home)
    other.signal(signal.SIGKILL)
    assert server_pid(home) == pid

    with server.running(home):
        assert server_pid(home) == pid

    assert server_pid(home) is None


def test_what_was_committed_is_there_after_the_server_itself_was_killed(home: Home) -> None:
    other = OtherProcess(home)
    with server.running(home) as running, psycopg.connect(running.conninfo("felles_admin")) as connection:
        connection.execute("create table kept_through as select 7 as seven")
    pid = server_pid(home)
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    other.end()

    assert answer(home, "select seven from kept_through") == 7


def test_a_pid_file_that_names_another_process_does_not_fool_the_start(home: Home) -> None:
    assert answer(home, "select 1") == 1
    stale = home.postgres / "data" / "postmaster.pid"
    stale.write_text(f"{os.getpid()}\n{home.postgres / 'data'}\n1\n5432\n/tmp\n\n0 0\nready   \n")

    assert answer(home, "select 1") == 1


def test_a_first_start_that_was_cut_off_begins_anew(home: Home) -> None:
    home.make_folders()
    halfway = home.postgres / "beginning-halfway" / "data"
    halfway.mkdir(parents=True)
    (halfway / "PG_VERSION").write_text("18\n")

    assert answer(home, "select 1") == 1
    assert list(home.postgres.glob("beginning-*")) == []


def test_data_of_another_version_are_refused_with_both_versions(home: Home) -> None:
    assert answer(home, "select 1") == 1
    (home.postgres / "data" / "PG_VERSION").write_text("16\n")

    with pytest.raises(ServerProblem, match="written by PostgreSQL 16; this Felles brings 18"):
        server.start(home)


def test_a_server_that_cannot_start_is_told_in_its_own_words(home: Home) -> None:
    assert answer(home, "select 1") == 1
    (home.postgres / "data" / "global" / "pg_control").write_bytes(b"")

    with pytest.raises(ServerProblem, match=r"did not start\. It said: .*pg_control"):
        server.start(home)


def test_a_database_that_cannot_be_made_is_told_and_leaves_nothing_half_made(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = subprocess.CompletedProcess([], 1, stdout="initdb: error: could not write: No space left on device\n")
    monkeypatch.setattr("felles.store.server.programs.run", lambda *words: failed)

    with pytest.raises(ServerProblem, match="No space left on device"):
        server.start(home)

    assert list(home.postgres.glob("beginning-*")) == []
    assert not (home.postgres / "data").exists()


def test_lost_passwords_are_refused_and_not_made_anew(home: Home) -> None:
    assert answer(home, "select 1") == 1
    (home.keys / "postgres" / "felles_admin").unlink()

    with pytest.raises(ServerProblem, match="Restore the folder"):
        server.start(home)


def test_a_password_that_was_changed_in_the_database_is_set_right_again(home: Home) -> None:
    answer(home, "select 1")
    with server.running(home) as running, psycopg.connect(running.conninfo("felles_admin")) as connection:
        connection.execute("alter role felles_web password 'another'")

    with server.running(home) as running, psycopg.connect(running.conninfo("felles_web")) as connection:
        assert connection.execute("select 1").fetchone() == (1,)


def test_what_people_said_never_reaches_the_servers_log(home: Home) -> None:
    with (
        server.running(home) as running,
        psycopg.connect(running.conninfo("felles_importer")) as connection,
        pytest.raises(psycopg.DataError),
    ):
        connection.execute("select 'a secret word'::date")

    assert "secret" not in (home.postgres / "server.log").read_text()


def test_a_long_wait_is_told_to_the_person(home: Home) -> None:
    said: list[str] = []
    with server.running(home):
        pass
    cluster = cluster_in(home.postgres)
    other = subprocess.Popen(
        [sys.executable, "-c", "import fcntl, sys; f = open(sys.argv[1]); fcntl.flock(f, fcntl.LOCK_EX);"
         "print('held', flush=True); sys.stdin.read()", str(cluster.folder / "gate")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert other.stdin is not None
    assert other.stdout is not None
    assert other.stdout.readline() == "held\n"

    def told(sentence: str) -> None:
        said.append(sentence)
        other.communicate()  # which ends what it reads, and with that the wait

    with server.running(home, on_wait=told):
        pass

    assert "waiting for it" in said[0]


@pytest.mark.skipif(os.geteuid() != 0, reason="Only root has to step down.")
def test_the_user_that_root_steps_down_to_finds_programs_in_closed_folders(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    program = closed / "program"
    shutil.copy(sys.executable, program)

    account = account_for(tmp_path)
    said = subprocess.run(
        [*account.prefix, "/bin/sh", "-c", f'test -x "{program}" && echo found'],
        capture_output=True,
        text=True,
        check=False,
    )

    assert account.uid != 0
    assert said.stdout == "found\n"


@pytest.mark.skipif(os.geteuid() != 0, reason="Only root has to step down.")
def test_started_by_root_the_server_runs_as_another_user_who_may_read_but_no_more(home: Home) -> None:
    with server.running(home):
        status = Path(f"/proc/{server_pid(home)}/status").read_text()

    fields = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    assert fields["Uid"].split()[0] != "0"
    assert int(fields["CapEff"], 16) in (1 << 2, 1 << 1)


def test_a_socket_folder_that_somebody_else_put_there_is_refused(tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("Only root can make a folder that belongs to somebody else.")
    home = Home(folder=tmp_path / ("long" * 30) / "home")
    home.make_folders()
    there = cluster_in(home.postgres).socket_folder
    there.mkdir()
    os.chown(there, 12345, 12345)

    try:
        with pytest.raises(ServerProblem, match="belongs to somebody else"):
            server.start(home)
    finally:
        there.rmdir()


def test_a_server_that_is_already_there_is_used_and_its_missing_role_made(home: Home, tmp_path: Path) -> None:
    with server.running(home) as embedded:
        with psycopg.connect(embedded.conninfo("felles_admin")) as admin:
            admin.execute("revoke all on database felles from felles_web")
            admin.execute("drop role felles_web")
        guest = Home(folder=tmp_path / "guest", database_url=embedded.url("felles_admin"))
        guest.make_folders()
        (guest.keys / "postgres").mkdir(mode=0o700)
        for role in ("felles_admin", "felles_importer"):
            (guest.keys / "postgres" / role).write_text((home.keys / "postgres" / role).read_text())

        with server.running(guest) as external, psycopg.connect(external.conninfo("felles_web")) as connection:
            assert connection.execute("select current_user::text").fetchone() == ("felles_web",)

        assert server_pid(home) is not None


def test_a_server_that_serves_another_home_is_refused(home: Home, tmp_path: Path) -> None:
    with server.running(home) as embedded:
        guest = Home(folder=tmp_path / "guest", database_url=embedded.url("felles_admin"))

        with pytest.raises(ServerProblem, match="serves another home"):
            server.start(guest)


def test_a_user_who_may_not_make_roles_is_told_what_is_needed(home: Home, tmp_path: Path) -> None:
    with server.running(home) as embedded:
        with psycopg.connect(embedded.conninfo("felles_admin")) as admin:
            admin.execute("drop owned by felles_web")
            admin.execute("drop role felles_web")
        guest = Home(folder=tmp_path / "guest", database_url=embedded.url("felles_importer"))

        with pytest.raises(ServerProblem, match="Give an administrator's address"):
            server.start(guest)


def test_a_server_that_does_not_answer_is_named_without_its_password(tmp_path: Path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        url = f"postgresql://someone:hush@127.0.0.1:{port}/felles"

        with pytest.raises(ServerProblem, match=r"host 127\.0\.0\.1") as refused:
            server.start(Home(folder=tmp_path / "home", database_url=url))

    assert "hush" not in str(refused.value)
