"""Which columns may a rule over many people read, and of what kind are they?

`time` and `until` are left out on purpose: no two engines agree on zones, so rules read the calendar days that were
stored once at append. `data` is left out because no engine digs in JSON as another does.
"""

from typing import Literal

RULE_COLUMNS: dict[str, str] = {
    "type": "string",
    "day": "date",
    "until_day": "date",
    "precision": "string",
    "code": "string",
    "value": "float64",
    "unit": "string",
    "place": "string",
    "actor": "string",
}


def rule_schema(identifiers: Literal["uuid", "int64"]) -> dict[str, str]:
    """Column -> Ibis type of `current_event`: UUIDs in the database, whole numbers in the lake."""
    return {"person": identifiers, "episode": identifiers} | RULE_COLUMNS
