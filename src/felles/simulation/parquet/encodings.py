"""How are a column's numbers written in few bytes? As runs and packed bits, or as packed steps from one to the next.

Apache Parquet, "Encodings" (github.com/apache/parquet-format, Encodings.md): RLE / bit-packing hybrid and DELTA_BINARY_PACKED.
"""

import numpy as np
from numpy.typing import NDArray

from felles.simulation.compiling import inlined, kernel_of, part

Bytes = NDArray[np.uint8]
_BLOCK, _MINI, _MINIS = 128, 32, 4
_LONG_RUN = 16
"""So many of the same are a run of their own; fewer are packed with their neighbours."""
_8, _16, _24, _32, _64 = (np.uint64(bits) for bits in (8, 16, 24, 32, 64))


def hybrid(numbers: NDArray[np.int32], width: int) -> bytes:
    """Numbers from 0 on as runs and packed bits. width: bits that the largest takes."""
    room = np.empty(len(numbers) * max(width, 1) // 8 + len(numbers) // 4 + 64, np.uint8)
    return room[: _hybrid(numbers, width, room)].tobytes()


def steps(numbers: NDArray[np.int64]) -> bytes:
    """The first number, and the step to each of the others."""
    room = np.empty(len(numbers) * 8 + len(numbers) // _BLOCK * 16 + 2 * _BLOCK * 8, np.uint8)
    return room[: _steps(numbers, np.empty(_BLOCK, np.uint64), room)].tobytes()


def width_of(largest: int) -> int:
    """Bits that numbers from 0 to the largest take."""
    return int(largest).bit_length()


@inlined
def _piece(bits: np.uint64, out: Bytes, at: int) -> int:
    """The lowest 32 bits."""
    out[at] = bits & np.uint64(0xFF)
    out[at + 1] = (bits >> _8) & np.uint64(0xFF)
    out[at + 2] = (bits >> _16) & np.uint64(0xFF)
    out[at + 3] = (bits >> _24) & np.uint64(0xFF)
    return at + 4


@part
def _varint(number: np.uint64, out: Bytes, at: int) -> int:
    while number > np.uint64(0x7F):
        out[at] = (number & np.uint64(0x7F)) | np.uint64(0x80)
        number >>= np.uint64(7)
        at += 1
    out[at] = number
    return at + 1


@inlined
def _zigzag(number: int) -> np.uint64:
    return np.uint64((np.int64(number) << 1) ^ (np.int64(number) >> 63))


@part
def _width(every: np.uint64) -> int:
    """Bits up to the highest that is set."""
    width = 0
    for half in (32, 16, 8, 4, 2, 1):
        if every >> np.uint64(half):
            every >>= np.uint64(half)
            width += half
    return width + int(every)


@part
def _packed(numbers: NDArray[np.int32], low: int, high: int, width: int, out: Bytes, at: int) -> int:
    """Pack the rows from low to high: how many eights, and their bits. Returns where the next byte goes."""
    if high <= low:
        return at
    eights = (high - low + 7) // 8
    at = _varint(np.uint64(eights) << np.uint64(1) | np.uint64(1), out, at)
    end = at + eights * width
    bits, held = np.uint64(0), np.uint64(0)
    wide = np.uint64(width)
    for row in range(low, high):
        bits |= np.uint64(numbers[row]) << held
        held += wide
        if held >= _32:
            at = _piece(bits, out, at)
            bits >>= _32
            held -= _32
    return _rest(bits, out, at, end)


@part
def _packed_wide(steps_: NDArray[np.uint64], low: int, width: int, out: Bytes, at: int) -> int:
    """Pack 32 steps of any width. Returns where the next byte goes."""
    end = at + width * _MINI // 8
    bits, held, wide = np.uint64(0), np.uint64(0), np.uint64(width)
    for row in range(low, low + _MINI):
        step = steps_[row]
        bits |= step << held
        held += wide
        if held >= _64:
            at = _piece(bits >> _32, out, _piece(bits, out, at))
            held -= _64
            bits = step >> (wide - held) if held else np.uint64(0)
    return _rest(bits, out, at, end)


@part
def _rest(bits: np.uint64, out: Bytes, at: int, end: int) -> int:
    """The bits that are left, and nothing up to the end."""
    while at < end:
        out[at] = bits & np.uint64(0xFF)
        bits >>= _8
        at += 1
    return end


@inlined
def _differs(numbers: NDArray[np.int32], row: int, value: int) -> int:
    """0 where the 16 rows from this one on hold the value: without a question in between, the processor does several at once."""
    every = 0
    for ahead in range(_LONG_RUN):
        every |= numbers[row + ahead] ^ value
    return every


@kernel_of("int64(int32[::1], int64, uint8[::1])")
def _hybrid(numbers: NDArray[np.int32], width: int, out: Bytes) -> int:
    """How many bytes were written. What is packed comes in eights, the last of which may be filled up."""
    count, at, packed_from, row = len(numbers), 0, 0, 0
    while row < count:
        value, end = numbers[row], row + 1
        while end + _LONG_RUN <= count and _differs(numbers, end, value) == 0:
            end += _LONG_RUN
        while end < count and numbers[end] == value:
            end += 1
        if end - row >= _LONG_RUN or (end == count and end - row >= 8):
            at = _packed(numbers, packed_from, row, width, out, at)
            at = _varint(np.uint64(end - row) << np.uint64(1), out, at)
            for byte in range((width + 7) // 8):
                out[at] = (value >> (8 * byte)) & 0xFF
                at += 1
            row = packed_from = end
        else:
            # Those of a short run that fill their eight: what follows may begin a long one.
            row = min(row + 8, count)
    return _packed(numbers, packed_from, count, width, out, at)


@kernel_of("int64(int64[::1], uint64[::1], uint8[::1])")
def _steps(numbers: NDArray[np.int64], block: NDArray[np.uint64], out: Bytes) -> int:
    """How many bytes were written: the head, then blocks of 128 steps in four parts, each as wide as its largest.

    block: room for 128 steps.
    """
    count, at = len(numbers), 0
    at = _varint(np.uint64(_BLOCK), out, at)
    at = _varint(np.uint64(_MINIS), out, at)
    at = _varint(np.uint64(count), out, at)
    at = _varint(_zigzag(numbers[0] if count else 0), out, at)
    for begin in range(1, count, _BLOCK):
        size = min(_BLOCK, count - begin)
        least = numbers[begin] - numbers[begin - 1]
        for row in range(size):
            least = min(least, numbers[begin + row] - numbers[begin + row - 1])
        for row in range(size):
            block[row] = np.uint64(numbers[begin + row] - numbers[begin + row - 1] - least)
        block[size:] = 0
        at = _varint(_zigzag(least), out, at)
        widths = at
        at += _MINIS
        for mini in range(_MINIS):
            every = np.uint64(0)
            for row in range(mini * _MINI, (mini + 1) * _MINI):
                every |= block[row]
            width = _width(every)
            out[widths + mini] = width
            if width:
                at = _packed_wide(block, mini * _MINI, width, out, at)
    return at
