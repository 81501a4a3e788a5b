"""What was this site given at its start, besides what Django itself needs?"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import cast

from django.conf import settings

from felles.access import Access
from felles.web.accounts.provider import Provider


@dataclass(frozen=True, kw_only=True)
class Given:
    """`now` is the clock of requests: only views ask it, what they call is told."""

    door: Access
    now: Callable[[], datetime]
    demo: bool
    content: Path
    node_modules: Path
    provider: Provider | None


def given() -> Given:
    return cast(Given, settings.FELLES)  # type: ignore[misc]


def door() -> Access:
    return given().door


def now() -> datetime:
    return given().now()
