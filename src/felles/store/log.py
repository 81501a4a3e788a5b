"""The one way in to the log and the one way out: the store of a home."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID
from weakref import WeakKeyDictionary

import polars as pl
import psycopg
from psycopg import Connection, sql
from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool, PoolTimeout

from felles.events import Event
from felles.events.envelope import day_of
from felles.store import append, bulk, correcting, lake, projecting, reading, status
from felles.store.columnar import record_batches, record_batches_together
from felles.store.doorway import doorway, fetched, plain, said, sealed, sealed_types
from felles.store.home import Home
from felles.store.identity import people
from felles.store.identity.keys import Keys
from felles.store.identity.sealing import Sealer
from felles.store.locks import LOG_LOCK
from felles.store.migrating import migrate
from felles.store.projecting import Projection
from felles.store.refused import Refused
from felles.store.server import Server, running

if TYPE_CHECKING:
    import pyarrow as pa


class DatabaseGone(Refused):
    """PostgreSQL does not answer just now; the next call tries again."""


def _silent(_: str) -> None:
    return None


class Store:
    """The log of one home, its identities and its kept tables. Made by `Store.open`, closed with it."""

    def __init__(
        self,
        home: Home,
        server: Server,
        keys: Keys,
        projections: Sequence[Projection],
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.home, self.server, self.keys, self.projections = home, server, keys, tuple(projections)
        self.clock = clock
        self._reviving = threading.Lock()
        self._importers = _pool(server.url("felles_importer"), home.threads)
        self._viewers = _pool(server.url("felles_web"), home.threads)

    @classmethod
    @contextmanager
    def open(
        cls, home: Home, *, projections: Sequence[Projection] = (), say: Callable[[str], None] = _silent
    ) -> "Iterator[Store]":
        """Start the server if it does not run, bring the schema and the projections up to this version."""
        home.make_folders()
        with ExitStack() as stack:
            server = stack.enter_context(running(home, on_wait=say))
            with psycopg.connect(server.url("felles_admin"), autocommit=True) as administrator:
                migrate(administrator)
                projecting.make_current(administrator, projections, say=say)
                keys = Keys.of(home, people_there=people.anybody(administrator))
                people.settle_on(administrator, keys)
            store = cls(home, server, keys, projections)
            stack.callback(store.close)
            yield store

    def close(self) -> None:
        """Give the connections back; the server goes on as long as another process uses it."""
        self._importers.close()
        self._viewers.close()

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A connection of the importing role: all of the log, to read and to append."""
        with self._borrowed(self._importers) as connection:
            yield connection

    @contextmanager
    def as_viewer(self, viewer: UUID) -> Iterator[Connection]:
        """A connection in one transaction that sees what this viewer may see and nothing else."""
        with self._borrowed(self._viewers) as connection, connection.transaction():
            connection.execute("select set_config('felles.viewer', %s, true)", (str(viewer),))
            yield connection

    @contextmanager
    def _borrowed(self, pool: ConnectionPool) -> Iterator[Connection]:
        try:
            with pool.connection() as connection:
                yield connection
        except (psycopg.OperationalError, PoolTimeout) as error:
            if isinstance(error, psycopg.errors.DiskFull):
                raise
            self._revive()
            raise DatabaseGone(
                "The database does not answer just now. Nothing that was saved is lost; try again in a moment."
            ) from error

    def _revive(self) -> None:
        """Start the embedded server again if it died, beside the work that goes on; one attempt at a time."""
        if self._reviving.acquire(blocking=False):

            def attempt() -> None:
                try:
                    with suppress(Refused):  # the next call that fails tries again
                        self.server.revive()
                finally:
                    self._reviving.release()

            threading.Thread(target=attempt, name="felles-revive", daemon=True).start()

    # --- in -------------------------------------------------------------------------------------------------------

    def append(self, events: Sequence[Event]) -> list[UUID]:
        """Append events with their projections, all or nothing; returns their ids. Raises Refused with a sentence."""
        now = self.clock()
        append.refuse_bad(events, today=day_of(now))
        with self.connection() as connection:
            sealer = fetched(connection, self.keys, events)
            ready = [sealed(sealer, event) for event in events]
            return append.append(connection, ready, self.projections, recorded=now)

    def append_frame(self, frame: pl.DataFrame, *, made_up: bool = False, checked: bool = False) -> bulk.Appended:
        """Append the good records of a frame (felles.events.FRAME_SCHEMA) in one transaction, set the others aside.

        checked: every row has passed felles.events.frame_problems already, and none lies before a birth in the frame.
        """
        with self.connection() as connection:
            return bulk.append_frame(
                connection,
                frame,
                self.projections,
                doorway(connection, self.keys, made_up=made_up),
                now=self.clock,
                today=day_of(self.clock()),
                checked=checked,
            )

    def correct(self, identifier: UUID, by: Event) -> UUID:
        """Say it rightly: `by` replaces the event with this id."""
        return self.append([correcting.correction(self._event(identifier), by)])[0]

    def retract(self, identifier: UUID, *, source: str, source_id: str, actor: str | None = None) -> UUID:
        """Take an event back, as never having happened."""
        of = self._event(identifier)
        return self.append(
            [correcting.retraction(of, time=self.clock(), source=source, source_id=source_id, actor=actor)]
        )[0]

    def join(self, record: UUID, into: UUID, *, source: str, source_id: str, actor: str | None = None) -> UUID:
        """Let a record go under another; returns the id of the event, with which they can be parted."""
        event = correcting.joining(record, into, time=self.clock(), source=source, source_id=source_id, actor=actor)
        return self.append([event])[0]

    def part(self, identifier: UUID, *, source: str, source_id: str, actor: str | None = None) -> UUID:
        """Part two records again; `identifier` is the id of the `joined` event."""
        of = self._event(identifier)
        return self.append(
            [correcting.parting(of, time=self.clock(), source=source, source_id=source_id, actor=actor)]
        )[0]

    # --- who ------------------------------------------------------------------------------------------------------

    def person(self, source: str, identifier: str, *, made_up: bool = False) -> UUID:
        """The person that a source calls so, found or made."""
        with self.connection() as connection, connection.transaction():
            namespace = people.namespace_of(source, identifier)
            return people.people_for(connection, self.keys, namespace, [identifier], made_up=made_up)[identifier]

    def find_person(self, source: str, identifier: str) -> UUID | None:
        """The person that a source calls so, if there is one."""
        with self.connection() as connection:
            return people.find_person(connection, self.keys, people.namespace_of(source, identifier), identifier)

    def erase(self, person: UUID) -> None:
        """Erase by law: destroy the person's key. Name, identifiers and free text can never be read again; the log's
        shape stays, about nobody."""
        with self.connection() as connection:
            people.erase(connection, person)

    # --- out ------------------------------------------------------------------------------------------------------

    def events_of(self, person: UUID) -> list[Event]:
        """Every event of a person and the records joined to it, also what was corrected; oldest first."""
        with self.connection() as connection:
            return self._plain(connection, reading.events_of(connection, person))

    def current_of(self, person: UUID) -> list[Event]:
        """What stands: the events of a person that no later one replaces; oldest first."""
        with self.connection() as connection:
            return self._plain(connection, reading.current_of(connection, person))

    def kept_about(self, person: UUID) -> dict[str, list[dict[str, Any]]]:
        """The rows of each kept table about a person."""
        rows: dict[str, list[dict[str, Any]]] = {}
        with self.connection() as connection, connection.cursor(row_factory=dict_row) as cursor:
            for projection in self.projections:
                query = sql.SQL("select * from {} where person = any(felles.with_joined(%s::uuid[]))").format(
                    sql.Identifier("kept", projection.name)
                )
                rows[projection.name] = cursor.execute(query, ([person],)).fetchall()
        return rows

    def arrow(self, query: str) -> "Iterator[pa.RecordBatch]":
        """The rows of a query as Arrow record batches; UUIDs are 16 bytes. The fast way out for many rows."""
        return record_batches(self.server.url("felles_importer"), query)

    def count_events(self) -> int:
        """How many events the log holds."""
        with self.connection() as connection:
            return status.counts(connection)["events"]

    def status(self) -> dict[str, Any]:
        """Counts, and hashes of what was said that are equal in two homes that were told the same."""
        with self.connection() as connection:
            found = status.counts(connection)
            names = status.names(people.identifiers_of(connection, self.keys))
            sealer = Sealer(connection, self.keys)
            hashes = status.content_hashes(
                connection,
                self.projections,
                names=names,
                sealed_types=sealed_types(),
                unseal=lambda person, type_, data: said(sealer, names, person, type_, data),
            )
        manifest = lake.read_manifest(self.home.lake)
        return {
            **found,
            **hashes,
            "home": str(self.home.folder),
            "projections": [projection.name for projection in self.projections],
            "lake": manifest and {name: manifest[name] for name in ("events", "recorded_until")},
        }

    # --- derived --------------------------------------------------------------------------------------------------

    def rebuild(self) -> dict[str, int]:
        """Drop and rebuild every projection from the log; returns the rows of each."""
        with self.connection() as connection:
            return projecting.rebuild(connection, self.projections)

    def snapshot(
        self, folder: Path | None = None, *, anew: bool = False, on_progress: Callable[[int], None] | None = None
    ) -> lake.Snapshot:
        """Bring the lake up to now."""
        from felles.store.lake import writing  # late: Parquet's libraries take a second to come

        with self.connection() as connection, connection.transaction():
            # Whoever appends holds this lock shared until commit: past it, all that was recorded is there to be read.
            connection.execute("select pg_advisory_xact_lock(%s)", (LOG_LOCK,))
            until, parts = self.clock(), status.parts(connection, self.home.threads)

        def batches(queries: Sequence[str]) -> "Iterator[pa.RecordBatch]":
            return record_batches_together(self.server.url("felles_importer"), queries)

        return writing.snapshot(
            folder or self.home.lake, batches, until, parts=parts, anew=anew, on_progress=on_progress
        )

    def _event(self, identifier: UUID) -> Event:
        with self.connection() as connection:
            event = reading.event_of(connection, identifier)
            if event is None:
                raise Refused("There is no event with this id in the log.")
            return self._plain(connection, [event])[0]

    def _plain(self, connection: Connection, events: Sequence[Event]) -> list[Event]:
        sealer = fetched(connection, self.keys, events)
        return [plain(sealer, event) for event in events]


def _pool(url: str, threads: int) -> ConnectionPool:
    return ConnectionPool(
        url,
        min_size=0,
        max_size=max(4, 2 * threads),
        open=True,
        timeout=5,
        check=_check_if_rested,
        kwargs={"autocommit": True},
    )


_last_checked: WeakKeyDictionary[Connection, float] = WeakKeyDictionary()


def _check_if_rested(connection: Connection) -> None:
    """Ask a connection whether it still lives, unless it answered within the last second: asking costs a round trip."""
    now = time.monotonic()
    if now - _last_checked.get(connection, -1.0) > 1:
        ConnectionPool.check_connection(connection)
        _last_checked[connection] = now
