"""How do very many rows leave the database quickly? As Arrow record batches over ADBC, ten times faster than as tuples."""

from collections.abc import Iterator
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


def _storage(column: "pa.Array") -> "pa.Array":
    """The column as plain Arrow: what Arrow has extension types for (UUID, JSON) is bytes and text underneath."""
    return getattr(column, "storage", column)
