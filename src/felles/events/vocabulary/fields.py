"""How are the fields of `data` described: the few kinds of field that the event types share?"""

from typing import Any

Field = dict[str, Any]


def text(description: str, longest: int = 200) -> Field:
    """A text of at least one character."""
    return {"description": description, "type": "string", "minLength": 1, "maxLength": longest}


def note(description: str = "what someone wants to add, in their own words") -> Field:
    """A free text: always to be named in the type's `free_text`, so that it is sealed."""
    return text(description, longest=4000)


def day(description: str) -> Field:
    """A calendar day, `2026-11-21`."""
    return {"description": description, "type": "string", "format": "date"}


def number(description: str, low: float, high: float) -> Field:
    """A number, low and high included."""
    return {"description": description, "type": "number", "minimum": low, "maximum": high}


def whole(description: str, low: int, high: int) -> Field:
    """A whole number, low and high included."""
    return {"description": description, "type": "integer", "minimum": low, "maximum": high}


def yes_or_no(description: str) -> Field:
    """True or false."""
    return {"description": description, "type": "boolean"}


def one_of(description: str, *choices: str) -> Field:
    """One of these words."""
    return {"description": description, "type": "string", "enum": list(choices)}


def shaped(description: str, pattern: str) -> Field:
    """A text of a fixed shape, such as a code of someone else's system."""
    return {"description": description, "type": "string", "pattern": f"^(?:{pattern})$", "maxLength": 200}


def list_of(item: Field, description: str, most: int = 100) -> Field:
    """A list of such fields."""
    return {"description": description, "type": "array", "items": item, "maxItems": most}


def by_item(value: Field, description: str, most: int = 500) -> Field:
    """One value for each item of a form, by the item's link id."""
    return {
        "description": description,
        "type": "object",
        "propertyNames": {"pattern": "^[0-9A-Za-z_./-]{1,80}$"},
        "additionalProperties": value,
        "maxProperties": most,
    }
