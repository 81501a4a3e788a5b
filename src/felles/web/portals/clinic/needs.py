"""Two clicks from the list: a need is closed, or somebody gets it with a day."""

from datetime import date, timedelta
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from felles.access import Need, NotAllowed, Viewer
from felles.events.envelope import day_of
from felles.web.accounts.rights import signed_in_as
from felles.web.components.names import place_names
from felles.web.content import content
from felles.web.given import door, now
from felles.web.middleware import language_of
from felles.web.portals.clinic.board_words import shown_day
from felles.web.portals.clinic.conversation_words import need_line
from felles.web.portals.clinic.form_fields import given_day, given_episode, given_text
from felles.web.portals.clinic.said import Said, fault_of, put_in_log, units_to_choose
from felles.web.portals.clinic.views import is_professional
from felles.web.wording import say

OUTCOMES = ("met", "partly_met", "not_met", "no_longer_wanted")
LONGEST_WAIT = timedelta(days=730)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_as(is_professional)
def need(request: HttpRequest, viewer: Viewer, person: UUID, episode: str, theme: str) -> HttpResponse:
    """Show what can be said about an open need, and take what was chosen."""
    found = door().open_need(viewer, person, given_episode(episode), theme, at=now())
    if found is None:
        raise NotAllowed("There is no such open need among your patients.")
    fault = _record(request, viewer, found) if request.method == "POST" else ""
    if request.method == "POST" and not fault:
        return redirect("clinic:conversations")
    language, today = language_of(request), day_of(now())
    shown = {
        "line": need_line(found, language, place_names(content(), language)),
        "outcomes": OUTCOMES,
        "units": units_to_choose(viewer),
        "own": viewer.unit,
        "token": uuid4().hex,
        "today": shown_day(today),
        "latest": shown_day(today + LONGEST_WAIT),
        "fault": say(language, f"conversations.fault_{fault}") if fault else "",
    }
    return render(request, "clinic/need.html", shown, status=400 if fault else 200)


def _record(request: HttpRequest, viewer: Viewer, found: Need) -> str:
    outcome, today = given_text(request, "utfall"), day_of(now())
    if outcome and outcome not in OUTCOMES:
        return "choice"
    if outcome:
        said = Said(type_="need_met", code=found.theme, day=today, data={"outcome": outcome})
    else:
        said = assignment(request, found.theme, today)
    token = given_text(request, "skjema") or uuid4().hex
    return fault_of(said, viewer, found.found_on) or put_in_log(viewer, found.person, found.episode, said, token)


def assignment(request: HttpRequest, theme: str, day: date | None) -> Said:
    """Who got a need on a day, and by when it is to be done, as the fields of a form have it."""
    return Said(
        type_="need_assigned",
        code=theme,
        day=day,
        until=given_day(given_text(request, "innen")),
        unit=given_text(request, "hvem"),
    )
