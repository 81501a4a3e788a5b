"""How does the whole site become one WSGI application?"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

from felles.access import Access
from felles.web.assets import with_static_files
from felles.web.content import content
from felles.web.given import Given
from felles.web.settings import HomeValues, django_settings


def now_in_utc() -> datetime:
    return datetime.now(UTC)


def make_application(door: Access, home: HomeValues, *, now: Callable[[], datetime] = now_in_utc) -> Callable[..., Any]:
    """The site as a WSGI application. Once a process: Django's settings are its own, and last.

    `door` is the only way to persons; see felles.access.Access. Makes Django's session table in the schema `web`.
    Raises MissingAssets without the style sheets of others, ContentErrors where a definition does not hold.
    """
    settings.configure(
        **django_settings(home),
        FELLES=Given(
            door=door,
            now=now,
            demo=home["demo"],
            content=home["content"],
            node_modules=home["node_modules"],
            provider=home.get("provider"),
        ),
    )
    django.setup()
    content()  # a fault in a definition is told now, not on the first page
    call_command("migrate", verbosity=0, interactive=False)
    return with_static_files(get_wsgi_application(), home["node_modules"])
