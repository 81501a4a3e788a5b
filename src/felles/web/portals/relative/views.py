"""What comes next for whom I follow, as far as they share it; what help there is for me, and whom do I call?"""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from felles.access import Role, Shared, Viewer
from felles.events import EVENT_TYPES, day_of
from felles.web.accounts.rights import signed_in_as
from felles.web.components.names import names_in
from felles.web.components.own_course import coming, useful
from felles.web.components.telling import Happening, happenings
from felles.web.content import content
from felles.web.given import door, now
from felles.web.middleware import language_of
from felles.web.wording import Language, in_language, say

LATEST_SHOWN = 3
HELP = ("talk", "relief", "group", "grief")
"""What a relative can get, as `relative_supported` has it."""


@dataclass(frozen=True, kw_only=True)
class Followed:
    """One who shares with the viewer. shares: what, in a sentence; latest: the last that happened, newest first."""

    name: str
    shares: str
    ahead: list[Happening]
    latest: list[Happening]
    made_up: bool


def is_relative(role: Role) -> bool:
    return role is Role.RELATIVE


@require_safe
@signed_in_as(is_relative)
def overview(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    at, language = now(), language_of(request)
    followed = [_followed(viewer, shared, language, at) for shared in door().shared_with(viewer, at=at)]
    help_codes = EVENT_TYPES["relative_supported"].codes
    shown = {
        "first_name": _first(viewer.name),
        "followed": followed,
        "made_up": any(one.made_up for one in followed),
        "help": [(in_language(help_codes[code], language), say(language, f"relative.help_{code}")) for code in HELP],
    }
    return render(request, "relative/overview.html", shown)


def _followed(viewer: Viewer, shared: Shared, language: Language, at: datetime) -> Followed:
    view = door().open_person(viewer, shared.person, at=at)
    told = happenings(useful(view.events), language, names_in(content(), language, plain=True), at=day_of(at))
    name = _first(view.name or "") or say(language, "relative.nameless")
    past = [one for one in told if not one.ahead and one.event.type != "born"]
    return Followed(
        name=name,
        shares=_shares(name, shared, language),
        ahead=coming(told, language, at=day_of(at)),
        latest=past[: -LATEST_SHOWN - 1 : -1],
        made_up=view.made_up,
    )


def _shares(name: str, shared: Shared, language: Language) -> str:
    if shared.kinds is None:
        return say(language, "relative.shares_everything", name=name)
    codes = EVENT_TYPES["consent_given"].codes
    kinds = sorted(in_language(codes[kind], language).lower() for kind in shared.kinds)
    return say(language, "relative.shares", name=name, kinds=", ".join(kinds))


def _first(name: str) -> str:
    return name.split(" ")[0]
