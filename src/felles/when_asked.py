"""How does a room offer names whose libraries take long to load? Each is read when somebody asks for it."""

from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import Any


def when_asked(room: str, name: str, where: Mapping[str, str], others: Iterable[str] = ()) -> Any:
    """What a room's `__getattr__` answers. where: names and their modules; others: names that the room has besides.

    Raises AttributeError with the names that there are.
    """
    if name in where:
        return getattr(import_module(where[name]), name)
    raise AttributeError(f"{room} has no {name}. It has {', '.join(sorted({*where, *others}))}.")
