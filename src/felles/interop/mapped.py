"""Which events do the rows of a registry file tell of, by its mapping?"""

from collections.abc import Iterator
from functools import reduce

import polars as pl

from felles.events import FRAME_SCHEMA
from felles.interop import written_dates
from felles.interop.mapping import COLUMN_IN_TEMPLATE, Condition, EventRule, Filling, RegistryMapping
from felles.interop.rows import LINE

PROBLEMS = pl.Schema({LINE: pl.Int64(), "field": pl.String(), "got": pl.String(), "allowed": pl.String()})


def events_of_rows(rows: pl.DataFrame, mapping: RegistryMapping, file: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The events of rows of text with LINE, in FRAME_SCHEMA, and the problems of rows (PROBLEMS).

    A row with a problem gives no event at all. Neither ids nor content depend on the order of the rows.
    """
    rows = _prepared(rows, mapping)
    found = [_identity_problems(rows, mapping), *_date_problems(rows, mapping)]
    found += [problem for rule in mapping.events for problem in _rule_problems(rows, rule)]
    problems = pl.concat([pl.DataFrame(schema=PROBLEMS), *found])
    sound = rows.join(problems.select(LINE).unique(), on=LINE, how="anti", maintain_order="left")
    events = pl.concat([_events(sound, rule, mapping) for rule in mapping.events]).sort("line", maintain_order=True)
    framed = events.with_columns(pl.lit(file).alias("file")).select(FRAME_SCHEMA.names()).cast(FRAME_SCHEMA)
    return framed, problems


def _prepared(rows: pl.DataFrame, mapping: RegistryMapping) -> pl.DataFrame:
    absent = [pl.lit(None, pl.String).alias(name) for name in mapping.optional if name not in rows.columns]
    rows = rows.with_columns(absent)
    if mapping.missing:
        text = [*mapping.columns, *mapping.optional]
        rows = rows.with_columns(
            pl.when(pl.col(name).is_in(list(mapping.missing)).not_()).then(pl.col(name)) for name in text
        )
    for name, columns in mapping.dates.items():
        rows = written_dates.read_dates(rows, name, columns)
    return rows


def _identity_problems(rows: pl.DataFrame, mapping: RegistryMapping) -> pl.DataFrame:
    columns = [mapping.person] + ([mapping.record] if mapping.record else [])
    nothing = [
        _problems(rows.filter(pl.col(column).is_null()), column, pl.lit("nothing"), "an identifier in every row")
        for column in columns
    ]
    return pl.concat(nothing)


def _date_problems(rows: pl.DataFrame, mapping: RegistryMapping) -> Iterator[pl.DataFrame]:
    for name, columns in mapping.dates.items():
        unread = rows.filter(pl.col(f"unread {name}").is_not_null())
        yield _problems(unread, ", ".join(columns.columns), pl.col(f"unread {name}"), written_dates.allowed(columns))


def _rule_problems(rows: pl.DataFrame, rule: EventRule) -> Iterator[pl.DataFrame]:
    told = rows.filter(holds(rule.when))
    if rule.undated == "set_aside":
        undated = told.filter(pl.col(f"time of {rule.time}").is_null() & pl.col(f"unread {rule.time}").is_null())
        yield _problems(undated, rule.time, pl.lit("no date"), f"a date, for {rule.type} happened")
    for filling in rule.fillings.values():
        if filling.column is not None and filling.values is not None:
            column = pl.col(filling.column)
            known = [*filling.values, *filling.means_nothing]
            strange = told.filter(column.is_not_null() & column.is_in(known).not_())
            yield _problems(strange, filling.column, column, f"one of {', '.join(filling.values)}")
        if filling.kind != "text":
            strange = told.filter(value_of(filling).str.contains(_SHAPES[filling.kind]).not_())
            name = ", ".join(sorted(filling.columns))
            yield _problems(
                strange, name, value_of(filling), f"a {filling.kind if filling.kind == 'number' else 'whole number'}"
            )


_SHAPES = {"whole": r"^-?\d{1,15}$", "number": r"^-?\d{1,15}(\.\d{1,15})?$"}


def _problems(rows: pl.DataFrame, field: str, got: pl.Expr, allowed: str) -> pl.DataFrame:
    return rows.select(LINE, field=pl.lit(field), got=got, allowed=pl.lit(allowed)).cast(PROBLEMS)


def holds(conditions: tuple[Condition, ...]) -> pl.Expr:
    """Whether all conditions hold of a row; an empty cell meets none but `present: false` and `none_of`."""
    checks = [check.fill_null(False) for condition in conditions for check in _checks(condition)]
    return reduce(lambda one, other: one & other, checks, pl.lit(True))


def _checks(condition: Condition) -> Iterator[pl.Expr]:
    column = pl.col(condition.column)
    if condition.one_of:
        yield column.is_in(list(condition.one_of))
    if condition.none_of:
        yield column.is_in(list(condition.none_of)).not_().fill_null(True)
    if condition.present is not None:
        yield column.is_not_null() if condition.present else column.is_null()
    if condition.at_least is not None:
        yield column >= condition.at_least
    if condition.at_most is not None:
        yield column <= condition.at_most


def value_of(filling: Filling) -> pl.Expr:
    """What fills a field, as text; null where the row says nothing about it."""
    value = pl.lit(filling.text, pl.String)
    if filling.column is not None:
        value = pl.coalesce(_recoded(filling), value)
    for case in reversed(filling.cases):
        value = pl.when(holds(case.when)).then(pl.lit(case.text)).otherwise(value)
    if filling.dotted:
        code = value.str.replace(r"^([A-Za-z][0-9][0-9A-Za-z])\.?([0-9A-Za-z]+)$", "${1}.${2}").str.to_uppercase()
        value = pl.when(value.str.contains("^[A-Za-z][0-9]")).then(code).otherwise(value)  # `unknown` is no code
    return value if filling.written is None else _written(filling.written, value)


def _recoded(filling: Filling) -> pl.Expr:
    column = pl.col(filling.column or "")
    if filling.means_nothing:
        column = pl.when(column.is_in(list(filling.means_nothing)).not_()).then(column)
    if filling.values is None:
        return column
    return column.replace_strict(dict(filling.values), default=None, return_dtype=pl.String)


def _written(template: str, value: pl.Expr) -> pl.Expr:
    pieces: list[pl.Expr] = []
    for number, piece in enumerate(COLUMN_IN_TEMPLATE.split(template)):
        if number % 2:
            column = pl.col(piece.removesuffix("?")) if piece else value
            pieces.append(column.fill_null("") if piece.endswith("?") else column)
        elif piece:
            pieces.append(pl.lit(piece))
    return pl.concat_str(pieces)


def _events(rows: pl.DataFrame, rule: EventRule, mapping: RegistryMapping) -> pl.DataFrame:
    """One event a row for a rule; columns of FRAME_SCHEMA but `file`."""
    told = rows.filter(holds(rule.when) & pl.col(f"time of {rule.time}").is_not_null())
    key = [mapping.person, mapping.record] if rule.once_per == "record" and mapping.record else [mapping.person]
    filled = {name: value_of(filling) for name, filling in rule.fillings.items() if not name.startswith("data.")}
    empty = dict.fromkeys(("until", "replaces", "episode", "code", "value", "unit", "place", "actor"), pl.lit(None))
    columns = empty | filled | {
        "line": pl.col(LINE),
        "person": pl.col(mapping.person),
        "type": pl.lit(rule.type),
        "time": pl.col(f"time of {rule.time}"),
        "precision": pl.col(f"precision of {rule.time}"),
        "source": pl.lit(mapping.source),
        "source_id": pl.concat_str([*(pl.col(str(name)) for name in key), pl.lit(rule.name)], separator=":"),
        "data": _data(rule),
    }  # fmt: skip
    if rule.until is not None:
        columns["until"] = pl.col(f"time of {rule.until}")
    if "value" in filled:
        columns["value"] = filled["value"].cast(pl.Float64, strict=False)
    told = told.select(**columns)
    return told.select(name for name in FRAME_SCHEMA if name != "file").cast(
        {name: kind for name, kind in FRAME_SCHEMA.items() if name != "file"}
    )


def _data(rule: EventRule) -> pl.Expr:
    """The event's data as JSON text with sorted keys, or null where the row says nothing of it."""
    fields = [_json_field(name, filling) for name, filling in sorted(rule.data.items())]
    if not fields:
        return pl.lit(None, pl.String)
    inside = pl.concat_str(fields, separator=",", ignore_nulls=True)
    return pl.when(inside != "").then(pl.concat_str([pl.lit("{"), inside, pl.lit("}")]))


def _json_field(name: str, filling: Filling) -> pl.Expr:
    value = value_of(filling)
    if filling.kind == "text":
        return pl.concat_str([pl.lit(f'"{name}":"'), _escaped(value), pl.lit('"')])
    number = value.cast(pl.Int64 if filling.kind == "whole" else pl.Float64, strict=False).cast(pl.String)
    return pl.concat_str([pl.lit(f'"{name}":'), number])


def _escaped(text: pl.Expr) -> pl.Expr:
    """Text as JSON writes it between quotes. Control characters other than line ends and tabs are left out."""
    for plain, written in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t")):
        text = text.str.replace_all(plain, written, literal=True)
    return text.str.replace_all(r"[\x00-\x1f]", "")
