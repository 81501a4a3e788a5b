"""How do very many rows leave the database quickly? As Arrow record batches over ADBC, ten times faster than as tuples."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from queue import Queue
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

BATCH_BYTES = 32 * 1024 * 1024


def record_batches(url: str, query: str) -> Iterator["pa.RecordBatch"]:
    """The rows of a query in batches of some 32 MB; UUIDs as 16 bytes, JSON as text, moments in UTC."""
    # Late: these bring pandas with them, a second that most commands need not wait for.
    import adbc_driver_postgresql.dbapi as adbc
    import pyarrow as pa

    with adbc.connect(url) as connection, connection.cursor() as cursor:
        cursor.adbc_statement.set_options(**{"adbc.postgresql.batch_size_hint_bytes": str(BATCH_BYTES)})
        cursor.execute(query)
        for batch in cursor.fetch_record_batch():
            yield pa.record_batch([_storage(column) for column in batch.columns], names=batch.schema.names)


def record_batches_together(url: str, queries: Sequence[str]) -> Iterator["pa.RecordBatch"]:
    """The rows of several queries as they come, each read over a connection of its own.

    Making columns of rows takes a reader longer than the server takes to send them, so two readers keep two cores busy.
    """
    if len(queries) == 1:
        yield from record_batches(url, queries[0])
        return
    waiting: Queue[pa.RecordBatch | None] = Queue(maxsize=2 * len(queries))

    def read(query: str) -> None:
        try:
            for batch in record_batches(url, query):
                waiting.put(batch)
        finally:
            waiting.put(None)

    with ThreadPoolExecutor(max_workers=len(queries)) as readers:
        reading: list[Future[None]] = [readers.submit(read, query) for query in queries]
        ended = 0
        while ended < len(queries):
            batch = waiting.get()
            if batch is None:
                ended += 1
            else:
                yield batch
        for one in reading:
            one.result()


def _storage(column: "pa.Array") -> "pa.Array":
    """The column as plain Arrow: what Arrow has extension types for (UUID, JSON) is bytes and text underneath."""
    return getattr(column, "storage", column)
