"""How does Parquet write down what a file holds? In Thrift's compact protocol: fields with a number, a kind and a value.

Apache Thrift, "Thrift compact protocol encoding" (doc/specs/thrift-compact-protocol.md), the part that Parquet's structs need.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import TypeAlias

_TRUE, _FALSE, _INT32, _INT64, _TEXT, _LIST, _STRUCT = 1, 2, 5, 6, 8, 9, 12
_STOP = b"\x00"
_FEW = 15
_BYTES = [bytes([byte]) for byte in range(256)]

Field: TypeAlias = tuple[int, int, bytes]
"""A field of a struct: its number in the format's definition, its kind, and its value as it is written."""


def struct(*fields: Field) -> bytes:
    """Fields in the order of their numbers."""
    made, before = list[bytes](), 0
    for number, kind, written in fields:
        step = number - before
        head = _BYTES[step << 4 | kind] if step <= _FEW else _BYTES[kind] + _signed(number)
        made += head, written
        before = number
    made.append(_STOP)
    return b"".join(made)


def flag(number: int, value: bool) -> Field:
    """True or false: the kind says which."""
    return number, _TRUE if value else _FALSE, b""


@lru_cache(maxsize=1 << 10)
def int32(number: int, value: int) -> Field:
    """A whole number of at most 32 bits, or one of an enumeration."""
    return number, _INT32, _signed(value)


def int64(number: int, value: int) -> Field:
    """A whole number of at most 64 bits."""
    return number, _INT64, _signed(value)


def text(number: int, value: str | bytes) -> Field:
    """Text in UTF-8, or bytes."""
    return number, _TEXT, _text(value)


def inner(number: int, value: bytes) -> Field:
    """A struct within a struct. value: as `struct` wrote it."""
    return number, _STRUCT, value


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
    if value <= 0x7F:
        return _BYTES[value]
    made = []
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
    head = _BYTES[size << 4 | kind] if size < _FEW else _BYTES[_FEW << 4 | kind] + varint(size)
    return number, _LIST, head + b"".join(values)
