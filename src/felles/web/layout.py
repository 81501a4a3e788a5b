"""What does every page know: its language, who is signed in, where they can go, and whether its people are made up?"""

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

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
_FIND_PATIENT = ("clinic:search", "layout.way_find_patient")
_WAYS: dict[str, list[tuple[str, str]]] = {
    "patient": [("patient:overview", "layout.way_my_course"), ("patient:seen_by", "layout.way_seen_by")],
    "relative": [("relative:overview", "layout.way_relative")],
    "hospital": [
        ("clinic:board", "layout.way_board"),
        ("clinic:conversations", "layout.way_conversations"),
        ("clinic:check_ups", "layout.way_check_ups"),
        ("clinic:unit_figures", "layout.way_unit"),
        _FIND_PATIENT,
    ],
    # A pathway and its times belong to a hospital: in a municipality those two pages would always be empty.
    "municipal": [
        ("clinic:conversations", "layout.way_conversations"),
        ("clinic:check_ups", "layout.way_check_ups"),
        _FIND_PATIENT,
    ],
    "analyst": [_STATISTICS[0], ("analysis:search", "layout.way_find_course")],
    "authority": [_STATISTICS[0]],
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
        "ways_below": ways_below(request),
        "demo": given().demo,
        "page_address": request.get_full_path(),
    }


def ways(request: HttpRequest, viewer: Viewer | None) -> list[Way]:
    places = [("public:goals", "layout.way_goals"), *(_WAYS.get(_kind_of(viewer.role), []) if viewer else [])]
    here = _here(request)
    gathered = {view for view, _ in _STATISTICS}
    return [Way(view, words, reverse(view), here == view or {here, view} <= gathered) for view, words in places]


def ways_below(request: HttpRequest) -> list[Way]:
    """The second row of the menu: the statistics beside the one that is open, of the same site; nothing elsewhere."""
    here = _here(request)
    if here not in {view for view, _ in _STATISTICS}:
        return []
    site = request.GET.get("sted", "")
    same = f"?{urlencode({'sted': site})}" if site else ""
    return [Way(view, words, reverse(view) + same, here == view) for view, words in _STATISTICS[1:]]


def _here(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


def _kind_of(role: Role) -> str:
    if role.is_municipal:
        return "municipal"
    return "hospital" if role.is_professional else str(role)
