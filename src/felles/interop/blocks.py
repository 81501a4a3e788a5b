"""Which whole lines does a text file hold, when neither its length, its bytes nor its line ends can be trusted?

A line that cannot be text is set aside and leaves an empty line in its place: the lines after it keep their numbers.
"""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from felles.interop.encodings import is_utf8
from felles.interop.rejects import as_record

BLOCK_BYTES = 3 << 20
LONGEST_LINE = 1 << 20
"""Bytes. A record of a register is a few hundred; beyond this a file has lost its line ends."""

REPLACED = "\ufffd".encode()

SetAside = tuple[int, str, str, str]
"""Line, got, allowed, record."""


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of a file as UTF-8, each ended by a line feed; `first_line` counts from 1."""

    text: bytes
    first_line: int
    set_aside: tuple[SetAside, ...] = ()


def whole_lines(path: Path, encoding: str = "utf-8", *, block_bytes: int = BLOCK_BYTES) -> Iterator[Block]:
    """The lines of a file, some megabytes at a time; memory holds one block, however long a line is."""
    line, carry, lost = 1, b"", _LostLine()
    for chunk in _utf8_chunks(path, encoding, block_bytes):
        if lost.length:
            end = chunk.find(b"\n")
            if end < 0:
                lost.length += len(chunk)
                continue
            lost.length += end
            yield Block(b"", line, (lost.told(line),))
            chunk = chunk[end:]
        whole, carry = _cut(carry + chunk)
        if whole:
            yield checked(whole, line, encoding)
            line += whole.count(b"\n")
        if len(carry) > LONGEST_LINE:
            lost.length, lost.start, carry = len(carry), carry[:LONGEST_LINE], b""
    if lost.length:
        yield Block(b"", line, (lost.told(line),))
    elif carry:
        yield checked(carry + b"\n", line, encoding)


@dataclass
class _LostLine:
    """A line too long to keep: how many bytes have passed, and how it began."""

    length: int = 0
    start: bytes = b""

    def told(self, line: int) -> SetAside:
        told = _too_long(line, self.length, self.start)
        self.length, self.start = 0, b""
        return told


def _cut(text: bytes) -> tuple[bytes, bytes]:
    end = text.rfind(b"\n") + 1
    return text[:end], text[end:]


def _utf8_chunks(path: Path, encoding: str, block_bytes: int) -> Iterator[bytes]:
    decoder = None if encoding == "utf-8" else codecs.getincrementaldecoder(encoding)(errors="replace")
    with path.open("rb") as stream:
        if decoder is None and stream.read(3) != codecs.BOM_UTF8:
            stream.seek(0)
        while chunk := stream.read(block_bytes):
            yield chunk if decoder is None else decoder.decode(chunk).encode()
        if decoder is not None:
            yield decoder.decode(b"", final=True).encode()


def checked(text: bytes, first_line: int, encoding: str) -> Block:
    """A block in which every line is short, free of NUL and sound UTF-8; the others are set aside."""
    if b"\r" in text:
        text = text.replace(b"\r\n", b"\n")
    if _is_sound(text, encoding):
        return Block(text, first_line)
    lines = text.split(b"\n")
    set_aside = []
    for number, line in enumerate(lines):
        problem = _problem(line, encoding)
        if problem is not None:
            set_aside.append((first_line + number, *problem, as_record(line)))
            lines[number] = b""
    return Block(b"\n".join(lines), first_line, tuple(set_aside))


def _is_sound(text: bytes, encoding: str) -> bool:
    if b"\0" in text or (encoding != "utf-8" and REPLACED in text):
        return False
    ends = np.flatnonzero(np.frombuffer(text, np.uint8) == 10)
    return int(np.diff(ends, prepend=-1).max()) <= LONGEST_LINE and is_utf8(text)


def _problem(line: bytes, encoding: str) -> tuple[str, str] | None:
    if len(line) > LONGEST_LINE:
        return _too_long(0, len(line), b"")[1:3]
    if b"\0" in line:
        return "a NUL byte", "text without NUL bytes"
    if encoding != "utf-8" and REPLACED in line:
        return f"bytes that are not {encoding}", f"text in {encoding}, as the rest of the file"
    if not is_utf8(line):
        return "bytes that are not UTF-8", "text in UTF-8, as the rest of the file"
    return None


def _too_long(line: int, length: int, start: bytes) -> SetAside:
    return line, f"a line of {length:,} bytes", f"at most {LONGEST_LINE:,} bytes a line", as_record(start)
