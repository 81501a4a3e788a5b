"""What does the vocabulary look like on paper? Run as a module, it prints docs/reference/events.md."""

import sys
from collections.abc import Iterable, Iterator
from itertools import groupby

import orjson

from felles.events.data_checks import shape_of
from felles.events.types import COLUMNS, WRITERS, EventType, Labels
from felles.events.vocabulary import EVENT_TYPES

_OPENING = """\
# The vocabulary: every type of event

This page is made from `src/felles/events/vocabulary/`. Do not edit it; change the vocabulary and write it anew:

    .venv/bin/python -m felles.events.reference > docs/reference/events.md

Every event has a `person`, a `type`, a `time` with its zone, a `precision` (minute, day, month or year), a `source` and
a `source_id`; any event may have an `episode`, a `place`, an `actor`, `data`, and a `replaces` that names the event it
corrects (also one of another type). What else an event of a type has, is said below. A code is one of those listed, or
has the shape of the code system named. Fields of `data` marked *sealed* are free text, encrypted per person. What is
not listed here does not belong in the log.
"""


def reference() -> str:
    """The whole page, in Markdown; the same text for the same vocabulary."""
    parts = [_OPENING, _contents(), _writers()]
    for topic, kinds in _by_topic():
        parts += [f"## {topic}\n", *(_section(kind) for kind in kinds)]
    return "\n".join(parts)


def _by_topic() -> list[tuple[str, list[EventType]]]:
    return [(topic, list(kinds)) for topic, kinds in groupby(EVENT_TYPES.values(), key=lambda kind: kind.topic)]


def _contents() -> str:
    lines = [
        f"- {topic}: {', '.join(f'[`{kind.name}`](#{kind.name})' for kind in kinds)}" for topic, kinds in _by_topic()
    ]
    return "\n".join([f"## The {len(EVENT_TYPES)} types by topic\n", *lines, ""])


def _writers() -> str:
    rows = [(f"`{writer}`", meaning) for writer, meaning in WRITERS.items()]
    return "\n".join(["## Who writes\n", *_table(("writer", "who it is"), rows), ""])


def _section(kind: EventType) -> str:
    lines = [f"### {kind.name}\n", f"{kind.sentence}\n", _in_words(kind.label), ""]
    lines += [*_table(("column", "use", "what"), _columns(kind)), ""]
    if kind.codes:
        codes = [(f"`{code}`", words["nb"], words["nn"], words["en"]) for code, words in kind.codes.items()]
        lines += [*_table(("code", "nb", "nn", "en"), codes), ""]
    if kind.data["properties"]:
        lines += [*_table(("field of data", "use", "what"), _fields(kind)), ""]
    lines += [f"Written by: {', '.join(kind.written_by)}.\\", f"Read by: {kind.read_by}.\n"]
    lines += [f"Example: `{orjson.dumps({'type': kind.name, **kind.example}).decode()}`\n"]
    return "\n".join(lines)


def _in_words(words: Labels) -> str:
    return f"nb: {words['nb']} · nn: {words['nn']} · en: {words['en']}"


def _columns(kind: EventType) -> Iterator[tuple[str, str, str]]:
    for column in COLUMNS:
        what = _meaning(kind, column)
        if kind.use_of(column) == "required" or (what and kind.use_of(column) == "optional"):
            yield f"`{column}`", kind.use_of(column), what
    if kind.may_lie_ahead:
        yield "`time`", "required", "may lie ahead"


def _meaning(kind: EventType, column: str) -> str:
    if column == "code":
        own = "one of those below" if kind.codes else ""
        system = kind.code_system.wording if kind.code_system else ""
        return ", or ".join(part for part in (own, system) if part)
    if column == "value" and kind.number:
        return f"{kind.number.meaning}: {kind.number.low:g} to {kind.number.high:g}"
    if column == "unit" and kind.number and kind.number.has_unit:
        units = ", ".join(f"`{unit}`" for unit in kind.number.units)
        return units or (kind.number.unit_system.wording if kind.number.unit_system else "")
    if column == "place" and kind.place_system:
        return kind.place_system.wording
    return _MEANINGS.get(column, "") if column in (*kind.required, *kind.optional) else ""


_MEANINGS = {
    "until": "when it ended, or is due",
    "episode": "what it belongs to",
    "replaces": "the event that it takes back",
}


def _fields(kind: EventType) -> Iterator[tuple[str, str, str]]:
    for name, field in kind.data["properties"].items():
        use = "required" if name in kind.data["required"] else "optional"
        sealed = " *(sealed)*" if name in kind.free_text else ""
        yield f"`{name}`", use, f"{field['description']}: {shape_of(field)}{sealed}"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    body = [_line(cell.replace("|", r"\|") for cell in row) for row in rows]
    return [_line(head), _line("---" for _ in head), *body] if body else []


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.stdout.write(reference())
