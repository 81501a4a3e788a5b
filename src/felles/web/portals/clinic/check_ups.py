"""The check-ups after treatment: which contact or test is late, which is due, and what comes in the next weeks?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from felles.access import Viewer
from felles.web.accounts.rights import signed_in_as
from felles.web.components.names import unit_names
from felles.web.content import content
from felles.web.given import door, now
from felles.web.middleware import language_of
from felles.web.portals.clinic.check_up_words import by_need_line, check_up_line, heading
from felles.web.portals.clinic.views import is_professional

WITHIN = (30, 90)


@require_safe
@signed_in_as(is_professional)
def check_ups(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """What the viewer's unit has before it by the plans of its patients, the nearest day first."""
    language, page = language_of(request), str(request.GET.get("side", ""))
    asked = str(request.GET.get("dager", ""))
    within = int(asked) if asked in map(str, WITHIN) else WITHIN[0]
    found = door().check_ups(viewer, at=now(), within=within, page=int(page) if page.isdecimal() else 1)
    units = unit_names(content())
    shown = {
        "found": found,
        "heading": heading(found, language),
        "due": found.states.get("due", 0),
        "ahead": found.states.get("ahead", 0),
        "choices": WITHIN,
        "lines": [check_up_line(row, language, content(), units) for row in found.rows],
        "by_need": [by_need_line(row, language, content()) for row in found.by_need],
        "next_page": found.page + 1 if found.page < found.pages else 0,
        "previous_page": found.page - 1,
        "updated": now(),
    }
    return render(request, "clinic/check_ups.html", shown)
