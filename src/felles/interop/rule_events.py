"""What may a rule read straight from a table in a file, without a log: the events that stand, by calendar day?

Less is asked of a table here than of an import: codes and units are for the rule to make sense of, ids are any text. What
cannot be read is left out and counted, so that nothing is lost in silence. A correction (`replaces`, by `source_id` of
the same source and person) and a `retracted` count as in the log.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from felles.events import EVENT_TYPES
from felles.events.envelope import day_of
from felles.events.suspects import day_expression
from felles.interop.moments import read_moments
from felles.interop.parquet_rows import parquet_rows
from felles.interop.reading import rows_of
from felles.interop.recognise import Recognised, recognise, refuse_no_file
from felles.interop.rows import Rows

READ = (
    "person",
    "episode",
    "type",
    "time",
    "until",
    "code",
    "place",
    "source",
    "source_id",
    "replaces",
    "recorded",
)
ALSO_OURS = ("precision", "value", "unit", "actor", "data", "id", "day", "until_day")
_SHOWN = 5
_ZONE = r"[Tt ].*([Zz]|[+-]\d{2}:?\d{2})$"


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleEvents:
    """Events for a rule, persons and episodes as numbers (`persons`, `episodes`: what the table calls them).

    events: person, episode, type, day, until_day, code, place. notes: what a reader of the result should know.
    """

    events: pl.DataFrame
    persons: pl.DataFrame
    episodes: pl.DataFrame
    notes: tuple[str, ...]


def read_rule_events(path: Path, *, known_on: date | None = None) -> RuleEvents:
    """The events that stand in a table: CSV, TSV, newline-delimited JSON or Parquet. Raises NotReadable with a sentence.

    known_on: leave out what was recorded after this day; where the table has no `recorded`, everything counts as known.
    """
    refuse_no_file(path)
    file = recognise(path, {})
    notes = [*file.notes, *_on_columns(file, known_on)]
    rows = _rows(file, notes)
    rows = _with_days(rows, notes)
    rows = _known(rows, known_on, notes)
    rows = _standing(rows, notes)
    rows = _of_known_types(rows, notes)
    return _numbered(rows, tuple(notes))


def _on_columns(file: Recognised, known_on: date | None) -> Iterator[str]:
    present = {name.casefold() for name in file.columns}
    others = present - {*READ, *ALSO_OURS}
    if others:
        yield f"Columns that are none of an event's were not read: {len(others)}."
    if known_on is not None and "recorded" not in present:
        yield "The table has no column recorded: everything in it counts as known on the day that was asked for."
    if "episode" not in present:
        yield "The table has no column episode: all events of a person count as one episode."


def _rows(file: Recognised, notes: list[str]) -> pl.DataFrame:
    blocks = list(_blocks(file))
    frames = [block.frame.select(_columns(block.frame)) for block in blocks]
    unread = sum(block.rejects.height for block in blocks)
    if unread:
        notes.append(f"Lines that could not be read as a row of the table were left out: {unread}.")
    return pl.concat(frames) if frames else pl.DataFrame(schema=dict.fromkeys(READ, pl.String))


def _blocks(file: Recognised) -> Iterator[Rows]:
    if file.form != "parquet":
        yield from rows_of(file)
        return
    wanted = [(name, name.casefold()) for name in file.columns if name.casefold() in READ]
    columns, names = [column for column, _ in wanted], [name for _, name in wanted]
    yield from parquet_rows(file.path, str(file.path), columns, names)


def _columns(frame: pl.DataFrame) -> Sequence[pl.Expr]:
    known = {name.casefold(): name for name in frame.columns}
    return [(pl.col(known[name]) if name in known else pl.lit(None, pl.String)).alias(name) for name in READ]


def _with_days(rows: pl.DataFrame, notes: list[str]) -> pl.DataFrame:
    """The rows with day, until_day and recorded_day; those without person, type or a time that can be read are left out."""
    for column in ("time", "until", "recorded"):
        rows = rows.with_columns(_days(rows[column]).alias(f"{column}_day"))
        unread = rows.filter(pl.col(column).is_not_null() & pl.col(f"{column}_day").is_null()).height
        if unread:
            todo = "the rows were left out" if column == "time" else "they count as empty"
            notes.append(f"Values in {column} that are no date or time (ISO 8601): {unread}; {todo}.")
    lacking = rows.filter(pl.any_horizontal(pl.col("person", "type", "time").is_null())).height
    if lacking:
        notes.append(f"Rows without a person, a type or a time were left out: {lacking}.")
    return rows.filter(pl.all_horizontal(pl.col("person", "type", "time_day").is_not_null()))


def _days(text: pl.Series) -> pl.Series:
    """The calendar day in Oslo. What is written without a zone is Oslo's already: its day is the one that stands there.

    A year or a month is its first day. Days before 1970 of times with a zone are Python's, as for every event.
    """
    rows = read_moments(text).select("time").with_columns(text=text)
    written = (pl.col("text").str.head(10) + pl.lit("-01-01")).str.head(10).str.to_date("%Y-%m-%d", strict=False)
    old = pl.col("time") < pl.datetime(1970, 1, 2, time_zone="UTC")
    zoned = pl.when(old).then(pl.col("time").map_elements(day_of, pl.Date)).otherwise(day_expression())
    day = pl.when(pl.col("text").str.contains(_ZONE)).then(zoned).otherwise(written)
    return rows.select(day=pl.when(pl.col("time").is_not_null()).then(day))["day"]


def _known(rows: pl.DataFrame, known_on: date | None, notes: list[str]) -> pl.DataFrame:
    if known_on is None or rows["recorded"].is_null().all():
        return rows
    undated = rows["recorded_day"].null_count()
    if undated:
        notes.append(f"Rows that do not say when they were recorded count as known: {undated}.")
    return rows.filter(pl.col("recorded_day").is_null() | (pl.col("recorded_day") <= known_on))


def _standing(rows: pl.DataFrame, notes: list[str]) -> pl.DataFrame:
    """What no other row replaces; a correction that corrects nothing, or somebody else's event, is left out itself."""
    if rows["replaces"].is_null().all():
        return rows.filter(pl.col("type") != "retracted")
    rows = rows.with_columns(pl.col("source").fill_null(""))
    said = rows.filter(pl.col("source_id").is_not_null()).select("source", "person", replaces="source_id").unique()
    anybody = said.select("source", "replaces").unique()
    corrections = rows.filter(pl.col("replaces").is_not_null())
    sound = corrections.join(said, on=["source", "person", "replaces"], how="semi")
    lost = corrections.join(anybody, on=["source", "replaces"], how="anti").height
    foreign = corrections.height - sound.height - lost
    if foreign:
        notes.append(f"Corrections of another person's event were left out, and what they correct stands: {foreign}.")
    if lost:
        notes.append(f"Corrections of an event that is not in the table were left out: {lost}.")
    kept = pl.concat([rows.filter(pl.col("replaces").is_null()), sound])
    gone = sound.select("source", "person", source_id="replaces").unique()
    standing = kept.join(gone, on=["source", "person", "source_id"], how="anti")
    return standing.filter(pl.col("type") != "retracted")


def _of_known_types(rows: pl.DataFrame, notes: list[str]) -> pl.DataFrame:
    strange = rows.filter(~pl.col("type").is_in(list(EVENT_TYPES)))
    if strange.height:
        counted = strange["type"].value_counts(sort=True).sort("count", "type", descending=[True, False])
        named = ", ".join(f"{type_[:40]} ({count})" for type_, count in counted.head(_SHOWN).iter_rows())
        more = " and others" if counted.height > _SHOWN else ""
        notes.append(
            f"Rows of types that the vocabulary does not have were left out: {strange.height} ({named}{more})."
            " The types are in docs/reference/events.md."
        )
    return rows.filter(pl.col("type").is_in(list(EVENT_TYPES)))


def _numbered(rows: pl.DataFrame, notes: tuple[str, ...]) -> RuleEvents:
    """Persons and episodes as numbers that no person shares with an episode: rules join whole numbers best."""
    persons = rows.select(name="person").unique().sort("name").with_row_index("person").cast({"person": pl.Int64})
    episodes = (
        rows.filter(pl.col("episode").is_not_null())
        .select("person", "episode")
        .unique()
        .sort("person", "episode")
        .with_row_index("number", offset=persons.height)
        .cast({"number": pl.Int64})
    )
    numbered = rows.join(episodes, on=["person", "episode"], how="left").join(
        persons.rename({"person": "person_number"}), left_on="person", right_on="name"
    )
    events = numbered.select(
        "type",
        "code",
        "place",
        person="person_number",
        episode="number",
        day="time_day",
        until_day="until_day",
    )
    return RuleEvents(
        events=events,
        persons=persons.select("person", "name"),
        episodes=episodes.select(episode="number", name="episode"),
        notes=notes,
    )
