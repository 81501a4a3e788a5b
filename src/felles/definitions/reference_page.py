"""Which kinds of definition are there, with which fields? Writes docs/reference/content.md from the dataclasses.

python -m felles.definitions.reference_page > docs/reference/content.md
"""

from collections.abc import Iterator
from dataclasses import is_dataclass
from typing import Any

from felles.definitions.kinds import KINDS, Kind
from felles.definitions.readers import DatedOf, ListOf, MappingOf, Reader, article
from felles.definitions.records import FieldRule, Record, rules_of

HEAD = """# Content: kinds and fields

Written from the definitions in `src/felles/definitions` by `python -m felles.definitions.reference_page`; do not edit.

Every file is YAML 1.2. Codes and dates stand in quotes. A field in **bold** must be there. A text has `nb`, `nn` and
`en`, and `se` where a person wrote it. Dated values are written by the day from which they apply, oldest first; an old
value stays. Anything else in a file is refused, with the file, the line, the field and what is allowed.
"""

FORMS = {
    "file": "one file each; its `id` is the file's name",
    "in_folders": "one file each, in the folder of a country; its `id` is the file's name",
    "listed": "one file, a mapping from id",
    "whole": "one file",
}


def page() -> str:
    """The reference page."""
    sections = [HEAD, *(section(kind) for kind in KINDS)]
    inner: dict[type[Any], None] = {}
    for kind in KINDS:
        for record in records_within(kind.record):
            inner[record] = None
    outer = {kind.record for kind in KINDS}
    sections.append("## Parts\n\nWhat the fields above hold.\n")
    sections += [table(record, "###", record.__name__) for record in inner if record not in outer]
    return "\n".join(sections).rstrip() + "\n"


def section(kind: Kind) -> str:
    """The section of one kind."""
    return table(kind.record, "##", kind.name.capitalize(), f"`content/{kind.files}`: {FORMS[kind.form]}.")


def table(record: type[Any], level: str, title: str, where: str = "") -> str:
    """A heading, what the record is, and its fields."""
    rows = [row(rule) for rule in rules_of(record).values()]
    said = " ".join((record.__doc__ or "").split())
    intro = "\n\n".join(part for part in (said, where) if part)
    return "\n".join(
        [f"{level} {title}", "", intro, "", "| field | holds | meaning |", "| --- | --- | --- |", *rows, ""]
    )


def row(rule: FieldRule) -> str:
    """A field's line in the table."""
    name = f"**{rule.name}**" if rule.required else rule.name
    return f"| {name} | {holds(rule.reader)} | {rule.meaning} |".replace("|  |", "| |")


def holds(reader: Reader) -> str:
    """What a field may hold, naming parts instead of spelling them out."""
    if isinstance(reader, Record):
        return (
            "a text in each language"
            if reader.kind.__name__ == "Texts"
            else f"{article(reader.kind.__name__.lower())} {reader.kind.__name__}"
        )
    if isinstance(reader, ListOf):
        return f"a list; each {holds(reader.item)}"
    if isinstance(reader, MappingOf):
        return f"a mapping; each value {holds(reader.item)}"
    if isinstance(reader, DatedOf):
        return f"by the day from which it applies, {holds(reader.item)}"
    return reader.allowed.replace("|", r"\|")


def records_within(record: type[Any]) -> Iterator[type[Any]]:
    """The records that a record's fields hold, at any depth."""
    for rule in rules_of(record).values():
        reader: Any = rule.reader
        while isinstance(reader, (ListOf, MappingOf, DatedOf)):
            reader = reader.item
        if isinstance(reader, Record) and is_dataclass(reader.kind):
            yield reader.kind
            yield from records_within(reader.kind)


if __name__ == "__main__":
    print(page(), end="")
