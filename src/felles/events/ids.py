"""Where do the ids of events, persons and episodes come from, and which whole number stands for one in the lake?"""

import os
import time
from uuid import UUID

_LOW_62_BITS = (1 << 62) - 1


def new_event_id() -> UUID:
    """A UUIDv7 (RFC 9562): milliseconds since 1970, then 74 random bits, so that new rows lie together."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10))
    return UUID(int=milliseconds << 80 | 0x7 << 76 | (random >> 68) << 64 | 0b10 << 62 | random & _LOW_62_BITS)


def new_pseudonyms(count: int) -> list[bytes]:
    """Pseudonyms of persons, each as its 16 bytes: random (UUIDv4), and telling nothing."""
    made = bytearray(os.urandom(16 * count))
    for start in range(0, len(made), 16):
        made[start + 6] = 0x40 | made[start + 6] & 0x0F
        made[start + 8] = 0x80 | made[start + 8] & 0x3F
    return [bytes(made[start : start + 16]) for start in range(0, len(made), 16)]


def number_of(identifier: UUID) -> int:
    """The positive int64 that stands for a UUID in columnar tables: its last 62 bits, all of them random."""
    return identifier.int & _LOW_62_BITS
