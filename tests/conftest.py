"""What tests share: a home with a server of its own, and an empty log for each test."""

import itertools
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
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

_databases = itertools.count()
NewStore = Callable[[], AbstractContextManager[Store]]


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home.from_environment({"FELLES_HOME": str(tmp_path_factory.mktemp("home")), "FELLES_THREADS": "2"})


@pytest.fixture(scope="session")
def first_store(home: Home) -> Iterator[Store]:
    """The server with a database that stays empty: the model of each test's own, so nobody stays connected to it."""
    with Store.open(home, projections=PROJECTIONS) as store:
        store.close()
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


def _administer(store: Store, statement: sql.Composed) -> None:
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
    """An Ibis connection to Spark, one for the whole suite; its Java compiles quickly rather than well."""
    from felles.cli.spark import spark_connection, why_no_spark

    missing = why_no_spark()
    if missing:
        pytest.skip(missing)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1")
        with spark_connection(threads=2) as connection:
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
