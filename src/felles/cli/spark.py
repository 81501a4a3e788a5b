"""How does a command get a Spark of its own: on this machine, quiet, with no network beyond it, gone when it is done?

For tables and lakes that are larger than one machine's memory. Starting it takes seconds and a rule some more: it is for
size, not for speed.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from felles.events.envelope import start_of
from felles.store import Refused

if TYPE_CHECKING:
    import polars as pl

_LOOPBACK = "127.0.0.1"
_MEMORY = "2g"

NO_JAVA = "Spark needs Java, which was not found. On Debian: sudo apt-get install default-jre-headless"
NO_PYSPARK = "Spark is not installed. Install it with: pip install 'felles[spark]'"


def why_no_spark() -> str | None:
    """The sentence that says what is missing and how to get it; None where Spark can run."""
    from importlib.util import find_spec

    if find_spec("pyspark") is None:
        return NO_PYSPARK
    java = os.environ.get("JAVA_HOME")
    return None if shutil.which("java") or (java and Path(java, "bin", "java").exists()) else NO_JAVA


@contextmanager
def spark_connection(threads: int | None = None) -> Iterator[Any]:
    """An Ibis connection to a Spark on this machine, stopped at the end. Raises Refused where it is not installed.

    threads: default all cores. A process has one Spark: where one runs already it is used, and goes on.
    """
    missing = why_no_spark()
    if missing:
        raise Refused(missing)
    import ibis
    from pyspark.sql import SparkSession

    running = SparkSession.getActiveSession()
    if running is not None:
        yield ibis.pyspark.connect(running)
        return
    with tempfile.TemporaryDirectory(prefix="felles-spark-") as folder:
        session = _session(Path(folder), str(threads or "*"))
        try:
            yield ibis.pyspark.connect(session)
        finally:
            session.stop()


def _session(folder: Path, threads: str) -> Any:
    from pyspark.sql import SparkSession

    settings = {
        "spark.driver.host": _LOOPBACK,
        "spark.driver.bindAddress": _LOOPBACK,
        "spark.driver.memory": _MEMORY,
        "spark.local.dir": str(folder / "local"),
        "spark.log.level": "OFF",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": "8",  # of one machine, not of two hundred
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    builder = SparkSession.builder.appName("felles").master(f"local[{threads}]")
    for name, value in settings.items():
        builder = builder.config(name, value)
    os.environ["SPARK_LOCAL_IP"] = _LOOPBACK
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # else what works on a partition is any python3
    with _standard_error_aside(folder / "java.log"):
        return builder.getOrCreate()


@contextmanager
def _standard_error_aside(file: Path) -> Iterator[None]:
    """What Java says while it starts goes to a file, and all that it says later: it keeps the standard error it had."""
    sys.stderr.flush()
    kept = os.dup(2)
    with file.open("wb") as log:
        os.dup2(log.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def table_on_spark(connection: Any, events: "pl.DataFrame", folder: Path) -> Any:
    """Events for rules as a table of Spark's, by way of a file in this folder."""
    file = folder / "current_event.parquet"
    events.write_parquet(file)
    return connection.read_parquet(str(file), table_name="current_event")


def lake_on_spark(connection: Any, folder: Path, known_on: date | None, *, details: bool = False) -> Any:
    """What stands in a lake, as it was known on a day: the relation that `open_lake` has. Raises Refused without a lake."""
    import ibis
    from pyspark.sql import SparkSession

    from felles.events.columns import RULE_COLUMNS, rule_schema
    from felles.store.lake.reading import lake_files

    files, links = lake_files(folder)
    told: dict[str, str] = {"data": "string", "recorded": "date"} if details else {}
    if not files:
        return ibis.memtable([], schema=rule_schema("int64") | told)
    SparkSession.active().read.parquet(*map(str, files)).createOrReplaceTempView("event")
    event, link = connection.table("event"), connection.read_parquet(str(links), table_name="link")
    if known_on is not None:
        event = event.filter(event.recorded < start_of(known_on + timedelta(days=1)))
    replaced = event.filter(event.replaces.notnull()).select(later="replaces").distinct()
    standing = event.filter(event.type != "retracted")
    standing = standing.anti_join(replaced, standing.event == replaced.later)
    link = link.select(linked="person", canonical="canonical")
    linked = standing.left_join(link, standing.person == link.linked)
    more = {name: linked[name].cast(kind) for name, kind in told.items()}
    return linked.select("episode", *RULE_COLUMNS, **more, person=ibis.coalesce(linked.canonical, linked.person))
