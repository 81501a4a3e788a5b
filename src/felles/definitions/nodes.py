"""What does a YAML file say, and on which line?

Only the plain part of YAML 1.2 is read: mappings, lists and scalars. Anchors, aliases, tags and several documents in a
file are refused, for nobody who reviews a definition should have to follow them. Scalars stay text here, with a note of
whether they were quoted: what a field may hold is for the field to say (`readers`), so nothing is guessed from looks.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import yaml
from yaml.error import MarkedYAMLError, YAMLError
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from felles.definitions.errors import DefinitionError

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

DEEPEST = 20
"""Levels of nesting; our deepest definition has eight."""


class Scalar(NamedTuple):
    """A single value as it was written; `quoted` tells "12" from 12."""

    text: str
    quoted: bool
    line: int

    @property
    def is_null(self) -> bool:
        return not self.quoted and self.text in ("", "null", "~", "Null", "NULL")

    @property
    def as_written(self) -> str:
        if self.is_null:
            return "nothing"
        return f'"{self.text}"' if self.quoted else self.text


class Listing(NamedTuple):
    """A list of nodes."""

    items: tuple["Node", ...]
    line: int

    @property
    def is_null(self) -> bool:
        return False

    @property
    def as_written(self) -> str:
        return "a list"


class Mapping(NamedTuple):
    """Keys with their nodes, in the order of the file; no key twice."""

    entries: dict[str, tuple[Scalar, "Node"]]
    line: int

    @property
    def is_null(self) -> bool:
        return False

    @property
    def as_written(self) -> str:
        return "a mapping"


Node: TypeAlias = Scalar | Listing | Mapping


def read_nodes(path: Path, name: str) -> Node:
    """The content of one YAML file. `name` stands for the file in errors. Raises DefinitionError."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DefinitionError(
            name, "", f"bytes that are not UTF-8 (at byte {error.start})", "text saved as UTF-8"
        ) from None
    try:
        return _Composer(text, name).document()
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = " ".join(str(error.problem or error.context).split())
        raise DefinitionError(
            name, "", f"text that YAML cannot read ({problem})", "YAML 1.2", line=mark.line + 1 if mark else None
        ) from None
    except YAMLError as error:
        raise DefinitionError(
            name, "", f"text that YAML cannot read ({' '.join(str(error).split())})", "YAML 1.2"
        ) from None


class _Composer:
    """Builds nodes from the parser's events; a composer of the library keeps no quotes and follows aliases.

    What differs between YAML 1.1 and 1.2 is how plain words are understood, and that is left to the fields: so libyaml, which
    is ten times as quick as a parser in Python, may do the parsing.
    """

    def __init__(self, text: str, file: str) -> None:
        self.events: Iterator[Any] = iter(_LOADER(text).get_event, None)
        self.file = file

    def document(self) -> Node:
        nodes: list[Node] = []
        for event in self.events:
            if isinstance(event, DocumentStartEvent) and nodes:
                raise self.refused(event, "a second document (---)", "one document in a file")
            if isinstance(event, DocumentStartEvent):
                nodes.append(self.node(next(self.events), depth=0))
            elif isinstance(event, DocumentEndEvent):
                continue
        if not nodes or nodes[0].is_null:
            raise DefinitionError(self.file, "", "an empty file", "a definition")
        return nodes[0]

    def node(self, event: Any, depth: int) -> Node:
        if isinstance(event, ScalarEvent):
            if event.anchor is not None or event.tag is not None:
                self.refuse_extras(event)
            return Scalar(event.value, bool(event.style), event.start_mark.line + 1)  # type: ignore[union-attr]  # of libyaml, always one
        if isinstance(event, AliasEvent):
            raise self.refused(event, f"an alias (*{event.anchor})", "the value itself, written out")
        self.refuse_extras(event)
        if depth == DEEPEST:
            raise self.refused(event, f"more than {DEEPEST} levels inside each other", f"at most {DEEPEST} levels")
        if isinstance(event, SequenceStartEvent):
            return self.listing(event, depth)
        if isinstance(event, MappingStartEvent):
            return self.mapping(event, depth)
        raise self.refused(event, "something that is neither value, list nor mapping", "a definition")

    def listing(self, start: Any, depth: int) -> Listing:
        items = []
        while not isinstance(event := next(self.events), SequenceEndEvent):
            items.append(self.node(event, depth + 1))
        return Listing(tuple(items), start.start_mark.line + 1)

    def mapping(self, start: Any, depth: int) -> Mapping:
        entries: dict[str, tuple[Scalar, Node]] = {}
        while not isinstance(event := next(self.events), MappingEndEvent):
            key = self.node(event, depth + 1)
            if not isinstance(key, Scalar):
                raise self.refused(event, f"{key.as_written} as a key", "a word as a key")
            if key.text in entries:
                first = entries[key.text][0].line
                raise self.refused(
                    event, f'the key "{key.text}" a second time (first on line {first})', "each key once"
                )
            entries[key.text] = (key, self.node(next(self.events), depth + 1))
        return Mapping(entries, start.start_mark.line + 1)

    def refuse_extras(self, event: Any) -> None:
        if event.anchor is not None:
            raise self.refused(event, f"an anchor (&{event.anchor})", "the value itself, written out")
        if event.tag is not None:
            raise self.refused(event, f"a tag ({event.tag})", "a plain value")

    def refused(self, event: Any, got: str, allowed: str) -> DefinitionError:
        return DefinitionError(self.file, "", got, allowed, line=event.start_mark.line + 1)
