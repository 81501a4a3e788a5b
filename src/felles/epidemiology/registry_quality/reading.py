"""What stands in each field of a registry's records, as far as it can be read?

The columns of a table, all but one identifier optional (an empty cell is unknown):

| column | holds |
| --- | --- |
| id, person | what the record and the person are called; two tumours of a person have one person |
| sex | `female`, `male`, `unknown`; also 2, 1, 9 |
| born, diagnosed, died, last_seen, recorded | dates, `2026-11-21`; `2026-11` or `2026` where no more is known |
| age | whole years at diagnosis, where the birth is not told; 999 is unknown |
| topography, icd10 | `C50.1`, `C501` or `C50` |
| morphology, behaviour | ICD-O-3: `8140/3` or `81403`; or `8140` with the behaviour in a column of its own |
| grade, basis | one digit; basis by ENCR |
| laterality | `left`, `right`, `both`, `midline`, `unknown` |
| stage | TNM, also `tnm8:IIA`; another system's word counts as known and is not judged |
| cause, region | any text |
| notified | `death_certificate` or `other`: how the registry first heard of the tumour |
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

import polars as pl

from felles.definitions.registry_terms import RecordField
from felles.epidemiology.errors import BadTable
from felles.epidemiology.frames import read

FIELDS: tuple[str, ...] = get_args(RecordField)
DATES = ("born", "diagnosed", "died", "last_seen", "recorded")
ROW = "row"

_SEX = {"female": "female", "male": "male", "unknown": "unknown", "f": "female", "m": "male"} | {
    "2": "female",
    "1": "male",
    "9": "unknown",
    "3": "unknown",
}
_SIDES = ("left", "right", "both", "midline", "unknown")
_STAGES = {"0": "0", "1": "I", "2": "II", "3": "III", "4": "IV", "I": "I", "II": "II", "III": "III", "IV": "IV"}
_UNKNOWN_STAGES = ("unknown", "x", "9", "99")


@dataclass(frozen=True)
class Records:
    """Records as they can be read.

    table: ROW and, for a field, `written FIELD` (text as it stands, null where empty), `unreadable FIELD`, and its value:
    FIELD; `first DATE` and `last DATE` (the days between which a date lies); `age at least`, `age at most`;
    `topography place`, `topography part` (`C50`, `C501`), the same of icd10. given: the fields that the table has.
    original: the table as it came.
    """

    table: pl.DataFrame
    given: frozenset[str]
    original: pl.DataFrame


def read_records(frame: Any, *, at: date | None = None) -> Records:
    """Read a table of records: Polars, pandas, PyArrow or a dict of columns.

    at: the day that is today; without it nothing is known to lie in the future. Raises BadTable where no column is known.
    """
    original = read(frame)
    names = {name.casefold(): name for name in original.columns}
    given = frozenset(field for field in FIELDS if field in names)
    if not given - {"id", "person"}:
        known = ", ".join(FIELDS)
        raise BadTable(f"The table has none of the columns of a registry's records. They are: {known}.")
    written = [
        (
            _as_text(original[names[field]]) if field in given else pl.Series([None] * original.height, dtype=pl.String)
        ).alias(f"written {field}")
        for field in FIELDS
    ]
    table = (
        pl.DataFrame(written) if original.height else pl.DataFrame(schema={each.name: pl.String for each in written})
    )
    table = table.with_row_index(ROW, offset=1).with_columns(_split_morphology()).with_columns(_no_year(*DATES))
    table = table.with_columns(_values()).with_columns(*(_days(name) for name in DATES))
    table = table.with_columns(*(expression for name in DATES for expression in _bounds(name)))
    table = table.with_columns(_ages()).with_columns(_unreadable())
    today = pl.Series([at] * table.height, dtype=pl.Date)
    table = table.with_columns(today.alias("first today"), today.alias("last today"))
    told = given | ({"behaviour"} if "morphology" in given else set())
    return Records(table.drop(f"parts {name}" for name in DATES), told, original)


def _as_text(column: pl.Series) -> pl.Series:
    if column.dtype == pl.Datetime:
        column = column.dt.date()
    if column.dtype.is_float():  # whole numbers that were read beside empty cells
        whole = column.drop_nulls().drop_nans()
        column = column.fill_nan(None).cast(pl.Int64) if (whole == whole.round()).all() else column.fill_nan(None)
    text = column.cast(pl.String).str.strip_chars()
    return text.set(text == "", None)


def _no_year(*names: str) -> list[pl.Expr]:
    """Registries write 9999 or 0000 for a year that nobody knows."""
    named = [pl.col(f"written {name}") for name in names]
    return [pl.when(~each.str.contains("^(9999|0000)")).then(each) for each in named]


def _split_morphology() -> list[pl.Expr]:
    written = pl.col("written morphology")
    told = written.str.extract(r"^\d{4}/?(\d)$")
    return [
        written.str.extract(r"^(\d{4})/?\d?$").alias("kind"),
        pl.coalesce("written behaviour", told).alias("written behaviour"),
    ]


def _values() -> list[pl.Expr]:
    kind = pl.col("kind").cast(pl.Int32)
    age = pl.col("written age").str.extract(r"^(\d{1,3})$").cast(pl.Int32)
    return [
        pl.col("written id").alias("id"),
        pl.col("written person").alias("person"),
        pl.col("written sex")
        .str.to_lowercase()
        .replace_strict(_SEX, default=None, return_dtype=pl.String)
        .alias("sex"),
        pl.when(age <= 130).then(age).alias("age"),
        pl.when(kind.is_between(8000, 9993)).then(kind).alias("morphology"),
        _one_of("behaviour", "012369"),
        _one_of("grade", "123456789"),
        _one_of("basis", "012456789"),
        _word("laterality", _SIDES),
        _word("notified", ("death_certificate", "other")),
        _stage().alias("stage"),
        pl.col("written cause").alias("cause"),
        pl.col("written region").alias("region"),
        *_site("topography", r"^(C(?:[0-7]\d|80))\.?(\d)?$"),
        *_site("icd10", r"^(C(?:[0-8]\d|9[0-7])|D(?:[0-3]\d|4[0-8]))\.?(\d)?[0-9A-Z]?$"),
    ]


def _one_of(field: str, digits: str) -> pl.Expr:
    return pl.col(f"written {field}").str.extract(f"^([{digits}])$").alias(field)


def _word(field: str, words: tuple[str, ...]) -> pl.Expr:
    lower = pl.col(f"written {field}").str.to_lowercase()
    return pl.when(lower.is_in(list(words))).then(lower).alias(field)


def _stage() -> pl.Expr:
    said = pl.col("written stage").str.replace(r"^.*:", "")
    main = said.str.to_uppercase().str.extract(r"^(0|IV|I{1,3}|[1-4])(?:[A-D]|IS|S)?[0-9]?$")
    main = main.replace_strict(_STAGES, default=None, return_dtype=pl.String)
    return (
        pl.when(said.str.to_lowercase().is_in(list(_UNKNOWN_STAGES)))
        .then(pl.lit("unknown"))
        .otherwise(pl.coalesce(main, pl.when(said.is_not_null()).then(pl.lit("other"))))
    )


def _site(field: str, pattern: str) -> list[pl.Expr]:
    groups = pl.col(f"written {field}").str.to_uppercase().str.extract_groups(pattern)
    place, digit = groups.struct[0], groups.struct[1]
    return [place.alias(f"{field} place"), (place + digit).alias(f"{field} part"), place.alias(field)]


def _days(name: str) -> pl.Expr:
    pattern = r"^(?P<year>(?:1[89]|2\d)\d{2})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2})(?:[T ].*)?)?)?$"
    return pl.col(f"written {name}").str.extract_groups(pattern).alias(f"parts {name}")


def _bounds(name: str) -> list[pl.Expr]:
    """The first and the last day that a date may be."""
    parts = pl.col(f"parts {name}")
    year, month, day = (parts.struct[part] for part in ("year", "month", "day"))
    month = pl.when(month.is_in(["00", "99"]).not_()).then(month)
    day = pl.when(day.is_in(["00", "99"]).not_() & month.is_not_null()).then(day)
    exact = pl.concat_str([year, month, day], separator="-").str.to_date("%Y-%m-%d", strict=False)
    month_start = pl.concat_str([year, month, pl.lit("01")], separator="-").str.to_date("%Y-%m-%d", strict=False)
    year_start = (year + "-01-01").str.to_date("%Y-%m-%d", strict=False)
    year_end = (year + "-12-31").str.to_date("%Y-%m-%d", strict=False)
    known = pl.when(day.is_not_null())
    first = known.then(exact).when(month.is_not_null()).then(month_start).otherwise(year_start)
    last = known.then(exact).when(month.is_not_null()).then(month_start.dt.month_end()).otherwise(year_end)
    return [first.alias(f"first {name}"), last.alias(f"last {name}")]


def _ages() -> list[pl.Expr]:
    least = _whole_years("last born", "first diagnosed")
    most = _whole_years("first born", "last diagnosed")
    told = pl.col("first born").is_not_null() & pl.col("first diagnosed").is_not_null()
    return [
        pl.when(told).then(least).otherwise(pl.col("age")).alias("age at least"),
        pl.when(told).then(most).otherwise(pl.col("age")).alias("age at most"),
    ]


def _whole_years(born: str, at: str) -> pl.Expr:
    """Whole years; who was born on 29 February has the birthday on 1 March in common years."""
    years = pl.col(at).dt.year() - pl.col(born).dt.year()
    day_of_year = [pl.col(name).dt.month().cast(pl.Int32) * 100 + pl.col(name).dt.day() for name in (at, born)]
    return years - (day_of_year[0] < day_of_year[1]).cast(pl.Int32)


def _unreadable() -> list[pl.Expr]:
    values = {field: pl.col(field) for field in ("sex", "topography", "icd10", "morphology", "behaviour", "grade")}
    values |= {field: pl.col(field) for field in ("basis", "laterality", "notified")}
    values |= {name: pl.col(f"first {name}") for name in DATES}
    found = {field: pl.col(f"written {field}").is_not_null() & value.is_null() for field, value in values.items()}
    found["age"] = pl.col("written age").is_not_null() & pl.col("age").is_null() & (pl.col("written age") != "999")
    return [found.get(field, pl.lit(False)).alias(f"unreadable {field}") for field in FIELDS]
