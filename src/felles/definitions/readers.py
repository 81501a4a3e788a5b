"""What may a field hold, and what is its value?

A reader turns one node into one value, or says what is allowed instead and gives REFUSED, so that a folder is read
whole before anything is reported. `allowed` completes the sentence "allowed is ...".
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Protocol

from felles.definitions.dated import Dated
from felles.definitions.errors import did_you_mean
from felles.definitions.nodes import Listing, Mapping, Node, Scalar
from felles.definitions.places import REFUSED, Place

LOOKS_LIKE_SOMETHING_ELSE = re.compile(
    r"[-+]?(\d[\d_]*)?\.?\d+([eE][-+]?\d+)?|0[xo][\da-fA-F]+|\d{4}-\d{1,2}-\d{1,2}.*|true|false|yes|no|on|off",
    re.IGNORECASE,
)
"""Plain words that some YAML reader takes for a number, a date or a truth value."""
_WHOLE, _DECIMAL, _DAY = (
    re.compile(shape) for shape in (r"-?\d{1,15}", r"-?\d{1,15}(\.\d{1,15})?", r"\d{4}-\d\d-\d\d")
)


class Reader(Protocol):
    """Reads a field."""

    @property
    def allowed(self) -> str: ...

    def read(self, node: Node, place: Place) -> Any: ...


def article(noun: str) -> str:
    """a, or an before a vowel."""
    return "an" if noun[0] in "aeio" else "a"


def in_quotes(node: Scalar) -> str:
    """A hint for a word that needs quotes."""
    return f'Put it in quotes: "{node.text}".'


def quoted(words: Iterable[str]) -> str:
    """Words as a person lists them."""
    return ", ".join(f'"{word}"' for word in words)


@dataclass(frozen=True)
class Text:
    """A line or a paragraph."""

    allowed: str = "a text"

    def read(self, node: Node, place: Place) -> Any:
        if not isinstance(node, Scalar) or node.is_null:
            return place.refuse(node, self.allowed)
        if not node.quoted and LOOKS_LIKE_SOMETHING_ELSE.fullmatch(node.text):
            return place.refuse(node, self.allowed, hint=in_quotes(node))
        if not node.text.strip():
            return place.refuse(node, self.allowed, got="an empty text")
        return node.text


@dataclass(frozen=True)
class Shaped:
    """A text of a given shape, such as a code; in quotes where other readers would take it for a number or a date."""

    shape: str
    allowed: str

    def read(self, node: Node, place: Place) -> Any:
        if not isinstance(node, Scalar) or not re.fullmatch(self.shape, node.text):
            return place.refuse(node, self.allowed)
        if not node.quoted and LOOKS_LIKE_SOMETHING_ELSE.fullmatch(node.text):
            return place.refuse(node, self.allowed, hint=in_quotes(node))
        return node.text


@dataclass(frozen=True)
class Choice:
    """One of a few words."""

    words: tuple[str, ...]

    @property
    def allowed(self) -> str:
        return f"one of {quoted(self.words)}" if len(self.words) > 1 else quoted(self.words)

    def read(self, node: Node, place: Place) -> Any:
        if isinstance(node, Scalar) and node.text in self.words:
            return node.text
        hint = did_you_mean(node.text, self.words) if isinstance(node, Scalar) else None
        return place.refuse(node, self.allowed, hint=hint)


@dataclass(frozen=True)
class Truth:
    """true or false."""

    allowed: str = "true or false"

    def read(self, node: Node, place: Place) -> Any:
        if isinstance(node, Scalar) and not node.quoted and node.text in ("true", "false"):
            return node.text == "true"
        return place.refuse(node, self.allowed)


@dataclass(frozen=True)
class WholeNumber:
    """A whole number, both ends included."""

    least: int | None = None
    most: int | None = None

    @property
    def allowed(self) -> str:
        if self.least is not None and self.most is not None:
            return f"a whole number from {self.least} to {self.most}"
        return "a whole number" if self.least is None else f"a whole number of at least {self.least}"

    def read(self, node: Node, place: Place) -> Any:
        if not isinstance(node, Scalar) or node.quoted or not _WHOLE.fullmatch(node.text):
            return place.refuse(node, self.allowed)
        number = int(node.text)
        if (self.least is not None and number < self.least) or (self.most is not None and number > self.most):
            return place.refuse(node, self.allowed)
        return number


@dataclass(frozen=True)
class Number:
    """A number with a point for decimals."""

    allowed: str = "a number, with a point for decimals"

    def read(self, node: Node, place: Place) -> Any:
        if not isinstance(node, Scalar) or node.quoted or not _DECIMAL.fullmatch(node.text):
            return place.refuse(node, self.allowed)
        return float(node.text)


@dataclass(frozen=True)
class Day:
    """A calendar day."""

    allowed: str = 'a date in quotes, such as "2021-05-01"'

    def read(self, node: Node, place: Place) -> Any:
        if not isinstance(node, Scalar) or not _DAY.fullmatch(node.text):
            return place.refuse(node, self.allowed)
        if not node.quoted:
            return place.refuse(node, self.allowed, hint=in_quotes(node))
        try:
            return date.fromisoformat(node.text)
        except ValueError:
            return place.refuse(node, self.allowed, hint="The calendar has no such day.")


@dataclass(frozen=True)
class Named:
    """The id of another definition, which must exist."""

    kind: str

    @property
    def allowed(self) -> str:
        return f"the id of {article(self.kind)} {self.kind}"

    def read(self, node: Node, place: Place) -> Any:
        if not isinstance(node, Scalar) or node.is_null:
            return place.refuse(node, self.allowed)
        place.mention(self.kind, node.text, node.line)
        return node.text


@dataclass(frozen=True)
class ListOf:
    """A list, each item read alike."""

    item: Reader

    @property
    def allowed(self) -> str:
        return f"a list; each item {self.item.allowed}"

    def read(self, node: Node, place: Place) -> Any:
        if not isinstance(node, Listing):
            return place.refuse(node, self.allowed)
        values = [self.item.read(item, place.inside(number)) for number, item in enumerate(node.items, 1)]
        return REFUSED if REFUSED in values else tuple(values)


@dataclass(frozen=True)
class MappingOf:
    """Keys of the author's choice, each value read alike."""

    item: Reader

    @property
    def allowed(self) -> str:
        return f"a mapping; each value {self.item.allowed}"

    def read(self, node: Node, place: Place) -> Any:
        if not isinstance(node, Mapping):
            return place.refuse(node, self.allowed)
        values = {key: self.item.read(item, place.inside(key)) for key, (_, item) in node.entries.items()}
        return REFUSED if REFUSED in values.values() else MappingProxyType(values)


@dataclass(frozen=True)
class DatedOf:
    """Values by the day from which each applies; the days ascend."""

    item: Reader

    @property
    def allowed(self) -> str:
        return f'values by the day from which they apply, oldest first, such as "2021-05-01"; each {self.item.allowed}'

    def read(self, node: Node, place: Place) -> Any:
        if not isinstance(node, Mapping) or not node.entries:
            return place.refuse(node, self.allowed)
        entries = []
        for key, item in node.entries.values():
            inside = place.inside(key.text)
            entries.append((Day().read(key, inside), self.item.read(item, inside)))
        if any(REFUSED in entry for entry in entries):
            return REFUSED
        keys = [key for key, _ in node.entries.values()]
        for number in range(1, len(entries)):
            if entries[number][0] <= entries[number - 1][0]:
                allowed = f'a day after "{keys[number - 1].text}", for the oldest comes first'
                return place.inside(keys[number].text).refuse(keys[number], allowed)
        return Dated(tuple(entries))


@dataclass(frozen=True)
class Anything:
    """Plain values, lists and mappings, kept for the engine that knows what they mean; checked there."""

    allowed: str = "values, lists and mappings"

    def read(self, node: Node, place: Place) -> Any:
        if isinstance(node, Listing):
            return ListOf(self).read(node, place)
        if isinstance(node, Mapping):
            return MappingOf(self).read(node, place)
        if node.is_null:
            return None
        for reader, shape in ((Truth(), r"true|false"), (WholeNumber(), r"-?\d{1,15}"), (Number(), r"-?\d+\.\d+")):
            if not node.quoted and re.fullmatch(shape, node.text):
                return reader.read(node, place)
        return Text().read(node, place)
