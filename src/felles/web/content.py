"""Where do pages find the definitions? Read once: they change with a new version of Felles, not while it runs."""

from functools import lru_cache
from pathlib import Path

from felles.definitions import Content, load_content
from felles.web.given import given


@lru_cache(maxsize=1)
def _content_of(folder: Path) -> Content:
    return load_content(folder)


def content() -> Content:
    return _content_of(given().content)
