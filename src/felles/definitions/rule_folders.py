"""Which rule book does a folder of somebody's own hold?

Its files are written like those in content/rulebooks/<country>. What they name as a source stands in a sources.yaml
beside them, or in the content that came with Felles.
"""

from pathlib import Path

from felles.definitions import nodes
from felles.definitions.content import Content
from felles.definitions.errors import ContentErrors, DefinitionError
from felles.definitions.places import REFUSED, Findings, Place, refuse_unknown_mentions
from felles.definitions.records import Record
from felles.definitions.rulebooks import Rule
from felles.definitions.sources import Source

SOURCES = "sources.yaml"


def read_rule_folder(folder: Path, content: Content) -> tuple[Rule, ...]:
    """The intervals in a folder, by file name. Raises ContentErrors with everything that is wrong."""
    findings = Findings()
    files = sorted(path for path in folder.glob("*.yaml") if path.name != SOURCES)
    if not files:
        wanted = "a file for each interval, as docs/how-to/write-a-rule-book.md shows"
        findings.errors.append(DefinitionError(folder.name, "", "no .yaml file", wanted))
    rules = [_rule(path, findings) for path in files]
    own = _own_sources(folder / SOURCES, findings)
    known = {"source": {*content.sources, *own}}
    refuse_unknown_mentions(findings, known)
    if findings.errors:
        raise ContentErrors(sorted(findings.errors, key=lambda error: (error.file, error.line or 0)))
    return tuple(rules)


def _rule(path: Path, findings: Findings) -> Rule:
    node = _node(path, findings)
    if node is None:
        return REFUSED  # type: ignore[return-value]  # the caller raises before it is used
    place = Place(f"{path.parent.name}/{path.name}", findings)
    rule: Rule = Record(Rule).read(node, place)
    if isinstance(rule, Rule) and rule.id != path.stem:
        place.inside("id").refuse(node, f'"{path.stem}", like the file', got=f'"{rule.id}"')
    return rule


def _own_sources(path: Path, findings: Findings) -> set[str]:
    node = _node(path, findings) if path.exists() else None
    place = Place(f"{path.parent.name}/{path.name}", findings)
    if node is None:
        return set()
    if not isinstance(node, nodes.Mapping):
        place.refuse(node, "a source by each id")
        return set()
    for id, (_, item) in node.entries.items():
        Record(Source).read(item, place.inside(id), {"id": id})
    return set(node.entries)


def _node(path: Path, findings: Findings) -> nodes.Node | None:
    try:
        return nodes.read_nodes(path, f"{path.parent.name}/{path.name}")
    except DefinitionError as error:
        findings.errors.append(error)
        return None
