"""Where do the ids of events, persons and episodes come from, and which whole number stands for one in the lake?"""

import os
import time
from uuid import UUID, uuid4

_LOW_62_BITS = (1 << 62) - 1


def new_event_id() -> UUID:
    """A UUIDv7 (RFC 9562): milliseconds since 1970, then 74 random bits, so that new rows lie together."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10))
    return UUID(int=milliseconds << 80 | 0x7 << 76 | (random >> 68) << 64 | 0b10 << 62 | random & _LOW_62_BITS)


def new_person_id() -> UUID:
    """A pseudonym: random, and telling nothing."""
    return uuid4()


def number_of(identifier: UUID) -> int:
    """The positive int64 that stands for a UUID in columnar tables: its last 62 bits, all of them random."""
    return identifier.int & _LOW_62_BITS
