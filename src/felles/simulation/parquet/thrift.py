"""How does Parquet write down what a file holds? In Thrift's compact protocol: fields with a number, a kind and a value.

Apache Thrift, "Thrift compact protocol encoding" (doc/specs/thrift-compact-protocol.md), the part that Parquet's structs need.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

_TRUE, _FALSE, _INT32, _INT64, _TEXT, _LIST, _STRUCT = 1, 2, 5, 6, 8, 9, 12
_STOP = b"\x00"
_FEW = 15


class Field(NamedTuple):
    """A field of a struct. number: as the format's definition numbers it."""

    number: int
    kind: int
    written: bytes


def struct(*fields: Field) -> bytes:
    """Fields in the order of their numbers."""
    made, before = bytearray(), 0
    for field in fields:
        step = field.number - before
        made += bytes([step << 4 | field.kind]) if step <= _FEW else bytes([field.kind]) + _signed(field.number)
        made += field.written
        before = field.number
    return bytes(made) + _STOP


def flag(number: int, value: bool) -> Field:
    """True or false: the kind says which."""
    return Field(number, _TRUE if value else _FALSE, b"")


@lru_cache(maxsize=1 << 10)
def int32(number: int, value: int) -> Field:
    """A whole number of at most 32 bits, or one of an enumeration."""
    return Field(number, _INT32, _signed(value))


def int64(number: int, value: int) -> Field:
    """A whole number of at most 64 bits."""
    return Field(number, _INT64, _signed(value))


def text(number: int, value: str | bytes) -> Field:
    """Text in UTF-8, or bytes."""
    return Field(number, _TEXT, _text(value))


def inner(number: int, value: bytes) -> Field:
    """A struct within a struct. value: as `struct` wrote it."""
    return Field(number, _STRUCT, value)


def structs(number: int, values: Sequence[bytes]) -> Field:
    """A list of structs."""
    return _listed(number, _STRUCT, values)


def int32s(number: int, values: Sequence[int]) -> Field:
    """A list of whole numbers."""
    return _listed(number, _INT32, [_signed(value) for value in values])


def texts(number: int, values: Sequence[str]) -> Field:
    """A list of texts."""
    return _listed(number, _TEXT, [_text(value) for value in values])


def varint(value: int) -> bytes:
    """A number from 0 on, seven bits a byte, the lowest first; the highest bit says that more follow."""
    made = bytearray()
    while value > 0x7F:
        made.append(value & 0x7F | 0x80)
        value >>= 7
    made.append(value)
    return bytes(made)


def _signed(value: int) -> bytes:
    """Numbers near 0 take one byte, whatever their sign."""
    return varint(value * 2 if value >= 0 else -value * 2 - 1)


def _text(value: str | bytes) -> bytes:
    written = value.encode() if isinstance(value, str) else value
    return varint(len(written)) + written


def _listed(number: int, kind: int, values: Sequence[bytes]) -> Field:
    size = len(values)
    head = bytes([size << 4 | kind]) if size < _FEW else bytes([_FEW << 4 | kind]) + varint(size)
    return Field(number, _LIST, head + b"".join(values))
