"""Which events does a table in our own columns hold?

person, type and time are asked for. A missing source is the name given for the file; a missing source_id is made from
what the row says, so that importing it again changes nothing and a row that is there twice is one event.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import orjson
import polars as pl

from felles.events import FRAME_SCHEMA
from felles.interop.json_lines import NotARecordError, as_text
from felles.interop.mapped import PROBLEMS
from felles.interop.moments import ALLOWED, coarser, read_moments
from felles.interop.rows import LINE

COLUMNS = tuple(name for name in FRAME_SCHEMA if name not in ("file", "line"))
SET_BY_THE_STORE = ("id", "day", "until_day", "recorded")

_SAID = [name for name in COLUMNS if name not in ("source", "source_id", "time", "until")]


@dataclass(frozen=True, slots=True)
class EventRows:
    """The events of some rows (FRAME_SCHEMA), the problems of the others (PROBLEMS), and how often what was assumed."""

    events: pl.DataFrame
    problems: pl.DataFrame
    assumed: dict[str, int]


def notes_on_columns(file: str, columns: Sequence[str]) -> tuple[str, ...]:
    """What a reader should know of columns that are not read."""
    ours = [name for name in columns if name.casefold() in SET_BY_THE_STORE]
    others = [name for name in columns if name.casefold() not in (*COLUMNS, *SET_BY_THE_STORE)]
    notes = []
    if ours:
        notes.append(f"{file}: {', '.join(ours)} were not read; Felles sets them itself.")
    if others:
        notes.append(f"{file}: columns that are none of an event's were not read: {len(others)}.")
    return tuple(notes)


def events_of_table(rows: pl.DataFrame, file: str, source: str) -> EventRows:
    """The events of rows of text with LINE. A row with a problem gives none."""
    rows = rows.with_columns(pl.lit(None, pl.String).alias(name) for name in COLUMNS if name not in rows.columns)
    rows = rows.with_columns(pl.col("source").fill_null(source))
    data, data_problems = _canonical_data(rows)
    rows = rows.with_columns(data)
    time, until = read_moments(rows["time"]), read_moments(rows["until"])
    value = rows["value"].cast(pl.Float64, strict=False)
    problems = [data_problems, *_missing(rows), *_unread(rows, time, until, value)]
    read = rows.with_columns(
        time["time"].alias("time"),
        until["time"].alias("until"),
        value.alias("value"),
        time["precision"].alias("as written"),
    ).with_columns(precision=coarser(pl.col("precision"), pl.col("as written")))
    found = pl.concat([pl.DataFrame(schema=PROBLEMS), *problems])
    sound = read.join(found.select(LINE).unique(), on=LINE, how="anti", maintain_order="left")
    unnamed = int(sound["source_id"].null_count())
    events = _with_source_ids(sound).with_columns(pl.lit(file).alias("file"), pl.col(LINE).alias("line"))
    moved = int(time["moved"].fill_null(False).sum()) + int(until["moved"].fill_null(False).sum())
    assumed = {"moved": moved, "unnamed": unnamed}
    return EventRows(events.select(FRAME_SCHEMA.names()).cast(FRAME_SCHEMA), found, assumed)


def _missing(rows: pl.DataFrame) -> Iterable[pl.DataFrame]:
    for column, allowed in (
        ("person", "the identifier that the source uses for the person"),
        ("type", "an event type (docs/reference/events.md)"),
        ("time", ALLOWED),
    ):
        yield _problems(rows.filter(pl.col(column).is_null()), column, pl.lit("nothing"), allowed)


def _unread(rows: pl.DataFrame, time: pl.DataFrame, until: pl.DataFrame, value: pl.Series) -> Iterable[pl.DataFrame]:
    for column, read, allowed in (
        ("time", time["time"], ALLOWED),
        ("until", until["time"], ALLOWED),
        ("value", value, "a number with a point for decimals, such as 3.5"),
    ):
        yield _problems(rows.filter(read.is_null() & rows[column].is_not_null()), column, pl.col(column), allowed)


def _problems(rows: pl.DataFrame, field: str, got: pl.Expr, allowed: str) -> pl.DataFrame:
    shown = got.str.slice(0, 80)
    return rows.select(LINE, field=pl.lit(field), got=shown, allowed=pl.lit(allowed)).cast(PROBLEMS)


def _canonical_data(rows: pl.DataFrame) -> tuple[pl.Series, pl.DataFrame]:
    """`data` with sorted keys and no spaces, each distinct text read once, and the problems of what is no object."""
    written, read, wrong = [], [], []
    for text in rows["data"].unique().drop_nulls():
        try:
            read.append(_sorted_object(text))
            written.append(text)
        except NotARecordError as problem:
            wrong.append((text, problem.got, problem.allowed))
    bad = pl.DataFrame(wrong, schema={"data": pl.String, "got": pl.String, "allowed": pl.String}, orient="row")
    problems = rows.join(bad, on="data").select(
        LINE, field=pl.lit("data"), got=pl.col("got"), allowed=pl.col("allowed")
    )
    canonical = pl.DataFrame({"data": written, "canonical": read}, schema={"data": pl.String, "canonical": pl.String})
    joined = rows.select("data").join(canonical, on="data", how="left", maintain_order="left")
    return joined["canonical"].alias("data"), problems.cast(PROBLEMS)


def _sorted_object(text: str) -> str | None:
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError:
        raise NotARecordError("text that is not whole JSON", 'a JSON object, such as {"basis": 7}') from None
    if not isinstance(found, dict):
        raise NotARecordError("JSON that is no object", 'a JSON object, such as {"basis": 7}')
    as_text(found)  # refuses what is nested too deep to be written again
    return orjson.dumps(found, option=orjson.OPT_SORT_KEYS).decode() if found else None


def _with_source_ids(events: pl.DataFrame) -> pl.DataFrame:
    """Rows without a source_id get one of 32 hexadecimal digits from all they say."""
    unnamed = events.filter(pl.col("source_id").is_null())
    if unnamed.is_empty():
        return events
    said = unnamed.select(*_SAID, pl.col("time").dt.epoch("us"), pl.col("until").dt.epoch("us"))
    digests = [blake2b(orjson.dumps(row), digest_size=16).hexdigest() for row in said.iter_rows()]
    made = unnamed.select(LINE).with_columns(pl.Series("made", digests, pl.String))
    joined = events.join(made, on=LINE, how="left", maintain_order="left")
    return joined.with_columns(source_id=pl.coalesce("source_id", "made")).drop("made")
