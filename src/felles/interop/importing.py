"""How do files become events in the log: all that is good goes in, all that is not is set aside with its reason?

1. Every file is recognised and read; records that are wrong in themselves are set aside.
2. Records that contradict each other, or lie before a birth, are set aside, whichever came first.
3. The rest is appended, some hundred thousand events in a transaction; corrections wait for what they correct.

Killed anywhere and run again, it ends the same: what is in the log already is known and not added again.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

import polars as pl

from felles.events import frame_problems_before_birth
from felles.events.envelope import day_of
from felles.interop.contradictions import Sayings
from felles.interop.event_table import notes_on_columns
from felles.interop.mapped import PROBLEMS
from felles.interop.mapping import RegistryMapping, load_mappings, read_mapping
from felles.interop.reading import read_events, records_at, without_problems
from felles.interop.recognise import NotReadable, Recognised, files_in, recognise
from felles.interop.rejects import RejectsFile, set_aside
from felles.interop.rows import LINE
from felles.interop.spool import Spool
from felles.store import Appended, Home, Store

Progress = Callable[[int, int | None], None]
"""How many are done, and how many there are: first rows that are read, then events that are saved."""


class Log(Protocol):
    """What an import needs of the store."""

    home: Home
    clock: Callable[[], datetime]

    def append_frame(self, frame: pl.DataFrame, *, checked: bool = False) -> Appended: ...


@dataclass(slots=True)
class FileReport:
    """What became of one file. `read_as`: `event table`, the id of a mapping, or empty where it could not be read."""

    path: str
    read_as: str
    rows: int = 0
    events: int = 0
    rejects: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportReport:
    """What an import did. `persons`: those with an event in what was read; `rejects`: records that were set aside."""

    persons: int
    events_new: int
    events_known: int
    rejects: int
    rejects_file: Path | None
    notes: tuple[str, ...]
    files: tuple[FileReport, ...]


def import_paths(
    store: "Store | Log",
    paths: Sequence[Path],
    *,
    mapping: str | None = None,
    source: str | None = None,
    demo: bool = False,
    mappings_folder: Path | None = None,
    on_progress: Progress | None = None,
) -> ImportReport:
    """Import files and folders into the log of a store. Raises NotReadable (a Refused) where no file can be read.

    mapping: the id of a mapping or the path of one; source: what the events' source is called instead; demo: real
    national numbers are set aside.
    """
    now = store.clock()
    mappings = load_mappings(mappings_folder)
    chosen = None if mapping is None else chosen_mapping(mapping, mappings)
    with RejectsFile(store.home.rejects, now) as rejects, Spool(store.home.folder / "importing") as spool:
        work = _Import(store, now, rejects, spool, on_progress or _unseen)
        work.recognise(list(files_in(paths)), mappings, chosen)
        work.read(source, demo=demo)
        work.set_contradictions_aside()
        work.append()
        work.show_late_rejects()
        return work.report()


def _side_by_side(store: "Store | Log", frames: Iterator[pl.DataFrame]) -> Iterator[tuple[pl.DataFrame, Appended]]:
    """Append frames two at a time, so that one is prepared while the database takes in the other."""
    with ThreadPoolExecutor(max_workers=2) as workers:
        under_way: deque[tuple[pl.DataFrame, Future[Appended]]] = deque()
        for frame in frames:
            if frame.is_empty():
                continue
            under_way.append((frame, workers.submit(store.append_frame, frame, checked=True)))
            if len(under_way) > 2:
                done, appended = under_way.popleft()
                yield done, appended.result()
        while under_way:
            done, appended = under_way.popleft()
            yield done, appended.result()


def _unseen(_done: int, _all: int | None) -> None:
    return None


def chosen_mapping(mapping: str, mappings: Mapping[str, RegistryMapping]) -> RegistryMapping:
    """The mapping of this id among some, or in the file of this path. Raises NotReadable."""
    if mapping in mappings:
        return mappings[mapping]
    if Path(mapping).is_file():
        return read_mapping(Path(mapping))
    raise NotReadable(
        f"There is no mapping {mapping}. There are {', '.join(mappings)}; or give the path of a mapping file."
    )


@dataclass(slots=True)
class _Import:
    """The state of one import."""

    store: "Store | Log"
    now: datetime
    rejects: RejectsFile
    spool: Spool
    progress: Progress
    files: dict[str, Recognised] = field(default_factory=dict)
    reports: dict[str, FileReport] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    sayings: Sayings = field(default_factory=Sayings)
    births: list[pl.DataFrame] = field(default_factory=list)
    contradicting: pl.DataFrame = field(default_factory=pl.DataFrame)
    late: list[pl.DataFrame] = field(default_factory=list)
    people: list[pl.Series] = field(default_factory=list)
    new: int = 0
    known: int = 0

    def recognise(
        self, paths: Sequence[Path], mappings: Mapping[str, RegistryMapping], chosen: RegistryMapping | None
    ) -> None:
        """Tell what each file is; one that cannot be read is a reject, unless none can."""
        refused: list[tuple[Path, str]] = []
        for path in dict.fromkeys(paths):
            try:
                file = recognise(path, mappings, chosen=chosen)
            except NotReadable as error:
                refused.append((path, str(error)))
                continue
            self.files[str(path)] = file
            self.reports[str(path)] = FileReport(str(path), file.mapping.id if file.mapping else "event table")
            self.notes += file.notes if file.mapping else (*file.notes, *notes_on_columns(path.name, file.columns))
        if not self.files:
            raise NotReadable("\n".join(sentence for _, sentence in refused))
        for path, sentence in refused:
            self.reports[str(path)] = FileReport(str(path), "", rejects=1)
            self.notes.append(sentence)
            readable = "a file that Felles can read"
            self.rejects.write(set_aside(str(path), [(None, "file", sentence, readable, None)]))

    def read(self, source: str | None, *, demo: bool) -> None:
        """Read every file; its sound events wait, its wrong records are written to the rejects file."""
        assumed: Counter[str] = Counter()
        for name, file in self.files.items():
            report = self.reports[name]
            for block in read_events(file, source=source, today=day_of(self.now), demo=demo):
                self._reject(block.rejects)
                assumed.update(block.assumed)
                self.spool.add(block.events)
                self.sayings.note(block.events)
                self.births.append(block.events.filter(pl.col("type").is_in(["born", "retracted"])))
                report.rows += block.rows
                self.progress(sum(each.rows for each in self.reports.values()), None)
        self.notes += _notes_on(assumed)

    def set_contradictions_aside(self) -> None:
        """Records that say different things under one id: none of them goes in."""
        self.contradicting = self.sayings.contradictions()
        self.late.append(
            self.contradicting.select(
                "file",
                pl.col("line").alias(LINE),
                field=pl.lit("source_id"),
                got=pl.format("different content under one id, on {}", "where"),
                allowed=pl.lit("one content for one id; to correct, give a new source_id and `replaces`"),
            )
        )

    def append(self) -> None:
        """Append what is sound, then the corrections that had to wait."""
        births = pl.concat(self.births) if self.births else None
        waiting: list[pl.DataFrame] = []
        done = 0
        sound = (self._without_contradictions(frame, births) for frame in self.spool.frames())
        for frame, appended in _side_by_side(self.store, sound):
            done += frame.height
            waiting.append(self._note(frame, appended))
            self.progress(done, self.spool.rows)
        corrections = pl.concat(waiting) if waiting else pl.DataFrame()
        while corrections.height:
            left = self._note(corrections, self.store.append_frame(corrections, checked=True))
            if left.height == corrections.height:
                self._note_late(left.select("file", "line"), _NOTHING_TO_CORRECT)
                return
            corrections = left

    def _without_contradictions(self, frame: pl.DataFrame, births: pl.DataFrame | None) -> pl.DataFrame:
        frame = frame.join(self.contradicting, on=["file", "line"], how="anti", maintain_order="left")
        return frame if births is None else self._without_early(frame, births)

    def _without_early(self, frame: pl.DataFrame, births: pl.DataFrame) -> pl.DataFrame:
        """The records that do not lie before the birth of their person, wherever in the import that is told."""
        theirs = births.join(frame.select("source", "person").unique(), on=["source", "person"], how="semi")
        found = frame_problems_before_birth(pl.concat([frame, theirs.select(frame.columns)]))
        found = found.filter(pl.col("row") < frame.height)
        if found.is_empty():
            return frame
        places = frame.select("file", "line").with_row_index("row").cast({"row": pl.Int64})
        self._note_late(found.join(places, on="row"))
        return without_problems(frame, found)[0]

    def _note(self, frame: pl.DataFrame, appended: Appended) -> pl.DataFrame:
        """Note what became of a frame; returns its rows that wait for an event that may come later."""
        self.new += appended.new
        self.known += appended.known
        waits = appended.rejects.filter(pl.col("waits_for").is_not_null())
        refused = appended.rejects.join(waits, on=["file", "line"], how="anti")
        self._note_late(refused)
        left_out = appended.rejects.select("file", "line").unique()
        accepted = frame.join(left_out, on=["file", "line"], how="anti")
        self.people.append(
            accepted.select(pl.struct("source", "person").hash(seed=3).unique().alias("person")).to_series()
        )
        for name, count in accepted.group_by("file").len().iter_rows():
            self.reports[name].events += count
        return frame.join(waits, on=["file", "line"], how="semi", maintain_order="left")

    def _note_late(self, problems: pl.DataFrame, reason: Mapping[str, str] | None = None) -> None:
        """Remember problems (file, line, field, got, allowed) until their records are looked up."""
        said = problems.with_columns(**{name: pl.lit(text) for name, text in reason.items()}) if reason else problems
        self.late.append(said.select("file", pl.col("line").alias(LINE), "field", "got", "allowed"))

    def show_late_rejects(self) -> None:
        """Write what was found after reading, with the records it is about."""
        late = pl.concat(self.late).unique(maintain_order=True)
        for (name,), problems in late.group_by("file", maintain_order=True):
            for rejects in records_at(self.files[str(name)], problems.select(list(PROBLEMS)).cast(PROBLEMS)):
                self._reject(rejects)

    def _reject(self, rejects: pl.DataFrame) -> None:
        before = self.rejects.written
        self.rejects.write(rejects)
        if rejects.height:
            self.reports[rejects["file"][0]].rejects += self.rejects.written - before

    def report(self) -> ImportReport:
        """What was done."""
        return ImportReport(
            persons=pl.concat(self.people).n_unique() if self.people else 0,
            events_new=self.new,
            events_known=self.known,
            rejects=self.rejects.written,
            rejects_file=self.rejects.path,
            notes=tuple(dict.fromkeys(self.notes)),
            files=tuple(self.reports.values()),
        )


_NOTHING_TO_CORRECT = {
    "field": "replaces",
    "got": "a correction of an event that is neither in the log nor in what was imported",
    "allowed": "the source_id of an event of the same source",
}


def _notes_on(assumed: Mapping[str, int]) -> Iterator[str]:
    if count := assumed.get("moved"):
        yield f"{count} times fell in the hour that summer time leaves out and were read an hour later."
    if count := assumed.get("unnamed"):
        yield f"{count} rows without a source_id were given one made from what they say; equal rows are one event."
