"""What does every page know: its language, who is signed in, where they can go, and whether its people are made up?"""

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse

from felles.access import Role, Viewer
from felles.web.accounts.middleware import viewer_or_none
from felles.web.components.names import unit_names
from felles.web.content import content
from felles.web.given import given
from felles.web.middleware import language_of
from felles.web.wording import LANGUAGES


class Way(NamedTuple):
    """One place in the main menu."""

    view: str
    words: str  # the name of a text
    address: str
    is_here: bool


_STATISTICS = [
    (f"analysis:{kind}", f"statistics.way_{kind}")
    for kind in ("overview", "incidence", "survival", "stage", "monitoring", "projection", "quality")
]
_WAYS: dict[str, list[tuple[str, str]]] = {
    "patient": [("patient:overview", "layout.way_my_course"), ("patient:seen_by", "layout.way_seen_by")],
    "professional": [
        ("clinic:board", "layout.way_board"),
        ("clinic:conversations", "layout.way_conversations"),
        ("clinic:check_ups", "layout.way_check_ups"),
        ("clinic:unit_figures", "layout.way_unit"),
        ("clinic:search", "layout.way_find_patient"),
    ],
    "analyst": [*_STATISTICS, ("analysis:search", "layout.way_find_course")],
    "authority": _STATISTICS,
}


def layout(request: HttpRequest) -> dict[str, Any]:
    """The context processor of every template. Needs no database: a page without people is whole without one."""
    viewer = viewer_or_none(request)
    return {
        "language": language_of(request),
        "languages": LANGUAGES,
        "viewer": viewer,
        "unit": unit_names(content()).get(viewer.unit or "", viewer.unit) if viewer else None,
        "ways": ways(request, viewer),
        "demo": given().demo,
        "page_address": request.get_full_path(),
    }


def ways(request: HttpRequest, viewer: Viewer | None) -> list[Way]:
    places = [("public:goals", "layout.way_goals"), *(_WAYS.get(_kind_of(viewer.role), []) if viewer else [])]
    here = request.resolver_match.view_name if request.resolver_match else ""
    return [Way(view, words, reverse(view), here == view) for view, words in places]


def _kind_of(role: Role) -> str:
    if role.is_professional:
        return "professional"
    return str(role)
