"""Which whole number stands for a person or an episode in what leaves the house?"""

import numpy as np
import polars as pl
import pyarrow as pa

_LOW_62_BITS = np.uint64((1 << 62) - 1)


def whole_numbers(identifiers: pa.Array) -> pl.Series:
    """What `felles.events.number_of` gives, for a column of UUIDs as 16 bytes; null stays null."""
    column = identifiers.cast(pa.binary(16)) if not pa.types.is_fixed_size_binary(identifiers.type) else identifiers
    present = column.is_valid().to_numpy(zero_copy_only=False)
    sixteen = b"".join(each for each in column.to_pylist() if each is not None)
    low = np.frombuffer(sixteen, dtype=">u8")[1::2].astype(np.uint64) & _LOW_62_BITS
    numbers = np.zeros(len(column), dtype=np.int64)
    numbers[present] = low.astype(np.int64)
    return pl.Series(numbers).set(pl.Series(~present), None)
