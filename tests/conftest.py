"""What tests share: a home with a server of its own, and an empty log for each test."""

import itertools
import os
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from psycopg import sql

from felles.events import Event
from felles.projections import PROJECTIONS
from felles.store import Home, Store
from felles.store.server import Server

if TYPE_CHECKING:
    from felles.definitions import Content
    from felles.definitions.simulation.loading import SimulationDefinitions

settings.register_profile(
    "felles", deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile("felles")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """With `--dist loadfile` one process alone pays for the running Felles with its browser, and one for Spark.

    The files of either are one unit of work. Units go out in the order of their folders, so that the long ones (agreement,
    functional) are under way first and short ones fill the end; by default those with the fewest tests, ours that take
    longest, would come last.
    """
    if config.getvalue("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    class Companies(LoadFileScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            return _company_of(config.rootpath, nodeid.partition("::")[0])

    config.option.loadscopereorder = False
    return Companies(config, log)


@cache
def _company_of(root: Path, file: str) -> str:
    """The unit of work of a file, by its path below the root: itself, where it needs neither a browser nor Spark."""
    if file.startswith("tests/functional/web/"):
        return "browser"
    has_spark = re.search(r"[(, ]spark[:,)]", (root / file).read_text(encoding="utf-8"))
    return "Spark" if has_spark else file


_databases = itertools.count()
NewStore = Callable[[], AbstractContextManager[Store]]


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home.from_environment({"FELLES_HOME": str(tmp_path_factory.mktemp("home")), "FELLES_THREADS": "2"})


@pytest.fixture(scope="session")
def first_store(home: Home) -> Iterator[Store]:
    """The server with a database that stays empty: the model of each test's own, so nobody stays connected to it.

    It need not survive a power cut, and without waiting for the disk a new database takes a third of the time.
    """
    with Store.open(home, projections=PROJECTIONS) as store:
        store.close()
        _administer(store, sql.SQL("alter system set fsync = off"))
        _administer(store, sql.SQL("select pg_reload_conf()"))
        yield store


@pytest.fixture(scope="session")
def new_store(first_store: Store) -> NewStore:
    """`with new_store() as store`: a store with an empty log, a new database on the same server."""

    @contextmanager
    def make() -> Iterator[Store]:
        name = f"felles_test_{os.getpid()}_{next(_databases)}"
        _administer(first_store, sql.SQL("create database {} template felles").format(sql.Identifier(name)))
        parameters = {role: {**words, "dbname": name} for role, words in first_store.server.parameters.items()}
        store = Store(first_store.home, Server(parameters, lambda: None), first_store.keys, PROJECTIONS)
        try:
            yield store
        finally:
            store.close()
            _administer(first_store, sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))

    return make


@pytest.fixture
def store(new_store: NewStore) -> Iterator[Store]:
    with new_store() as store:
        yield store


def _administer(store: Store, statement: sql.Composable) -> None:
    parameters = dict(store.server.parameters["felles_admin"]) | {"dbname": "postgres"}
    with psycopg.connect(**parameters, autocommit=True) as connection:  # type: ignore[arg-type]
        connection.execute(statement)


@pytest.fixture
def event_at(store: Store) -> Callable[..., Event]:
    """Makes an event of a person from a few words: `event_at("p1", "referred", "2026-03-02", code="lung")`."""
    numbers = itertools.count(1)

    def make(person: str, type_: str, day: str, **columns: Any) -> Event:
        time = datetime.fromisoformat(day).replace(tzinfo=UTC)
        return Event(
            **{
                "person": store.person("test", person),
                "type": type_,
                "time": time,
                "source": "test",
                "source_id": f"{person}:{next(numbers)}",
                "precision": "day",
            }
            | columns
        )

    return make


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """An Ibis connection to Spark, one for the whole suite; its Java compiles quickly rather than well, and little data lies
    in few parts."""
    from felles.cli.spark import spark_connection, why_no_spark

    missing = why_no_spark()
    if missing:
        pytest.skip(missing)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        with spark_connection(threads=2) as connection:
            connection._session.conf.set("spark.sql.shuffle.partitions", "2")
            yield connection


@pytest.fixture(scope="session")
def content() -> "Content":
    """The definitions that came with Felles."""
    from felles.definitions import load_content

    return load_content()


@pytest.fixture(scope="session")
def simulation() -> "SimulationDefinitions":
    """The description of the simulated country."""
    from felles.definitions.simulation.loading import load_simulation

    return load_simulation()


@pytest.fixture(scope="session")
def reference() -> Path:
    """The folder with real patients and facts, where FELLES_REFERENCE names it."""
    folder = os.environ.get("FELLES_REFERENCE")
    if not folder or not Path(folder).is_dir():
        pytest.skip("FELLES_REFERENCE does not name the folder with the reference data.")
    return Path(folder)
