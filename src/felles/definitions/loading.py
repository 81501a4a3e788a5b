"""How is a content folder read whole, with everything that is wrong told at once?"""

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from felles.definitions import nodes
from felles.definitions.content import Content
from felles.definitions.errors import ContentErrors, DefinitionError
from felles.definitions.kinds import KINDS, Kind
from felles.definitions.places import REFUSED, Findings, Place, refuse_unknown_mentions
from felles.definitions.population import PopulationTable, TableAbout, read_table
from felles.definitions.records import Record, reader_of
from felles.definitions.words import Id

WORKING_COPY = Path(__file__).parents[3] / "content"
IN_THE_WHEEL = Path(__file__).parents[1] / "_content"


def content_folder() -> Path:
    """The content that came with Felles: inside the installed package, else beside the source."""
    return IN_THE_WHEEL if IN_THE_WHEEL.is_dir() else WORKING_COPY


def load_content(folder: Path | None = None) -> Content:
    """Every definition in a folder. Raises ContentErrors with everything that is wrong.

    Without a folder: what came with Felles, read once, for it changes with a new version and not while one runs.
    """
    return read_folder(folder)[0] if folder else _shipped()


@cache
def _shipped() -> Content:
    return read_folder(content_folder())[0]


def read_folder(folder: Path) -> tuple[Content, Findings]:
    """Every definition in a folder, and who names whom. Raises ContentErrors."""
    findings = Findings()
    with without_collecting_garbage():
        read = read_kinds(KINDS, folder, findings)
        refuse_unknown_mentions(findings, {kind: set(records) for kind, records in read.items()})
        tables = read_tables(_kind_of(TableAbout), folder, read["table"], findings)
    raise_found(findings)
    return _content(read, tables), findings


def read_kinds(kinds: Sequence[Kind], folder: Path, findings: Findings) -> dict[str, Mapping[str, Any]]:
    """The records of these kinds: kind -> id -> record. What is wrong goes to the findings."""
    files = {kind.name: files_of(kind, folder, kinds) for kind in kinds}
    findings.errors += _strays(kinds, folder, {path for found in files.values() for path in found})
    return {kind.name: _read_kind(kind, files[kind.name], folder, findings) for kind in kinds}


def raise_found(findings: Findings) -> None:
    """Raises ContentErrors, by file and line, where anything was found wrong."""
    if findings.errors:
        raise ContentErrors(sorted(findings.errors, key=lambda error: (error.file, error.line or 0)))


def _content(read: Mapping[str, Mapping[str, Any]], tables: Mapping[str, PopulationTable]) -> Content:
    return Content(
        sources=read["source"],
        units=read["unit"],
        breakdowns=read["breakdown"],
        areas=_by_number(read["area"]),
        overall=read["fact"],
        goals=_by_number(read["goal"]),
        indicators=read["indicator"],
        pathways=read["pathway"],
        measurement=read["measurement"]["measurement"],
        registration=read["registration"]["registration"],
        changes=read["changes"]["changes"].changes,
        results=read["results"]["results"].results,
        oddities=read["oddity"],
        rules=read["rule"],
        follow_up_plans=read["follow_up_plan"],
        touchpoints=_by_number(read["touchpoint"]),
        regions=read["region"],
        trusts=read["trust"],
        counties=read["county"],
        population=MappingProxyType(tables),
        registry_checks=read["registry_check"],
        quality_indicators=read["quality_indicator"],
        multiple_primaries=read["primaries"]["primaries"],
        sites=read["site"],
        standards=read["standard"],
        survival_weights=read["survival_weights"],
    )


def files_of(kind: Kind, folder: Path, kinds: Sequence[Kind] = KINDS) -> list[Path]:
    """The files of a kind, by name. One that has a kind of its own (goals/areas.yaml) is not of the pattern's kind."""
    own = {other.files for other in kinds if "*" not in other.files}
    found = [
        path
        for path in folder.glob(kind.files)
        if "*" not in kind.files or path.relative_to(folder).as_posix() not in own
    ]
    return sorted(found)


def name_of(path: Path, folder: Path) -> str:
    """A file's name as errors say it: content/goals/01_tobacco.yaml."""
    return path.relative_to(folder.parent).as_posix()


def _strays(kinds: Sequence[Kind], folder: Path, claimed: set[Path]) -> Iterator[DefinitionError]:
    """Files that no kind claims, where kinds live: they would be passed over in silence."""
    homes = {Path(kind.files).parts[0] for kind in kinds if len(Path(kind.files).parts) > 1}
    beside = folder.glob("*") if any("/" not in kind.files for kind in kinds) else ()
    for path in [*beside, *(found for home in homes for found in (folder / home).rglob("*"))]:
        if path.suffix in (".yaml", ".yml") and path not in claimed:
            allowed = "a place and name listed in docs/reference/content.md"
            yield DefinitionError(name_of(path, folder), "", "a file of no known kind", allowed)


def _read_kind(kind: Kind, files: Sequence[Path], folder: Path, findings: Findings) -> Mapping[str, Any]:
    """The records of a kind, by id. A refused one keeps its id, so that those who mention it are not refused too."""
    if not files:
        findings.errors.append(
            DefinitionError(name_of(folder / kind.files, folder), "", "no such file", f"a definition of {kind.name}")
        )
    records: dict[str, Any] = {}
    for path in files:
        place = Place(name_of(path, folder), findings)
        try:
            node = nodes.read_nodes(path, place.file)
        except DefinitionError as error:
            findings.errors.append(error)
            records[path.stem] = REFUSED
            continue
        records.update(_read_file(kind, path, node, place))
    return MappingProxyType(records)


def _read_file(kind: Kind, path: Path, node: nodes.Node, place: Place) -> dict[str, Any]:
    record = Record(kind.record)
    if kind.form == "whole":
        return {kind.name: record.read(node, place)}
    if kind.form == "in_folders":
        return {f"{path.parent.name}/{path.stem}": _named_like_its_file(record.read(node, place), path, node, place)}
    if kind.form == "file":
        return {path.stem: _named_like_its_file(record.read(node, place), path, node, place)}
    if not isinstance(node, nodes.Mapping):
        return {path.stem: place.refuse(node, f"a {kind.name} by each id")}
    has_id = "id" in kind.record.__dataclass_fields__
    records = {}
    for key, item in node.entries.values():
        inside = place.inside(key.text)
        reader_of(Id).read(key, inside)
        records[key.text] = record.read(item, inside, {"id": key.text} if has_id else None)
    return records


def _named_like_its_file(record: Any, path: Path, node: nodes.Node, place: Place) -> Any:
    if record is REFUSED or record.id == path.stem:
        return record
    return place.inside("id").refuse(node, f'"{path.stem}", like the file', got=f'"{record.id}"')


def read_tables(
    kind: Kind, folder: Path, abouts: Mapping[str, TableAbout], findings: Findings
) -> dict[str, PopulationTable]:
    """The tables that lie beside their descriptions, by id."""
    tables = {}
    for path in files_of(kind, folder):
        about = abouts[path.stem]
        if isinstance(about, TableAbout):
            beside = path.with_suffix(".csv")
            try:
                tables[about.id] = read_table(beside, name_of(beside, folder), about)
            except DefinitionError as error:
                findings.errors.append(error)
    return tables


def _kind_of(record: type[Any]) -> Kind:
    return next(kind for kind in KINDS if kind.record is record)


def _by_number(records: Mapping[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType(dict(sorted(records.items(), key=lambda item: item[1].number)))


@contextmanager
def without_collecting_garbage() -> Iterator[None]:
    """What is read holds no cycles, and looking for some while so many small objects are made costs a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
