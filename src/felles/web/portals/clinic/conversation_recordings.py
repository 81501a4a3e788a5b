"""Two clicks from the list: what was said about a conversation, which needs were found, and who takes over."""

from datetime import timedelta
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from felles.access import DUE_STATES, Assigned, Conversation, NotAllowed, Viewer
from felles.events import EVENT_TYPES
from felles.events.envelope import day_of
from felles.web.accounts.rights import signed_in_as
from felles.web.components.names import place_names
from felles.web.content import content
from felles.web.given import door, now
from felles.web.middleware import language_of
from felles.web.portals.clinic.board_words import shown_day
from felles.web.portals.clinic.conversation_words import conversation_line, need_line, unit_called
from felles.web.portals.clinic.form_fields import given_day, given_episode, given_text
from felles.web.portals.clinic.needs import LONGEST_WAIT, assignment
from felles.web.portals.clinic.said import Said, fault_of, own_units, put_in_log, units_to_choose
from felles.web.portals.clinic.views import is_professional
from felles.web.wording import in_language, say

# The field of the day that goes with an answer. A no and a "not now" need one, an offer can do without.
_DAY_OF = {"offered": "avtalt", "declined": "igjen", "postponed": "utsatt"}
_NEEDS_A_DAY = ("declined", "postponed")
_ANSWERS = ("held", "dropped", "moved", *_DAY_OF)
_BEFORE_ANSWERED = (*DUE_STATES, "waiting", "declined")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_as(is_professional)
def conversation(request: HttpRequest, viewer: Viewer, person: UUID, episode: str, touchpoint: str) -> HttpResponse:
    """Show what can be said about a conversation, and take what was chosen."""
    row = door().conversation(viewer, person, given_episode(episode), touchpoint, at=now())
    if row is None:
        raise NotAllowed("There is no such conversation among your patients.")
    if request.method != "POST":
        return _form(request, viewer, row, "")
    chosen = given_text(request, "hva")
    fault = _record(request, viewer, row, chosen)
    if fault:
        return _form(request, viewer, row, fault)
    # A talk that was held, or a need that was found in it, is followed by the next need.
    stays = chosen == "held" or chosen.startswith("need_found:")
    return redirect(request.path if stays else "clinic:conversations")


def _record(request: HttpRequest, viewer: Viewer, row: Conversation, chosen: str) -> str:
    """Put what was chosen in the log; gives what was wrong with it, as the end of the name of a text."""
    said = _said(request, row, chosen)
    if said is None:
        return "choice"
    if chosen in _NEEDS_A_DAY and said.until is None:
        return "no_day"
    token = given_text(request, "skjema") or uuid4().hex
    given = assignment(request, said.code, said.day)
    assigned = given if said.type_ == "need_found" and given.unit else None
    fault = fault_of(said, viewer, row.begun_on) or (fault_of(assigned, viewer, row.begun_on) if assigned else "")
    if fault:
        return fault
    to = Assigned(unit=str(assigned.unit), until=assigned.until) if assigned else None
    return put_in_log(viewer, row.person, row.episode, said, token, to)


def _said(request: HttpRequest, row: Conversation, chosen: str) -> Said | None:
    day = given_day(given_text(request, "dag"))
    what, _, theme = chosen.partition(":")
    if what == "need_found" and theme in EVENT_TYPES["need_found"].codes:
        return Said(type_=what, code=theme, day=day)
    if what == "extra":
        return Said(type_="needs_conversation_held", code=what, day=day)
    if what == "handed_over":
        return Said(type_=what, code="", day=day, unit=given_text(request, "mottaker"))
    if what not in _ANSWERS:
        return None
    return Said(
        type_=f"needs_conversation_{what}",
        code=row.touchpoint,
        day=day,
        until=given_day(given_text(request, _DAY_OF.get(what, ""))),
        unit=given_text(request, "flyttet") if what == "moved" else None,
    )


def _form(request: HttpRequest, viewer: Viewer, row: Conversation, fault: str) -> HttpResponse:
    language, today = language_of(request), day_of(now())
    units = place_names(content(), language)
    point = content().touchpoints[row.touchpoint]
    choices = units_to_choose(viewer)
    shown = {
        "line": conversation_line(row, language, units, at=today),
        "responsible": unit_called(row.responsible, units, language),
        "needs": [need_line(need, language, units) for need in row.needs],
        "to_answer": row.state in _BEFORE_ANSWERED,
        "themes": [
            (f"need_found:{code}", in_language(words, language))
            for code, words in EVENT_TYPES["need_found"].codes.items()
        ],
        "units": choices,
        "others": {unit: words for unit, words in choices.items() if unit not in own_units(viewer)},
        "own": viewer.unit,
        "token": uuid4().hex,
        "today": shown_day(today),
        "first": shown_day(row.begun_on),
        "ask_again": shown_day(today + timedelta(days=point.ask_again_after.value)),
        "tomorrow": shown_day(today + timedelta(days=1)),
        "latest": shown_day(today + LONGEST_WAIT),
        "fault": say(language, f"conversations.fault_{fault}") if fault else "",
    }
    return render(request, "clinic/conversation.html", shown, status=400 if fault else 200)
