"""What is this file, by what it holds and not by what it is called?"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

import orjson

from felles.interop.encodings import encoding_of
from felles.interop.mapping import RegistryMapping
from felles.interop.parquet_rows import ReadError, text_columns
from felles.store.refused import Refused

_PACKED = {
    b"\x1f\x8b": "gzip",
    b"PK\x03\x04": "zip or a spreadsheet",
    b"\x28\xb5\x2f\xfd": "zstandard",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
}
Form = Literal["delimited", "ndjson", "parquet"]

HEAD_BYTES = 1 << 20
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}
EVENT_COLUMNS = frozenset({"person", "type", "time"})
LINES_LOOKED_AT = 200
"""Of newline-delimited JSON, for the names of its fields: they may differ from line to line."""

FHIR = (
    "{name} is a FHIR file. Felles cannot read FHIR yet, that comes later."
    " Until then, import an event table or a registry file (docs/how-to/import-an-event-table.md)."
)


class NotReadable(Refused):
    """A file that cannot be imported: one sentence on what it is and what to do."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Recognised:
    """A file that can be read. `columns` are as the file spells them; `mapping` is set for a registry file only."""

    path: Path
    form: Form
    columns: tuple[str, ...]
    mapping: RegistryMapping | None = None
    encoding: str = "utf-8"
    delimiter: str = ","
    header_line: int = 1
    notes: tuple[str, ...] = field(default=())


def files_in(paths: Iterable[Path]) -> Iterator[Path]:
    """The files themselves, and the files within folders, by name. Raises NotReadable where there is nothing."""
    for path in paths:
        if path.is_dir():
            inside = sorted(each for each in path.rglob("*") if each.is_file() and not each.name.startswith("."))
            if not inside:
                raise NotReadable(f"The folder {path} holds no files. Name a file, or a folder with files.")
            yield from inside
        elif path.exists():
            yield path
        else:
            raise NotReadable(f"There is no file {path}. Check the path.")


def refuse_no_file(path: Path) -> None:
    """Raise NotReadable where there is nothing to read, or a folder."""
    if path.is_dir():
        raise NotReadable(f"{path} is a folder. Name a file.")
    if not path.is_file():
        raise NotReadable(f"There is no file {path}. Check the path.")


def refuse_names_twice(path: Path, columns: Iterable[str]) -> None:
    """Raise NotReadable where two columns have one name. The names are not told: without a header they are a person's."""
    names = [name.strip().strip('"').casefold() for name in columns]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise NotReadable(f"{path.name} has column names twice: {len(twice)}. Give each column a name of its own.")


def recognise(
    path: Path, mappings: Mapping[str, RegistryMapping], *, chosen: RegistryMapping | None = None
) -> Recognised:
    """What a file is and how to read it. Raises NotReadable.

    mappings: those to choose from; chosen: the one to use whatever else the file might be.
    """
    head = _head(path)
    if head[:4] == b"PAR1":
        return _recognised(_parquet(path), mappings, chosen)
    _refuse_packed(path, head)
    encoding, notes = encoding_of(path, head)
    text = head.decode(encoding, errors="replace").removeprefix("\ufeff")
    _refuse_binary(path, text)
    start = text.lstrip()
    if start.startswith(("{", "[")):
        file = _json(path, start, whole=len(head) < HEAD_BYTES)
    elif start.startswith("<"):
        raise NotReadable(
            FHIR.format(name=path.name) if "hl7.org/fhir" in text else _unknown(path, "an XML or HTML file")
        )
    else:
        file = _delimited(path, text)
    return _recognised(replace(file, encoding=encoding, notes=notes), mappings, chosen)


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            head = stream.read(HEAD_BYTES)
    except OSError as error:
        raise NotReadable(f"{path.name} cannot be opened ({error.strerror}). Check who may read it.") from None
    if not head.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0"):
        raise NotReadable(f"{path.name} is empty. Get the file anew.")
    return head


def _refuse_packed(path: Path, head: bytes) -> None:
    for magic, kind in _PACKED.items():
        if head.startswith(magic):
            todo = "Unpack it, or save the sheet as CSV, and import what is inside."
            raise NotReadable(f"{path.name} is packed ({kind}). {todo}")


def _refuse_binary(path: Path, text: str) -> None:
    sample = text[:65_536]
    strange = sum(1 for character in sample if character < " " and character not in "\t\n\r\f")
    if strange > len(sample) // 20 or "\0" in sample.partition("\n")[0]:
        raise NotReadable(_unknown(path, "not text"))


def _unknown(path: Path, what: str) -> str:
    return f"{path.name} is {what}. Felles reads CSV, TSV, newline-delimited JSON and Parquet."


def _parquet(path: Path) -> Recognised:
    with path.open("rb") as stream:
        size = stream.seek(0, 2)
        stream.seek(max(0, size - 4))
        ending = stream.read(4)
    if ending != b"PAR1" or size < 12:
        raise NotReadable(f"{path.name} is a Parquet file that was cut short: its end is missing. Get the file anew.")
    try:
        columns, unreadable = text_columns(path)
    except ReadError:
        raise NotReadable(
            f"{path.name} is a damaged Parquet file: its table of contents cannot be read. Get it anew."
        ) from None
    notes = (f"{path.name}: columns of lists, maps or bytes were left out: {len(unreadable)}.",) if unreadable else ()
    return Recognised(path=path, form="parquet", columns=tuple(columns), notes=notes)


def _json(path: Path, text: str, *, whole: bool) -> Recognised:
    if text.startswith("["):
        if '"resourceType"' in text[:10_000]:
            raise NotReadable(FHIR.format(name=path.name))
        raise NotReadable(
            f"{path.name} is one JSON list. Write one object a line (newline-delimited JSON) and import that."
        )
    lines = text.split("\n")
    names: dict[str, None] = {}
    for line in lines[: LINES_LOOKED_AT if whole or len(lines) > 1 else 0]:
        for name in _fields(line):
            names.setdefault(name)
    if "resourceType" in names or (not names and '"resourceType"' in text[:10_000]):
        raise NotReadable(FHIR.format(name=path.name))
    if not names:
        raise NotReadable(
            f"{path.name} holds JSON, but not one whole object a line. Write each event on a line of its own."
        )
    return Recognised(path=path, form="ndjson", columns=tuple(names))


def _fields(line: str) -> Iterable[str]:
    try:
        found = orjson.loads(line)
    except orjson.JSONDecodeError:
        return ()
    if isinstance(found, dict) and isinstance(found.get("record"), dict) and "allowed" in found:
        found = found["record"]
    return found if isinstance(found, dict) else ()


def _delimited(path: Path, text: str) -> Recognised:
    lines = text.split("\n")
    number = next(number for number, line in enumerate(lines) if line.strip())
    header = lines[number].rstrip("\r")
    if len(lines) == 1 and len(text) >= HEAD_BYTES // 4:
        raise NotReadable(
            f"{path.name}: the first line has no end within a megabyte. A table begins with its column names."
        )
    if "\r" in header:
        raise NotReadable(
            f"{path.name}: its lines end with a carriage return alone. Save it with line feeds (LF or CRLF)."
        )
    delimiter = max(DELIMITERS, key=lambda each: _outside_quotes(header).count(each))
    columns = [name.strip().strip('"').strip() for name in header.split(delimiter)]
    if _outside_quotes(header).count(delimiter) + 1 != len(columns) or not all(columns):
        raise NotReadable(f"{path.name}: a column on line {number + 1} has no name of its own. Name every column.")
    return Recognised(path=path, form="delimited", columns=tuple(columns), delimiter=delimiter, header_line=number + 1)


def _outside_quotes(line: str) -> str:
    return "".join(line.split('"')[::2])


def _recognised(
    file: Recognised, mappings: Mapping[str, RegistryMapping], chosen: RegistryMapping | None
) -> Recognised:
    """The file with the mapping that reads it, or as an event table."""
    refuse_names_twice(file.path, file.columns)
    present = [name.casefold() for name in file.columns]
    lacking = {id: _lacking(mapping, present) for id, mapping in mappings.items()}
    if chosen is not None:
        if missing := _lacking(chosen, present):
            raise NotReadable(
                f"{file.path.name} cannot be read with the mapping {chosen.id}: it lacks {', '.join(missing)}."
            )
        return _read_with(file, chosen)
    if set(present) >= EVENT_COLUMNS:
        return file
    fitting = [id for id, missing in lacking.items() if not missing]
    if len(fitting) == 1:
        return _read_with(file, mappings[fitting[0]])
    if fitting:
        raise NotReadable(f"{file.path.name} fits {' and '.join(fitting)}. Say which with --mapping.")
    raise NotReadable(_fits_nothing(file.path.name, lacking, present))


def _lacking(mapping: RegistryMapping, present: Iterable[str]) -> list[str]:
    there = set(present)
    return [name for name in mapping.columns if name.casefold() not in there]


def _fits_nothing(name: str, lacking: Mapping[str, list[str]], present: list[str]) -> str:
    event_table = sorted(EVENT_COLUMNS - set(present))
    if not lacking:
        return f"{name} is not an event table: it lacks {', '.join(event_table)}. Name its columns so."
    ways = [f"an event table (lacks {', '.join(event_table)})"]
    ways += [f"the mapping {id} (lacks {', '.join(missing)})" for id, missing in lacking.items()]
    todo = "Write a mapping for it and name it with --mapping."
    return f"{name} has not the columns of anything Felles knows: {'; '.join(ways)}. {todo}"


def _read_with(file: Recognised, mapping: RegistryMapping) -> Recognised:
    known = {name.casefold() for name in (*mapping.columns, *mapping.optional, *mapping.not_read)}
    others = [name for name in file.columns if name.casefold() not in known]
    notes = [*file.notes]
    if not mapping.verified:
        notes.append(f"The mapping {mapping.id} has not been checked against its document. Check some persons by hand.")
    if others:
        notes.append(f"{file.path.name}: columns that the mapping {mapping.id} does not read: {len(others)}.")
    return replace(file, mapping=mapping, notes=tuple(notes))
