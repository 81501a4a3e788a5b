"""An import that is killed anywhere and run again ends as if it had never been killed."""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from felles.projections import PROJECTIONS
from felles.store import Home, Store

FILES, PATIENTS = 5, 400
# As felles, but each file is a transaction of its own: there is something between the first and the last.
FELLES = "from felles.interop import spool; spool.ROWS_AT_ONCE = 1; from felles.cli import main; main()"


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files of made-up patients in the layout of the Finnish melanoma file."""
    draw = random.Random(3)
    folder = tmp_path_factory.mktemp("registry")
    for file in range(FILES):
        lines = ["id,sex,born,diagnosed,age,stage,subsite,status,exit_date"]
        for number in range(file * PATIENTS, (file + 1) * PATIENTS):
            sex, stage = draw.choice(("Female", "Male")), draw.choice(("Localised", "Regional", "Distant", "Unknown"))
            year, status = draw.randrange(1975, 1995), draw.choice(("Alive", "Dead: cancer", "Dead: other"))
            lines.append(f"{number},{sex},1940-02-03,{year}-05-01,{year - 1940},{stage},Trunk,{status},1995-12-31")
        (folder / f"patients_{file}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def test_a_killed_import_run_again_gives_the_same_log(registry: Path, tmp_path: Path) -> None:
    unbroken, killed = tmp_path / "unbroken", tmp_path / "killed"
    words = ("import", str(registry), "--mapping", "melanoma_finland")
    _felles(unbroken, *words)

    with Store.open(Home.from_environment({"FELLES_HOME": str(killed)}), projections=PROJECTIONS) as store:
        for moment in (_has_come_to_the_log, _is_in_its_first_transaction, _has_committed_some):
            importing = subprocess.Popen(_program(*words), env=_environment(killed), stderr=subprocess.DEVNULL)
            with moment(store, importing):
                importing.kill()
                importing.wait()
        some = store.count_events()
        finished = _felles(killed, *words)

    assert 0 < some < finished["events_new"] + finished["events_known"]
    assert finished["events_known"] == some
    assert finished["rejects"] == 0
    one, other = _felles(unbroken, "status"), _felles(killed, "status")
    for name in ("persons", "events", "log_hash", "projections_hash"):
        assert one[name] == other[name]
    assert one["persons"] == FILES * PATIENTS


@contextmanager
def _has_come_to_the_log(store: Store, importing: subprocess.Popen[bytes]) -> Iterator[None]:
    with _administrator(store) as connection:
        _wait_until(importing, lambda: _importers(connection) > 0)
        yield


@contextmanager
def _is_in_its_first_transaction(store: Store, importing: subprocess.Popen[bytes]) -> Iterator[None]:
    with _administrator(store) as connection, connection.transaction():
        connection.execute("lock table felles.event in share mode")
        _wait_until(importing, lambda: _waiting(connection) > 0)
        yield


@contextmanager
def _has_committed_some(store: Store, importing: subprocess.Popen[bytes]) -> Iterator[None]:
    with _administrator(store) as connection:
        with connection.transaction():
            connection.execute("lock table felles.event in share mode")
            _wait_until(importing, lambda: _waiting(connection) > 0)
        with connection.transaction():
            # Those that waited go first, then this lock, and whoever comes after waits for it.
            connection.execute("lock table felles.event in share mode")
            _wait_until(importing, lambda: _waiting(connection) > 0)
            yield


def _administrator(store: Store) -> "psycopg.Connection[tuple[int]]":
    return psycopg.connect(store.server.url("felles_admin"), autocommit=True)  # type: ignore[arg-type]


def _importers(connection: "psycopg.Connection[tuple[int]]") -> int:
    return _count(connection, "select count(*) from pg_stat_activity where usename = 'felles_importer'")


def _waiting(connection: "psycopg.Connection[tuple[int]]") -> int:
    return _count(connection, "select count(*) from pg_locks where not granted and relation = 'felles.event'::regclass")


def _count(connection: "psycopg.Connection[tuple[int]]", query: str) -> int:
    row = connection.execute(query).fetchone()  # type: ignore[call-overload]
    assert row is not None
    return int(row[0])


def _wait_until(importing: subprocess.Popen[bytes], holds: Callable[[], bool]) -> None:
    while not holds():
        assert importing.poll() is None, "the import ended before it could be killed"
        time.sleep(0.02)


def _felles(home: Path, *words: str) -> dict[str, int]:
    done = subprocess.run(
        _program(*words, "--json"), env=_environment(home), capture_output=True, text=True, check=True
    )
    found: dict[str, int] = json.loads(done.stdout)
    return found


def _program(*words: str) -> list[str]:
    return [sys.executable, "-c", FELLES, *words]


def _environment(home: Path) -> dict[str, str]:
    return os.environ | {"FELLES_HOME": str(home)}
