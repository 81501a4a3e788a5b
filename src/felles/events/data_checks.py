"""Is the `data` of an event what its type says: JSON, small enough, and of the right fields?

What stands in `data` may be an answer or someone's own words: a problem names the field and the kind of thing
that was there (a text, a number), never what it said.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import orjson
from jsonschema_rs import Draft202012Validator

from felles.events.types import EventType, Problem
from felles.events.vocabulary import EVENT_TYPES
from felles.events.wording import did_you_mean, quoted

LONGEST_DATA = 64 * 1024

_NOT_JSON = Problem(field="data", got="something else", allowed='a JSON object, such as {"intent": "cure"}')
_NUL = r"\u0000"
_ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{4}|.)")
_FIELD_NAME = re.compile(r"[a-z][a-z_]{0,39}")


def compact_json(data: Mapping[str, Any]) -> str:
    """The data as JSON text without spaces; ValueError when it is not JSON (NaN, half characters, other objects)."""
    try:
        text = json.dumps(dict(data), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        text.encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise ValueError(
            "The data of an event must be JSON: texts, numbers, true, false, null, lists, objects."
        ) from error
    return text


def data_problems(kind: EventType | None, data: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with the data of an event; of an unknown type only that it is JSON and small enough."""
    if not data and (kind is None or not kind.data["required"]):
        return []
    try:
        return json_problems(kind, compact_json(data))
    except ValueError:
        return [_NOT_JSON]


def json_problems(kind: EventType | None, text: str) -> list[Problem]:
    """The same of data that is still JSON text."""
    size = len(text.encode())
    if size > LONGEST_DATA:
        return [Problem(field="data", got=f"{size // 1024} kB", allowed=f"at most {LONGEST_DATA // 1024} kB of JSON")]
    try:
        data = orjson.loads(text)
    except orjson.JSONDecodeError:
        return [_NOT_JSON]
    if not isinstance(data, dict):
        return [_NOT_JSON]
    # The database cannot keep NUL, which JSON hides in an escape.
    if _NUL in text and _NUL in _ESCAPE.findall(text):
        return [Problem(field="data", got="a NUL character", allowed="text without NUL characters")]
    return [] if kind is None else list(_schema_problems(kind, data))


def _schema_problems(kind: EventType, data: dict[str, Any]) -> Iterator[Problem]:
    validator = _validator(kind.name)
    if validator.is_valid(data):
        return
    fields: Mapping[str, Mapping[str, Any]] = kind.data["properties"]
    for name in kind.data["required"]:
        if name not in data:
            yield Problem(field=f"data.{name}", got="nothing", allowed=wanted(fields[name]))
    for name in data:
        if name not in fields:
            yield _unknown_field(kind, name)
    wrong = {str(error.instance_path[0]) for error in validator.iter_errors(data) if error.instance_path}
    for name in sorted(wrong & fields.keys()):
        yield Problem(field=f"data.{name}", got=_sort_of(data[name]), allowed=wanted(fields[name]))


@cache
def _validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(dict(EVENT_TYPES[name].data), validate_formats=True)


def _unknown_field(kind: EventType, name: str) -> Problem:
    known = ", ".join(kind.data["properties"])
    allowed = f"only the fields {known}" if known else f"{{}}: “{kind.name}” has no data"
    # A key that does not look like a field name may be a person's name or number.
    got = f"the field {quoted(name)}" if _FIELD_NAME.fullmatch(name) else "a field with another name"
    return Problem(field="data", got=got, allowed=allowed + did_you_mean(name, kind.data["properties"]))


def wanted(field: Mapping[str, Any]) -> str:
    """What a field of `data` takes, in words: what it means and what it looks like."""
    return f"{field['description']}: {shape_of(field)}"


def shape_of(field: Mapping[str, Any]) -> str:
    """What a field of `data` looks like, in words."""
    if "enum" in field:
        return "one of " + ", ".join(field["enum"])
    if field.get("format") == "date":
        return "a date, 2026-11-21"
    if "pattern" in field:
        return f"text of the shape `{field['pattern'].removeprefix('^(?:').removesuffix(')$')}`"
    if field["type"] in ("number", "integer"):
        whole = "whole " if field["type"] == "integer" else ""
        return f"a {whole}number from {field['minimum']} to {field['maximum']}"
    if field["type"] == "array":
        return f"a list of at most {field['maxItems']}, each {shape_of(field['items'])}"
    if field["type"] == "object":
        return f"an object of at most {field['maxProperties']} items"
    return "true or false" if field["type"] == "boolean" else f"text of 1 to {field['maxLength']} characters"


def _sort_of(value: Any) -> str:
    sorts = (
        (bool, "true or false"),
        (str, "a text"),
        (int | float, "a number"),
        (Mapping, "an object"),
        (list | tuple, "a list"),
    )
    return next((sort for python_type, sort in sorts if isinstance(value, python_type)), "nothing")
