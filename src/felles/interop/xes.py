"""How is the log written in XES (IEEE 1849-2023), the form that process-mining tools read?

A trace is what happened to one person in one episode; what belongs to no episode is a trace of the person. Activities
are event types. Persons and episodes are whole numbers that tell nothing. Free text is never written.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any, TextIO
from xml.sax.saxutils import quoteattr

import pyarrow as pa

from felles.events.envelope import OSLO
from felles.interop.pseudonyms import whole_numbers

SELECT = """
    select person, episode, type, "time", until, "precision", code, value, unit, place, actor
    from felles.current_event order by person, episode nulls first, day, "time", id
"""
"""What the traces are made from: the events of a trace together, oldest first."""

_EXTENSIONS = (("Concept", "concept"), ("Time", "time"), ("Organizational", "org"), ("Lifecycle", "lifecycle"))
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849-2023" xes.features="" xmlns="http://www.xes-standard.org/">
"""
_GLOBALS = """  <global scope="trace">
    <string key="concept:name" value=""/>
  </global>
  <global scope="event">
    <string key="concept:name" value=""/>
    <date key="time:timestamp" value="1970-01-01T00:00:00+00:00"/>
    <string key="lifecycle:transition" value="complete"/>
  </global>
  <classifier name="Activity" scope="event" keys="concept:name"/>
  <classifier name="Activity and code" scope="event" keys="concept:name code"/>
  <string key="concept:name" value="felles"/>
"""


def write_xes(events: Iterable[pa.RecordBatch], path: Path) -> int:
    """Write events (the columns of SELECT, in its order) to a file, a trace at a time; returns how many."""
    written = 0
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(_HEAD)
        for name, prefix in _EXTENSIONS:
            stream.write(
                f'  <extension name="{name}" prefix="{prefix}" uri="http://www.xes-standard.org/{prefix}.xesext"/>\n'
            )
        stream.write(_GLOBALS)
        for (person, episode), trace in groupby(_rows(events), key=lambda row: (row["person"], row["episode"])):
            written += _write_trace(stream, person, episode, trace)
        stream.write("</log>\n")
    return written


def _rows(events: Iterable[pa.RecordBatch]) -> Iterator[dict[str, Any]]:
    for batch in events:
        persons, episodes = (whole_numbers(batch.column(name)).to_list() for name in ("person", "episode"))
        others = batch.drop_columns(["person", "episode"]).to_pylist()
        for person, episode, row in zip(persons, episodes, others, strict=True):
            yield {"person": person, "episode": episode, **row}


def _write_trace(stream: TextIO, person: int, episode: int | None, rows: Iterable[dict[str, Any]]) -> int:
    name = str(person) if episode is None else f"{person}-{episode}"
    stream.write(
        f'  <trace>\n    <string key="concept:name" value="{name}"/>\n    <int key="person" value="{person}"/>\n'
    )
    written = 0
    steps: list[tuple[datetime, str, dict[str, Any]]] = []
    for row in rows:
        written += 1
        if row["until"] is None:
            steps.append((row["time"], "complete", row))
        else:
            steps += [(row["time"], "start", row), (row["until"], "complete", row)]
    for time, transition, row in sorted(steps, key=lambda step: step[0]):
        stream.write(_event(time, transition, row))
    stream.write("  </trace>\n")
    return written


def _event(time: datetime, transition: str, row: dict[str, Any]) -> str:
    attributes = [
        _attribute("string", "concept:name", row["type"]),
        _attribute("date", "time:timestamp", time.astimezone(OSLO).isoformat()),
        _attribute("string", "lifecycle:transition", transition),
        _attribute("string", "org:group", row["place"]),
        _attribute("string", "org:resource", row["actor"]),
        _attribute("string", "code", row["code"]),
        _attribute("float", "value", row["value"]),
        _attribute("string", "unit", row["unit"]),
        _attribute("string", "precision", row["precision"]),
    ]
    return f"    <event>\n{''.join(attributes)}    </event>\n"


def _attribute(kind: str, key: str, value: Any) -> str:
    return "" if value is None else f'      <{kind} key="{key}" value={quoteattr(str(value))}/>\n'
