"""What does a plain table in a file hold, every cell as it stands there?"""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl


def read_table_file(path: Path) -> "pl.DataFrame":
    """The table of a CSV (comma, semicolon or tab), NDJSON or Parquet file; CSV cells stay text. Raises Refused."""
    import polars as pl

    from felles.interop.recognise import refuse_names_twice, refuse_no_file
    from felles.store import Refused

    refuse_no_file(path)
    try:
        if path.suffix == ".parquet":
            return pl.read_parquet(path)
        if path.suffix in (".ndjson", ".jsonl"):
            return pl.read_ndjson(path, infer_schema_length=None)
        with path.open(encoding="utf-8-sig") as file:
            header = file.readline()
        separator = max(",;\t", key=header.count)
        refuse_names_twice(path, header.split(separator))
        return pl.read_csv(path, separator=separator, infer_schema=False)
    except (pl.exceptions.PolarsError, UnicodeDecodeError):
        raise Refused(
            f"{path.name} is not a table that can be read: CSV in UTF-8 with a header, NDJSON or Parquet."
        ) from None
