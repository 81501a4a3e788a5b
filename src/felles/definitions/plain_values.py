"""What does a YAML file say, in plain values of Python?

For files without a schema of their own kind, such as the texts of the pages. libyaml reads them, some ten times as fast as
Python. As in YAML 1.2 only true and false are truth values and only decimal numbers are numbers: no, on and 12:30 are words.
"""

import re
from typing import Any

import yaml
from yaml.constructor import ConstructorError
from yaml.nodes import MappingNode

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TAG = "tag:yaml.org,2002:"
_NUMBERS = list("-+.0123456789")


class _Reader(_LOADER):  # type: ignore[misc]
    """libyaml's reader, which says no when a key stands twice."""

    yaml_implicit_resolvers = {  # noqa: RUF012  # a table that the class itself grows by
        first: [(tag, looks) for tag, looks in known if tag.removeprefix(_TAG) not in ("bool", "int", "float")]
        for first, known in _LOADER.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value]
        for at, (key, _) in enumerate(node.value):
            if key.value in keys[:at]:
                raise ConstructorError(None, None, f"The key {key.value} stands twice.", key.start_mark)
        made: dict[Any, Any] = super().construct_mapping(node, deep)
        return made


_Reader.add_implicit_resolver(f"{_TAG}bool", re.compile("^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF"))
_Reader.add_implicit_resolver(f"{_TAG}int", re.compile("^[-+]?(?:0|[1-9][0-9]*)$"), _NUMBERS)
_Reader.add_implicit_resolver(
    f"{_TAG}float", re.compile(r"^[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$"), _NUMBERS
)


def plain_values(text: str) -> Any:
    """What the text says: mappings, lists, texts, numbers, days. Raises yaml.YAMLError where it is not YAML."""
    return yaml.load(text, Loader=_Reader)  # noqa: S506  # of the safe loader
