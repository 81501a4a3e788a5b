"""The content that ships, read once."""

import pytest

from felles.definitions import Content, load_content


@pytest.fixture(scope="session")
def content() -> Content:
    return load_content()
