"""Find a patient by exact name or national number, and see one patient's course."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from felles.access import NotAllowed, Role, Viewer
from felles.access.opening import SHORTEST_REASON
from felles.events.envelope import day_of
from felles.web.accounts.rights import signed_in_as
from felles.web.components.names import names_in, place_names
from felles.web.components.person_page import person_page
from felles.web.content import content
from felles.web.given import door, now
from felles.web.middleware import language_of
from felles.web.portals.clinic.board_words import Line, line
from felles.web.sealed_words import seal, unseal
from felles.web.wording import Language

LONGEST_SEARCH = 100
LONGEST_REASON = 300
_SEARCH = "s"


def is_professional(role: Role) -> bool:
    return role.is_professional


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_as(is_professional)
def search(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """A search is sent as a form and answered at an address that holds it sealed."""
    if request.method == "POST":
        words = str(request.POST.get("words", "")).strip()[:LONGEST_SEARCH]
        if words:
            return redirect(f"{reverse('clinic:search')}?{urlencode({_SEARCH: seal(words)})}")
        return render(request, "clinic/search.html", {"missing": True}, status=400)
    words = unseal(request.GET.get(_SEARCH, ""))
    found = door().search(viewer, words, at=now()) if words else []
    return render(request, "clinic/search.html", {"words": words, "found": found})


@require_safe
@signed_in_as(is_professional)
def patient(request: HttpRequest, viewer: Viewer, person: UUID) -> HttpResponse:
    """The course of a patient whom the viewer treats; anyone else is asked for a reason first."""
    try:
        view = door().open_person(viewer, person, at=now())
    except NotAllowed:
        return redirect("clinic:emergency", person=person)
    language = language_of(request)
    names = names_in(content(), language)
    newest_first = request.GET.get("rekkefolge") != "eldst"
    page = person_page(view.events, names, language, at=now(), newest_first=newest_first)
    return render(
        request,
        "clinic/patient.html",
        {"person": view, "person_id": person, "now": _open_lines(viewer, person, language), **page},
    )


def _open_lines(viewer: Viewer, person: UUID, language: Language) -> list[Line]:
    """What comes next in each open pathway of a patient, as the board says it."""
    names, at = names_in(content(), language), now()
    rows = door().open_pathways(viewer, person, at=at)
    return [line(row, language, place_names(content(), language), names.pathways, at=day_of(at)) for row in rows]


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_as(is_professional)
def emergency(request: HttpRequest, viewer: Viewer, person: UUID) -> HttpResponse:
    """Open without a treatment relation: a reason is asked for, written down, and shown to the patient."""
    if request.method != "POST":
        return render(request, "clinic/emergency.html", {"person_id": person})
    reason = str(request.POST.get("reason", "")).strip()[:LONGEST_REASON]
    if len(reason) < SHORTEST_REASON:
        asked = {"person_id": person, "reason": reason, "shortest": SHORTEST_REASON}
        return render(request, "clinic/emergency.html", asked, status=400)
    door().open_person(viewer, person, at=now(), emergency_reason=reason)
    return redirect("clinic:patient", person=person)
