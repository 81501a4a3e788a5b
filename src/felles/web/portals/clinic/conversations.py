"""The conversations of the home pathway: with whom it is time to talk, who was handed over, and which needs are open."""

from collections.abc import Mapping
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from felles.access import DUE_STATES, Conversations, Refused, Viewer
from felles.access.conversations import State
from felles.web.accounts.rights import signed_in_as
from felles.web.components.names import place_names
from felles.web.content import content
from felles.web.given import door, now
from felles.web.middleware import language_of
from felles.web.portals.clinic.conversation_words import conversation_line, heading, need_line, unit_within
from felles.web.portals.clinic.form_fields import given_episode, given_text
from felles.web.portals.clinic.views import is_professional
from felles.web.wording import say

GROUPS: Mapping[str, tuple[State, ...]] = {
    "late": ("late",),
    "to_ask": ("open", "ask_again"),
    "agreed": ("offered", "postponed"),
    "reminder": ("to_remember",),
}
"""What the list can be narrowed to, by its word in the address."""
NEEDS_SHOWN = 10


@require_safe
@signed_in_as(is_professional)
def conversations(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """What the viewer's unit has to talk about, and with whom, the nearest day first."""
    asked = str(request.GET.get("side", ""))
    only = GROUPS.get(str(request.GET.get("tilstand", "")), DUE_STATES)
    found = door().conversations(viewer, at=now(), only=only, page=int(asked) if asked.isdecimal() else 1)
    return _page(request, found, "")


@require_POST
@signed_in_as(is_professional)
def accept(request: HttpRequest, viewer: Viewer, person: UUID, episode: str) -> HttpResponse:
    """The viewer's unit takes over somebody who was handed over to it."""
    try:
        door().record(
            viewer,
            person,
            "handover_accepted",
            at=now(),
            form=given_text(request, "skjema") or uuid4().hex,
            episode=given_episode(episode),
            place=given_text(request, "enhet"),
        )
    except Refused:
        fault = say(language_of(request), "conversations.fault_taken")
        return _page(request, door().conversations(viewer, at=now()), fault)
    return redirect("clinic:conversations")


def _page(request: HttpRequest, found: Conversations, fault: str) -> HttpResponse:
    language = language_of(request)
    units = place_names(content(), language)
    group = str(request.GET.get("tilstand", ""))
    needs = found.needs if request.GET.get("behov") == "alle" else found.needs[:NEEDS_SHOWN]
    shown = {
        "found": found,
        "groups": [(name, sum(found.states.get(one, 0) for one in states)) for name, states in GROUPS.items()],
        "group": group if group in GROUPS else "",
        "heading": heading(found, language),
        "lines": [conversation_line(row, language, units, at=found.at) for row in found.due],
        "handed_over": [
            (row, row.name or say(language, "clinic.nameless"), unit_within(row.sender, units, language), uuid4().hex)
            for row in found.handed_over
        ],
        "needs": [need_line(need, language, units) for need in needs],
        "more_needs": len(found.needs) > len(needs),
        "next_page": found.page + 1 if found.page < found.pages else 0,
        "previous_page": found.page - 1,
        "updated": now(),
        "fault": fault,
    }
    return render(request, "clinic/conversations.html", shown, status=400 if fault else 200)
