"""The conversations of the home pathway: with whom it is time to talk, who was handed over, and which needs are open."""

from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from felles.access import Conversations, Refused, Viewer
from felles.web.accounts.rights import signed_in_as
from felles.web.components.names import unit_names
from felles.web.content import content
from felles.web.given import door, now
from felles.web.middleware import language_of
from felles.web.portals.clinic.conversation_words import conversation_line, heading, need_line, unit_called
from felles.web.portals.clinic.form_fields import given_episode, given_text
from felles.web.portals.clinic.views import is_professional
from felles.web.wording import say


@require_safe
@signed_in_as(is_professional)
def conversations(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """What the viewer's unit has to talk about, and with whom, the nearest day first."""
    asked = str(request.GET.get("side", ""))
    found = door().conversations(viewer, at=now(), page=int(asked) if asked.isdecimal() else 1)
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
    language, units = language_of(request), unit_names(content())
    shown = {
        "found": found,
        "heading": heading(found, language),
        "late": found.states.get("late", 0),
        "agreed": found.shown - found.to_do,
        "lines": [conversation_line(row, language, units) for row in found.due],
        "handed_over": [
            (row, row.name or say(language, "clinic.nameless"), unit_called(row.sender, units, language), uuid4().hex)
            for row in found.handed_over
        ],
        "needs": [need_line(need, language, units) for need in found.needs],
        "next_page": found.page + 1 if found.page < found.pages else 0,
        "previous_page": found.page - 1,
        "updated": now(),
        "fault": fault,
    }
    return render(request, "clinic/conversations.html", shown, status=400 if fault else 200)
