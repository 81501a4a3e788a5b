"""How does Spark work on patients part by part: each partition by Arrow to a function, what it makes put together by Spark?"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from felles.epidemiology.surviving.parts import Parts

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa

    Work = Callable[[pl.DataFrame], pl.DataFrame]


class SparkParts(Parts):
    """The rows of a rule as they lie in Spark's partitions. A partition has to fit in the memory of one worker."""

    def __init__(self, connection: Any, rule: Any) -> None:
        from pyspark.sql import SparkSession

        self._rows = SparkSession.active().sql(str(connection.compile(rule))).cache()

    @property
    def empty(self) -> "pl.DataFrame":
        """Their columns, without a row."""
        import polars as pl

        return pl.DataFrame(self._rows.limit(0).toArrow())

    def added(self, work: "Work", by: Sequence[str], largest: Sequence[str] = ()) -> "pl.DataFrame":
        """What `work` makes of each partition, put together by these columns: of `largest` the largest, of others the sum."""
        import polars as pl
        from pyspark.sql import functions as of
        from pyspark.sql.pandas.types import from_arrow_schema

        schema = _plain(work(self.empty).to_arrow()).schema
        made = self._rows.mapInArrow(_of_partition(work), from_arrow_schema(schema))
        rest = [name for name in schema.names if name not in by]
        measures = [(of.max if name in largest else of.sum)(f"`{name}`").alias(name) for name in rest]
        whole = made.groupBy(*(of.col(f"`{name}`") for name in by)).agg(*measures)
        return pl.DataFrame(whole.toArrow()).select(schema.names)

    def close(self) -> None:
        """Let Spark forget the rows."""
        self._rows.unpersist()


def _of_partition(work: "Work") -> "Callable[[Iterable[pa.RecordBatch]], Iterable[pa.RecordBatch]]":
    def worked(batches: "Iterable[pa.RecordBatch]") -> "Iterator[pa.RecordBatch]":
        import polars as pl
        import pyarrow as pa

        there = list(batches)
        if there:
            made = work(pl.DataFrame(pa.Table.from_batches(there)))
            yield from _plain(made.to_arrow()).to_batches()

    return worked


def _plain(table: "pa.Table") -> "pa.Table":
    """With text as Spark has it: Polars gives it with offsets of 64 bits."""
    import pyarrow as pa

    large = (pa.large_string(), pa.string_view())
    fields = [field.with_type(pa.string()) if field.type in large else field for field in table.schema]
    return table.cast(pa.schema(fields))
