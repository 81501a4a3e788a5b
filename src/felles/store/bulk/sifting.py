"""Which records of a frame are sound in themselves, and what do they say, each thing once?

A record is what one line of a file says: the rows of a frame with one (file, line). It goes in whole or not at all. What
several records say alike (the birth of a patient with two tumours) is one row, and stays while one of them stays.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import polars as pl

from felles.events import frame_problems, frame_problems_before_birth
from felles.store.bulk.comparing import Refusal

REJECTS = pl.Schema(
    {
        "file": pl.String,
        "line": pl.Int64,
        "source_id": pl.String,
        "field": pl.String,
        "got": pl.String,
        "allowed": pl.String,
        "waits_for": pl.String,
    }
)
"""One row a problem. `waits_for` holds the source_id of an event that would have to be read first, if that is all."""

_SAID_TWICE = {
    "field": pl.lit("source_id"),
    "got": pl.format("different content under one source_id, on lines {}", "lines"),
    "allowed": pl.lit("one content for one source_id; to correct, give a new source_id and `replaces`"),
}


@dataclass(slots=True)
class Sifted:
    """The rows that may go in; which records say which row; why the other records were set aside."""

    frame: pl.DataFrame
    rows: pl.DataFrame
    members: pl.DataFrame
    rejects: pl.DataFrame

    def set_aside(self, refused: Iterable[Refusal]) -> list[int]:
        """Set the records of these rows aside; returns the rows that no record says any more."""
        reasons = pl.DataFrame(list(refused), schema=_REASONS, orient="row")
        self.rejects = pl.concat([self.rejects, explained(self.frame, reasons)])
        records = self.members.join(reasons.select("row"), on="row", how="semi").select("record")
        before = self.members
        self.members = before.join(records, on="record", how="anti")
        gone = before.join(self.members.select("row"), on="row", how="anti")["row"].unique()
        self.rows = self.rows.join(gone.to_frame(), on="row", how="anti", maintain_order="left")
        return gone.to_list()


_REASONS = {"row": pl.Int32, "field": pl.String, "got": pl.String, "allowed": pl.String, "waits_for": pl.String}


def sift(frame: pl.DataFrame, today: date, *, checked: bool) -> Sifted:
    """Check a frame (felles.events.FRAME_SCHEMA) and set aside every record with a problem or a contradiction.

    checked: whoever made the frame has asked the vocabulary about every row already; only contradictions are sought.
    """
    frame = frame.with_row_index("row").with_columns(
        pl.col("row").cast(pl.Int32), record=pl.struct("file", "line").rank("dense").cast(pl.Int32)
    )
    found = frame_problems(frame.clear() if checked else frame, today=today)
    found = pl.concat([found, frame_problems_before_birth(frame.clear() if checked else frame)], how="vertical_relaxed")
    good = _without_records(frame, found.select(pl.col("row").cast(pl.Int32)))
    clashes = _contradictions(good)
    good = _without_records(good, clashes.select("row"))
    rows = _distinct(good)
    names = ["source", "source_id"]
    members = good.select("record", *names).join(rows.select("row", *names), on=names).select("row", "record")
    rejects = pl.concat([explained(frame, found), explained(frame, clashes)])
    return Sifted(frame.select("row", "file", "line", "source_id"), rows.drop("record"), members, rejects)


def explained(frame: pl.DataFrame, reasons: pl.DataFrame) -> pl.DataFrame:
    """Reasons (row, field, got, allowed) with the file, line and source_id of their rows, as in REJECTS."""
    reasons = reasons.with_columns(pl.col("row").cast(pl.Int32))
    if "waits_for" not in reasons.columns:
        reasons = reasons.with_columns(waits_for=pl.lit(None, pl.String))
    lines = frame.select("row", "file", "line", "source_id")
    return reasons.join(lines, on="row").select(list(REJECTS)).cast(REJECTS)


def _without_records(frame: pl.DataFrame, bad: pl.DataFrame) -> pl.DataFrame:
    if bad.is_empty():
        return frame
    records = frame.join(bad, on="row", how="semi").select("record")
    return frame.join(records, on="record", how="anti", maintain_order="left")


def _distinct(frame: pl.DataFrame) -> pl.DataFrame:
    said = [name for name in frame.columns if name not in ("row", "record", "file", "line")]
    return frame.unique(subset=said, keep="first", maintain_order=True)


def _contradictions(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows under one source_id that say different things: which of them is right must not depend on their order."""
    names = ["source", "source_id"]
    clash = _distinct(frame).filter(pl.struct(names).is_duplicated())
    lines = clash.group_by(names).agg(lines=pl.col("line").sort().cast(pl.String).str.join(" and "))
    return frame.join(lines, on=names).select("row", **_SAID_TWICE)
