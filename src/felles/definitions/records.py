"""How does a file become a frozen dataclass?

The dataclass is the specification: its annotations say what each field may hold, a default says that the field may be
left out, and `problems` says what must hold between fields. `Annotated[str, Named("source"), "where read"]` gives
a field a reader of its own and a sentence for the reference page.
"""

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import date
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

from felles.definitions import nodes
from felles.definitions.dated import Dated
from felles.definitions.errors import did_you_mean
from felles.definitions.places import REFUSED, Place
from felles.definitions.readers import (
    Anything,
    Choice,
    DatedOf,
    Day,
    ListOf,
    MappingOf,
    Number,
    Reader,
    Text,
    Truth,
    WholeNumber,
    quoted,
)


class Problem(NamedTuple):
    """What does not hold between the fields of a record."""

    field: str
    got: str
    allowed: str


@dataclass(frozen=True)
class FieldRule:
    """One field of a kind: what it is called in a file, how it is read, whether it must be there, and what it means.

    attribute: what the dataclass calls it.
    """

    name: str
    attribute: str
    reader: Reader
    required: bool
    may_be_null: bool
    meaning: str


@dataclass(frozen=True)
class Record:
    """Reads a mapping into a dataclass; every field that is not the dataclass's own is refused."""

    kind: type[Any]

    @property
    def allowed(self) -> str:
        return f"a mapping of {', '.join(rule.name for rule in rules_of(self.kind).values())}"

    def read(self, node: nodes.Node, place: Place, given: Mapping[str, Any] | None = None) -> Any:
        """given: fields that the place of the record settles, such as the id that is the key of a list."""
        if not isinstance(node, nodes.Mapping):
            return place.refuse(node, self.allowed)
        rules, values = rules_of(self.kind), {}
        if given:
            rules = {name: rule for name, rule in rules.items() if name not in given}
            values = {rule.attribute: given[name] for name, rule in rules_of(self.kind).items() if name in given}
        self.refuse_unknown(node, place, rules)
        for name, rule in rules.items():
            if name in node.entries:
                _, value = node.entries[name]
                null = rule.may_be_null and value.is_null
                values[rule.attribute] = None if null else rule.reader.read(value, place.inside(name))
            elif rule.required:
                values[rule.attribute] = place.inside(name).refuse_at(node.line, "nothing", rule.reader.allowed)
        if REFUSED in values.values():
            return REFUSED
        return self.sound(self.kind(**values), node, place)

    def refuse_unknown(self, node: nodes.Mapping, place: Place, rules: Mapping[str, FieldRule]) -> None:
        known = list(rules)
        for name, (key, _) in node.entries.items():
            if name not in rules:
                allowed = f"one of the fields {quoted(known)}"
                place.inside(name).refuse(key, allowed, got="an unknown field", hint=did_you_mean(name, known))

    def sound(self, record: Any, node: nodes.Mapping, place: Place) -> Any:
        """The record, or REFUSED where its fields contradict each other."""
        found: Iterator[Problem] = record.problems() if hasattr(record, "problems") else iter(())
        refused = False
        for problem in found:
            line = node.entries[problem.field][0].line if problem.field in node.entries else node.line
            place.inside(problem.field).refuse_at(line, problem.got, problem.allowed)
            refused = True
        return REFUSED if refused else record


def rules_of(kind: type[Any]) -> Mapping[str, FieldRule]:
    """The rules of a kind's fields, in the order of the dataclass; worked out once."""
    if kind not in KNOWN_RULES:
        hints = get_type_hints(kind, include_extras=True)
        rules = (rule_of(field, hints[field.name]) for field in fields(kind) if field.init)
        KNOWN_RULES[kind] = {rule.name: rule for rule in rules}
    return KNOWN_RULES[kind]


def written_name(field: Field[Any]) -> str:
    """What a field is called in a file: `from_` is written `from`, which Python keeps for itself."""
    return field.name.rstrip("_")


def rule_of(field: Field[Any], hint: Any) -> FieldRule:
    """The rule of one field; a default says that it may be left out."""
    required = field.default is MISSING and field.default_factory is MISSING
    return FieldRule(written_name(field), field.name, reader_of(hint), required, may_be_null(hint), meaning_of(hint))


KNOWN_RULES: dict[type[Any], Mapping[str, FieldRule]] = {}


def meaning_of(hint: Any) -> str:
    """The sentence that stands with a field's annotation, or nothing."""
    return next((part for part in get_args(hint)[1:] if isinstance(part, str)), "") if _is_annotated(hint) else ""


def may_be_null(hint: Any) -> bool:
    """Whether an annotation allows nothing to be written."""
    return NoneType in get_args(get_args(hint)[0] if _is_annotated(hint) else hint)


def reader_of(hint: Any) -> Reader:
    """The reader that an annotation asks for."""
    if _is_annotated(hint):
        own = [part for part in get_args(hint)[1:] if not isinstance(part, str)]
        return own[0] if own else reader_of(get_args(hint)[0])
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return reader_of(next(argument for argument in arguments if argument is not NoneType))
    if origin is tuple:
        return ListOf(reader_of(arguments[0]))
    if origin is Mapping:
        return MappingOf(reader_of(arguments[1]))
    if origin is Dated:
        return DatedOf(reader_of(arguments[0]))
    if origin is Literal:
        return Choice(arguments)
    return Record(hint) if is_dataclass(hint) and isinstance(hint, type) else PLAIN[hint]


def _is_annotated(hint: Any) -> bool:
    return get_origin(hint) is Annotated


PLAIN: dict[Any, Reader] = {
    str: Text(),
    bool: Truth(),
    int: WholeNumber(),
    float: Number(),
    date: Day(),
    Any: Anything(),
}
"""Readers of the types that need no more to be said."""
